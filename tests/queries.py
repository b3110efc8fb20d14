"""Counts what a page asks of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from partage.db import db

HOUSEKEEPING = ("PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET TRANSACTION")


class Statements(list[str]):
    """The statements in order: `len(statements)`, and readable when a test fails."""

    def __repr__(self) -> str:
        return f"{len(self)} statements:\n" + "\n\n".join(self)


@contextmanager
def count_queries() -> Iterator[Statements]:
    """`with count_queries() as statements:` gathers each SQL statement sent, transactions and pragmas aside."""
    statements = Statements()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.lstrip().upper().startswith(HOUSEKEEPING):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
