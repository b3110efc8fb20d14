"""Who is told of a question: those who are there; never nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from partage import clock
from partage.accounts.models import User
from partage.db import db
from partage.questions.models import Question
from partage.topics.models import Expertise
from partage.topics.queries import experts_of, present_experts

LOAD_DAYS = timedelta(days=30)


@dataclass(frozen=True)
class Route:
    """`told` are ids of people, the one who is told first at the head; `first` is that one, when an expert."""

    told: tuple[int, ...]
    first: int | None


def route(topic_id: int, *, but: int | None = None) -> Route:
    """The experts present, deputies in place of the absent; else the coordinators, else whoever runs the instance.

    `but` is who asked: she is not told of her own question. The least busy of the last 30 days comes first, which
    only chooses who is told first: every expert of the theme sees the question.
    """
    day = clock.today()
    named: list[Expertise] = [one for one in db.session.scalars(experts_of(topic_id)) if one.user_id != but]
    here = {person.id for person in present_experts([topic_id], day)}
    first_line = [one.user_id for one in named if not one.is_deputy]
    present = [number for number in first_line if number in here]
    missing = max(len(first_line) - len(present), 0 if present else 1)
    deputies = [one.user_id for one in named if one.is_deputy and one.user_id in here]
    experts = present + deputies[:missing]
    if experts:
        ordered = _least_busy(experts)
        return Route(tuple(ordered), ordered[0])
    return Route(tuple(coordinators(but)), None)


def coordinators(but: int | None = None) -> list[int]:
    """Those who coordinate, else moderate, else administer: somebody always answers for the board."""
    people = db.session.execute(
        select(User.id, User.roles).where(User.disabled_at.is_(None), User.erased_at.is_(None)).order_by(User.id)
    ).all()
    for role in ("coordinator", "moderator", "administrator"):
        found = [number for number, roles in people if role in roles and number != but]
        if found:
            return found
    return [number for number, roles in people if roles]  # who asked is the only one in charge


def _least_busy(people: list[int]) -> list[int]:
    """By the number of questions they were told of first lately, then by their order."""
    rows = db.session.execute(
        select(Question.first_told_id, func.count())
        .where(Question.first_told_id.in_(people), Question.asked_at >= clock.now() - LOAD_DAYS)
        .group_by(Question.first_told_id)
    ).all()
    load = {number: times for number, times in rows}  # noqa: C416
    return sorted(people, key=lambda number: (load.get(number, 0), people.index(number)))
