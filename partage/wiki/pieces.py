"""The parts of a practice's page that are the same for everybody, rendered once and kept by this process.

A cache by content: the key holds everything these templates show, so nothing has to be told when a practice changes.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any

from flask import render_template
from markupsafe import Markup

from partage import clock, markup
from partage.wiki.queries import PracticePage

KEPT = 300  # pages; about 20 kB each
FOR_ONE_PERSON = {"is_favourite", "is_watched", "has_remarks", "my_state", "my_submitted_at"}


@dataclass(frozen=True)
class Pieces:
    head: Markup
    body: Markup
    facts: Markup


_kept: OrderedDict[Any, Pieces] = OrderedDict()
_lock = Lock()


def of(practice: PracticePage) -> Pieces:
    """The pieces of a page, from memory when they were made before."""
    key = (clock.today(), *(value if name != "fields" else repr(value) for name, value in _shared(practice)))
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    made = Pieces(*(markup.trust(render_template(f"wiki/_{part}.html", practice=practice)) for part in ("head", "body", "facts")))
    with _lock:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def _shared(practice: PracticePage) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in zip(practice._fields, practice, strict=True) if name not in FOR_ONE_PERSON]
