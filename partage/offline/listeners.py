"""Every event about a thing that phones keep numbers its change."""

from __future__ import annotations

from typing import Any

from partage import events, kinds, operations


def number_change(event: events.Event, thing: Any, quiet: bool) -> None:
    found = kinds.of(thing)
    if found is None:
        return
    kind, number = found
    if kind.offline_row is not None:
        operations.log_change(kind.name, number)


def listen() -> None:
    # not the private life of a text: only what changes what readers see
    for prefix in ("revision.published", "text.", "practice.", "question.", "topic.", "structure.", "passage.cleaned"):
        events.subscribe(prefix, number_change)
