"""The schema goes down and up again with people and texts in it, on either engine, and is what the models say."""

from __future__ import annotations

import uuid

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from partage import migrate, settings
from partage.config import ROOT
from partage.db import db, writing
from partage.texts.models import Comment
from tests import postgres_server
from tests.cast import create_cast
from tests.conftest import ON_POSTGRES
from tests.factories import publish_practice, submit_edit
from tests.web.accounts.helpers import second_app

KEPT = ("user", "text", "practice", "revision", "comment", "event")


@pytest.fixture
def own(tmp_path):
    """An instance of its own: its schema is pulled apart."""
    environ = {}
    if ON_POSTGRES:
        environ["PARTAGE_DATABASE_URL"] = postgres_server.create_database(f"moves_{uuid.uuid4().hex[:8]}")
    app = second_app(tmp_path, **environ)
    with app.app_context():
        settings.forget()
        yield app
        db.session.remove()
        db.engine.dispose()


def steps():
    """Every revision, the last one first, with the one before it."""
    script = ScriptDirectory(str(ROOT / "migrations"))
    return [(one.revision, one.down_revision) for one in script.walk_revisions()]


def fill():
    cast = create_cast()
    number = publish_practice(author_id=cast.claire)
    submit_edit(number, cast.nadia, body="## Contexte\n\nAutre chose.")
    with writing():
        db.session.add(Comment(text_id=number, author_id=cast.youssef, body="Une remarque."))


def counts():
    tables = set(inspect(db.engine).get_table_names())
    with db.engine.connect() as connection:
        return {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) for name in KEPT if name in tables}


def let_go():
    """No connection may hold what is going to move."""
    db.session.remove()
    db.engine.dispose()


def test_each_step_down_and_up_again_loses_no_row_of_before(own):
    fill()
    full = counts()
    assert set(full) == set(KEPT) and all(full.values())
    for revision, before in steps():
        if before is None:
            break
        let_go()
        migrate.downgrade(before)
        assert migrate.current() == before and counts() == full
        let_go()
        migrate.upgrade(revision)
        assert migrate.current() == revision and counts() == full
        let_go()
        migrate.downgrade(before)
    let_go()
    migrate.upgrade()
    assert counts() == full


def test_all_the_way_down_leaves_nothing_and_up_again_works(own):
    fill()
    let_go()
    migrate.downgrade("base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    let_go()
    migrate.upgrade()
    fill()
    assert all(counts().values())


def test_the_schema_holds_all_that_the_models_say(own):
    with db.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), db.metadata)
    missing = [str(one) for one in found if not is_there(one)]
    assert missing == []


def is_there(found):
    """True for what the database has and the models have not, and for a key SQLite has under a name it does not tell."""
    if not isinstance(found, tuple):
        return False
    what, thing = found[0], found[-1]
    if what != "add_fk":
        return what.startswith("remove")
    keys = inspect(db.engine).get_foreign_keys(thing.parent.name)
    return [column.name for column in thing.columns] in [key["constrained_columns"] for key in keys]
