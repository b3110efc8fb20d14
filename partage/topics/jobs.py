"""What time does to designations and absences."""

from __future__ import annotations

from sqlalchemy import delete, select

from partage import clock, jobs
from partage.db import db, writing
from partage.topics.models import Absence, Expertise


def end_past_expertises() -> int:
    """End the designations whose last day is over; answers how many. Quietly: the date was known from the first day."""
    past = select(Expertise).where(Expertise.is_current, Expertise.until < clock.today()).order_by(Expertise.id)
    if db.session.scalar(select(past.exists())) is not True:
        return 0
    with writing():
        ended = db.session.scalars(past).all()
        for expertise in ended:
            expertise.end(by=None, quiet=True)
        return len(ended)


def forget_past_absences() -> None:
    """Drop the absences that are over: when somebody was away is nobody's business afterwards."""
    over = Absence.last_day < clock.today()
    if db.session.scalar(select(Absence.id).where(over).limit(1)) is not None:
        with writing():
            db.session.execute(delete(Absence).where(over))


jobs.add("topics.end_past_expertises", end_past_expertises)
jobs.add("topics.forget_past_absences", forget_past_absences)
