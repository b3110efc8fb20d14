"""What search, offline copies and data rights know of a theme."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload, selectinload

from partage.db import db
from partage.kinds import Kind, Words
from partage.topics.models import Absence, Expertise, Topic, TopicWatch
from partage.topics.queries import visible_topics


def _load(ids: Iterable[int]) -> list[Topic]:
    experts = selectinload(Topic.expertises.and_(Expertise.is_current)).joinedload(Expertise.user)
    # read again: the same transaction may have just designated somebody
    found = select(Topic).where(Topic.id.in_(list(ids)), Topic.archived_at.is_(None)).options(experts)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def _words(topic: Topic) -> Words | None:
    if topic.archived_at is not None:
        return None
    people = [expertise.user for expertise in topic.expertises if _may_be_found(expertise)]
    described = ". ".join(", ".join(filter(None, (person.name, person.job))) for person in people)
    names = ", ".join(person.name for person in people)
    return Words(
        title=topic.name,
        headings="Experts désignés, expertes désignées" if people else "",
        body=f"{topic.description}\n{described}".strip(),
        facts=f"Avec {names}"[:300] if people else "",
    )


def _may_be_found(expertise: Expertise) -> bool:
    """A name is a word of the theme while its person agrees to be seen by members."""
    return expertise.is_current and expertise.user.is_active and expertise.user.visibility == "members"


def _offline_row(topic: Topic) -> dict[str, Any]:
    return {"slug": topic.slug, "name": topic.name, "description": topic.description, "icon": topic.icon}


def _export(user: Any) -> list[dict[str, Any]]:
    mine = select(Expertise).filter_by(user_id=user.id).options(joinedload(Expertise.topic)).order_by(Expertise.id)
    grants = [
        {"what": "expertise", "topic": grant.topic.name, "why": grant.why, "since": _iso(grant.since),
         "until": _iso(grant.until), "ended_at": _iso(grant.ended_at)}
        for grant in db.session.scalars(mine)
    ]  # fmt: skip
    followed = select(Topic.name).join(TopicWatch, TopicWatch.topic_id == Topic.id).where(TopicWatch.user_id == user.id)
    away = select(Absence).filter_by(user_id=user.id).order_by(Absence.first_day)
    return [
        *grants,
        *({"what": "followed topic", "topic": name} for name in db.session.scalars(followed.order_by(Topic.name))),
        *({"what": "absence", "first_day": _iso(row.first_day), "last_day": _iso(row.last_day)}
          for row in db.session.scalars(away)),
    ]  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _forget(user: Any, keep: bool) -> None:
    """End what the person was designated for, drop what was only hers. The history of designations keeps its row."""
    for expertise in db.session.scalars(select(Expertise).filter_by(user_id=user.id, is_current=True)).all():
        expertise.end(by=None)
    for private in (Absence, TopicWatch):
        db.session.execute(delete(private).filter_by(user_id=user.id))


KINDS = (
    Kind(
        name="topic", label="Thème", plural="Thèmes", model=Topic, icon="bookmark", area="",
        visible=visible_topics, load=_load, url=lambda topic: f"/themes/{topic.slug}", words=_words,
        offline_row=_offline_row, written={Topic: ("name", "description"), Expertise: ("why",)},
        export=_export, forget=_forget,
    ),
)  # fmt: skip
