"""Runs the migrations on the engine of the current app, inside one write transaction."""

from alembic import context

from partage.db import Base, UtcDateTime, _writing, db

target_metadata = Base.metadata


def run() -> None:
    token = _writing.set(True)
    try:
        with db.engine.connect() as connection:
            # batch mode rebuilds tables, and dropping one would delete the rows that point at it. To the driver itself: the
            # engine begins a transaction first, where SQLite takes no notice of this.
            keys = connection.connection.driver_connection if connection.dialect.name == "sqlite" else None
            if keys is not None:
                keys.execute("PRAGMA foreign_keys=OFF")
            context.configure(connection=connection, target_metadata=target_metadata, render_as_batch=True,
                              compare_type=True, include_object=ours, render_item=plain_types)  # fmt: skip
            with context.begin_transaction():
                context.run_migrations()
                if keys is not None and (broken := keys.execute("PRAGMA foreign_key_check").fetchall()):
                    raise RuntimeError(f"foreign keys broken by the migration: {broken[:5]}")
            connection.commit()
            if keys is not None:
                keys.execute("PRAGMA foreign_keys=ON")
    finally:
        _writing.reset(token)


def plain_types(kind: str, thing: object, _context: object) -> str | bool:
    """A migration must not change when our column type does: write down what the database sees."""
    return "sa.DateTime()" if kind == "type" and isinstance(thing, UtcDateTime) else False


def ours(_object: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Leave out what the full-text engine made for itself."""
    return not (kind == "table" and reflected and compare_to is None and (name or "").startswith("search_fts"))


run()
