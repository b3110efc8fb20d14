"""The parts of a practice's page and of the list that are the same for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from flask import render_template
from markupsafe import Markup

from partage import clock, markup
from partage.kept import Kept
from partage.wiki.queries import PracticePage

KEPT = 300  # pages; about 20 kB each
FILTERS_KEPT = 100  # choices of filters; about 12 kB each
FOR_ONE_PERSON = {"is_favourite", "is_watched", "has_remarks", "my_state", "my_submitted_at", "made_from", "thanks", "is_thanked"}


@dataclass(frozen=True)
class Pieces:
    head: Markup
    body: Markup
    facts: Markup


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
