"""Question and Answer: two kinds of text. Their words, history, reading and files are those of every text."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partage import clock, events
from partage.accounts.models import User
from partage.db import db, short, state_column
from partage.questions.states import MOVES, QuestionState, Urgency
from partage.texts.models import OPEN, Revision, Text
from partage.topics.models import Topic
from partage.workflow import IllegalTransition, check_transition

TAKEN_FOR = timedelta(hours=24)


class Question(Text):
    """What somebody asks, in one theme. Many people answer; one answer helped her; experts confirm."""

    __table_args__ = (  # type: ignore[assignment]
        Index("ix_question_topic", "topic_id", "state", "asked_at"),
        Index("ix_question_state", "state", "asked_at"),
        Index("ix_question_asked_at", "asked_at"),
    )
    __mapper_args__ = {"polymorphic_identity": "question"}

    id: Mapped[int] = mapped_column(ForeignKey("text.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="RESTRICT"))
    urgency: Mapped[Urgency] = state_column(Urgency, default=Urgency.WEEK)
    state: Mapped[QuestionState] = state_column(QuestionState, default=QuestionState.OPEN)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    first_told_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    taken_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]  # the first answer by somebody else that members can read
    waits_since: Mapped[datetime] = mapped_column(default=clock.now)  # from when the delays count: asked or reopened
    stage: Mapped[int] = mapped_column(default=0)  # reminders sent: 1 experts, 2 coordination, 3 whole board
    settled_at: Mapped[datetime | None]  # resolved, or closed

    topic: Mapped[Topic] = relationship(lazy="raise_on_sql")
    taken_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[taken_by_id])

    @property
    def is_taken(self) -> bool:
        """« Prise en charge »: said by an expert less than 24 hours ago."""
        return self.taken_at is not None and clock.now() - self.taken_at < TAKEN_FOR

    def take(self, *, by: Any) -> None:
        """« Je m’en occupe »: hides the question from nobody, and ends by itself after 24 hours."""
        self._must_be(QuestionState.OPEN)
        if self.is_taken and self.taken_by_id != by.id:
            raise IllegalTransition(self.state, self.state)
        self.taken_by_id, self.taken_at = by.id, clock.now()
        events.record("question.taken", self, by=by)

    def release(self, *, by: Any) -> None:
        """Say that somebody else should take it."""
        if self.taken_by_id == by.id:
            self.taken_by_id = self.taken_at = None
            events.record("question.released", self, by=by)

    def hand_on(self, *, gone: int, to: int | None) -> None:
        """Who had it left or is away: nobody has it any more, and `to` is told first (None: the coordination)."""
        if self.taken_by_id == gone:
            self.taken_by_id = self.taken_at = None
        if self.first_told_id == gone:
            self.first_told_id = to
        events.record("question.handed_on", self)

    def route(self, topic: Topic, *, by: Any, why: str, first_told: int | None, seen_topic: int) -> None:
        """Send the question to another theme; the thread goes along and says why."""
        if self.topic_id != seen_topic or topic.id == self.topic_id:
            raise IllegalTransition(self.state, self.state)
        db.session.add(QuestionMove(question_id=self.id, from_id=self.topic_id, to_id=topic.id, by_id=by.id, why=why))
        self.topic_id, self.first_told_id = topic.id, first_told
        self.taken_by_id = self.taken_at = None
        self.waits_since, self.stage = clock.now(), 0
        self._move_readings(topic.slug)
        events.record("question.routed", self, by=by, topic=topic.id)

    def accept(self, answer: Answer, *, by: Any) -> None:
        """« Cette réponse m’a aidé », said by who asked: the question is resolved."""
        check_transition(MOVES, self.state, QuestionState.RESOLVED)
        answer.accepted_at = clock.now()
        self._settle(QuestionState.RESOLVED)
        events.record("question.resolved", self, by=by, answer=answer.id)

    def resolve(self, *, by: Any) -> None:
        """Settled without one answer having done it: found elsewhere, no longer needed."""
        check_transition(MOVES, self.state, QuestionState.RESOLVED)
        self._settle(QuestionState.RESOLVED)
        events.record("question.resolved", self, by=by)

    def close(self, *, by: Any) -> None:
        """Nobody answered in time: it joins « Ce qui nous manque »."""
        check_transition(MOVES, self.state, QuestionState.CLOSED)
        self._settle(QuestionState.CLOSED)
        events.record("question.closed", self, by=by)

    def reopen(self, *, by: Any, quiet: bool = False) -> None:
        """Ask again: the delays start anew."""
        check_transition(MOVES, self.state, QuestionState.OPEN)
        self.state, self.settled_at = QuestionState.OPEN, None
        former = db.session.scalars(select(Answer).where(Answer.question_id == self.id, Answer.accepted_at.is_not(None)))
        for answer in former.all():
            answer.accepted_at = None
        self.waits_since, self.stage = clock.now(), 0
        events.record("question.reopened", self, by=by, quiet=quiet)

    def remind(self, stage: int) -> None:
        """Note that this reminder went out; no effect the second time."""
        if stage > self.stage:
            self.stage = stage
            events.record("question.reminded", self, stage=stage)

    def find_first_answer(self, *, wait_anew: bool = False) -> None:
        """An answer left the sight of members, or came back to it: the question waits again, or waits no longer."""
        had, self.answered_at = self.answered_at, db.session.scalar(_first_answer(self))
        if had and self.answered_at is None and wait_anew:
            self.waits_since, self.stage = clock.now(), 0
        elif had is None and self.answered_at is not None:
            self.waits_since = min(self.waits_since, self.answered_at)

    def published_as(self, revision: Revision, *, by: Any) -> None:
        super().published_as(revision, by=by)
        self.urgency = Urgency.of(revision.fields.get("urgency", Urgency.WEEK.value))

    def _move_readings(self, theme: str) -> None:
        """What waits for a reading in this thread is read by the experts of its new theme."""
        thread = select(Answer.id).where(Answer.question_id == self.id)
        waiting = select(Revision).where(
            or_(Revision.text_id == self.id, Revision.text_id.in_(thread)), Revision.state.in_(OPEN)
        )
        for revision in db.session.scalars(waiting).all():
            revision.fields = {**revision.fields, "themes": [theme]}

    def _settle(self, state: QuestionState) -> None:
        self.state, self.settled_at = state, clock.now()
        self.taken_by_id = self.taken_at = None

    def _must_be(self, state: QuestionState) -> None:
        if self.state is not state:
            raise IllegalTransition(self.state, state)


class Answer(Text):
    """What somebody answers. Two marks, never mixed: it helped the asker, an expert confirmed it."""

    __table_args__ = (  # type: ignore[assignment]
        Index("ix_answer_question", "question_id"),
        Index(
            "uq_answer_accepted", "question_id", unique=True,
            sqlite_where=db.text("accepted_at IS NOT NULL"), postgresql_where=db.text("accepted_at IS NOT NULL"),
        ),
    )  # fmt: skip
    __mapper_args__ = {"polymorphic_identity": "answer"}

    id: Mapped[int] = mapped_column(ForeignKey("text.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    by_expert: Mapped[bool] = mapped_column(default=False)  # its author was a designated expert of the theme
    accepted_at: Mapped[datetime | None]  # « m’a aidé », said by who asked
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    confirmed_at: Mapped[datetime | None]

    question: Mapped[Question] = relationship(lazy="raise_on_sql", foreign_keys=[question_id])
    confirmed_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[confirmed_by_id])

    @property
    def is_to_check_again(self) -> bool:
        """« À revérifier »: confirmed 12 months ago or more."""
        return to_check_again(self.confirmed_at)

    def confirm(self, *, by: Any) -> None:
        """An expert of the theme, never its author, says that it is right; again once it is to check again."""
        if self.confirmed_at is not None and not self.is_to_check_again:
            raise IllegalTransition(QuestionState.RESOLVED, QuestionState.RESOLVED)
        self.confirmed_by_id, self.confirmed_at = by.id, clock.now()
        events.record("answer.confirmed", self, by=by, question=self.question_id)

    def unconfirm(self, *, by: Any) -> None:
        """Take the mark away: the words changed, or it is no longer right."""
        if self.confirmed_at is not None:
            self.confirmed_by_id = self.confirmed_at = None
            events.record("answer.unconfirmed", self, by=by, question=self.question_id)

    def published_as(self, revision: Revision, *, by: Any) -> None:
        super().published_as(revision, by=by)
        question = db.session.get_one(Question, self.question_id)
        if revision.number != 1:
            self.unconfirm(by=by)  # other words than those that were confirmed
        if question.answered_at is None and self.author_id != question.author_id:
            question.answered_at = revision.published_at
            if question.state is QuestionState.CLOSED:  # nobody had answered: now it can help, and be said to
                question.reopen(by=by, quiet=True)
        events.record("answer.published", self, by=by, question=self.question_id)

    def went_back(self, former: Revision | None, *, since: datetime, by: Any) -> None:
        """The thread is what it was: its first answer, the mark of the expert that the other words had lost."""
        if any(moment is not None and moment >= since for moment in (self.accepted_at, self.confirmed_at)):
            raise IllegalTransition(QuestionState.RESOLVED, QuestionState.RESOLVED)  # somebody relied on it since
        self.published_at = former.published_at if former else None
        told = select(events.Event).where(events.Event.kind == "answer", events.Event.thing_id == self.id)
        lost = told.where(events.Event.name == "answer.unconfirmed", events.Event.at >= since)
        if former is not None and db.session.scalar(lost.limit(1)) is not None:
            said = told.where(events.Event.name == "answer.confirmed").order_by(events.Event.id.desc()).limit(1)
            confirmed = db.session.scalars(said).first()
            if confirmed is not None:
                self.confirmed_by_id, self.confirmed_at = confirmed.by_id, confirmed.at
        events.record("answer.unpublished", self, by=by, question=self.question_id)


class QuestionMove(db.Model):
    """A question went from one theme to another: who, when, why. Shown in the thread."""

    __table_args__ = (Index("ix_question_move_question", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    from_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"))
    to_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    why: Mapped[str] = short(300)

    by: Mapped[User | None] = relationship(lazy="raise_on_sql")


def _first_answer(question: Question) -> Any:
    """When members could first read an answer of somebody else, of those they can read now."""
    someone_else = or_(Answer.author_id.is_(None), Answer.author_id != question.author_id) if question.author_id else db.true()
    return (
        select(func.min(Revision.published_at))
        .join(Answer, Answer.id == Revision.text_id)
        .where(Answer.question_id == question.id, Revision.number == 1, someone_else)
        .where(Answer.published_at.is_not(None), Answer.hidden_at.is_(None), Answer.archived_at.is_(None))
    )


def to_check_again(confirmed_at: datetime | None) -> bool:
    return confirmed_at is not None and clock.add_months(_day(confirmed_at), 12) <= clock.today()


def _day(moment: datetime) -> Any:
    return moment.astimezone(clock.PARIS).date()
