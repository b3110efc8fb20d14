"""Practice: a text with facets, an owner who keeps it true, and what readers say of its freshness."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from partage import clock, events, settings
from partage.db import db, short
from partage.texts.models import Revision, Text
from partage.topics.models import Topic


class Practice(Text):
    """« Fiche »: what is filtered or listed is copied here from the revision in force."""

    __table_args__ = (Index("ix_practice_review_on", "review_on"),)  # type: ignore[assignment]
    __mapper_args__ = {"polymorphic_identity": "practice"}

    id: Mapped[int] = mapped_column(ForeignKey("text.id", ondelete="CASCADE"), primary_key=True)
    summary: Mapped[str] = short(400, default="")
    practice_kind: Mapped[str] = short(30, default="bonne-pratique")
    posture: Mapped[str] = short(30, default="")
    verified_at: Mapped[datetime | None]
    review_on: Mapped[date | None]

    @property
    def is_to_verify(self) -> bool:
        """Past its review date: readers see « À vérifier »."""
        return self.review_on is not None and self.review_on <= clock.today()

    def verify(self, *, by: Any) -> None:
        """Somebody checked that it is still right: the next review is `review_months` away; the open task ends."""
        self.verified_at = clock.now()
        self.review_on = clock.add_months(clock.today(), settings.get("review_months"))
        close_fix_task(self.id)
        events.record("practice.verified", self, by=by)

    def report_outdated(self, *, by: Any, note: str) -> FreshnessAnswer:
        """« À corriger »: joins the open task of this practice, or opens one. Two answers make one task."""
        task = open_fix_task(self.id)
        if task is None:
            task = FixTask(practice_id=self.id, opened_at=clock.now())
            db.session.add(task)
            db.session.flush()
        answer = FreshnessAnswer(practice_id=self.id, user_id=by.id, still_right=False, note=note, task_id=task.id)
        db.session.add(answer)
        db.session.flush()
        events.record("practice.outdated", self, by=by, task=task.id)
        return answer

    def confirm_still_right(self, *, by: Any) -> None:
        """« Toujours juste », said by a reader; it verifies the page once its date has passed."""
        db.session.add(FreshnessAnswer(practice_id=self.id, user_id=by.id, still_right=True, note="", task_id=None))
        if self.is_to_verify and open_fix_task(self.id) is None:
            self.verify(by=by)

    def assign(self, owner: Any, *, by: Any) -> None:
        """Give the practice to somebody who will keep it true."""
        self.owner_id = owner.id
        events.record("practice.assigned", self, by=by, owner=owner.id)

    def published_as(self, revision: Revision, *, by: Any) -> None:
        super().published_as(revision, by=by)
        fields = revision.fields
        self.summary = revision.summary
        self.practice_kind = fields.get("kind", "bonne-pratique")
        self.posture = fields.get("posture", "")
        self.is_public = bool(fields.get("is_public"))
        self.verified_at = clock.now()
        self.review_on = clock.add_months(clock.today(), settings.get("review_months"))
        close_fix_task(self.id)
        self._index_facets(fields)

    def went_back(self, former: Revision | None, *, since: datetime, by: Any) -> None:
        """What its readers had said of its freshness is true again."""
        super().went_back(former, since=since, by=by)
        said = select(events.Event.at).filter_by(name="practice.verified", kind="practice", thing_id=self.id)
        verified = db.session.scalar(said.order_by(events.Event.id.desc()).limit(1))
        moments = [moment for moment in (verified, former and former.published_at) if moment is not None]
        if moments:
            self.verified_at = max(moments)
            day = self.verified_at.astimezone(clock.PARIS).date()
            self.review_on = clock.add_months(day, settings.get("review_months"))
        closed = select(FixTask).where(FixTask.practice_id == self.id, FixTask.closed_at >= since)
        task = db.session.scalar(closed.order_by(FixTask.id.desc()).limit(1))
        if task is not None:
            task.closed_at = None

    def _index_facets(self, fields: dict[str, Any]) -> None:
        db.session.execute(delete(PracticeFacet).filter_by(practice_id=self.id))
        values = [("kind", self.practice_kind), ("posture", self.posture)]
        values += [("public", value) for value in fields.get("publics", [])]
        values += [("territory", value) for value in fields.get("territory", [])]
        db.session.add_all(PracticeFacet(practice_id=self.id, facet=f, value=v) for f, v in set(values) if v)
        db.session.execute(delete(PracticeTopic).filter_by(practice_id=self.id))
        topics = db.session.scalars(select(Topic.id).where(Topic.slug.in_(fields.get("themes", []))))
        db.session.add_all(PracticeTopic(practice_id=self.id, topic_id=topic) for topic in topics)
        db.session.flush()


class PracticeTopic(db.Model):
    """The themes of the revision in force."""

    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True, index=True)


class PracticeFacet(db.Model):
    """What the list filters on: kind, posture, public, territory."""

    __table_args__ = (Index("ix_practice_facet_value", "facet", "value", "practice_id"),)

    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id", ondelete="CASCADE"), primary_key=True)
    facet: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)


class FixTask(db.Model):
    """Something to correct in a practice; one open at a time, however many readers say so."""

    __table_args__ = (
        Index(
            "uq_fix_task_open", "practice_id", unique=True,
            sqlite_where=db.text("closed_at IS NULL"), postgresql_where=db.text("closed_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id", ondelete="CASCADE"))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class FreshnessAnswer(db.Model):
    """A reader's « Toujours juste » or « À corriger », with an optional sentence."""

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    still_right: Mapped[bool]
    note: Mapped[str] = short(400, default="")
    task_id: Mapped[int | None] = mapped_column(ForeignKey("fix_task.id", ondelete="SET NULL"), index=True)


class OwnerReminder(db.Model):
    """When the owner of practices to verify was last told: at most one grouped message a week."""

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    sent_at: Mapped[datetime]


def open_fix_task(practice_id: int) -> FixTask | None:
    """The open task of a practice."""
    return db.session.scalar(select(FixTask).filter_by(practice_id=practice_id, closed_at=None))


def close_fix_task(practice_id: int) -> None:
    task = open_fix_task(practice_id)
    if task is not None:
        task.closed_at = clock.now()
