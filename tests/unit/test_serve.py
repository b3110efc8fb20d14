"""`make run`, for real: two processes under one parent, that start together and end together."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from partage.config import ROOT
from tests.soak.server import Person, Server


@pytest.fixture
def server(tmp_path):
    made = Server(tmp_path / "data")
    made.start()
    yield made
    made.stop()


def run(**environ: str) -> subprocess.CompletedProcess[str]:
    """One start that is expected to end by itself."""
    command = [sys.executable, "-m", "partage.serve"]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environ}, capture_output=True, text=True, timeout=60)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def rows(path: Path) -> dict[str, list[str]]:
    """Every row of every table."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        names = [name.decode() for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"'))) for name in names}


def wait_until(condition) -> bool:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_instance_says_where_it_is_and_who_may_enter_and_lets_them_in(server):
    said = server.said()
    assert f"Partage est prêt : http://127.0.0.1:{server.port}" in said
    for email, password in server.accounts().items():
        assert email in said
        assert password in said
    nadia = Person(server.port, "nadia@exemple.test", server.accounts()["nadia@exemple.test"])
    assert nadia.get("/pratiques/trois-postures")[0] == 200


def test_everybody_ends_when_asked_and_nothing_is_touched_by_the_next_start(server):
    accounts, family = server.accounts(), server.family()
    assert len(family) >= 4  # parent, gunicorn, its worker, the worker of jobs
    assert server.stop() == 0
    assert not any(is_alive(pid) for pid in family)
    before = rows(server.data / "partage.sqlite")
    server.start()
    server.stop()
    assert rows(server.data / "partage.sqlite") == before
    assert server.accounts() == accounts


def test_children_do_not_outlive_a_killed_parent(server):
    family = server.family()
    os.kill(server.process.pid, signal.SIGKILL)
    assert wait_until(lambda: not any(is_alive(pid) for pid in family - {server.process.pid}))


def test_killed_child_is_started_again(server):
    children = server.family() - {server.process.pid}
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: len(server.family()) >= 4 and not server.family() & children)
    assert wait_until(lambda: server.get("/connexion")[0] == 200)
    assert "Partage relance le processus des tâches" in server.said()


def test_second_instance_on_the_same_folder_is_refused(server):
    answer = run(PARTAGE_DATA=str(server.data), PORT="0")
    assert answer.returncode == 2
    assert "Partage tourne déjà sur le dossier" in answer.stderr


def test_taken_port_is_said_in_french_with_a_way_out(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        answer = run(PARTAGE_DATA=str(tmp_path / "data"), PORT=str(other.getsockname()[1]))
    assert answer.returncode == 2
    assert "est déjà pris par un autre programme" in answer.stderr
    assert "make run" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_damaged_database_stops_the_start_with_one_sentence(tmp_path):
    """X20."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "partage.sqlite").write_bytes(b"x" * 8192)
    answer = run(PARTAGE_DATA=str(tmp_path / "data"), PORT="0")
    assert answer.returncode == 2
    assert "est abîmée" in answer.stderr
    assert "partage restore" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_public_instance_without_secret_is_refused(tmp_path):
    answer = run(PARTAGE_DATA=str(tmp_path), PARTAGE_PUBLIC_URL="https://partage.exemple.test")
    assert answer.returncode == 2
    assert "PARTAGE_SECRET_KEY" in answer.stderr
