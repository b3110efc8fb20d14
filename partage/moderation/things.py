"""What moderation decides about: a text or a remark of any kind that can be hidden, with its themes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from partage import kinds
from partage.accounts.models import User
from partage.db import db
from partage.kinds import Kind
from partage.texts.models import Comment, Revision, Text
from partage.texts.states import RevisionState
from partage.topics.models import Topic

Ref = tuple[str, int]


@dataclass
class Thing:
    """One thing of the registry, the text it is or belongs to, and the slugs of its themes."""

    kind: Kind
    thing: Any
    text: Text
    themes: list[str] = field(default_factory=list)

    @property
    def ref(self) -> Ref:
        return self.kind.name, self.thing.id

    @property
    def author_id(self) -> int | None:
        number: int | None = self.thing.author_id
        return number

    @property
    def is_remark(self) -> bool:
        return self.thing is not self.text

    @property
    def title(self) -> str:
        return f"Remarque sous « {self.text.title} »" if self.is_remark else self.text.title

    @property
    def page(self) -> str:
        """Where its decisions are read."""
        return f"/moderation/{'remarques' if self.is_remark else 'textes'}/{self.thing.id}"

    @property
    def url(self) -> str:
        return self.kind.url(self.thing)


def can_be_moderated(kind: Kind) -> bool:
    return hasattr(kind.model, "unhide")


def find(name: str, number: int, *, lock: bool = False) -> Thing | None:
    """The thing of that kind and id; locked when a decision follows, so that the second of two people waits."""
    found = find_many([(name, number)])
    if lock and found:
        table = Comment if found[(name, number)].is_remark else Text
        db.session.execute(select(table.id).where(table.id == number).with_for_update())
        db.session.refresh(found[(name, number)].thing, ["hidden_at"])
    return found.get((name, number))


def find_text(number: int, *, lock: bool = False) -> Thing | None:
    """The text of that id, whatever its kind."""
    kind = db.session.scalar(select(Text.kind).filter_by(id=number))
    return find(kind, number, lock=lock) if kind else None


def find_many(refs: Iterable[Ref]) -> dict[Ref, Thing]:
    """Things with their authors and themes: one query a kind, and one for the themes."""
    wanted: dict[str, set[int]] = {}
    for name, number in refs:
        wanted.setdefault(name, set()).add(number)
    known = {kind.name: kind for kind in kinds.every() if can_be_moderated(kind)}
    found: dict[Ref, Thing] = {}
    for name, numbers in wanted.items():
        if name in known:
            for thing in _load(known[name], numbers):
                found[(name, thing.id)] = Thing(known[name], thing, thing.text if isinstance(thing, Comment) else thing)
    themes, topics = themes_of({one.text.id for one in found.values()}), _topics(found.values())
    for one in found.values():
        one.themes = topics.get(_topic_id(one), themes.get(one.text.id, []))
    return found


def _load(kind: Kind, numbers: Iterable[int]) -> list[Any]:
    wanted = select(kind.model).where(kind.model.id.in_(list(numbers)))
    wanted = wanted.options(joinedload(kind.model.author).joinedload(User.structure))
    for link in ("text", "question"):  # what a remark or an answer hangs on, for its address
        if hasattr(kind.model, link):
            wanted = wanted.options(joinedload(getattr(kind.model, link)))
    return list(db.session.scalars(wanted.execution_options(populate_existing=True)).unique())


def _topic_id(one: Thing) -> int | None:
    """The one theme of a thread, which may have been sent elsewhere since it was written."""
    return getattr(getattr(one.text, "question", one.text), "topic_id", None)


def _topics(things: Iterable[Thing]) -> dict[int | None, list[str]]:
    numbers = {number for number in map(_topic_id, things) if number is not None}
    if not numbers:
        return {}
    return {number: [slug] for number, slug in db.session.execute(select(Topic.id, Topic.slug).where(Topic.id.in_(numbers)))}


def themes_of(text_ids: Iterable[int]) -> dict[int, list[str]]:
    """{text: slugs of its themes}, from what is in force, else from its latest words."""
    rows = db.session.execute(
        select(Revision.text_id, Revision.state, Revision.fields)
        .where(Revision.text_id.in_(list(text_ids)), Revision.state != RevisionState.SUPERSEDED)
        .order_by(Revision.id)
    ).all()
    rows = sorted(rows, key=lambda row: row.state is RevisionState.PUBLISHED)
    return {row.text_id: row.fields.get("themes", []) for row in rows}
