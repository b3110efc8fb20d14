"""What `partage tick` does: each feature adds its jobs; each runs at most once at a time, whatever the number of hosts."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import text

from partage.db import db

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """A function safe to run twice. It opens its own writing() and decides itself what is due."""

    name: str
    run: Callable[[], object]


_jobs: dict[str, Job] = {}


def add(name: str, run: Callable[[], object]) -> None:
    _jobs[name] = Job(name, run)


def tick() -> list[str]:
    """Run every job once; one that fails is logged and does not stop the others. Answers the names that failed."""
    failed = []
    for job in _jobs.values():
        try:
            _alone(job)
        except Exception:
            log.exception("job %s failed", job.name)
            db.session.rollback()
            failed.append(job.name)
    return failed


def _alone(job: Job) -> None:
    """On PostgreSQL, hold an advisory lock on a connection of its own; SQLite has one host and serialises writers."""
    if db.engine.dialect.name != "postgresql":
        job.run()
        return
    key = zlib.crc32(job.name.encode())
    with db.engine.connect() as connection:
        if connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}):
            try:
                job.run()
            finally:
                connection.scalar(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
