"""The one registry of what people write. Search, offline copies, export, erasure and moderation loop over it.

A kind of text is added by one `Kind(...)` handed to `register` by its feature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select


@dataclass(frozen=True)
class Words:
    """What the search keeps of one thing. `title` weighs most, `body` least; `facts` is the line shown under a title."""

    title: str
    headings: str = ""
    body: str = ""
    facts: str = ""
    facets: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Write:
    """One thing a person can do from a page or, later, from the outbox of her phone.

    `check(payload)` cleans what was sent, outside any transaction (it may render Markdown), or raises Invalid;
    `apply(user, data, base)` runs the domain verb inside the write transaction and answers an Outcome.
    """

    name: str
    check: Callable[[dict[str, Any]], dict[str, Any]]
    apply: Callable[[Any, dict[str, Any], int | None], Any]


class Invalid(Exception):
    """What was sent does not fit: `errors` is {field: [French sentences]}."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(str(errors))
        self.errors = errors


@dataclass(frozen=True)
class Kind:
    """Everything the rest of the house needs to know about one kind of text.

    name: stored and used in the feed; label, plural, article: what readers see.
    model: the table of the thing; icon and area: its place in the look.
    visible(user): Select of the ids this person may see (None is a visitor).
    load(ids): things ready for `words` and `offline_row`, without one query each.
    url(thing), words(thing), offline_row(thing): None from `words` or `offline_row` leaves the thing out.
    written: {model: columns} holding free text or personal data, for erasure, export and the schema's guard.
    kept(user): Select of the ids her phone keeps, where that is less than what she may see.
    own_rows(things, user): {id: what her phone keeps besides, where she wrote some of it}.
    is_signed: its words are its author's alone, nobody else proposes some. sees_author(user, text): who reads a hidden name.
    remarks: whether readers leave remarks under it. reasons: {key: (what is wrong, how to fix it)} of a reading.
    describe(fields): what a revision's fields say, in words, by label: what a comparison shows beside the text.
    export(user): rows of this kind about a person, JSON-ready. forget(user, keep): erase or hand over on leaving.
    """

    name: str
    label: str
    plural: str
    model: type[Any]
    icon: str
    area: str
    visible: Callable[[Any], Select[Any]]
    load: Callable[[Iterable[int]], list[Any]]
    url: Callable[[Any], str]
    words: Callable[[Any], Words | None] | None = None
    offline_row: Callable[[Any], dict[str, Any] | None] | None = None
    written: dict[type[Any], tuple[str, ...]] = field(default_factory=dict)
    export: Callable[[Any], list[dict[str, Any]]] | None = None
    forget: Callable[[Any, bool], None] | None = None
    describe: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    kept: Callable[[Any], Select[Any]] | None = None
    own_rows: Callable[[Iterable[Any], Any], dict[int, dict[str, Any]]] | None = None
    is_signed: bool = False
    sees_author: Callable[[Any, Any], bool] | None = None
    remarks: bool = False
    reasons: Mapping[str, tuple[str, str]] | None = None
    writes: tuple[Write, ...] = ()


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind; a second registration under the same name replaces the first (a new app in the same process)."""
    _kinds[kind.name] = kind


def get(name: str) -> Kind:
    """The kind of that name; KeyError when there is none."""
    return _kinds[name]


def every() -> list[Kind]:
    """All kinds, in the order they were registered."""
    return list(_kinds.values())


def searchable() -> list[Kind]:
    """What a search finds; of equal results, what members write (it has an area) comes before themes and structures."""
    return sorted((kind for kind in _kinds.values() if kind.words), key=lambda kind: not kind.area)


def kept_offline() -> list[Kind]:
    return [kind for kind in _kinds.values() if kind.offline_row]


def find_write(name: str) -> Write | None:
    """The write of that name ("practice.save"), whatever its kind."""
    return next((write for kind in _kinds.values() for write in kind.writes if write.name == name), None)


def of(thing: Any) -> tuple[Kind, int] | None:
    """The kind and id of what readers see when `thing` changes: a text for its revision, itself otherwise."""
    if hasattr(thing, "text_id") and hasattr(thing, "number"):  # a revision speaks for its text
        text = thing.text if "text" in thing.__dict__ else None
        name, number = (text.kind if text is not None else _kind_name(thing.text_id)), thing.text_id
    else:
        name, number = thing.__tablename__, thing.id
    return (_kinds[name], number) if name in _kinds else None


def _kind_name(text_id: int) -> str:
    from sqlalchemy import column, select, table

    from partage.db import db

    texts = table("text", column("id"), column("kind"))
    return db.session.scalar(select(texts.c.kind).where(texts.c.id == text_id)) or ""
