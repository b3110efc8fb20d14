"""Report, Decision, Appeal, and who is asked by name when something waits too long. Over any kind of the registry."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partage import clock
from partage.accounts.models import User
from partage.db import db, long, short, state_column
from partage.moderation.states import Action, AppealState, ReportState


class Report(db.Model):
    """« Signaler »: a reader says what is wrong with a text or a remark; she is told what came of it."""

    __table_args__ = (
        Index(
            "uq_report_open", "kind", "thing_id", "by_id", unique=True,
            sqlite_where=db.text("state = 'open'"), postgresql_where=db.text("state = 'open'"),
        ),
        Index("ix_report_state", "state", "at"),
        Index("ix_report_thing", "kind", "thing_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = short(30)
    thing_id: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    reason: Mapped[str] = short(30)
    note: Mapped[str] = short(400, default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    state: Mapped[ReportState] = state_column(ReportState, default=ReportState.OPEN)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id", ondelete="SET NULL"), index=True)

    by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[by_id])


class Decision(db.Model):
    """What was decided about a thing, in the form of article 17 of the DSA. Rows are added; undoing is noted on them."""

    __table_args__ = (Index("ix_decision_thing", "kind", "thing_id"), Index("ix_decision_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = short(30)
    thing_id: Mapped[int]
    action: Mapped[Action] = state_column(Action)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)  # whose text
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    by_role: Mapped[str] = short(60)  # as readers see it: « Modération », « Experte désignée »
    at: Mapped[datetime] = mapped_column(default=clock.now)
    rule: Mapped[str] = short(40, default="")  # key of a ready reason
    passage: Mapped[str] = long(default="")
    note: Mapped[str] = long(default="")  # how to fix it
    undone_at: Mapped[datetime | None]
    overturned_at: Mapped[datetime | None]

    by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[by_id])
    author: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[author_id])


class Appeal(db.Model):
    """« Contester »: somebody else than the first decider looks again."""

    __table_args__ = (UniqueConstraint("decision_id"), Index("ix_appeal_state", "state", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id", ondelete="CASCADE"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    body: Mapped[str] = long()
    at: Mapped[datetime] = mapped_column(default=clock.now)
    state: Mapped[AppealState] = state_column(AppealState, default=AppealState.OPEN)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    note: Mapped[str] = long(default="")

    decision: Mapped[Decision] = relationship(lazy="raise_on_sql")
    by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[by_id])


class SecondReader(db.Model):
    """Somebody asked by name because a thing waits for more than 5 working days. `waiting` names the kind of wait."""

    __table_args__ = (UniqueConstraint("waiting", "thing_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    waiting: Mapped[str] = short(30)  # "revision", "report", "appeal"
    thing_id: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
