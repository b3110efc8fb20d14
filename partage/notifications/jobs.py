"""What was seen more than 90 days ago is forgotten."""

from __future__ import annotations

from datetime import timedelta

from partage import clock, jobs
from partage.db import writing
from partage.notifications import queries

KEPT = timedelta(days=90)


def forget_old() -> int:
    before = clock.now() - KEPT
    if not queries.has_seen_before(before):
        return 0
    with writing():
        return queries.forget_seen(before)


jobs.add("notifications.forget_old", forget_old)
