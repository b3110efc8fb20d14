"""What no row speaks of any more leaves the store: unfinished uploads, erased files."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy import select

from partage import clock, jobs
from partage.db import db
from partage.files.models import Attachment
from partage.files.store import store

log = logging.getLogger(__name__)
OLD = timedelta(days=1)  # an upload in progress has no row yet, a backup in progress has an older list of them
EVERY = timedelta(hours=6)


def sweep() -> int:
    """Delete the orphans of the store older than a day; answers how many. Looks a few times a day."""
    keeper = store()
    mark = keeper.folder / "swept"
    now = clock.now().timestamp()
    if not keeper.folder.exists() or (mark.exists() and now - mark.stat().st_mtime < EVERY.total_seconds()):
        return 0
    keeper.drop_unfinished(now - OLD.total_seconds())
    known = set(db.session.scalars(select(Attachment.public_id)))
    orphans = [key for key, written in keeper.list_keys() if key not in known and now - written > OLD.total_seconds()]
    for key in orphans:
        keeper.delete(key)
    mark.touch()
    return len(orphans)


jobs.add("files.sweep", sweep)
