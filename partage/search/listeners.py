"""Keeps the index true: what an event is about is read again, in the transaction of the event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from partage import events, kinds
from partage.db import db
from partage.events import Event
from partage.search import index
from partage.texts.models import Text
from partage.topics.models import Expertise, Topic

# The thing itself when it is of a kind, and what it belongs to. A kind added later needs its prefix here, no more.
FOLLOWED = ("revision.published", "text.", "practice.", "question.", "topic.", "expertise.", "structure.", "passage.cleaned")
OWNERS = (("text_id", Text), ("topic_id", Topic))
# what changes a person's name, or whether it may be found; signing in is not among them
ABOUT_PEOPLE = ("account.disabled", "account.enabled", "account.erased", "account.profile_changed")


def listen() -> None:
    for prefix in FOLLOWED:
        events.subscribe(prefix, read_again)
    for prefix in ABOUT_PEOPLE:
        events.subscribe(prefix, read_themes_again)
    events.subscribe("passage.erased", scrub)


def read_again(event: Event, thing: Any, _quiet: bool) -> None:
    for kind, number in _concerned(thing):
        index.refresh(kind, [number])
    if isinstance(thing, Topic):  # its name stands in the facts of its texts
        index.mark_stale("theme", thing.slug)


def read_themes_again(event: Event, person: Any, _quiet: bool) -> None:
    """A theme is found by the names of its experts."""
    themes = list(db.session.scalars(select(Expertise.topic_id).where(Expertise.user_id == person.id).distinct()))
    for kind in kinds.searchable():
        if kind.model is Topic and themes:
            index.refresh(kind, themes)
    if event.name == "account.erased":
        index.scrub()


def scrub(event: Event, thing: Any, _quiet: bool) -> None:
    """A passage was erased from texts that were just read again: nothing of it is left among dead tokens."""
    index.scrub()


def _concerned(thing: Any) -> Iterator[tuple[kinds.Kind, int]]:
    for kind in kinds.searchable():
        if isinstance(thing, kind.model):
            yield kind, thing.id
        for column, model in OWNERS:
            number = getattr(thing, column, None)
            if number is not None and issubclass(kind.model, model):
                yield kind, number
