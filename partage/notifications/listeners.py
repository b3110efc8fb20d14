"""Each event tells whom the table says, in the transaction of the event: ids, never a word."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from partage import clock, events
from partage.accounts.models import User
from partage.db import db
from partage.events import Event
from partage.notifications.models import Notification
from partage.notifications.told import TABLE, Told


def tell(event: Event, thing: Any, quiet: bool) -> None:
    """At most one notification a person and event; none to who did it, none for what is imported."""
    if quiet or event.name not in TABLE:
        return
    told: set[int | None] = {event.by_id, None}
    for row in TABLE[event.name]:
        people = set(row.whom(event, thing)) - told - {row.by(event, thing)}
        told |= people
        about = row.about(event, thing) if people else None
        if about is not None:
            _write(row, event, thing, about, {number for number in people if number is not None})


def _write(row: Told, event: Event, thing: Any, about: tuple[str, int], people: set[int]) -> None:
    kind, number = about
    there = _locked(User.id.in_(people), User.disabled_at.is_(None), User.erased_at.is_(None))
    if not there:
        return
    alike = (
        Notification.kind == kind, Notification.thing_id.in_(row.alike(event, thing) if row.alike else [number]),
        Notification.name == row.key, Notification.seen_at.is_(None), Notification.user_id.in_(there),
    )  # fmt: skip
    again = set(db.session.scalars(select(Notification.user_id).where(*alike)))
    if again:  # one task, not two: the unseen one comes back on top
        db.session.execute(delete(Notification).where(*alike), execution_options={"synchronize_session": False})
    same = {"name": row.key, "kind": kind, "thing_id": number, "by_id": row.by(event, thing), "at": clock.now()}
    db.session.execute(insert(Notification), [{"user_id": one, **same} for one in there])
    count_again(there)


def take_back(event: Event, thing: Any, quiet: bool) -> None:
    """A decision undone within the minute: who has not seen what it told her is not told."""
    kind, number, since = event.detail["thing_kind"], event.detail["thing"], datetime.fromisoformat(event.detail["since"])
    about = (Notification.kind == kind, Notification.thing_id == number, Notification.at >= since)
    saw = select(Notification.user_id).where(*about, Notification.seen_at.is_not(None))
    _forget(*about, Notification.seen_at.is_(None), Notification.user_id.not_in(saw))


def no_longer_waits(event: Event, revision: Any, quiet: bool) -> None:
    """Somebody read it, or its author took it back: nobody else is asked any more."""
    _forget(Notification.kind == "revision", Notification.thing_id == revision.id, Notification.seen_at.is_(None))


def _forget(*which: ColumnElement[bool]) -> None:
    rows = db.session.execute(select(Notification.id, Notification.user_id).where(*which)).all()
    if rows:
        db.session.execute(delete(Notification).where(Notification.id.in_([row.id for row in rows])))
        count_again({row.user_id for row in rows})


def _locked(*which: ColumnElement[bool]) -> list[int]:
    """In one order, or two events that tell the same people would wait for each other."""
    return list(db.session.scalars(select(User.id).where(*which).order_by(User.id).with_for_update(key_share=True)))


def count_again(people: Iterable[int]) -> None:
    """The number the bell shows, kept on the person because every page shows it."""
    people = _locked(User.id.in_(list(people)))
    unseen = select(func.count()).where(Notification.user_id == User.id, Notification.seen_at.is_(None)).scalar_subquery()
    told = update(User).where(User.id.in_(people)).values(unread=unseen)
    db.session.execute(told, execution_options={"synchronize_session": False})


def listen() -> None:
    for name in TABLE:
        events.subscribe(name, tell)
    events.subscribe("decision.undone", take_back)
    for name in ("revision.published", "revision.sent_back", "revision.refused", "revision.withdrawn"):
        events.subscribe(name, no_longer_waits)
