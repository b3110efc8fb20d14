"""`make run`: prepares the instance, then keeps the web server and the worker running, and stops them together.

One small parent imports the code once and forks: the processes share its memory. The parent itself opens no
connection and no thread, so that nothing is shared by accident.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy.exc import OperationalError

from partage import config, create_app, lock, worker
from partage.starter import demonstration
from partage.starter.prepare import Unsound, has_accounts, prepare
from partage.web_server import Unavailable, WebServer, reserve

MANY_DEATHS, IN_SECONDS = 5, 60.0
PATIENCE = 15  # seconds left to the processes to end their work
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGALRM)


def main() -> int:
    """Run until SIGTERM or SIGINT. Answers the exit code: 0 asked to stop, 2 cannot start."""
    os.umask(0o077)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        deployment = config.Deployment.read()
        held = lock.hold(deployment.data)
        listener = reserve(deployment.port)
        app = create_app()
    except (config.Misconfigured, lock.Held, Unavailable) as error:
        print(f"Partage ne peut pas démarrer.\n{error}", file=sys.stderr, flush=True)
        return 2
    gc.collect()
    gc.freeze()  # what is there already is never moved by the collector: it stays shared
    if _run_apart(lambda: _prepare(app)):
        return 2
    family = Family()
    family.start("le serveur web", lambda: WebServer(app, listener.dup(), lambda: announce(deployment)).run())
    family.start("le processus des tâches", lambda: worker.run(app))
    code = family.wait()
    os.close(held)
    return code


def announce(deployment: config.Deployment) -> None:
    """Say once where Partage is, and who may enter a demonstration."""
    print(f"\nPartage est prêt : {deployment.public_url}")
    table = demonstration.accounts(deployment.data) if deployment.is_local else ""
    if table:
        print(f"\nComptes de démonstration (gardés dans {deployment.data / demonstration.FILE}) :\n{table}")
    print("Pour arrêter : Ctrl+C", flush=True)


def _prepare(app: Flask) -> None:
    deployment = app.extensions["deployment"]
    try:
        with app.app_context():
            prepare(deployment)
            if not has_accounts():
                print("Cette instance n’a pas encore de compte : créez le premier avec\n"
                      "  .venv/bin/flask --app wsgi partage create-admin", flush=True)  # fmt: skip
    except Unsound as error:
        print(error, file=sys.stderr, flush=True)
        raise SystemExit(2) from None
    except OperationalError as error:
        print(f"La base de données ne répond pas : {error.orig}", file=sys.stderr, flush=True)
        raise SystemExit(2) from None


def _run_apart(work: Callable[[], None]) -> int:
    """Run `work` in a child process and wait; answers its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(_fork(work), 0)[1])


def _fork(work: Callable[[], Any]) -> int:
    """Start `work` in a child process that dies with us; answers its pid."""
    parent = os.getpid()
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    pid = os.fork()
    if pid:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        return pid
    code = 1
    try:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        _die_with(parent)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        work()
        code = 0
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    except BaseException:
        logging.getLogger(__name__).exception("a process ended on an error")
    finally:
        logging.shutdown()
        sys.stdout.flush()
        os._exit(code)


def _die_with(parent: int) -> None:
    """Ask Linux for SIGTERM when the parent dies, even by kill -9; elsewhere nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


class Family:
    """The processes of an instance: one that dies is started again, five deaths in a minute stop everything."""

    def __init__(self) -> None:
        self.members: dict[int, tuple[str, Callable[[], Any]]] = {}
        self.deaths: list[float] = []
        self.stopping = False
        self.code = 0
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: self.stop())
        signal.signal(signal.SIGALRM, lambda _number, _frame: self._tell(signal.SIGKILL))

    def start(self, name: str, work: Callable[[], Any]) -> None:
        pid = _fork(work)
        self.members[pid] = (name, work)
        if self.stopping:
            self._tell(signal.SIGTERM)

    def stop(self) -> None:
        """Ask everybody to end; those who have not after a while are killed."""
        self.stopping = True
        self._tell(signal.SIGTERM)
        signal.alarm(PATIENCE)

    def wait(self) -> int:
        """Until nobody is left; answers the exit code."""
        while self.members:
            pid, status = os.wait()
            if pid not in self.members:
                continue
            name, work = self.members.pop(pid)
            if not self.stopping:
                self._replace(name, work, os.waitstatus_to_exitcode(status))
        return self.code

    def _replace(self, name: str, work: Callable[[], Any], code: int) -> None:
        time.sleep(0.2)  # Ctrl+C reaches everybody at once: the child may end before we know why
        if self.stopping:
            return
        now = time.monotonic()
        self.deaths = [death for death in self.deaths if now - death < IN_SECONDS] + [now]
        if len(self.deaths) >= MANY_DEATHS:
            print(f"Partage s’arrête : {name} est tombé {MANY_DEATHS} fois en une minute (code {code}). "
                  "La cause est écrite plus haut.", file=sys.stderr, flush=True)  # fmt: skip
            self.code = 1
            self.stop()
            return
        print(f"Partage relance {name}, qui s’est arrêté (code {code}).", file=sys.stderr, flush=True)
        self.start(name, work)

    def _tell(self, number: int) -> None:
        for pid in self.members:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)


if __name__ == "__main__":
    sys.exit(main())
