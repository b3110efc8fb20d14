"""X11: what was acknowledged before the backup began is there after the restore, rows and files."""

from __future__ import annotations

import io
import json
import os
import tarfile
import threading

import pytest
from sqlalchemy import create_engine, inspect, select, text

from partage import backup, lock, restore
from partage.backup import BackupError
from partage.config import Deployment
from partage.db import db, writing
from partage.topics.models import TopicWatch
from tests import postgres_server
from tests.conftest import ON_POSTGRES
from tests.web.files import samples
from tests.web.files.sending import rows, send, stored


@pytest.fixture
def deployment(app, tmp_path):
    """The instance of the test; its backups go to a folder of this test."""
    for path in (app.extensions["deployment"].data / "backups").glob("*"):
        path.unlink()
    return app.extensions["deployment"]


@pytest.fixture
def elsewhere(deployment, tmp_path):
    """An empty machine: another data folder, and on PostgreSQL another database."""
    folder = tmp_path / "elsewhere"
    url = f"sqlite:///{folder / 'partage.sqlite'}"
    if ON_POSTGRES:
        name = f"restored_{tmp_path.name.replace('-', '_')}_{id(folder)}"
        url = postgres_server.create_database(name)
    return Deployment(**{**deployment.__dict__, "data": folder, "database_url": url})


def contents(url):
    """Every row of every table, as text."""
    engine = create_engine(url)
    with engine.connect() as connection:
        tables = sorted(name for name in inspect(engine).get_table_names() if not name.startswith("search_fts"))
        found = {name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"')))) for name in tables}
    engine.dispose()
    return found


def live_url(deployment):
    return db.engine.url.render_as_string(hide_password=False)


def rewritten(archive, target, change):
    """A copy of an archive whose members went through `change(name, content) -> content | None`."""
    with tarfile.open(archive) as source, tarfile.open(target, "w") as copy:
        for member in source:
            content = change(member.name, source.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                copy.addfile(member, io.BytesIO(content))
    return target


def test_backup_comes_back_whole_on_an_empty_machine(as_, cast, deployment, elsewhere):
    send(as_(cast.nadia), "plan.png", samples.picture())
    send(as_(cast.nadia), "livret.pdf", samples.PDF)
    before = contents(live_url(deployment))
    archive = backup.backup(deployment)
    assert restore.restore(elsewhere, archive).startswith("Sauvegarde vérifiée et restaurée")
    assert contents(elsewhere.database_url) == before
    kept = {path.name: path.read_bytes() for path in elsewhere.data.glob("files/??/*")}
    assert kept == {path.name: path.read_bytes() for path in stored()}
    assert len(kept) == 2


def test_backup_made_during_writes_holds_what_was_acknowledged_and_a_file_for_each_row(
    app, as_, cast, deployment, elsewhere
):
    begun, stop, acknowledged = threading.Event(), threading.Event(), []
    client = as_(cast.nadia)

    def keep_sending():
        with app.app_context():
            while not stop.is_set():
                answer = send(client, "a.pdf", samples.PDF + str(len(acknowledged)).encode())
                assert answer.status_code == 201
                acknowledged.append(answer.get_json()["id"])
                if len(acknowledged) == 5:
                    begun.set()
            db.session.remove()

    sender = threading.Thread(target=keep_sending)
    sender.start()
    assert begun.wait(30)
    promised = list(acknowledged)
    archive = backup.backup(deployment)
    stop.set()
    sender.join()
    restore.restore(elsewhere, archive)
    engine = create_engine(elsewhere.database_url)
    with engine.connect() as connection:
        found = {key for (key,) in connection.execute(text("SELECT public_id FROM attachment"))}
    engine.dispose()
    assert set(promised) <= found <= set(acknowledged)
    assert found <= {path.name for path in elsewhere.data.glob("files/??/*")}


def test_backup_is_for_its_owner_only_and_the_health_page_knows_of_it(deployment):
    assert backup.last(deployment) is None
    archive = backup.backup(deployment)
    assert archive.parent == deployment.data / "backups"
    assert archive.stat().st_mode & 0o777 == 0o600
    told = backup.last(deployment)
    assert told["file"] == str(archive)
    assert told["size"] == archive.stat().st_size
    assert list(archive.parent.glob(".*")) == []


def test_backup_goes_where_it_is_told_and_overwrites_nothing(deployment, tmp_path):
    archive = backup.backup(deployment, tmp_path / "a.tar")
    assert archive.exists()
    with pytest.raises(BackupError, match="existe déjà"):
        backup.backup(deployment, tmp_path / "a.tar")
    with pytest.raises(BackupError, match="n’existe pas"):
        backup.backup(deployment, tmp_path / "absent" / "a.tar")


@pytest.mark.parametrize(
    "change",
    [
        lambda name, content: content[:-1] + b"?" if name.startswith("files/") else content,
        lambda name, content: None if name.startswith("files/") else content,
        lambda name, content: None if name == backup.MANIFEST else content,
        lambda name, content: json.dumps({"format": 99}).encode() if name == backup.MANIFEST else content,
        lambda name, content: content[: len(content) // 2] if name.startswith("partage.") else content,
    ],
    ids=["a byte", "a file gone", "no manifest", "a later format", "half a database"],
)
def test_altered_backup_is_refused_and_changes_nothing(as_, cast, deployment, elsewhere, tmp_path, change):
    send(as_(cast.nadia), "livret.pdf", samples.PDF)
    altered = rewritten(backup.backup(deployment), tmp_path / "altered.tar", change)
    with pytest.raises(BackupError, match="Rien n’a été changé"):
        restore.restore(elsewhere, altered)
    assert [path.name for path in elsewhere.data.iterdir()] == ["running.lock"]


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "files/zz/../../evil", "secret-key"])
def test_archive_with_a_foreign_member_is_refused(deployment, elsewhere, tmp_path, name):
    archive = tmp_path / "evil.tar"
    with tarfile.open(archive, "w") as handle:
        member = tarfile.TarInfo(name)
        member.size = 4
        handle.addfile(member, io.BytesIO(b"evil"))
    with pytest.raises(BackupError, match="n’a rien à y faire"):
        restore.restore(elsewhere, archive)


def test_file_that_is_no_archive_is_refused(deployment, elsewhere, tmp_path):
    (tmp_path / "a.tar").write_bytes(b"not an archive")
    with pytest.raises(BackupError, match="n’est pas une sauvegarde"):
        restore.restore(elsewhere, tmp_path / "a.tar")


def test_cut_archive_is_refused(as_, cast, deployment, elsewhere):
    send(as_(cast.nadia), "livret.pdf", samples.PDF)
    archive = backup.backup(deployment)
    archive.write_bytes(archive.read_bytes()[:-20_000])
    with pytest.raises(BackupError, match="Rien n’a été changé"):
        restore.restore(elsewhere, archive)


def test_restore_refuses_a_filled_instance_unless_told_and_then_sets_it_aside(as_, cast, deployment, elsewhere):
    send(as_(cast.nadia), "livret.pdf", samples.PDF)
    archive = backup.backup(deployment)
    restore.restore(elsewhere, archive)
    with pytest.raises(BackupError, match="--replace"):
        restore.restore(elsewhere, archive)
    told = restore.restore(elsewhere, archive, replace=True)
    (aside,) = elsewhere.data.glob("avant-restauration-*")
    assert aside.name in told
    assert len(list(aside.glob("files/??/*"))) == 1
    assert len(list(elsewhere.data.glob("files/??/*"))) == 1


def test_restore_refuses_an_instance_that_runs(deployment, elsewhere):
    archive = backup.backup(deployment)
    elsewhere.data.mkdir()
    held = lock.hold(elsewhere.data)
    with pytest.raises(BackupError, match="tourne déjà"):
        restore.restore(elsewhere, archive)
    os.close(held)


def test_rows_written_after_the_backup_are_not_in_it(as_, cast, deployment, elsewhere):
    archive = backup.backup(deployment)
    with writing():
        db.session.add(TopicWatch(user_id=cast.nadia, topic_id=cast.rights))
    restore.restore(elsewhere, archive)
    assert contents(elsewhere.database_url)["topic_watch"] == []
    assert db.session.scalar(select(TopicWatch.topic_id)) == cast.rights
    assert rows() == []
