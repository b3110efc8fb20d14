"""The copy a phone keeps: what changed since its cursor, as rows to put and tombstones to remove."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from partage import kinds
from partage.db import db
from partage.operations import Change, Counter
from partage.texts.models import Favourite, Text

BATCH = 200


@dataclass
class Batch:
    rows: list[dict[str, Any]]
    gone: list[list[Any]]
    cursor: int
    more: bool


class Restart(Exception):
    """The cursor is older than the tombstones kept: the copy starts again from nothing."""


def batch_after(user: Any, cursor: int) -> Batch:
    """At most 200 changes after `cursor`, as this person may see them."""
    if cursor and cursor < (db.session.scalar(select(Counter.value).filter_by(name="change_floor")) or 0):
        raise Restart
    changes = db.session.scalars(select(Change).where(Change.seq > cursor).order_by(Change.seq).limit(BATCH + 1)).all()
    kept = changes[:BATCH]
    rows: list[dict[str, Any]] = []
    gone: list[list[Any]] = []
    for kind in kinds.kept_offline():
        of_kind = [change for change in kept if change.kind == kind.name]
        if not of_kind:
            continue
        made = _rows(kind, user, [change.thing_id for change in of_kind if not change.gone])
        rows += made.values()
        # a first copy has nothing to forget
        gone += [[kind.name, change.thing_id] for change in of_kind if change.thing_id not in made and cursor]
    return Batch(rows, gone, kept[-1].seq if kept else cursor, len(changes) > BATCH)


def favourites(user: Any) -> list[list[Any]]:
    """[kind, id] of what the person keeps at hand: what a full phone drops last."""
    query = select(Text.kind, Text.id).join(Favourite, Favourite.text_id == Text.id).where(Favourite.user_id == user.id)
    return [[kind, number] for kind, number in db.session.execute(query.limit(500))]


def _rows(kind: kinds.Kind, user: Any, ids: list[int]) -> dict[int, dict[str, Any]]:
    may_keep = kind.kept or kind.visible
    seen = set(db.session.scalars(may_keep(user).where(kind.model.id.in_(ids)))) if ids else set()
    things = kind.load(seen) if seen else []
    own = kind.own_rows(things, user) if kind.own_rows else {}
    rows = {}
    for thing in things:
        row = kind.offline_row(thing) if kind.offline_row else None
        if row is not None:
            rows[thing.id] = {"kind": kind.name, "id": thing.id, "url": kind.url(thing), **_plain(row), **own.get(thing.id, {})}
    return rows


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, datetime | date) else value for key, value in row.items()}
