"""Runs the migrations on the engine of the current app, inside one write transaction."""

from alembic import context

from partage.db import Base, UtcDateTime, _writing, db

target_metadata = Base.metadata


def run() -> None:
    token = _writing.set(True)
    try:
        with db.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                # batch mode rebuilds tables: a foreign key check in the middle would refuse what is fine at the end
                connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
                connection.commit()
            context.configure(connection=connection, target_metadata=target_metadata, render_as_batch=True,
                              compare_type=True, include_object=ours, render_item=plain_types)  # fmt: skip
            with context.begin_transaction():
                context.run_migrations()
            connection.commit()
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA foreign_keys=ON")
                connection.commit()
    finally:
        _writing.reset(token)


def plain_types(kind: str, thing: object, _context: object) -> str | bool:
    """A migration must not change when our column type does: write down what the database sees."""
    return "sa.DateTime()" if kind == "type" and isinstance(thing, UtcDateTime) else False


def ours(_object: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Leave out what the full-text engine made for itself."""
    return not (kind == "table" and reflected and compare_to is None and (name or "").startswith("search_fts"))


run()
