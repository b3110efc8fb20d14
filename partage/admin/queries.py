"""Selects for the administration pages: people, what waits, practices nobody keeps true."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from partage import clock
from partage.accounts.models import Structure, User
from partage.db import db
from partage.pagination import SIZE, Page, page_number
from partage.search.models import FruitlessSearch
from partage.text import fold
from partage.topics.models import Expertise, Topic
from partage.wiki.models import Practice

FRUITLESS_DAYS = 90


def people_page(words: str) -> Page:
    """Accounts by name, the page asked for; `words` found anywhere in the name, accents and capitals aside.

    Sorted and matched here: « Élise » comes after « Zoé » for a database, and an instance has 5,000 accounts at most.
    """
    wanted, number = fold(words).split(), page_number()
    rows = db.session.execute(select(User.id, User.name).where(User.erased_at.is_(None)))
    folded = sorted((fold(name), one) for one, name in rows)
    ids = [one for name, one in folded if all(word in name for word in wanted)]
    here = ids[(number - 1) * SIZE : number * SIZE]
    found = db.session.scalars(select(User).where(User.id.in_(here)).options(joinedload(User.structure)))
    people = sorted(found, key=lambda person: here.index(person.id))
    return Page(items=people, number=number, has_next=len(ids) > number * SIZE)


def find_person(number: int) -> User | None:
    """An account that is not erased, with its structure."""
    open_one = select(User).where(User.id == number, User.erased_at.is_(None)).options(joinedload(User.structure))
    return db.session.scalar(open_one)


def expertises_of(person: User) -> Select[Any]:
    """What somebody is designated for."""
    mine = select(Expertise).join(Expertise.topic).where(Expertise.user_id == person.id, Expertise.is_current)
    return mine.options(joinedload(Expertise.topic)).order_by(Topic.position)


def structures() -> Select[Any]:
    """Those in use, by name, then the archived ones."""
    return select(Structure).order_by(Structure.archived_at.is_not(None), func.lower(Structure.name))


def open_structures() -> Select[Any]:
    return structures().where(Structure.archived_at.is_(None))


def all_topics() -> Select[Any]:
    return select(Topic).order_by(Topic.archived_at.is_not(None), Topic.position, Topic.name)


def without_owner() -> Select[Any]:
    """Live practices whose owner left: none, closed account or erased one. The most overdue first."""
    gone = or_(Practice.owner_id.is_(None), User.disabled_at.is_not(None), User.erased_at.is_not(None))
    return (
        select(Practice)
        .outerjoin(User, User.id == Practice.owner_id)
        .where(Practice.published_at.is_not(None), Practice.archived_at.is_(None), gone)
        .options(joinedload(Practice.owner))
        .order_by(Practice.review_on, Practice.id)
    )


def to_verify() -> Select[Any]:
    """Live practices past their review date, the most overdue first, with who answers for them."""
    return (
        select(Practice)
        .where(Practice.published_at.is_not(None), Practice.archived_at.is_(None), Practice.review_on <= clock.today())
        .options(joinedload(Practice.owner))
        .order_by(Practice.review_on, Practice.id)
    )


def fruitless() -> Any:
    """(words, times) of what found nothing these 90 days, the most wanted first."""
    times = func.sum(FruitlessSearch.times).label("times")
    since = clock.today() - timedelta(days=FRUITLESS_DAYS)
    return (
        select(FruitlessSearch.words, times)
        .where(FruitlessSearch.day >= since)
        .group_by(FruitlessSearch.words)
        .order_by(times.desc(), FruitlessSearch.words)
    )


def how_many(found: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(found.order_by(None).options().subquery())) or 0
