"""H7: what becomes of a question nobody answers. Experts, coordination, everybody who follows the theme, then closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from partage import clock, settings
from partage.db import db, writing
from partage.questions.models import Answer, Question
from partage.questions.states import QuestionState
from partage.texts.models import Revision
from partage.texts.states import RevisionState

EXPERTS, COORDINATION, EVERYBODY = 1, 2, 3
DELAYS = {EXPERTS: "question_reminder_days", COORDINATION: "question_coordinator_days", EVERYBODY: "question_call_days"}
CLOSING = "question_close_days"
AT_ONCE = 200


def remind() -> int:
    """Send what is due; answers to how many questions something happened. Waits while everything is quiet."""
    if clock.quiet(clock.now()):
        return 0
    return sum(_one(number) for number in _candidates(_forgotten())) + sum(_unread(one) for one in _candidates(_not_read()))


def due_stage(days: int) -> int:
    """The last reminder that `days` working days call for."""
    return max((stage for stage, key in DELAYS.items() if days >= settings.get(key)), default=0)


def _one(number: int) -> bool:
    """Decided again under the lock: somebody may have answered, or another host may have been quicker."""
    with writing():
        question = db.session.scalar(_locked(number).where(*_forgotten()))
        if question is None:
            return False
        days = clock.working_days_between(question.waits_since, clock.now())
        before = question.stage
        for stage in range(before + 1, due_stage(days) + 1):
            question.remind(stage)
        if days >= settings.get(CLOSING):
            question.close(by=None)
        return question.stage > before or question.state is QuestionState.CLOSED


def _unread(number: int) -> bool:
    """A question that waits for a reading: whoever may read it is reminded once."""
    with writing():
        question = db.session.scalar(_locked(number).where(*_not_read()))
        days = clock.working_days_between(question.waits_since, clock.now()) if question else 0
        if question is None or days < settings.get(DELAYS[EXPERTS]):
            return False
        question.remind(EXPERTS)
        return True


def _locked(number: int) -> Any:
    return select(Question).where(Question.id == number).with_for_update(of=Question)


def _forgotten() -> tuple[ColumnElement[bool], ...]:
    """Open, read by members, and nobody else wrote an answer they can read since it waits."""
    answer = aliased(Answer, flat=True)  # both are texts: the inner table is not the outer one
    someone_else = or_(answer.author_id.is_(None), Question.author_id.is_(None), answer.author_id != Question.author_id)
    answered = exists(answer.id).where(
        answer.question_id == Question.id, answer.published_at >= Question.waits_since, answer.hidden_at.is_(None),
        answer.archived_at.is_(None), someone_else,
    )  # fmt: skip
    return (_open(), Question.published_at.is_not(None), _late(), ~answered)


def _not_read() -> tuple[ColumnElement[bool], ...]:
    waits = exists(Revision.id).where(Revision.text_id == Question.id, Revision.state == RevisionState.SUBMITTED)
    first = settings.get(DELAYS[EXPERTS])
    return (_open(), Question.published_at.is_(None), Question.stage == 0, _older_than(first), waits)


def _open() -> ColumnElement[bool]:
    return and_(Question.state == QuestionState.OPEN, Question.archived_at.is_(None), Question.hidden_at.is_(None))


def _late() -> ColumnElement[bool]:
    """Old enough for its next step, in whole days: working days are counted one by one afterwards."""
    steps = [and_(Question.stage < stage, _older_than(settings.get(key))) for stage, key in DELAYS.items()]
    return or_(*steps, _older_than(settings.get(CLOSING)))


def _older_than(days: int) -> ColumnElement[bool]:
    """`asked_at` stands in the index, and a question never waits since before it was asked."""
    moment = clock.now() - timedelta(days=days)
    return and_(Question.asked_at <= moment, Question.waits_since <= moment)


def _candidates(conditions: tuple[ColumnElement[bool], ...]) -> Iterator[int]:
    """Ids, a batch at a time: what became of one batch does not make the next begin again."""
    last = 0
    while True:
        batch = select(Question.id).where(*conditions, Question.id > last).order_by(Question.id).limit(AT_ONCE)
        numbers = db.session.scalars(batch).all()
        yield from numbers
        if len(numbers) < AT_ONCE:
            return
        last = numbers[-1]
