"""What time does to practices: one grouped reminder a week, at most, to whoever keeps some true."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from partage import clock, jobs, mail, settings
from partage.accounts.models import User
from partage.db import db, writing
from partage.wiki.models import OwnerReminder, Practice
from partage.wiki.queries import to_verify


def remind_owners() -> int:
    """Mail each present owner the list of what is to verify, unless she was told within the delay. Answers how many."""
    since = clock.now() - timedelta(days=settings.get("reminder_days"))
    told = 0
    owners = select(User.id).where(
        User.id.in_(select(Practice.owner_id).distinct()), User.disabled_at.is_(None), User.email.is_not(None)
    )
    for number in db.session.scalars(owners).all():
        with writing():
            owner = db.session.get_one(User, number)
            last = db.session.get(OwnerReminder, number)
            practices = db.session.scalars(to_verify(owner).limit(20)).all()
            if not practices or (last is not None and last.sent_at > since):
                continue
            db.session.merge(OwnerReminder(user_id=number, sent_at=clock.now()))
            address = current_app.extensions["deployment"].public_url
            words = {"owner": owner, "practices": practices, "address": address}
            mail.queue(owner.email or "", "Des fiches à vérifier", "wiki/to_verify", **words)
            told += 1
    return told


jobs.add("wiki.remind_owners", remind_owners)
