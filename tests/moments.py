"""`with at("2026-04-30 10:15"):` the clock shows that moment in Paris."""

from __future__ import annotations

from datetime import datetime

from partage import clock


def at(written: str) -> clock.travel:
    moment = datetime.fromisoformat(written).replace(tzinfo=clock.PARIS)
    return clock.travel(seconds=(moment - clock.now()).total_seconds())
