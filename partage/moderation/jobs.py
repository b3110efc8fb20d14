"""What waits over 5 working days gets a second person, asked by name; then another, each 5 working days."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from partage import clock, events, jobs
from partage.accounts.models import User
from partage.db import db, writing
from partage.moderation import queries
from partage.moderation.models import SecondReader
from partage.moderation.queries import Waiting
from partage.texts.permissions import Reviewers
from partage.topics.queries import absent_until

PATIENCE = 5  # working days


class Nobody:
    """Whose eyes the job has: nobody's. What waits is looked at, not decided."""

    id = 0
    is_authenticated = True

    def has_role(self, *roles: str) -> bool:
        return False


def ask_second_readers() -> int:
    """Answers how many were asked. Twice the same day asks nobody more."""
    late = [row for row in queries.everything(Nobody(), Reviewers.now()) if _is_late(row.since)]
    if not late:
        return 0
    asked = 0
    with writing():
        for row in sorted(late, key=lambda one: one.since):
            asked += _ask(row)
    return asked


def _ask(row: Waiting) -> bool:
    known = select(SecondReader.user_id, SecondReader.at).filter_by(waiting=row.waiting, thing_id=row.number)
    already = dict(db.session.execute(known).all())
    if already and not _is_late(max(already.values())):
        return False
    person = _least_asked({*row.barred, *already})
    if person is None:
        return False
    second = SecondReader(waiting=row.waiting, thing_id=row.number, user_id=person, at=clock.now())
    db.session.add(second)
    db.session.flush()
    events.record("waiting.second_reader", second, waiting=row.waiting, thing=row.number, person=person)
    return True


def _least_asked(barred: set[int | None]) -> int | None:
    """A moderator, else somebody of the coordination, present, the one who was asked the longest ago."""
    last = dict(db.session.execute(select(SecondReader.user_id, func.max(SecondReader.at)).group_by(SecondReader.user_id)).all())
    people = db.session.execute(
        select(User.id, User.roles).where(User.disabled_at.is_(None), User.erased_at.is_(None)).order_by(User.id)
    ).all()
    able = [(number, roles) for number, roles in people if number not in barred]
    staff = [number for number, roles in able if "moderator" in roles or "coordinator" in roles]
    away = absent_until(staff)
    for role in ("moderator", "coordinator"):
        present = [number for number, roles in able if role in roles and number not in away]
        if present:
            return min(present, key=lambda number: (number in last, last.get(number), number))
    return None


def _is_late(since: datetime) -> bool:
    return clock.working_days_between(since, clock.now()) >= PATIENCE


jobs.add("moderation.second_readers", ask_second_readers)
