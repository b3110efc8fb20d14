import random

import pytest
from sqlalchemy import func, select

from partage import create_app
from partage.accounts.models import User
from partage.db import db
from partage.starter.prepare import Unsound, prepare
from partage.wiki.models import Practice


def environ(folder, **more):
    return {"PARTAGE_DATA": str(folder), **more}


def started(folder, **more):
    app = create_app(environ(folder, **more))
    with app.app_context():
        prepare(app.extensions["deployment"])
        rows = {
            model.__name__: db.session.scalar(select(func.count()).select_from(model)) for model in (User, Practice)
        }
        hashes = sorted(db.session.scalars(select(User.password_hash)))
        db.session.remove()
        db.engine.dispose()
    return rows, hashes


def test_first_start_fills_a_local_instance_and_the_second_touches_nothing(tmp_path):
    rows, hashes = started(tmp_path)
    assert rows["User"] == 6
    assert rows["Practice"] >= 25
    accounts = (tmp_path / "demo-accounts.txt").read_text()
    assert started(tmp_path) == (rows, hashes)
    assert (tmp_path / "demo-accounts.txt").read_text() == accounts


def test_public_instance_gets_no_demonstration(tmp_path):
    tmp_path.chmod(0o700)
    rows, _ = started(tmp_path, PARTAGE_PUBLIC_URL="https://partage.exemple.test", PARTAGE_SECRET_KEY="x" * 40)
    assert rows["User"] == 0
    assert not (tmp_path / "demo-accounts.txt").exists()


def test_damaged_database_refuses_to_start_and_says_what_to_do(tmp_path):
    """X20."""
    started(tmp_path)
    path = tmp_path / "partage.sqlite"
    whole = bytearray(path.read_bytes())
    chance = random.Random(20)
    for _ in range(64):
        whole[chance.randrange(len(whole))] ^= 0xFF
    path.write_bytes(whole)
    with pytest.raises(Unsound, match="partage restore"):
        started(tmp_path)


def test_file_that_is_no_database_refuses_to_start(tmp_path):
    (tmp_path / "partage.sqlite").write_bytes(b"not a database" * 1000)
    with pytest.raises(Unsound, match="abîmée"):
        started(tmp_path)
