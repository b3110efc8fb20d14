"""What the instance does for itself at night: its backup, and forgetting the old lines of its journal."""

from __future__ import annotations

from pathlib import Path

from flask import current_app

from partage import backup_daily, events, jobs
from partage.db import db, writing


def back_up() -> Path | None:
    db.session.rollback()  # no read transaction stays open while the archive is written
    return backup_daily.run_if_due(current_app.extensions["deployment"])


def forget_old_events() -> int:
    with writing():
        return events.forget_old()


jobs.add("backup.daily", back_up)
jobs.add("events.forget_old", forget_old_events)
