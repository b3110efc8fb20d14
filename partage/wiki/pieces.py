"""The parts of a practice's page and of the list that are the same for everybody, rendered once and kept by this process.

A cache by content: the key holds everything these templates show, so nothing has to be told when a practice changes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any, cast

from flask import render_template
from markupsafe import Markup

from partage import clock, markup
from partage.wiki.queries import PracticePage

KEPT = 300  # pages; about 20 kB each
FILTERS_KEPT = 100  # choices of filters; about 12 kB each
FOR_ONE_PERSON = {"is_favourite", "is_watched", "has_remarks", "my_state", "my_submitted_at", "made_from", "thanks", "is_thanked"}


@dataclass(frozen=True)
class Pieces:
    head: Markup
    body: Markup
    facts: Markup


class Kept:
    """The HTML made last, by what it shows."""

    def __init__(self, most: int) -> None:
        self._most, self._made, self._lock = most, OrderedDict[Any, Any](), Lock()

    def get(self, key: Any, make: Callable[[], Any]) -> Any:
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made


_pages = Kept(KEPT)
_filters = Kept(FILTERS_KEPT)


def of(practice: PracticePage) -> Pieces:
    """The pieces of a page, from memory when they were made before."""
    key = (clock.today(), *(value if name != "fields" else repr(value) for name, value in _shared(practice)))
    parts = ("head", "body", "facts")
    made = _pages.get(key, lambda: Pieces(*(_render(part, practice=practice) for part in parts)))
    return cast(Pieces, made)


def filters(topics: Iterable[Any], theme: str, chosen: dict[str, str]) -> dict[str, Markup]:
    """The filters of the list, as they stand above it and beside it."""
    shown = tuple(tuple(topic) for topic in topics)
    key = (shown, theme, tuple(chosen.items()))

    def make() -> dict[str, Markup]:
        return {where: _render("filters", where=where, topics=topics, theme=theme, chosen=chosen) for where in ("haut", "cote")}

    return cast(dict[str, Markup], _filters.get(key, make))


def _render(part: str, **shown: Any) -> Markup:
    return markup.trust(render_template(f"wiki/_{part}.html", **shown))


def _shared(practice: PracticePage) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in zip(practice._fields, practice, strict=True) if name not in FOR_ONE_PERSON]
