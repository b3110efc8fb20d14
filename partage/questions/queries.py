"""Selects over questions and their threads."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, or_, select, union, union_all
from sqlalchemy.orm import aliased, joinedload

from partage.accounts.models import User
from partage.db import db
from partage.pagination import SIZE, Page
from partage.questions import permissions
from partage.questions.models import Answer, Question, QuestionMove
from partage.questions.permissions import is_live, readable
from partage.questions.states import QuestionState
from partage.texts import rendering
from partage.texts.models import RenderedBody, Revision, Text, Watch
from partage.texts.states import RevisionState
from partage.topics.models import Topic
from partage.topics.queries import expert_topic_ids

LATEST = 200  # of her own, of those she follows, of each of her themes


def find_visible(slug: str, user: Any, *, for_update: bool = False) -> Question | None:
    """The question at this address with its theme, when this person may read it; locked when a verb follows."""
    query = select(Question).where(Question.slug == slug, *readable(user)).options(joinedload(Question.topic))
    if for_update:
        query = query.with_for_update(of=Question)
    return db.session.scalar(query)


def with_live_words(ids: Iterable[int]) -> list[tuple[Question, Revision, RenderedBody | None]]:
    """Published questions with the words in force, for indexes and copies. One query."""
    wanted = list(ids)
    rows = db.session.execute(
        select(Question, Revision, RenderedBody)
        .join(Revision, and_(Revision.text_id == Question.id, Revision.state == RevisionState.PUBLISHED))
        .outerjoin(RenderedBody, rendering.same_body())
        .options(
            joinedload(Question.topic), joinedload(Question.author).joinedload(User.structure), joinedload(Question.taken_by)
        )
        .where(Question.id.in_(wanted), Revision.text_id.in_(wanted))
    )
    return [(question, revision, rendered) for question, revision, rendered in rows]


def live_answers(question_ids: Iterable[int]) -> dict[int, list[tuple[Answer, Revision, RenderedBody | None]]]:
    """What members read under these questions, first come first. One query."""
    rows = db.session.execute(
        in_thread()
        .options(
            joinedload(Answer.author).joinedload(User.structure), joinedload(Answer.confirmed_by).joinedload(User.structure)
        )
        .where(Answer.question_id.in_(list(question_ids)), Answer.published_at.is_not(None))
        .where(Answer.archived_at.is_(None), Answer.hidden_at.is_(None))
    )
    threads: dict[int, list[tuple[Answer, Revision, RenderedBody | None]]] = {}
    for answer, revision, rendered in rows:
        threads.setdefault(answer.question_id, []).append((answer, revision, rendered))
    return threads


def moves(question_ids: Iterable[int]) -> dict[int, list[tuple[Any, ...]]]:
    """(when, why, by whom, from which theme, to which) of each, oldest first. One query."""
    from_, to = aliased(Topic), aliased(Topic)
    rows = db.session.execute(
        select(QuestionMove.question_id, QuestionMove.at, QuestionMove.why, User.name, from_.name, to.name)
        .join(from_, QuestionMove.from_id == from_.id)
        .join(to, QuestionMove.to_id == to.id)
        .outerjoin(User, QuestionMove.by_id == User.id)
        .where(QuestionMove.question_id.in_(list(question_ids)))
        .order_by(QuestionMove.id)
    )
    told: dict[int, list[tuple[Any, ...]]] = {}
    for number, *move in rows:
        told.setdefault(number, []).append(tuple(move))
    return told


def left_for(slug: str, topic_ids: Iterable[int]) -> tuple[Any, ...] | None:
    """(when, why, by whom, to which theme) a question that waits to be published last left one of these themes."""
    to = aliased(Topic)
    query = (
        select(QuestionMove.at, QuestionMove.why, User.name, to.name)
        .join(Question, QuestionMove.question_id == Question.id)
        .join(to, QuestionMove.to_id == to.id)
        .outerjoin(User, QuestionMove.by_id == User.id)
        .where(Question.slug == slug, Question.archived_at.is_(None), Question.hidden_at.is_(None))
        .where(QuestionMove.from_id.in_(list(topic_ids)))
        .order_by(QuestionMove.id.desc())
    )
    row = db.session.execute(query.limit(1)).first()
    return tuple(row) if row else None


def in_thread() -> Select[*tuple[Any, ...]]:
    """Published answers with their words, in the order they came."""
    return (
        select(Answer, Revision, RenderedBody)
        .join(Revision, and_(Revision.text_id == Answer.id, Revision.state == RevisionState.PUBLISHED))
        .outerjoin(RenderedBody, rendering.same_body())
        .order_by(Answer.question_id, Answer.id)
    )


def board(user: Any, *, state: QuestionState, topic_id: int | None = None) -> Select[Any]:
    """The questions of a state, latest asked first: the database walks an index and stops at the page it shows."""
    query = _rows().where(Question.state == state, *readable(user))
    return query.where(Question.topic_id == topic_id) if topic_id else query


def board_page(user: Any, state: QuestionState, topic_id: int | None, number: int) -> Page:
    """The page of `board` of that number. Its statement is put together once."""
    binds = {"state": state, "topic": topic_id, "limit": SIZE + 1, "offset": (number - 1) * SIZE, **permissions.binds(user)}
    rows = list(db.session.connection().execute(_board(topic_id is not None), binds))
    return Page(items=rows[:SIZE], number=number, has_next=len(rows) > SIZE)


@cache
def _board(has_topic: bool) -> Any:
    query = _rows().where(Question.state == bindparam("state"), permissions.readable_with_binds())
    query = query.limit(bindparam("limit")).offset(bindparam("offset"))
    return query.where(Question.topic_id == bindparam("topic")) if has_topic else query


def topics_in_use() -> list[Any]:
    """Themes to choose from, as columns."""
    return list(db.session.connection().execute(_topics()))


@cache
def _topics() -> Any:
    return select(Topic.id, Topic.slug, Topic.name, Topic.icon).where(Topic.archived_at.is_(None)).order_by(Topic.position)


def for_me(user: Any, *, topic_id: int | None = None) -> Select[Any]:
    """Hers, those she follows, the open ones of her themes as expert: first those that nobody answered.

    At most the latest of each: the page costs the same whatever the board holds.
    """
    mine = select(Question.id).where(Text.author_id == user.id).order_by(Text.id.desc()).limit(LATEST)
    followed = (
        select(Question.id).join(Watch, Watch.text_id == Question.id).where(Watch.user_id == user.id)
        .order_by(Watch.text_id.desc()).limit(LATEST)
    )  # fmt: skip
    parts = [mine, followed]
    parts += [
        select(Question.id).where(Question.topic_id == number, Question.state == QuestionState.OPEN)
        .order_by(Question.asked_at.desc()).limit(LATEST)
        for number in sorted(expert_topic_ids(user))
    ]  # fmt: skip
    wanted = union(*(select(part.subquery().c.id) for part in parts))
    query = _rows(is_sorted=False).where(Question.id.in_(wanted), *readable(user))
    waits = case((Question.state != QuestionState.OPEN, 2), (Question.answered_at.is_(None), 0), else_=1)
    query = query.order_by(waits, Question.asked_at.desc(), Question.id.desc())
    return query.where(Question.topic_id == topic_id) if topic_id else query


def waiting(topics: Collection[int]) -> Select[Any]:
    """Published questions without an answer, latest first, of some themes if any is given. For the welcome page."""
    query = _rows().where(Question.state == QuestionState.OPEN, Question.answered_at.is_(None), is_live(Question))
    return query.where(Question.topic_id.in_(topics)) if topics else query


def unanswered(user: Any) -> Select[Any]:
    """« Ce qui nous manque »: closed without an answer since it was asked, or asked again; latest first."""
    in_vain = or_(Question.answered_at.is_(None), Question.answered_at < Question.waits_since)
    return board(user, state=QuestionState.CLOSED).where(in_vain, Question.published_at.is_not(None))


def first_answer_delays(topic_id: int, limit: int = 200) -> list[timedelta]:
    """How long the last answered questions of a theme waited for their first answer. One query, by the index."""
    latest = [
        select(Question.asked_at, Question.answered_at)
        .where(Question.topic_id == topic_id, Question.state == state)
        .order_by(Question.asked_at.desc())
        .limit(2 * limit)
        .subquery()
        for state in QuestionState
    ]
    rows = db.session.execute(union_all(*(select(part).where(part.c.answered_at.is_not(None)) for part in latest))).all()
    return [answered - asked for asked, answered in sorted(rows, reverse=True)[:limit]]


def _rows(*, is_sorted: bool = True) -> Select[Any]:
    """What a line of the board shows."""
    author, taker = aliased(User), aliased(User)
    query: Any = (
        select(
            Question.id, Question.slug, Question.title, Question.topic_id, Topic.name.label("topic"), Question.urgency,
            Question.state, Question.stage, Question.asked_at, Question.answered_at, Question.waits_since, Question.taken_at,
            taker.name.label("taken_by"), Question.author_id, author.name.label("author"), Question.hides_author,
            Question.published_at, Question.hidden_at, Question.imported_from,
        )
        .select_from(Question)
        .join(Topic, Question.topic_id == Topic.id)
        .outerjoin(author, Question.author_id == author.id)
        .outerjoin(taker, Question.taken_by_id == taker.id)
    )  # fmt: skip
    return query.order_by(Question.asked_at.desc(), Question.id.desc()) if is_sorted else query
