"""Topic, Expertise (a grant: who, for what, by whom, why, since, until) and absences."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partage import clock, events
from partage.accounts.models import User
from partage.db import db, long, short


class Topic(db.Model):
    """A theme: description, pictogram, and whether what non-experts post there is read before it is shown."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = short(100, unique=True)
    name: Mapped[str] = short(80)
    description: Mapped[str] = long(default="")
    icon: Mapped[str] = short(40, default="bookmark")
    position: Mapped[int] = mapped_column(default=0)
    reading_before_publication: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    archived_at: Mapped[datetime | None]

    @property
    def title(self) -> str:
        return self.name

    def designate(
        self, person: User, *, by: User, why: str, deputy_order: int = 0, until: date | None = None
    ) -> Expertise:
        """Make `person` a designated expert. deputy_order 0 is in the first line, 1, 2… replace in that order."""
        expertise = Expertise(
            topic_id=self.id, user_id=person.id, designated_by_id=by.id, why=why.strip(), deputy_order=deputy_order,
            since=clock.today(), until=until, is_current=True,
        )  # fmt: skip
        db.session.add(expertise)
        db.session.flush()
        person.epoch += 1
        events.record("expertise.designated", expertise, by=by, topic=self.id, person=person.id)
        return expertise


class Expertise(db.Model):
    """One designation. Ending it keeps the row: history is never rewritten."""

    __table_args__ = (
        Index(
            "uq_expertise_current", "topic_id", "user_id", unique=True,
            sqlite_where=db.text("is_current"), postgresql_where=db.text("is_current"),
        ),
        Index("ix_expertise_user", "user_id", "is_current"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    designated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    why: Mapped[str] = short(300, default="")
    deputy_order: Mapped[int] = mapped_column(default=0)
    since: Mapped[date]
    until: Mapped[date | None]
    is_current: Mapped[bool] = mapped_column(default=True)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    topic: Mapped[Topic] = relationship(lazy="raise_on_sql")
    user: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[user_id])

    def end(self, *, by: Any) -> None:
        """Step down, or be relieved; no effect the second time."""
        if self.is_current:
            self.is_current = False
            self.ended_at, self.ended_by_id = clock.now(), getattr(by, "id", None)
            events.record("expertise.ended", self, by=by, topic=self.topic_id, person=self.user_id)


class Absence(db.Model):
    """Days, both included, when a person receives nothing and her deputy does."""

    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="ordered"),
        Index("ix_absence_user", "user_id", "last_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    first_day: Mapped[date]
    last_day: Mapped[date]


class TopicWatch(db.Model):
    """A theme somebody follows (« Mes thèmes »)."""

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True)
