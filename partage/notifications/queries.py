"""The list a person reads, its sentences made from what she may see today; and marking as seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select, update

from partage import clock
from partage.accounts.models import User
from partage.db import db
from partage.notifications import about
from partage.notifications.about import About
from partage.notifications.listeners import count_again
from partage.notifications.models import Notification
from partage.notifications.told import BY_KEY, DECISIONS, WRITING, Told
from partage.texts.models import Comment, Text, Watch

GONE = "Ce texte n’est plus visible."
NO_LONGER_WAITS = "Ce texte n’attend plus votre lecture."
NOBODY_SEES = "Une personne du réseau"
SOMEBODY = "Quelqu’un"
FIRST = "À vous d’abord."


@dataclass(frozen=True)
class Line:
    """One notification as it is read: `url` is empty when there is nothing to open."""

    number: int
    sentence: str
    url: str
    at: Any
    is_seen: bool
    can_stop: bool


def notifications_of(user: Any) -> Select[Any]:
    """Latest first."""
    return select(Notification).where(Notification.user_id == user.id).order_by(Notification.id.desc())


def lines(rows: Iterable[Notification], reader: Any) -> list[Line]:
    """Sentences of a page of notifications: one query a kind of thing, one for the names, one for what is followed."""
    rows = list(rows)
    found = about.find({(row.kind, row.thing_id) for row in rows}, reader)
    people = {row.by_id for row in rows if row.by_id is not None}
    names = dict(db.session.execute(select(User.id, User.name).where(User.id.in_(people))).all()) if people else {}
    texts = {one.text.id for one in found.values() if one.text is not None}
    mine = select(Watch.text_id).where(Watch.user_id == reader.id, Watch.text_id.in_(texts))
    followed = set(db.session.scalars(mine)) if texts else set()
    return [_line(row, found.get((row.kind, row.thing_id)), reader, names, followed) for row in rows]


def _line(row: Notification, thing: About | None, reader: Any, names: dict[int, str], followed: set[int]) -> Line:
    told = BY_KEY.get(row.name)
    sentence = say(told, thing, row.by_id, reader, names) if told and thing else ""
    if told is None or thing is None or not sentence:
        gone = (told.gone if told else "") or (NO_LONGER_WAITS if row.kind == "revision" else GONE)
        return Line(row.id, gone, "", row.at, row.seen_at is not None, False)
    stops = told.follows and thing.text is not None and thing.text.id in followed
    return Line(row.id, sentence, _address(told, thing), row.at, row.seen_at is not None, stops)


def say(told: Told, thing: About, by: int | None, reader: Any, names: dict[int, str]) -> str:
    """The sentence, or nothing when this person may not be told even that."""
    pattern = told.titled if thing.is_shown and told.titled else told.untitled
    if "{title}" in pattern and not thing.title:
        return ""
    is_hidden = by is not None and by == thing.hidden_name
    name = NOBODY_SEES if is_hidden else names.get(by or 0, SOMEBODY)
    first = FIRST if getattr(thing.thing, "first_told_id", None) == reader.id else ""
    topic = thing.topic.name if thing.topic else ""
    return pattern.format(by=name, title=thing.title, topic=topic, first=first).strip()


def _address(told: Told, thing: About) -> str:
    if told.to == DECISIONS:
        return f"/moderation/{'remarques' if isinstance(thing.thing, Comment) else 'textes'}/{thing.number}"
    if told.to == WRITING:
        return f"{thing.url}/modifier" if thing.kind == "practice" else thing.url
    return told.to or thing.url


def find(user: Any, number: int) -> Notification | None:
    """One of this person's own."""
    return db.session.scalar(select(Notification).filter_by(id=number, user_id=user.id))


def mark_seen(user_id: int, *which: ColumnElement[bool]) -> None:
    """These unseen ones are seen; all of them when `which` is empty. Call inside writing()."""
    mine = (Notification.user_id == user_id, Notification.seen_at.is_(None), *which)
    seen = update(Notification).where(*mine).values(seen_at=clock.now())
    db.session.execute(seen, execution_options={"synchronize_session": False})
    count_again([user_id])


def text_followed(user: Any, row: Notification) -> Text | None:
    """The text this notification comes from, when she follows it."""
    thing = about.find([(row.kind, row.thing_id)], user).get((row.kind, row.thing_id))
    text = thing.text if thing else None
    return text if text is not None and db.session.get(Watch, (user.id, text.id)) else None


def forget_seen(before: Any) -> int:
    """Old ones, seen long ago, go. Call inside writing()."""
    old = delete(Notification).where(Notification.seen_at < before)
    return db.session.execute(old).rowcount  # type: ignore[attr-defined]


def has_seen_before(before: Any) -> bool:
    return db.session.scalar(select(func.min(Notification.id)).where(Notification.seen_at < before)) is not None
