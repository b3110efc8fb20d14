"""Faults on a real instance, in bounded time: SOAK_SECONDS (180 by default) for the whole file.

X1 kill -9 in a burst of writes, X3 a full disk, X6 a database held by another program.
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

import pytest

from partage.backup import damage
from tests.soak.server import Person, Server
from tests.web.files import samples

pytestmark = pytest.mark.soak
SECONDS = float(os.environ.get("SOAK_SECONDS", "180"))
WRITERS = ("nadia", "claire", "maud", "ines")
KILOBYTES = 16 * 1024  # the size of the small disk


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Two gunicorn workers on an empty folder, filled with the starter content."""
    made = Server(tmp_path / "data", PARTAGE_WEB_WORKERS="2")
    made.start()
    yield made
    made.stop()


def person(server: Server, name: str = "nadia") -> Person:
    email = f"{name}@exemple.test"
    return Person(server.port, email, server.accounts()[email])


def query(server: Server, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(server.data / "partage.sqlite")) as connection:
        return connection.execute(sql).fetchall()


def some_text(server: Server) -> int:
    return int(str(query(server, "SELECT min(id) FROM text WHERE published_at IS NOT NULL")[0][0]))


LETTERS = str.maketrans("0123456789", "ghijklmnop")  # digits may look like somebody's number, which the guard refuses


@dataclass
class Writer:
    """Posts remarks one after the other; sends again, under the same client_id, what got no answer."""

    person: Person
    text: int
    acknowledged: set[str] = field(default_factory=set)
    odd: list[int] = field(default_factory=list)
    again: int = 0

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self.post(uuid.uuid4().hex.translate(LETTERS), stop)

    def post(self, name: str, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                status, _ = self.person.post(f"/textes/{self.text}/remarques", body=f"Remarque {name}.", client_id=name)
            except (OSError, HTTPException):
                self.again += 1
                time.sleep(0.1)
                self.person.again()
                continue
            if status == 303:
                self.acknowledged.add(name)
                return
            if status != 503:  # busy is an honest answer
                self.odd.append(status)
                return


def test_x1_nothing_acknowledged_is_lost_when_everything_is_killed_in_a_burst_of_writes(server):
    text = some_text(server)
    writers = [Writer(person(server, name), text) for name in WRITERS]
    stop = threading.Event()
    threads = [threading.Thread(target=writer.run, args=(stop,)) for writer in writers]
    for thread in threads:
        thread.start()
    restarts = []
    end = time.monotonic() + SECONDS * 0.6
    while time.monotonic() < end:
        time.sleep(random.uniform(0.5, 4.0))
        server.kill()
        restarts.append(server.start())
        assert damage(server.data / "partage.sqlite") == ""
    time.sleep(2)
    stop.set()
    for thread in threads:
        thread.join()
    acknowledged = set().union(*(writer.acknowledged for writer in writers))
    bodies = [str(body) for (body,) in query(server, "SELECT body FROM comment")]
    kept = [body.removeprefix("Remarque ").rstrip(".") for body in bodies]
    again = sum(writer.again for writer in writers)
    print(f"\nX1: {len(restarts)} kills, {len(acknowledged)} acknowledged, {again} without an answer and sent again")
    print(f"X1: restart in {statistics.median(restarts):.1f} s (worst {max(restarts):.1f} s)")
    assert acknowledged - set(kept) == set(), "acknowledged and lost"
    assert len(kept) == len(set(kept)), "kept twice"
    assert [writer.odd for writer in writers] == [[]] * len(writers)
    assert "Traceback" not in server.said()
    busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # another program's work is not our slowness
    assert statistics.median(restarts) < 5 * busy


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 16 MB on `folder`; needs root and the right to mount."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={KILOBYTES}k,mode=700", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, text=True)
    if mounted.returncode:
        reason = f"X3 needs a small disk: {mounted.stderr.strip()}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        print(f"\n*** NON FAIT: {reason}")
        yield Path()
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_x3_full_disk_refuses_in_french_keeps_reading_and_recovers_by_itself(tmp_path):
    with small_disk(tmp_path / "disk") as disk:
        if disk == Path():
            return
        server = Server(disk, PARTAGE_WEB_WORKERS="2")
        server.start()
        try:
            fill_and_free(server, disk)
        finally:
            server.stop()


def fill_and_free(server: Server, disk: Path) -> None:
    nadia, text = person(server), some_text(server)
    page = f"/pratiques/{query(server, f'SELECT slug FROM text WHERE id = {text}')[0][0]}"
    assert nadia.upload("/fichiers", "avant.pdf", samples.PDF)[0] == 201
    filler = disk / "filler"
    fill(filler)
    refused = []
    for number in range(30):
        body = f"Une remarque assez longue {number}. " * 60
        refused.append(nadia.post(f"/textes/{text}/remarques", body=body, client_id=str(uuid.uuid4())))
        refused.append(nadia.upload("/fichiers", "plein.pdf", samples.PDF + os.urandom(300_000)))
        fill(filler)
        assert nadia.get(page)[0] == 200
    codes = [status for status, _ in refused]
    print(f"\nX3: answers on a full disk: { {code: codes.count(code) for code in sorted(set(codes))} }")
    assert set(codes) <= {201, 303, 503, 507}
    assert 507 in codes
    assert all("place" in content.decode() for status, content in refused if status == 507)
    filler.unlink()
    assert nadia.post(f"/textes/{text}/remarques", body="Après.", client_id=str(uuid.uuid4()))[0] == 303
    assert nadia.upload("/fichiers", "apres.pdf", samples.PDF)[0] == 201
    accepted = codes.count(201) + 2
    assert query(server, "SELECT count(*) FROM attachment") == [(accepted,)]
    files = {path.name: path.stat().st_size for path in disk.glob("files/??/*")}
    assert files == dict(query(server, "SELECT public_id, size FROM attachment"))
    assert list(disk.glob("files/unfinished/*")) == []
    assert damage(disk / "partage.sqlite") == ""
    assert "Traceback" not in server.said()


def fill(path: Path) -> None:
    """Write to the last byte of the disk."""
    with path.open("ab", buffering=0) as handle:
        for size in (1 << 16, 1 << 12, 1 << 6, 1):
            try:
                while True:
                    handle.write(b"\0" * size)
            except OSError:
                continue


def hold_database(path: Path, seconds: float) -> threading.Thread:
    """Another program takes the database for itself."""
    taken = threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=10)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            taken.set()
            time.sleep(seconds)
            connection.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    assert taken.wait(10)
    return thread


def test_x6_database_held_by_another_program_is_waited_for_then_said_busy(server):
    text, people = some_text(server), [person(server, name) for name in WRITERS]
    answers: list[tuple[float, int]] = []

    def post(somebody: Person) -> None:
        begun = time.monotonic()
        somebody.again()
        status, _ = somebody.post(f"/textes/{text}/remarques", body="Patience.", client_id=str(uuid.uuid4()))
        answers.append((time.monotonic() - begun, status))

    for seconds, wanted in ((3, {303}), (12, {503})):
        answers.clear()
        holding = hold_database(server.data / "partage.sqlite", seconds)
        threads = [threading.Thread(target=post, args=(somebody,)) for somebody in people]
        for thread in threads:
            thread.start()
        assert server.get("/connexion")[0] == 200  # reading waits for nobody
        for thread in threads:
            thread.join()
        holding.join()
        print(f"\nX6: held {seconds} s: {[(round(took, 1), status) for took, status in answers]}")
        assert {status for _, status in answers} == wanted
    people[0].again()
    assert people[0].post(f"/textes/{text}/remarques", body="Enfin.", client_id=str(uuid.uuid4()))[0] == 303
    assert "Traceback" not in server.said()
