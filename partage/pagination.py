"""Pages of a list. No total: counting grows with the table, « suivante » does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy import Select

from partage.db import db

SIZE = 20


@dataclass(frozen=True)
class Page:
    items: list[Any]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1


def page_number() -> int:
    """`?page=`, from 1 to 500; anything else is the first page."""
    raw = request.args.get("page", "1")
    return min(int(raw), 500) if raw.isdigit() and int(raw) > 0 else 1


def paginate(select: Select[Any], *, scalars: bool = True, size: int = SIZE) -> Page:
    """The page of `select` asked for by `?page=`."""
    number = page_number()
    result = db.session.execute(select.limit(size + 1).offset((number - 1) * size))
    rows = list(result.unique().scalars() if scalars else result)
    return Page(items=rows[:size], number=number, has_next=len(rows) > size)
