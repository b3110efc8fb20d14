"""The only module that asks what time it is. UTC inside; French outside."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
          "septembre", "octobre", "novembre", "décembre")  # fmt: skip

_shift = timedelta()


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + _shift


def today() -> date:
    """The present day in Paris."""
    return now().astimezone(PARIS).date()


class travel:
    """Move the clock for the length of a `with` block (tests and the soak run)."""

    def __init__(self, **delta: float) -> None:
        self.delta = timedelta(**delta)

    def __enter__(self) -> None:
        global _shift
        _shift += self.delta

    def __exit__(self, *_: object) -> None:
        global _shift
        _shift -= self.delta


def day_in_words(moment: datetime | date) -> str:
    """« 3 mars 2026 », « 1er mai 2026 »."""
    day = _as_date(moment)
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"


def month_in_words(moment: datetime | date) -> str:
    """« mars 2027 »."""
    day = _as_date(moment)
    return f"{MONTHS[day.month - 1]} {day.year}"


def moment_in_words(moment: datetime) -> str:
    """« ce matin à 8 h 40 », « hier à 16 h 20 », « le 3 mars 2026 à 9 h 05 »; no time of day is left in English."""
    local = moment.astimezone(PARIS)
    hour = f"{local.hour} h {local.minute:02d}"
    age = (today() - local.date()).days
    if age == 0:
        return f"{'ce matin' if local.hour < 12 else 'aujourd’hui'} à {hour}"
    if age == 1:
        return f"hier à {hour}"
    return f"le {day_in_words(local)} à {hour}"


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last of that month when it has no such day."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, min(day.day, 28))


def _as_date(moment: datetime | date) -> date:
    return moment.astimezone(PARIS).date() if isinstance(moment, datetime) else moment
