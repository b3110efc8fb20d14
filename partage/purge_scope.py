"""Which rows belong to a text, read from the foreign keys: a table added later is found without a line here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Table, or_, select

from partage import kinds
from partage.db import db

DEPTH = 3


def related(texts: Iterable[int]) -> set[int]:
    """These texts and those they live with: a question and its answers, the practice made from a thread."""
    known = set(texts)
    while True:
        more = {number for table, column in _links() for number in _across(table, column, known)}
        if more <= known:
            return known
        known |= more


def belongs(table: Table, texts: list[int], depth: int = 0) -> ColumnElement[bool] | None:
    """The condition of the rows of a table that belong to these texts; None when none can."""
    if table in family():
        return table.c.id.in_(texts)
    if "kind" in table.c and "thing_id" in table.c:
        return _by_kind(table, texts, depth)
    parents = [(column, parent) for column, parent in _parents(table) if parent is not table]
    for column, parent in sorted(parents, key=lambda pair: pair[1] not in family()):
        condition = belongs(parent, texts, depth + 1) if depth < DEPTH and "id" in parent.c else None
        if condition is not None:
            return column.in_(texts) if parent in family() else column.in_(select(parent.c.id).where(condition))
    return None


def family() -> list[Table]:
    """The table of all texts, and that of each kind joined to it."""
    base = db.metadata.tables["text"]
    joined = [table for table in db.metadata.tables.values() if any(key.column is base.c.id for key in _own_key(table))]
    return [base, *joined]


def text(number: int) -> Any:
    """The text of that id, as its own kind."""
    table = db.metadata.tables["text"]
    kind = db.session.scalar(select(table.c.kind).where(table.c.id == number))
    return db.session.get_one(kinds.get(str(kind)).model, number)


def text_of(thing: Any) -> int | None:
    """The text a row is, or hangs on directly."""
    table = type(thing).__table__
    if table in family():
        return int(thing.id)
    for column, parent in _parents(table):
        if parent in family():
            value = getattr(thing, column.key)
            return None if value is None else int(value)
    return None


def _own_key(table: Table) -> Iterator[Any]:
    if "id" in table.c:
        yield from table.c.id.foreign_keys


def _parents(table: Table) -> list[tuple[Any, Table]]:
    return [(column, key.column.table) for column in table.c for key in column.foreign_keys]


def _links() -> list[tuple[Table, Any]]:
    """(table, column) of texts that point to other texts."""
    tables = family()
    return [
        (table, column) for table in tables for column, parent in _parents(table) if parent in tables and column.name != "id"
    ]


def _across(table: Table, column: Any, texts: set[int]) -> set[int]:
    children = db.session.scalars(select(table.c.id).where(column.in_(texts)))
    parents = db.session.scalars(select(column).where(table.c.id.in_(texts), column.is_not(None)))
    return {*children, *parents}


def _by_kind(table: Table, texts: list[int], depth: int) -> ColumnElement[bool] | None:
    """Rows that name their thing by kind and id: a report, a decision."""
    conditions = []
    for kind in kinds.every():
        other: Table = kind.model.__table__
        inner = belongs(other, texts, depth + 1) if depth < DEPTH and other is not table else None
        if inner is not None:
            things = table.c.thing_id.in_(texts) if other in family() else table.c.thing_id.in_(select(other.c.id).where(inner))
            conditions.append((table.c.kind == kind.name) & things)
    return or_(*conditions) if conditions else None
