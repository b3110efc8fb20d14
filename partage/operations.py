"""Each write is applied exactly once, and every change of a text is numbered for the offline feed.

A page or a phone names its write with a `client_id` it made itself. The row that remembers it is in the same database
transaction as its effect: a reply that got lost, a double click, three tabs at once all end in one effect and the same
answer. The same key with another content is an error of the caller, never a silent drop.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from partage import clock
from partage.db import db, short, writing

ANSWERS_KEPT = timedelta(days=90)
TOMBSTONES_KEPT = timedelta(days=180)


class KeyReused(Exception):
    """The same client_id came with another content (422)."""


class Refused(Exception):
    """A rule of the product says no; the sentence says what to do (422)."""


class Conflict(Exception):
    """The text moved on meanwhile (409): `merge` holds base, mine, theirs and the proposal; nothing was written."""

    def __init__(self, merge: Any, theirs: Any, **more: Any) -> None:
        super().__init__("conflict")
        self.merge, self.theirs, self.more = merge, theirs, more

    def as_json(self) -> dict[str, Any]:
        """Everything the phone needs to show the choice without network."""
        return {
            **self.merge.as_json(), **self.more, "theirs_rev": self.theirs.id,
            "at": self.theirs.published_at.isoformat() if self.theirs.published_at else None,
        }  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What a write answers, kept 90 days to be given again. No text of anybody in it."""

    location: str
    message: str = ""
    status: int = 201
    ids: dict[str, int] = field(default_factory=dict)
    replayed: bool = False


class Operation(db.Model):
    """One write already applied."""

    __table_args__ = (UniqueConstraint("user_id", "key"), Index("ix_operation_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    key: Mapped[str] = short(64)
    name: Mapped[str] = short(60)
    digest: Mapped[str] = short(64)
    answer: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class Change(db.Model):
    """The last change of one thing: an upsert, or a tombstone when it is `gone`. `seq` orders the feed."""

    __table_args__ = (Index("ix_change_seq", "seq", unique=True),)

    kind: Mapped[str] = mapped_column(primary_key=True)
    thing_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    gone: Mapped[bool]
    at: Mapped[datetime]


class Counter(db.Model):
    """Named counters. Taking a number locks the row until commit, so that no number commits before a smaller one."""

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


def digest(content: Any) -> str:
    """SHA-256 of a JSON content, independent of the order of keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def once(user: Any, key: str, name: str, content: Any, effect: Callable[[], Outcome]) -> Outcome:
    """Apply `effect` in a write transaction, unless `user` already sent `key`: then give the first answer again.

    Raises KeyReused when the key came before with another content.
    """
    fingerprint = digest([name, content])
    with writing():
        known = db.session.scalar(select(Operation).filter_by(user_id=user.id, key=key))
        if known is not None:
            if known.digest != fingerprint:
                raise KeyReused(key)
            return Outcome(**{**known.answer, "replayed": True})
        outcome = effect()
        answer = {**asdict(outcome), "replayed": False}
        db.session.add(
            Operation(user_id=user.id, key=key, name=name, digest=fingerprint, answer=answer, at=clock.now())
        )
    return outcome


def answer_to(user: Any, form_id: str) -> dict[str, Any] | None:
    """The ids made by the first save of a form, when it was sent before (somebody went back and sent it again)."""
    if len(form_id) < 8:
        return None
    known = db.session.scalar(
        select(Operation)
        .where(Operation.user_id == user.id, Operation.key.startswith(f"{form_id}:", autoescape=True))
        .order_by(Operation.id)
        .limit(1)
    )
    return known.answer.get("ids") if known else None


def log_change(kind: str, thing_id: int, *, gone: bool = False) -> None:
    """Number the change of a thing for the feed; `gone` makes a tombstone."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    values = {"seq": next_number("change"), "gone": gone, "at": clock.now()}
    statement = insert(Change).values(kind=kind, thing_id=thing_id, **values)
    db.session.execute(statement.on_conflict_do_update(index_elements=["kind", "thing_id"], set_=values))


def next_number(name: str) -> int:
    """The next value of a counter, from 1."""
    taken = db.session.scalar(
        update(Counter).where(Counter.name == name).values(value=Counter.value + 1).returning(Counter.value)
    )
    if taken is None:
        db.session.add(Counter(name=name, value=1))
        db.session.flush()
        return 1
    return taken


def last_number(name: str = "change") -> int:
    """The last value given by a counter, 0 before the first."""
    return db.session.scalar(select(func.max(Counter.value)).where(Counter.name == name)) or 0


def forget_old() -> None:
    """Drop answers older than 90 days and tombstones older than 180 (older cursors start again from nothing)."""
    db.session.execute(delete(Operation).where(Operation.at < clock.now() - ANSWERS_KEPT))
    stale = (Change.gone, Change.at < clock.now() - TOMBSTONES_KEPT)
    floor = db.session.scalar(select(func.max(Change.seq)).where(*stale))
    if floor is not None:
        db.session.merge(Counter(name="change_floor", value=floor))
        db.session.execute(delete(Change).where(*stale))
