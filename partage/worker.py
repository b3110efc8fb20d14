"""The process beside the web server: sends mails every few seconds, does what is due every minute."""

from __future__ import annotations

import logging
import os
import select
import signal
import time

from flask import Flask

from partage import jobs, mail
from partage.db import db

log = logging.getLogger(__name__)
MAILS_EVERY = 5.0  # seconds
TICK_EVERY = 60.0


def run(app: Flask) -> None:
    """Work until SIGTERM or SIGINT, which wait for the end of the job in hand."""
    asked_to_stop = _listen_for_signals()
    next_tick = 0.0
    while True:
        with app.app_context():
            _try(mail.send_due)
            if time.monotonic() >= next_tick:
                next_tick = time.monotonic() + TICK_EVERY
                _try(jobs.tick)
            db.session.remove()
        if select.select([asked_to_stop], [], [], MAILS_EVERY)[0]:
            return


def _try(work: object) -> None:
    """A database that is away for a while must not end the worker."""
    try:
        work()  # type: ignore[operator]
    except Exception:
        log.exception("the worker goes on after an error")
        db.session.rollback()


def _listen_for_signals() -> int:
    """A descriptor that becomes readable once the process is asked to stop."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: None)
    return reader
