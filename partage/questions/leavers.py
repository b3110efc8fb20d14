"""Nothing stays with somebody who is gone: what she had taken is free at once, and somebody else is told first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from partage import clock
from partage.accounts.models import User
from partage.db import db, writing
from partage.questions import routing
from partage.questions.models import TAKEN_FOR, Question
from partage.questions.permissions import STAFF
from partage.questions.states import QuestionState
from partage.topics.models import Absence


def hand_on_everything(person: int, topic_id: int | None = None) -> None:
    """Hand on what this person had, in one theme or in all. Call inside writing()."""
    mine = select(Question).where(_had_by(person)).order_by(Question.id).with_for_update(of=Question)
    if topic_id is not None:
        mine = mine.where(Question.topic_id == topic_id)
    questions = db.session.scalars(mine).all()
    somebody = db.session.get(User, person) if questions else None
    for question in questions:
        if topic_id is not None and question.taken_by_id == person and _still_handles(somebody):
            continue  # whoever moderates took it as such
        _hand_on(question, person)


def replace_absent() -> int:
    """An absent expert receives nothing and the deputy does: answers how many questions changed hands."""
    if clock.quiet(clock.now()):
        return 0
    return sum(_replace(number, person) for number, person in _with_somebody_away())


def _replace(number: int, person: int) -> bool:
    with writing():
        wanted = select(Question).where(Question.id == number, _had_by(person)).with_for_update(of=Question)
        question = db.session.scalar(wanted)
        if question is not None:
            _hand_on(question, person)
        return question is not None


def _hand_on(question: Question, person: int) -> None:
    route = routing.route(question.topic_id, but=question.author_id)
    question.hand_on(gone=person, to=route.first if route.first != person else None)


def _with_somebody_away() -> Iterable[Any]:
    day = clock.today()
    away = and_(Absence.first_day <= day, Absence.last_day >= day)
    found: dict[int, int] = {}
    for column in (Question.first_told_id, Question.taken_by_id):  # one index each
        rows = select(Question.id, Absence.user_id).join(Absence, Absence.user_id == column).where(away, _still_hers(column))
        found |= {number: person for number, person in db.session.execute(rows)}  # noqa: C416
    return sorted(found.items())


def _had_by(person: int) -> ColumnElement[bool]:
    columns = (Question.first_told_id, Question.taken_by_id)
    return or_(*(and_(column == person, _still_hers(column)) for column in columns))


def _still_hers(column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Being told first matters until somebody answers; having taken it, until it is settled or 24 hours have passed."""
    is_open = and_(Question.state == QuestionState.OPEN, Question.archived_at.is_(None))
    if column is Question.first_told_id:
        return and_(is_open, Question.answered_at.is_(None))
    return and_(is_open, Question.taken_at > clock.now() - TAKEN_FOR)


def _still_handles(somebody: User | None) -> bool:
    return somebody is not None and somebody.is_active and somebody.has_role(*STAFF)
