"""Report, Decision, Appeal, and who is asked by name when something waits too long. Over any kind of the registry."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partage import clock, events, kinds
from partage.accounts.models import User
from partage.db import db, long, short, state_column
from partage.moderation.states import APPEAL_MOVES, CONTESTABLE, REPORT_MOVES, UNDOABLE, Action, AppealState, ReportState
from partage.operations import Refused
from partage.texts.models import Review
from partage.workflow import IllegalTransition, check_transition

UNDO_FOR = timedelta(seconds=60)
CONTEST_MONTHS = 6


class AlreadyDecided(IllegalTransition):
    """Somebody decided about the thing since the page was shown."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.action, decision.action)
        self.decision = decision


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

    @classmethod
    def file(cls, thing: Any, *, by: Any, reason: str, note: str) -> Report | None:
        """Say that something is wrong with a thing; None when this person already did and nobody has answered yet."""
        kind, number = name_of(thing)
        open_one = select(cls.id).filter_by(kind=kind, thing_id=number, by_id=by.id, state=ReportState.OPEN)
        if db.session.scalar(open_one) is not None:
            return None
        report = cls(kind=kind, thing_id=number, by_id=by.id, reason=reason, note=note, state=ReportState.OPEN)
        db.session.add(report)
        db.session.flush()
        events.record("report.filed", report, by=by, thing_kind=kind, thing=number, reason=reason)
        return report

    def close(self, decision: Decision, *, upheld: bool, by: Any) -> None:
        """Answered: its author is told what came of it."""
        state = ReportState.UPHELD if upheld else ReportState.DISMISSED
        check_transition(REPORT_MOVES, self.state, state)
        self.state, self.decision_id = state, decision.id
        self._tell("report.closed", decision, by=by)

    def reopen(self, decision: Decision, *, by: Any) -> None:
        """The decision was undone: it waits again, unless the same person has reported the thing anew."""
        check_transition(REPORT_MOVES, self.state, ReportState.OPEN)
        again = select(Report.id).filter_by(kind=self.kind, thing_id=self.thing_id, by_id=self.by_id, state=ReportState.OPEN)
        if self.by_id is None or db.session.scalar(again) is None:
            self.state, self.decision_id = ReportState.OPEN, None
            self._tell("report.reopened", decision, by=by)

    def _tell(self, name: str, decision: Decision, *, by: Any) -> None:
        events.record(
            name, self, by=by, decision=decision.id, person=self.by_id, state=self.state.value, action=decision.action.value,
            thing_kind=self.kind, thing=self.thing_id,
        )  # fmt: skip


class Decision(db.Model):
    """What was decided about a thing, in the form of article 17 of the DSA. Rows are added; undoing is noted on them."""

    __table_args__ = (Index("ix_decision_thing", "kind", "thing_id"), Index("ix_decision_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = short(30)
    thing_id: Mapped[int]
    action: Mapped[Action] = state_column(Action)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)  # whose text
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    by_role: Mapped[str] = short(140)  # as readers see it: « Modération », « Expert ou experte du thème … »
    at: Mapped[datetime] = mapped_column(default=clock.now)
    since: Mapped[datetime | None]  # from when the thing waited, for the delays
    rule: Mapped[str] = short(40, default="")  # key of a ready reason
    passage: Mapped[str] = long(default="")
    note: Mapped[str] = long(default="")  # how to fix it
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id", ondelete="SET NULL"), index=True)  # of a reading
    undone_at: Mapped[datetime | None]
    overturned_at: Mapped[datetime | None]

    by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[by_id])
    author: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[author_id])
    review: Mapped[Review | None] = relationship(lazy="raise_on_sql")

    @property
    def can_be_undone(self) -> bool:
        """Within the minute, once."""
        recent = clock.now() - self.at <= UNDO_FOR
        return recent and self.undone_at is None and self.overturned_at is None and self.action in UNDOABLE

    @property
    def can_be_contested(self) -> bool:
        """For six months, while it stands."""
        if self.action not in CONTESTABLE or self.undone_at is not None or self.overturned_at is not None:
            return False
        return clock.today() <= self.contest_until

    @property
    def contest_until(self) -> Any:
        return clock.add_months(self.at.astimezone(clock.PARIS).date(), CONTEST_MONTHS)


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

    @classmethod
    def file(cls, decision: Decision, *, by: Any, body: str) -> Appeal:
        """Contest a decision about one's own text: once, for six months."""
        if not decision.can_be_contested:
            raise IllegalTransition(decision.action, AppealState.OPEN)
        if db.session.scalar(select(cls.id).filter_by(decision_id=decision.id)) is not None:
            raise Refused("Cette décision est déjà contestée. Une autre personne la regarde.")
        appeal = cls(decision_id=decision.id, by_id=by.id, body=body, state=AppealState.OPEN)
        db.session.add(appeal)
        db.session.flush()
        events.record("appeal.filed", appeal, by=by, decision=decision.id, thing_kind=decision.kind, thing=decision.thing_id)
        return appeal

    def settle(self, first: Decision, *, won: bool, by: Any, note: str) -> None:
        """Somebody else than the first decider says whether the decision stands."""
        if by.id in (first.by_id, first.author_id):
            raise Refused("Qui a décidé la première fois ne juge pas la contestation. Laissez-la à quelqu’un d’autre.")
        state = AppealState.WON if won else AppealState.STANDS
        check_transition(APPEAL_MOVES, self.state, state)
        self.state, self.decided_by_id, self.decided_at, self.note = state, by.id, clock.now(), note
        first.overturned_at = self.decided_at if won else None
        events.record(
            "appeal.decided", self, by=by, decision=first.id, state=state.value, person=self.by_id, author=first.author_id,
            thing_kind=first.kind, thing=first.thing_id,
        )  # fmt: skip

    def reopen(self, first: Decision, *, by: Any) -> None:
        """What was decided about it was undone within the minute."""
        check_transition(APPEAL_MOVES, self.state, AppealState.OPEN)
        self.state, self.decided_by_id, self.decided_at, self.note = AppealState.OPEN, None, None, ""
        first.overturned_at = None
        events.record("appeal.reopened", self, by=by, decision=first.id)


class SecondReader(db.Model):
    """Somebody asked by name because a thing waits for more than 5 working days. `waiting` names the kind of wait."""

    __table_args__ = (UniqueConstraint("waiting", "thing_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    waiting: Mapped[str] = short(30)  # "revision", "report", "appeal"
    thing_id: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


def name_of(thing: Any) -> tuple[str, int]:
    """(kind, id) of a text or a remark."""
    found = kinds.of(thing)
    if found is None:
        raise LookupError(type(thing).__name__)
    return found[0].name, found[1]
