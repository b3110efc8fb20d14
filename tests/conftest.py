"""One app per test process; its empty database, made by the migrations, is copied before each test.

SQLite by default. With PARTAGE_TEST_DATABASE=postgresql the same tests run on a throw-away PostgreSQL cluster.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from partage import create_app, settings
from partage.db import db
from tests import postgres_server
from tests.cast import create_cast, sign_in

ON_POSTGRES = os.environ.get("PARTAGE_TEST_DATABASE") == "postgresql"


class Browser(FlaskClient):
    """Each request in its own app context, as in production: else `g` would carry one person into the next request."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        db.session.rollback()
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        db.session.rollback()  # what the test had read before is read again
        for name in list(g):
            g.pop(name)
        return answer


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Path]]:
    """The app and its migrated, empty database."""
    folder = tmp_path_factory.mktemp("data")
    folder.chmod(0o700)
    environ = {"PARTAGE_DATA": str(folder), "PARTAGE_SECRET_KEY": "x" * 40, "PARTAGE_PUBLIC_URL": "http://localhost"}
    if ON_POSTGRES:
        environ["PARTAGE_DATABASE_URL"] = postgres_server.create_database(f"template_{uuid.uuid4().hex[:8]}")
    app = create_app(environ)
    app.testing = True
    app.test_client_class = Browser
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.config["WTF_CSRF_ENABLED"] = False
    from partage.migrate import upgrade

    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()
    if not ON_POSTGRES:
        shutil.copy(folder / "partage.sqlite", folder / "empty.sqlite")
    yield app, folder


@pytest.fixture
def app(_template: tuple[Flask, Path]) -> Iterator[Flask]:
    """The app on a fresh database, inside an app context."""
    app, folder = _template
    with app.app_context():
        if ON_POSTGRES:
            postgres_server.reset_database(str(db.engine.url.database))
        else:
            for name in ("partage.sqlite-wal", "partage.sqlite-shm"):
                (folder / name).unlink(missing_ok=True)
            shutil.copy(folder / "empty.sqlite", folder / "partage.sqlite")
        for left in ("files", "backups"):
            shutil.rmtree(folder / left, ignore_errors=True)
        for left in ("purge.jsonl", "purge.key"):
            (folder / left).unlink(missing_ok=True)
        settings.forget()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor."""
    return app.test_client()


@pytest.fixture
def cast(app: Flask) -> SimpleNamespace:
    """Everybody, by id: `cast.nadia`, `cast.rights`…"""
    return create_cast()


@pytest.fixture
def as_(app: Flask) -> Callable[..., FlaskClient]:
    """`as_(cast.nadia)` is a client signed in as Nadia."""
    return lambda number, **options: sign_in(app, number, **options)
