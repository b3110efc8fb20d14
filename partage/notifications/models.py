"""Notification: something a person is told. Ids only; the sentence is made when it is read, from what she may see."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from partage import clock
from partage.db import db, short


class Notification(db.Model):
    """One event told to one person."""

    __table_args__ = (
        Index("ix_notification_user", "user_id", "seen_at", "id"),
        Index("ix_notification_thing", "kind", "thing_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    name: Mapped[str] = short(60)  # which sentence: see told.py
    kind: Mapped[str] = short(30)
    thing_id: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime | None]
