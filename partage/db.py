"""The engine, the model base and the write transaction.

Reads and writes are two kinds of transaction. Everything starts as a read, which the database itself refuses to let
write (`PRAGMA query_only`, `SET TRANSACTION READ ONLY`). A view that changes something opens `writing()`: on SQLite it
begins IMMEDIATE, because a read that upgrades to a write fails at once whatever the busy timeout.
"""

from __future__ import annotations

import enum
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Date, DateTime, Engine, Enum, MetaData, String, Text, TypeDecorator, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

_writing: ContextVar[bool] = ContextVar("writing", default=False)

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored as naive UTC so that both engines order and compare alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no place in the database: use clock.now()")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    # Flask-SQLAlchemy 3.1 with SQLAlchemy 2.1 refuses a bare type_annotation_map on the base class.
    registry = registry(
        metadata=MetaData(naming_convention=CONSTRAINT_NAMES),
        type_annotation_map={
            datetime: UtcDateTime, date: Date, dict[str, Any]: JSON, list[str]: JSON, list[dict[str, Any]]: JSON,
        },
    )  # fmt: skip


db = SQLAlchemy(model_class=Base, engine_options={})


def state_column(states: type[enum.Enum], **options: Any) -> Mapped[Any]:
    """A column that holds one state by its value, with a CHECK constraint named after the enum."""
    kind = Enum(
        states, native_enum=False, create_constraint=True, length=20, name=states.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )  # fmt: skip
    return mapped_column(kind, **options)


def short(length: int = 200, **options: Any) -> Mapped[str]:
    """A line of text."""
    return mapped_column(String(length), **options)


def long(**options: Any) -> Mapped[str]:
    """A text without length."""
    return mapped_column(Text, **options)


@contextmanager
def writing() -> Iterator[None]:
    """One write transaction: committed at the end, rolled back on any exception.

    What was read before is forgotten (the session expires), so the block decides on what is true under the lock.
    Do slow work (hashing, rendering, images, mail) before entering.
    """
    if _writing.get():
        raise RuntimeError("writing() does not nest")
    db.session.rollback()
    token = _writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)


@contextmanager
def kept_if(wanted: bool) -> Iterator[None]:
    """Inside writing(): do the work, take it back unless `wanted`. Both take the same time, so neither is told apart (S13)."""
    trial = db.session.begin_nested()
    yield
    db.session.flush()
    if wanted:
        trial.commit()
    else:
        trial.rollback()


def is_writing() -> bool:
    return _writing.get()


def engine_options(url: str) -> dict[str, Any]:
    """Pool and driver options for a database URL."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 5, "check_same_thread": False}, "pool_size": 16, "max_overflow": 8}
    limits = "-c statement_timeout=10000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000 -c jit=off"
    return {"pool_pre_ping": True, "pool_size": 10, "connect_args": {"options": limits, "connect_timeout": 5}}


def init_app(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        _listen(db.engine)


def _listen(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgres)


def _open_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; _begin_sqlite does
    for pragma in (
        "busy_timeout=5000",
        "journal_mode=WAL",
        # NORMAL loses acknowledged commits on a power cut, and a phone deletes its outbox on our acknowledgement.
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # otherwise INSERT OR REPLACE walks past the triggers
        "trusted_schema=OFF",
        "temp_store=MEMORY",
        "secure_delete=ON",  # an erased passage leaves no bytes in free pages
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Any) -> None:
    cursor = connection.connection.cursor()  # straight to the driver: this runs before every page
    mode = "OFF" if _writing.get() else "ON"
    begin = "BEGIN IMMEDIATE" if mode == "OFF" else "BEGIN"
    try:
        if connection.info.get("query_only") != mode:
            cursor.execute(f"PRAGMA query_only={mode}")
            connection.info["query_only"] = mode
        cursor.execute(begin)
    except sqlite3.Error as error:  # what the rest of the house expects of a busy database
        raise OperationalError(begin, None, error) from error
    finally:
        cursor.close()


def _begin_postgres(connection: Any) -> None:
    if not _writing.get():
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
