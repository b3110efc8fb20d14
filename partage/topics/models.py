"""Topic, Expertise (a grant: who, for what, by whom, why, since, until) and absences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, delete, func, select
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

    expertises: Mapped[list[Expertise]] = relationship(
        lazy="raise_on_sql", back_populates="topic", order_by="Expertise.deputy_order, Expertise.since, Expertise.id",
        passive_deletes=True,
    )  # fmt: skip

    @property
    def title(self) -> str:
        return self.name

    @classmethod
    def create(
        cls, slug: str, *, name: str, description: str, icon: str, reading_before_publication: bool, by: Any
    ) -> Topic:
        """Add a theme at the end of the list."""
        last = db.session.scalar(select(func.max(cls.position))) or 0
        topic = cls(
            slug=slug, name=name.strip(), description=description.strip(), icon=icon, position=last + 1,
            reading_before_publication=reading_before_publication,
        )  # fmt: skip
        db.session.add(topic)
        db.session.flush()
        events.record("topic.created", topic, by=by)
        return topic

    def describe(self, *, name: str, description: str, icon: str, reading_before_publication: bool, by: Any) -> None:
        """Set what readers see of the theme, and whether posts there are read before they are shown."""
        self.name, self.description, self.icon = name.strip(), description.strip(), icon
        self.reading_before_publication = reading_before_publication
        db.session.flush()
        events.record("topic.changed", self, by=by)

    def archive(self, *, by: Any) -> None:
        """Out of every list; its practices keep it, nothing is destroyed."""
        self.archived_at = self.archived_at or clock.now()
        events.record("topic.archived", self, by=by)

    def unarchive(self, *, by: Any) -> None:
        self.archived_at = None
        events.record("topic.unarchived", self, by=by)

    def designate(
        self, person: User, *, by: User, why: str, deputy_order: int = 0, until: date | None = None, quiet: bool = False
    ) -> Expertise:
        """Make `person` a designated expert. deputy_order 0 is in the first line, 1, 2… replace in that order."""
        expertise = Expertise(
            topic_id=self.id, user_id=person.id, designated_by_id=by.id, why=why.strip(), deputy_order=deputy_order,
            since=clock.today(), until=until, is_current=True,
        )  # fmt: skip
        db.session.add(expertise)
        db.session.flush()
        person.epoch += 1
        events.record("expertise.designated", expertise, by=by, quiet=quiet, topic=self.id, person=person.id)
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

    topic: Mapped[Topic] = relationship(lazy="raise_on_sql", back_populates="expertises")
    user: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[user_id])

    @property
    def is_deputy(self) -> bool:
        return self.deputy_order > 0

    def end(self, *, by: Any, quiet: bool = False) -> None:
        """Step down, or be relieved; no effect the second time."""
        if self.is_current:
            self.is_current = False
            self.ended_at, self.ended_by_id = clock.now(), getattr(by, "id", None)
            db.session.get_one(User, self.user_id).epoch += 1
            self._tell("expertise.ended", by=by, quiet=quiet)

    def move(self, deputy_order: int, *, by: Any) -> None:
        """Change the rank: 0 is the first line, 1, 2… replace in that order."""
        if self.is_current and self.deputy_order != deputy_order:
            self.deputy_order = deputy_order
            self._tell("expertise.moved", by=by, quiet=True)

    def _tell(self, name: str, *, by: Any, quiet: bool) -> None:
        db.session.flush()
        events.record(name, self, by=by, quiet=quiet, topic=self.topic_id, person=self.user_id)


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

    @classmethod
    def declare(cls, person: User, first_day: date, last_day: date) -> Absence:
        """Note days away. No reason is asked, no event tells it: the dates alone are needed."""
        absence = cls(user_id=person.id, first_day=first_day, last_day=last_day)
        db.session.add(absence)
        return absence


class TopicWatch(db.Model):
    """A theme somebody follows (« Mes thèmes »)."""

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True)


def follow(user: Any, topic: Topic) -> None:
    """Add a theme to « Mes thèmes »; no effect the second time. Private: no event."""
    if db.session.get(TopicWatch, (user.id, topic.id)) is None:
        db.session.add(TopicWatch(user_id=user.id, topic_id=topic.id))


def unfollow(user: Any, topic: Topic) -> None:
    db.session.execute(delete(TopicWatch).filter_by(user_id=user.id, topic_id=topic.id))


def follow_exactly(user: Any, topic_ids: Iterable[int]) -> None:
    """Replace the themes a person follows; archived ones she followed are forgotten too."""
    known = db.session.scalars(select(Topic.id).where(Topic.id.in_(list(topic_ids)), Topic.archived_at.is_(None)))
    db.session.execute(delete(TopicWatch).filter_by(user_id=user.id))
    db.session.add_all(TopicWatch(user_id=user.id, topic_id=number) for number in known.all())
