"""Selects over questions and their threads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import joinedload

from partage import markup
from partage.accounts.models import User
from partage.db import db
from partage.questions.models import Answer, Question
from partage.questions.permissions import readable
from partage.texts.models import RenderedBody, Revision
from partage.texts.states import RevisionState


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
        .outerjoin(RenderedBody, _same_body())
        .options(joinedload(Question.topic), joinedload(Question.author).joinedload(User.structure))
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


def in_thread() -> Select[Any]:
    """Published answers with their words, in the order they came."""
    return (
        select(Answer, Revision, RenderedBody)
        .join(Revision, and_(Revision.text_id == Answer.id, Revision.state == RevisionState.PUBLISHED))
        .outerjoin(RenderedBody, _same_body())
        .order_by(Answer.question_id, Answer.id)
    )


def _same_body() -> Any:
    return and_(RenderedBody.body_sha == Revision.body_sha, RenderedBody.renderer == markup.RENDERER_VERSION)
