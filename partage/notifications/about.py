"""What a person may read today of what her notifications are about: a title, an address, or neither."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from partage import kinds
from partage.db import db
from partage.kinds import Kind
from partage.questions.models import Answer, Question
from partage.questions.permissions import STAFF
from partage.texts.models import Comment, Revision, Text
from partage.texts.permissions import Reviewers, can_review
from partage.texts.states import RevisionState
from partage.topics.models import Topic
from partage.topics.queries import expert_topic_ids

Ref = tuple[str, int]
# what a sentence and an address need besides the thing itself
WITH: dict[type[Any], tuple[Any, ...]] = {
    Question: (joinedload(Question.topic),),
    Answer: (joinedload(Answer.question).joinedload(Question.topic), joinedload(Answer.author)),
    Comment: (joinedload(Comment.text), defer(Comment.body)),
}
PLACES = {"moderation": STAFF, "orphans": ("coordinator", "moderator", "administrator")}  # a page rather than a thing


@dataclass(frozen=True)
class About:
    """`is_shown`: members read it, so its title may be said. `title` is also given to who wrote it or keeps it."""

    kind: str
    number: int
    thing: Any = None
    url: str = ""
    title: str = ""
    is_shown: bool = False

    @property
    def text(self) -> Text | None:
        """What is followed: the thread of an answer, the text of a remark."""
        found = self.thing
        if isinstance(found, Answer):
            return found.question
        return found.text if isinstance(found, Comment) else found if isinstance(found, Text) else None

    @property
    def topic(self) -> Topic | None:
        return self.text.topic if isinstance(self.text, Question) else None

    @property
    def hidden_name(self) -> int | None:
        """H9: whose name is not said here, whoever reads."""
        return self.text.author_id if self.text is not None and self.text.hides_author else None


def find(refs: Iterable[Ref], reader: Any) -> dict[Ref, About]:
    """What this person may open among these, one query a kind. What is missing is gone, or no longer hers to read."""
    wanted: dict[str, set[int]] = {}
    for name, number in refs:
        wanted.setdefault(name, set()).add(number)
    known = {kind.name: kind for kind in kinds.every()}
    found: list[About] = []
    for name, numbers in wanted.items():
        if name in PLACES:
            found += [About(name, number) for number in numbers if reader.has_role(*PLACES[name])]
        elif name == "revision":
            found += _waiting(numbers, reader)
        elif name in known:
            found += _of_kind(known[name], numbers, reader)
    return {(one.kind, one.number): one for one in found}


def _of_kind(kind: Kind, numbers: set[int], reader: Any) -> Iterable[About]:
    model = kind.model
    visible = model.id.in_(kind.visible(reader).correlate(None))
    query = select(model, visible).where(model.id.in_(numbers)).options(*WITH.get(model, ()))
    for thing, is_shown in db.session.execute(query):
        mine = reader.id in (getattr(thing, "author_id", None), getattr(thing, "owner_id", None))
        if is_shown or mine or _looks_after(thing, reader):
            yield About(kind.name, thing.id, thing, kind.url(thing), _title(thing, bool(is_shown), mine), bool(is_shown))


def _title(thing: Any, is_shown: bool, mine: bool) -> str:
    """Her own title is hers to read; an answer and a remark have that of what they are under."""
    over = thing.question if isinstance(thing, Answer) else thing.text if isinstance(thing, Comment) else thing
    hers = mine and (over is thing or over.is_live)
    return over.title if is_shown or hers else ""


def _looks_after(thing: Any, reader: Any) -> bool:
    """The staff, and the experts of its theme, open what members do not see yet or any more."""
    question = thing.question if isinstance(thing, Answer) else thing
    is_expert = isinstance(question, Question) and question.topic_id in expert_topic_ids(reader)
    return is_expert or reader.has_role(*STAFF)


def _waiting(numbers: set[int], reader: Any) -> Iterable[About]:
    """Readings still to do, by whoever may do them. The words that wait are not said, the title in force is."""
    query = select(Revision).where(Revision.id.in_(numbers)).options(joinedload(Revision.text), defer(Revision.body))
    reviewers = Reviewers.now()
    for revision in db.session.scalars(query):
        if revision.state is RevisionState.SUBMITTED and can_review(reader, revision, reviewers):
            live = revision.text.is_live
            yield About("revision", revision.id, revision, f"/relecture/{revision.id}", revision.text.title if live else "", live)
