"""The database schema, moved by Alembic. No ini file: the app knows its engine."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from partage.config import ROOT
from partage.db import db


def upgrade(revision: str = "head") -> None:
    """Move the schema forward to `revision`. Does nothing, quickly, when it is there already."""
    if revision != "head" or current() != ScriptDirectory.from_config(_config()).get_current_head():
        command.upgrade(_config(), revision)


def downgrade(revision: str) -> None:
    command.downgrade(_config(), revision)


def current() -> str | None:
    """The revision the database is at, None when it is empty."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(slug)s")
    return config
