"""What time takes away: spent tries and links, old sessions, accounts nobody uses any more."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select

from partage import clock, events, operations
from partage.accounts import data_rights, letters, throttle
from partage.accounts.models import OWN_DEVICE_LIFE, Invitation, JoinRequest, Login, PasswordReset, User
from partage.db import db, writing
from partage.events import Event
from partage.jobs import add

KEPT = timedelta(days=90)
UNANSWERED = timedelta(days=180)
WARNED_AT, ERASED_AT = 23, 24  # months without a sign-in
NOTICE = timedelta(days=28)  # nobody is erased sooner after the warning, even if the job did not run for months
BATCH = 50
WARNED = "account.retention_warned"


def purge() -> None:
    """Erase what has no use any more."""
    old = clock.now() - KEPT
    with writing():
        throttle.forget_old()
        operations.forget_old()
        db.session.execute(delete(PasswordReset).where(PasswordReset.expires_at < clock.now() - timedelta(days=1)))
        db.session.execute(delete(Login).where(or_(Login.revoked_at < old, Login.seen_at < old - OWN_DEVICE_LIFE)))
        db.session.execute(delete(Invitation).where(Invitation.expires_at < old))
        db.session.execute(delete(JoinRequest).where(JoinRequest.decided_at < old))
        db.session.execute(delete(JoinRequest).where(JoinRequest.created_at < clock.now() - UNANSWERED))


def retention() -> None:
    """Warn unused accounts at 23 months, erase them at 24; texts stay under « Compte supprimé »."""
    for number in db.session.scalars(_unused(ERASED_AT).where(_warned(NOTICE) | User.disabled_at.is_not(None))).all():
        with writing():
            person = db.session.get_one(User, number)
            try:
                data_rights.erase_person(person, True, None)
            except data_rights.LastAdministrator:
                db.session.rollback()
    for number in db.session.scalars(_unused(WARNED_AT).where(~_warned(), User.disabled_at.is_(None))).all():
        with writing():
            person = db.session.get_one(User, number)
            letters.unused(person, clock.today() + NOTICE + timedelta(days=2))
            events.record(WARNED, person)


def _unused(months: int) -> Any:
    """The ids of accounts not seen for that many months (never seen: since they were opened)."""
    limit = clock.add_months(clock.today(), -months)
    seen = or_(User.seen_on <= limit, User.seen_on.is_(None) & (User.created_at <= _midnight(limit)))
    return select(User.id).where(User.erased_at.is_(None), seen).order_by(User.id).limit(BATCH)


def _warned(ago: timedelta = timedelta()) -> Any:
    """The person was told, `ago` or longer, and after she last came."""
    told = select(Event.id).where(
        Event.name == WARNED, Event.kind == "user", Event.thing_id == User.id, Event.at <= clock.now() - ago,
        or_(User.seen_on.is_(None), func.date(Event.at) >= User.seen_on),
    )  # fmt: skip
    return told.correlate(User).exists()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


add("accounts.purge", purge)
add("accounts.retention", retention)
