"""Themes, their experts and who among them is present. Callers say the day; today by default."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, bindparam, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from partage import clock
from partage.accounts.models import User
from partage.db import db
from partage.text import fold
from partage.topics.models import Absence, Expertise, Topic, TopicWatch

ENOUGH_EXPERTS = 2


def visible_topics(user: Any) -> Select[Any]:
    """Ids of the themes found by search and kept offline: experts' names hang on them, so members only."""
    if user is None or not user.is_authenticated:
        return select(Topic.id).where(false())
    return select(Topic.id).where(Topic.archived_at.is_(None))


def open_topics() -> Select[Any]:
    """The themes in use, in the order the coordination chose."""
    return select(Topic).where(Topic.archived_at.is_(None)).order_by(Topic.position, Topic.name)


def find_topic(slug: str) -> Topic | None:
    """The theme in use of that slug."""
    return db.session.scalar(open_topics().where(Topic.slug == slug))


def watched_topic_ids(user: Any) -> frozenset[int]:
    """« Mes thèmes »."""
    return frozenset(db.session.scalars(select(TopicWatch.topic_id).where(TopicWatch.user_id == user.id)))


def expert_topic_ids(user: Any) -> frozenset[int]:
    """The themes this person is a designated expert of today: one query a request, kept on the user object."""
    if user is None or not user.is_authenticated:
        return frozenset()
    known: frozenset[int] | None = user.__dict__.get("_expert_topic_ids")
    if known is None:
        mine = db.session.connection().execute(_expertises(), {"person": user.id, "day": clock.today()})
        known = user.__dict__["_expert_topic_ids"] = frozenset(mine.scalars())
    return known


@cache
def _expertises() -> Any:
    """Built once: nearly every page of a member asks it."""
    return select(Expertise.topic_id).where(Expertise.user_id == bindparam("person"), in_force(bindparam("day", type_=Date)))


def experts_of(topic_id: int, present_on: date | None = None) -> Select[Any]:
    """The designations of a theme with person and structure, deputies in order; `present_on` leaves out the absent."""
    return _experts(present_on).where(Expertise.topic_id == topic_id)


def present_experts(topic_ids: Iterable[int], on: date | None = None) -> list[User]:
    """The experts of any of these themes who are there that day, each once, the first line before the deputies."""
    found = db.session.scalars(_experts(on or clock.today()).where(Expertise.topic_id.in_(list(topic_ids))))
    return list({expertise.user_id: expertise.user for expertise in found}.values())


def topics_short_of_experts(on: date | None = None) -> list[tuple[Topic, int]]:
    """The themes with fewer than two experts present that day, and how many they have."""
    here = func.count(User.id)
    present = _is_present(on or clock.today()) & in_force(on or clock.today()) & _active()
    rows = db.session.execute(
        select(Topic, here)
        .outerjoin(Expertise, Expertise.topic_id == Topic.id)
        .outerjoin(User, (User.id == Expertise.user_id) & present)
        .where(Topic.archived_at.is_(None))
        .group_by(Topic.id)
        .having(here < ENOUGH_EXPERTS)
        .order_by(Topic.position, Topic.name)
    )
    return [(topic, number) for topic, number in rows]


def absent_until(user_ids: Iterable[int], on: date | None = None) -> dict[int, date]:
    """Of these people, who is away that day, and the last day of it."""
    day = on or clock.today()
    away = (
        select(Absence.user_id, func.max(Absence.last_day))
        .where(Absence.user_id.in_(list(user_ids)), Absence.first_day <= day, Absence.last_day >= day)
        .group_by(Absence.user_id)
    )
    return dict(db.session.execute(away).all())


def absences_of(user: Any) -> Select[Any]:
    """What a person declared and is not over."""
    coming = Absence.last_day >= clock.today()
    return select(Absence).where(Absence.user_id == user.id, coming).order_by(Absence.first_day)


def find_people(words: str, *, limit: int = 10) -> list[User]:
    """Active accounts whose name holds every word, accents and capitals aside, with their structure; by name.

    Names are folded here: neither engine compares without accents, and an instance has 5,000 accounts at most.
    """
    wanted = fold(words).split()
    if not wanted:
        return []
    names = db.session.execute(select(User.id, User.name).where(_active()).order_by(User.name))
    ids = [number for number, name in names if all(word in fold(name) for word in wanted)][:limit]
    found = select(User).where(User.id.in_(ids)).options(joinedload(User.structure)).order_by(User.name)
    return list(db.session.scalars(found))


def in_force(day: Any) -> Any:
    """The condition of a designation that counts that day, whether or not the job has ended the past ones yet."""
    return Expertise.is_current & or_(Expertise.until.is_(None), Expertise.until >= day)


def _experts(present_on: date | None) -> Select[Any]:
    found = (
        select(Expertise)
        .join(Expertise.user)
        .where(in_force(present_on or clock.today()), _active())
        .options(contains_eager(Expertise.user).joinedload(User.structure))
        .order_by(Expertise.deputy_order, Expertise.since, Expertise.id)
    )
    return found if present_on is None else found.where(_is_present(present_on))


def _active() -> Any:
    return User.disabled_at.is_(None) & User.erased_at.is_(None)


def _is_present(day: date) -> Any:
    away = select(Absence.id).where(Absence.user_id == User.id, Absence.first_day <= day, Absence.last_day >= day)
    return ~away.correlate(User).exists()
