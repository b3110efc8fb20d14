"""The only module that asks what time it is. UTC inside; French outside."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
          "septembre", "octobre", "novembre", "décembre")  # fmt: skip
DAY_BEGINS, DAY_ENDS = time(8), time(19)  # nothing is sent outside, by default
FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday

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
    hour = f"{local.hour}\u00a0h\u00a0{local.minute:02d}"
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


def easter(year: int) -> date:
    """Easter Sunday: the algorithm of Meeus, Jones and Butcher, true for every Gregorian year."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=50)
def holidays(year: int) -> frozenset[date]:
    """The eleven of Code du travail L3133-1. Good Friday and 26 December, kept in Alsace-Moselle only, are not counted."""
    moving = (easter(year) + timedelta(days=number) for number in AFTER_EASTER)
    return frozenset([*(date(year, month, day) for month, day in FIXED_HOLIDAYS), *moving])


def is_working_day(day: date) -> bool:
    """Monday to Friday, public holidays left out."""
    return day.weekday() < 5 and day not in holidays(day.year)


def add_working_days(moment: datetime, number: int) -> datetime:
    """The same time of day in Paris, `number` working days later. A day off counts from the next working day at 0 h."""
    start = _working_start(moment)
    day = start.date()
    for _ in range(number):
        day = _next_working_day(day)
    return datetime.combine(day, start.time(), PARIS).astimezone(UTC)


def working_days_between(start: datetime, end: datetime) -> int:
    """How many whole working days went by: the most that `add_working_days` can add to `start` without passing `end`."""
    first, last = _working_start(start), end.astimezone(PARIS)
    days, day = 0, _next_working_day(first.date())
    while day < last.date() or (day == last.date() and last.time() >= first.time()):
        days, day = days + 1, _next_working_day(day)
    return days


def quiet(moment: datetime) -> bool:
    """Whether nothing is sent at that moment: evenings, nights, week-ends and public holidays in Paris."""
    local = moment.astimezone(PARIS)
    return not (is_working_day(local.date()) and DAY_BEGINS <= local.time() < DAY_ENDS)


def _working_start(moment: datetime) -> datetime:
    local = moment.astimezone(PARIS)
    if is_working_day(local.date()):
        return local
    return datetime.combine(_next_working_day(local.date()), time(), PARIS)


def _next_working_day(day: date) -> date:
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _as_date(moment: datetime | date) -> date:
    return moment.astimezone(PARIS).date() if isinstance(moment, datetime) else moment
