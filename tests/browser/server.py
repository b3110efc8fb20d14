"""A real server per test, on its own port and data: it can be killed, frozen, restarted; its rows can be read."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from partage.config import ROOT
from tests.ports import free_port

SECRET = "s" * 40


class Zygote:
    """The process that forks servers."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.zygote"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout and self.process.stdout.readline() == "ready\n"

    def fork(self, **order: Any) -> int:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


class Server:
    """One instance: its people, its practices, its state."""

    def __init__(self, zygote: Zygote, data: Path, cast: SimpleNamespace, practices: dict[str, int]) -> None:
        self.zygote, self.data, self.cast, self.practices = zygote, data, cast, practices
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.pid = 0
        self._app: Any = None

    def start(self) -> None:
        self.pid = self.zygote.fork(data=str(self.data), port=self.port, secret=SECRET)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def kill(self) -> None:
        self._signal(signal.SIGKILL)
        self.pid = 0

    def freeze(self) -> None:
        """« Lie-fi »: connections are accepted, nothing ever answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self.pid:
            os.kill(self.pid, number)
            if number == signal.SIGKILL:
                _wait_for_end(self.pid)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database holds, read from its file."""
        with sqlite3.connect(f"file:{self.data / 'partage.sqlite'}?mode=ro", uri=True, timeout=5) as connection:
            return connection.execute(query, values).fetchall()

    def execute(self, query: str, *values: Any) -> None:
        self.execute_all([(query, values)])

    def execute_all(self, statements: list[tuple[str, tuple[Any, ...]]]) -> None:
        with sqlite3.connect(self.data / "partage.sqlite", timeout=5) as connection:
            for query, values in statements:
                connection.execute(query, values)

    def new_session(self, name: str) -> str:
        """The cookie of a new session of somebody, as after typing her password."""
        from tests.cast import sign_in

        with self.inside():
            cookie = sign_in(self._app, getattr(self.cast, name)).get_cookie("partage")
            assert cookie
            return str(cookie.value)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Act on the server's database with the application's own verbs."""
        from partage import create_app
        from partage.db import db

        if self._app is None:
            self._app = create_app({"PARTAGE_DATA": str(self.data), "PORT": str(self.port), "PARTAGE_SECRET_KEY": SECRET})
        with self._app.app_context():
            yield
            db.session.remove()
            db.engine.dispose()


def copy_of(template: Path, target: Path) -> Path:
    """A data folder like the template's; the built static files are the same for all."""
    target.mkdir(mode=0o700)
    shutil.copy(template / "partage.sqlite", target)
    (target / "static").symlink_to(template / "static")
    return target


def _wait_for_end(pid: int) -> None:
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
