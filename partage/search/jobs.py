"""What each tick does for the search: read again what changed by the thousand, forget old searches without result."""

from __future__ import annotations

from partage import jobs
from partage.db import writing
from partage.search import fruitless, index

BATCHES = 20  # of index.BATCH documents a tick, each in a transaction of its own


def refresh_stale() -> None:
    """Read stale documents again: those of another analyser, and those whose theme changed its name."""
    for _ in range(BATCHES):
        if not index.stale():
            return
        with writing():
            index.refresh_stale()


def forget_old() -> None:
    if fruitless.has_old():
        with writing():
            fruitless.forget_old()


jobs.add("search-refresh", refresh_stale)
jobs.add("search-forget", forget_old)
