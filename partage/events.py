"""What happened: the audit trail, and what listens to it.

Events are synchronous, inside the transaction of what they tell, and carry ids and enums, never a text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from partage import clock
from partage.db import db, short

KEPT = timedelta(days=365)  # CNIL 2021-122: six months to a year
Listener = Callable[["Event", Any, bool], None]

_listeners: list[tuple[str, Listener]] = []


class Event(db.Model):
    """One line of the audit trail (« journal »). Rows are added, never edited."""

    __table_args__ = (Index("ix_event_thing", "kind", "thing_id"), Index("ix_event_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    name: Mapped[str] = short(60)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    kind: Mapped[str] = short(30)
    thing_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)


def record(name: str, thing: Any, /, *, by: Any = None, quiet: bool = False, **detail: Any) -> Event:
    """Add `name` ("revision.published") about `thing` to the trail and tell the listeners.

    `quiet` is for imports and starter content: indexes follow, notifications do not.
    `detail` holds ids, enum values and counts only.
    """
    event = Event(
        at=clock.now(), name=name, by_id=getattr(by, "id", None), kind=thing.__tablename__, thing_id=thing.id, detail=detail
    )
    db.session.add(event)
    for prefix, listener in _listeners:
        if name.startswith(prefix):
            listener(event, thing, quiet)
    return event


def subscribe(prefix: str, listener: Listener) -> None:
    """Call `listener(event, thing, quiet)` for every event whose name starts with `prefix`; once per process."""
    if (prefix, listener) not in _listeners:
        _listeners.append((prefix, listener))


def forget_old() -> int:
    """Drop the lines older than a year; answers how many. Call inside writing()."""
    old = Event.at < clock.now() - KEPT
    number = db.session.scalar(select(func.count()).select_from(Event).where(old)) or 0
    if number:
        db.session.execute(delete(Event).where(old))
    return number
