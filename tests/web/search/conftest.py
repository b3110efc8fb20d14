"""A small kind of text over structures, so that the search is tried without any other feature, and notes to find."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from partage import clock, events, kinds
from partage.accounts.models import Structure
from partage.db import db, writing
from partage.kinds import Kind, Words
from partage.text import slugify


def visible(user: Any) -> Any:
    """Visitors see the media libraries, members all that is not archived."""
    open_ones = select(Structure.id).where(Structure.archived_at.is_(None))
    return open_ones if user else open_ones.where(Structure.structure_kind == "mediatheque")


def load(ids: Iterable[int]) -> list[Structure]:
    return list(db.session.scalars(select(Structure).where(Structure.id.in_(list(ids)))))


def words(note: Structure) -> Words | None:
    if note.archived_at is not None:
        return None
    lines = note.offer.split("\n")
    return Words(
        title=note.name,
        headings="\n".join(line[3:] for line in lines if line.startswith("## ")),
        body="\n".join(line.removeprefix("## ") for line in lines),
        facts=f"À {note.town}" if note.town else "",
        facets=(("theme", slugify(note.town)),) if note.town else (),
    )


def a_kind(name: str, label: str) -> Kind:
    return Kind(
        name=name, label=label, plural=label + "s", model=Structure, icon="file-text", area="pratiques",
        visible=visible, load=load, url=lambda note: f"/notes/{note.slug}", words=words,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def only_notes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kind]:
    kind = a_kind("note", "Note")
    monkeypatch.setattr(kinds, "_kinds", {"note": kind})
    yield kind


@pytest.fixture
def write(app: Any) -> Callable[..., int]:
    """`write("Titre", "texte")` is a note in the index, as an event of its feature would put it there."""

    def create(title: str, body: str = "", *, public: bool = True, town: str = "") -> int:
        with writing():
            note = Structure(
                slug=slugify(title) + f"-{db.session.query(Structure).count()}", name=title, offer=body, town=town,
                structure_kind="mediatheque" if public else "autre",
            )  # fmt: skip
            db.session.add(note)
            db.session.flush()
            events.record("structure.changed", note)
            return note.id

    return create


@pytest.fixture
def change(app: Any) -> Callable[..., None]:
    """`change(number, offer="…")` edits a note; `archived=True` archives it."""

    def edit(number: int, *, archived: bool = False, **values: Any) -> None:
        with writing():
            note = db.session.get_one(Structure, number)
            for name, value in values.items():
                setattr(note, name, value)
            if archived:
                note.archived_at = clock.now()
            events.record("structure.changed", note)

    return edit


@pytest.fixture
def titles(app: Any) -> Callable[..., list[str]]:
    """`titles("logement")` is what a visitor finds, in order."""
    from partage.search.queries import search

    return lambda typed, user=None, **options: [result.title for result in search(user, typed, **options).items]
