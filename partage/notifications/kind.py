"""Notifications as data about a person: exported with hers, forgotten with her. No channel shows them but her page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, delete, false, select, update

from partage.db import db
from partage.kinds import Kind
from partage.notifications.models import Notification


def nobody(user: Any) -> Select[Any]:
    return select(Notification.id).where(false())


def load(ids: Iterable[int]) -> list[Notification]:
    return list(db.session.scalars(select(Notification).where(Notification.id.in_(list(ids)))))


def export(user: Any) -> list[dict[str, Any]]:
    mine = select(Notification).filter_by(user_id=user.id).order_by(Notification.id)
    return [
        {"notification": row.name, "le": row.at.isoformat(), "vue le": row.seen_at.isoformat() if row.seen_at else None}
        for row in db.session.scalars(mine)
    ]


def forget(user: Any, keep: bool) -> None:
    """Hers go; those that told others what she did no longer say who."""
    db.session.execute(delete(Notification).where(Notification.user_id == user.id))
    db.session.execute(update(Notification).where(Notification.by_id == user.id).values(by_id=None))
    user.unread = 0


KINDS = (
    Kind(
        name="notification", label="Notification", plural="Notifications", model=Notification, icon="bell", area="",
        visible=nobody, load=load, url=lambda row: "/notifications", export=export, forget=forget,
    ),
)  # fmt: skip
