"""Text (what is written about), Revision (what was written), Review, Comment, and what readers keep of them.

A kind of text is a table joined to `text`: its history, review, comments, favourites and files are here, once.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partage import clock, events
from partage.accounts.models import User
from partage.db import db, long, short, state_column
from partage.texts.states import MOVES, Decision, RevisionState
from partage.workflow import check_transition

OPEN = (RevisionState.DRAFT, RevisionState.SUBMITTED)


def body_digest(body: str) -> str:
    """SHA-256 of a body: the key of its rendered HTML."""
    return hashlib.sha256(body.encode()).hexdigest()


class Text(db.Model):
    """One written thing, whatever its kind. It is readable by others once a revision is published."""

    __table_args__ = (
        UniqueConstraint("kind", "slug"),
        Index("ix_text_published", "kind", "archived_at", "published_at"),
        {"sqlite_autoincrement": True},  # an id is never given twice: phones remember tombstones
    )
    __mapper_args__ = {"polymorphic_on": "kind"}

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = short(30)
    slug: Mapped[str] = short(100)
    title: Mapped[str] = short(200)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    published_at: Mapped[datetime | None]  # of the revision in force; None before the first one
    archived_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]  # by moderation: its author still reads it, with the reason
    hides_author: Mapped[bool] = mapped_column(default=False)  # a name that members do not see; experts and moderators do
    made_from_id: Mapped[int | None] = mapped_column(ForeignKey("text.id", ondelete="SET NULL"), index=True)  # its thread
    is_public: Mapped[bool] = mapped_column(default=False)  # visitors may read it, where the instance opens itself
    imported_from: Mapped[str] = short(200, default="")

    author: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[author_id])
    owner: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[owner_id])

    @property
    def is_live(self) -> bool:
        return self.published_at is not None and self.archived_at is None and self.hidden_at is None

    def archive(self, *, by: Any) -> None:
        """Take the text out of every list; nothing is destroyed."""
        self.archived_at = clock.now()
        events.record("text.archived", self, by=by)

    def unarchive(self, *, by: Any) -> None:
        self.archived_at = None
        events.record("text.unarchived", self, by=by)

    def hide(self, *, by: Any) -> None:
        """Take the text from other people's sight; nothing is destroyed, its author still reads it."""
        self.hidden_at = self.hidden_at or clock.now()
        events.record("text.hidden", self, by=by)

    def unhide(self, *, by: Any) -> None:
        """Give the text back, with its first date."""
        self.hidden_at = None
        events.record("text.unhidden", self, by=by)

    def published_as(self, revision: Revision, *, by: Any) -> None:
        """Hook of each kind: copy what lists and filters need from the revision that comes in force."""
        self.title = revision.title
        self.published_at = revision.published_at

    def went_back(self, former: Revision | None, *, since: datetime, by: Any) -> None:
        """Hook of each kind: the publication made at `since` was undone; `former` is in force again, or nothing is."""
        self.published_at = None
        if former is not None:
            self.published_as(former, by=by)


class Revision(db.Model):
    """One version of a text: what somebody wrote, on top of `base`, and where it stands."""

    __table_args__ = (
        Index(
            "uq_revision_published", "text_id", unique=True,
            sqlite_where=db.text("state = 'published'"), postgresql_where=db.text("state = 'published'"),
        ),
        # one open revision a person and text: her pending edit is corrected, not doubled
        Index(
            "uq_revision_open", "text_id", "author_id", unique=True,
            sqlite_where=db.text("state IN ('draft', 'submitted')"),
            postgresql_where=db.text("state IN ('draft', 'submitted')"),
        ),
        UniqueConstraint("text_id", "number"),
        Index("ix_revision_state", "state", "submitted_at"),
        Index("ix_revision_author", "author_id", "state"),
        Index("ix_revision_body", "body_sha"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("text.id", ondelete="CASCADE"))
    number: Mapped[int | None]  # 1, 2, 3… given at publication: what readers call « version 3 »
    state: Mapped[RevisionState] = state_column(RevisionState, default=RevisionState.DRAFT)
    title: Mapped[str] = short(200)
    summary: Mapped[str] = short(400, default="")
    body: Mapped[str] = long(default="")
    body_sha: Mapped[str] = short(64)
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what this kind adds: themes, posture, sources…
    note: Mapped[str] = short(300, default="")  # the author's sentence on what changed
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    base_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    text: Mapped[Text] = relationship(lazy="raise_on_sql")
    author: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[author_id])
    base: Mapped[Revision | None] = relationship(lazy="raise_on_sql", remote_side=[id])
    reviews: Mapped[list[Review]] = relationship(lazy="raise_on_sql", order_by="Review.id", viewonly=True,
        primaryjoin="and_(Review.revision_id == Revision.id, Review.undone_at.is_(None))")  # fmt: skip

    def __init__(self, **columns: Any) -> None:
        super().__init__(**{"state": RevisionState.DRAFT, **columns})  # known before the first flush

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def write(self, *, title: str, summary: str, body: str, fields: dict[str, Any], note: str) -> None:
        """Replace the words of an open revision."""
        check_open(self)
        self.title, self.summary, self.body, self.fields, self.note = title, summary, body, fields, note
        self.body_sha = body_digest(body)
        self.updated_at = clock.now()

    def submit(self, *, by: Any) -> None:
        """Ask for a review."""
        self._move(RevisionState.SUBMITTED)
        self.submitted_at = clock.now()
        events.record("revision.submitted", self, by=by, text=self.text_id)

    def post(self, *, by: Any, quiet: bool = False) -> None:
        """Publish at once what its kind lets people publish without a reading: a question, an answer."""
        self._move(RevisionState.SUBMITTED)
        self.submitted_at = clock.now()
        self.publish(by=by, quiet=quiet)

    def withdraw(self, *, by: Any) -> None:
        """The author takes it back to her drafts."""
        self._decide(Decision.WITHDRAWN, by=by)

    def send_back(self, *, by: Any, reason: str, note: str) -> None:
        """Ask for a change: the text goes back to its author's drafts, whole, with what to do."""
        self._decide(Decision.SENT_BACK, by=by, reason=reason, note=note)

    def refuse(self, *, by: Any, reason: str, note: str) -> None:
        """Refuse with a reason; the text is still its author's, whole, in her drafts."""
        self._decide(Decision.REFUSED, by=by, reason=reason, note=note)

    def publish(self, *, by: Any, quiet: bool = False, note: str = "") -> None:
        """Put this revision in force in place of the live one."""
        check_transition(MOVES, self.state, RevisionState.PUBLISHED)
        text = db.session.get_one(Text, self.text_id)
        live = live_revision(self.text_id)
        if live is not None:
            live.state = RevisionState.SUPERSEDED
            db.session.flush()  # before ours, or « one published revision » refuses the second
        last = db.session.scalar(select(db.func.max(Revision.number)).filter_by(text_id=self.text_id)) or 0
        self.state, self.published_at, self.number = RevisionState.PUBLISHED, clock.now(), last + 1
        db.session.add(Review(revision_id=self.id, by_id=getattr(by, "id", None), decision=Decision.PUBLISHED, note=note))
        text.published_as(self, by=by)
        db.session.flush()
        events.record("revision.published", self, by=by, quiet=quiet, text=self.text_id, kind=text.kind)

    def words_erased(self) -> None:
        self.body_sha = body_digest(self.body)

    def _decide(self, decision: Decision, *, by: Any, reason: str = "", note: str = "") -> None:
        self._move(RevisionState.DRAFT)
        self.updated_at = clock.now()
        db.session.add(Review(revision_id=self.id, by_id=getattr(by, "id", None), decision=decision, reason=reason, note=note))
        events.record(f"revision.{decision.value}", self, by=by, text=self.text_id, reason=reason)

    def _move(self, state: RevisionState) -> None:
        check_transition(MOVES, self.state, state)
        self.state = state


def check_open(revision: Revision) -> None:
    """Raise IllegalTransition when the revision can no longer be written."""
    if not revision.is_open:
        check_transition(MOVES, revision.state, RevisionState.SUBMITTED)


def live_revision(text_id: int) -> Revision | None:
    """The published revision of a text."""
    return db.session.scalar(select(Revision).filter_by(text_id=text_id, state=RevisionState.PUBLISHED))


class Review(db.Model):
    """One decision on a revision: by whom, when, why, how to fix. Rows are added, never edited."""

    __table_args__ = (Index("ix_review_revision", "revision_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    decision: Mapped[Decision] = state_column(Decision)
    reason: Mapped[str] = short(30, default="")
    note: Mapped[str] = long(default="")
    undone_at: Mapped[datetime | None]

    revision: Mapped[Revision] = relationship(lazy="raise_on_sql")
    by: Mapped[User | None] = relationship(lazy="raise_on_sql")


class Comment(db.Model):
    """A remark under a text; resolved by its owner, or turned into an edit."""

    __table_args__ = (Index("ix_comment_text", "text_id", "resolved_at"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("text.id", ondelete="CASCADE"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    body: Mapped[str] = long()
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    hidden_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    text: Mapped[Text] = relationship(lazy="raise_on_sql")
    author: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[author_id])

    def resolve(self, *, by: Any) -> None:
        if self.resolved_at is None:
            self.resolved_at, self.resolved_by_id = clock.now(), by.id
            events.record("comment.resolved", self, by=by, text=self.text_id)

    def hide(self, *, by: Any) -> None:
        """Take the remark from other people's sight."""
        self.hidden_at = self.hidden_at or clock.now()
        events.record("comment.hidden", self, by=by, text=self.text_id)

    def unhide(self, *, by: Any) -> None:
        self.hidden_at = None
        events.record("comment.unhidden", self, by=by, text=self.text_id)

    def reopen(self, *, by: Any) -> None:
        if self.resolved_at is not None:
            self.resolved_at = self.resolved_by_id = None
            events.record("comment.reopened", self, by=by, text=self.text_id)


class Favourite(db.Model):
    """A text somebody keeps at hand: what her phone keeps first."""

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("text.id", ondelete="CASCADE"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Watch(db.Model):
    """A text somebody follows."""

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("text.id", ondelete="CASCADE"), primary_key=True, index=True)


class Thanks(db.Model):
    """« M’a servi » under a practice, « Merci » under an answer: counted on the text, never on a person."""

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("text.id", ondelete="CASCADE"), primary_key=True, index=True)


class RenderedBody(db.Model):
    """The HTML of a body under one version of the renderer, made by the write that needed it."""

    body_sha: Mapped[str] = mapped_column(primary_key=True)
    renderer: Mapped[str] = mapped_column(primary_key=True)
    html: Mapped[str] = long()
    headings: Mapped[list[dict[str, Any]]]
    plain: Mapped[str] = long()
