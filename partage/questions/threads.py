"""What the page of a thread reads: columns, not entities, because it is read all day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Integer, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from partage import markup
from partage.accounts.models import Structure, User
from partage.db import db
from partage.questions import permissions
from partage.questions.models import Answer, Question, QuestionMove, to_check_again
from partage.questions.states import QuestionState, Urgency
from partage.texts import rendering
from partage.texts.models import OPEN, Favourite, RenderedBody, Revision, Text, Thanks, Watch
from partage.texts.states import RevisionState
from partage.topics.models import Topic


class _ThreadRow(NamedTuple):
    id: int
    slug: str
    title: str
    topic_id: int
    topic_slug: str
    topic: str
    urgency: Urgency
    state: QuestionState
    stage: int
    asked_at: datetime
    answered_at: datetime | None
    waits_since: datetime
    settled_at: datetime | None
    taken_at: datetime | None
    taken_by_id: int | None
    taken_by: str | None
    author_id: int | None
    author: str | None
    structure: str | None
    hides_author: bool
    imported_from: str
    published_at: datetime | None
    hidden_at: datetime | None
    revision_id: int
    revision_state: RevisionState
    body: str
    html: str | None
    practice_slug: str | None
    was_moved: bool
    is_favourite: bool
    is_watched: bool
    has_edit_waiting: bool


class Thread(_ThreadRow):
    """A question as its page shows it."""

    __slots__ = ()

    @property
    def content(self) -> Any:
        return _content(self.body, self.html)

    @property
    def is_live(self) -> bool:
        return self.published_at is not None and self.hidden_at is None


class _AnswerRow(NamedTuple):
    id: int
    author_id: int | None
    author: str | None
    structure: str | None
    hides_author: bool
    imported_from: str
    by_expert: bool
    created_at: datetime
    published_at: datetime | None
    hidden_at: datetime | None
    accepted_at: datetime | None
    confirmed_at: datetime | None
    confirmed_by_id: int | None
    confirmed_by: str | None
    revision_id: int
    revision_state: RevisionState
    body_sha: str
    thanks: int
    is_thanked: bool
    has_edit_waiting: bool


class AnswerRow(_AnswerRow):
    """An answer as the page of its thread shows it; its words, which are heavy, are read apart."""

    __slots__ = ()

    @property
    def is_to_check_again(self) -> bool:
        return to_check_again(self.confirmed_at)

    @property
    def is_live(self) -> bool:
        return self.published_at is not None and self.hidden_at is None


def find(slug: str, user: Any) -> Thread | None:
    """The thread at this address, when `user` may read it. One query."""
    # on the connection, not the session: columns need no unit of work
    row = db.session.connection().execute(_thread(), {"slug": slug, **permissions.binds(user)}).first()
    return Thread(*row) if row is not None else None


def answers(thread: Thread, user: Any) -> list[AnswerRow]:
    """What this person may read under it: the one that helped first, then first come first. One query."""
    return [AnswerRow(*row) for row in answer_rows(thread, user)]


def answer_rows(thread: Thread, user: Any) -> tuple[Any, ...]:
    """The same as plain tuples: enough to know whether the HTML made of them is at hand."""
    sees_all = user.has_role(*permissions.STAFF) or permissions.is_expert_of(user, thread.topic_id)
    binds = {"question": thread.id, "person": user.id, "sees_all": sees_all}
    return tuple(map(tuple, db.session.connection().execute(_answers(), binds)))


def words(rows: Iterable[AnswerRow]) -> dict[int, tuple[str, Any]]:
    """The words of these answers as typed, and their HTML, by id of answer. One query."""
    wanted = {row.revision_id: row.id for row in rows}
    found = db.session.execute(
        select(Revision.id, Revision.body, RenderedBody.html)
        .outerjoin(RenderedBody, rendering.same_body())
        .where(Revision.id.in_(list(wanted)))
    )
    return {wanted[number]: (body, _content(body, html)) for number, body, html in found}


@cache
def _thread() -> Any:
    """Built once: putting this statement together costs more than running it."""
    author, taker, person = aliased(User), aliased(User), bindparam("person", type_=Integer)
    practice = Text.__table__.alias("practice")
    made = (
        select(practice.c.slug)
        .where(
            practice.c.made_from_id == Question.id, practice.c.kind == "practice", practice.c.published_at.is_not(None),
            practice.c.archived_at.is_(None), practice.c.hidden_at.is_(None),
        )
        .order_by(practice.c.id)
        .limit(1)
        .scalar_subquery()
    )  # fmt: skip
    return (
        select(
            Question.id, Question.slug, Revision.title, Question.topic_id, Topic.slug, Topic.name, Question.urgency,
            Question.state, Question.stage, Question.asked_at, Question.answered_at, Question.waits_since, Question.settled_at,
            Question.taken_at, Question.taken_by_id, taker.name, Question.author_id, author.name, Structure.name,
            Question.hides_author, Question.imported_from, Question.published_at, Question.hidden_at,
            Revision.id, Revision.state, Revision.body, RenderedBody.html, made,
            exists().where(QuestionMove.question_id == Question.id),
            exists().where(Favourite.user_id == person, Favourite.text_id == Question.id),
            exists().where(Watch.user_id == person, Watch.text_id == Question.id),
            _edit_waits(Question),
        )
        .select_from(Question)
        .join(Topic, Question.topic_id == Topic.id)
        .join(Revision, _words(Question))
        .outerjoin(RenderedBody, rendering.same_body())
        .outerjoin(author, Question.author_id == author.id)
        .outerjoin(Structure, author.structure_id == Structure.id)
        .outerjoin(taker, Question.taken_by_id == taker.id)
        .where(Question.slug == bindparam("slug"), Question.kind == "question", permissions.readable_with_binds())
    )  # fmt: skip


@cache
def _answers() -> Any:
    author, confirmer, person = aliased(User), aliased(User), bindparam("person", type_=Integer)
    live = Answer.published_at.is_not(None) & Answer.hidden_at.is_(None)
    # what was sent back is again its author's draft: nobody else reads it
    read = (Answer.published_at.is_not(None) | (Revision.state == RevisionState.SUBMITTED)) & bindparam("sees_all", type_=Boolean)
    return (
        select(
            Answer.id, Answer.author_id, author.name, Structure.name, Answer.hides_author, Answer.imported_from, Answer.by_expert,
            Answer.created_at, Answer.published_at, Answer.hidden_at, Answer.accepted_at, Answer.confirmed_at,
            Answer.confirmed_by_id, confirmer.name, Revision.id, Revision.state, Revision.body_sha,
            select(func.count()).where(Thanks.text_id == Answer.id).scalar_subquery(),
            exists().where(Thanks.user_id == person, Thanks.text_id == Answer.id),
            _edit_waits(Answer),
        )
        .select_from(Answer)
        .join(Revision, _words(Answer))
        .outerjoin(author, Answer.author_id == author.id)
        .outerjoin(Structure, author.structure_id == Structure.id)
        .outerjoin(confirmer, Answer.confirmed_by_id == confirmer.id)
        .where(Answer.question_id == bindparam("question"), Answer.archived_at.is_(None))
        .where(or_(live, Answer.author_id == person, read))
        .order_by(Answer.accepted_at.is_(None), Answer.id)
    )  # fmt: skip


def _words(model: Any) -> Any:
    """The words in force; before the first publication, those its author sent."""
    first = model.published_at.is_(None) & (Revision.author_id == model.author_id) & Revision.state.in_(OPEN)
    return and_(Revision.text_id == model.id, or_(Revision.state == RevisionState.PUBLISHED, first))


def _edit_waits(model: Any) -> Any:
    """Whether this person has changed words of hers that members already read, and they wait."""
    mine, person = aliased(Revision), bindparam("person", type_=Integer)
    return (
        exists()
        .where(mine.text_id == model.id, mine.author_id == person, mine.state.in_(OPEN))
        .where(model.published_at.is_not(None))
    )


def _content(body: str, html: str | None) -> Any:
    return markup.trust(html) if html is not None else rendering.render(body).html
