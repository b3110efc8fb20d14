"""Counts what was searched without result: the coordination learns what is missing. Words and a day, never who."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from partage import clock
from partage.db import db, writing
from partage.search.models import FruitlessSearch

KEPT = timedelta(days=365)
LONGEST = 100  # characters
MOST_A_DAY = 500  # different searches: anybody can search, nobody should fill the disk
_PERSONAL = re.compile(r"@|\d(?:[\s.\-/]?\d){5,}|\b(?:m|mr|mme|mlle|monsieur|madame|mademoiselle)\b", re.IGNORECASE)


def may_count(typed: str, words: Sequence[str]) -> bool:
    """False for what may designate a person: an address, six digits or more, « Mme » and a name."""
    return bool(words) and not _PERSONAL.search(typed)


def note(words: Sequence[str]) -> None:
    """Count one search without result, in a transaction of its own. Never worth an error."""
    line, day = " ".join(words)[:LONGEST], clock.today()
    today = db.session.scalar(select(func.count()).select_from(FruitlessSearch).where(FruitlessSearch.day == day)) or 0
    if today >= MOST_A_DAY:
        return
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    once_more = insert(FruitlessSearch).values(words=line, day=day, times=1)
    once_more = once_more.on_conflict_do_update(
        index_elements=["words", "day"], set_={"times": FruitlessSearch.times + 1}
    )
    with contextlib.suppress(OperationalError), writing():
        db.session.execute(once_more)


def has_old() -> bool:
    return db.session.scalar(select(FruitlessSearch.day).where(FruitlessSearch.day < _oldest()).limit(1)) is not None


def forget_old() -> None:
    """Drop what is older than a year. Call inside writing()."""
    db.session.execute(delete(FruitlessSearch).where(FruitlessSearch.day < _oldest()))


def _oldest() -> object:
    return clock.today() - KEPT
