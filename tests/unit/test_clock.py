"""Working days in Paris: what the delays of the help board and of moderation are counted in."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from partage import clock

# Easter Sundays as published by the Bureau des longitudes
EASTERS = ["1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25"]
OFF_IN_2026 = [
    "2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25", "2026-07-14", "2026-08-15", "2026-11-01",
    "2026-11-11", "2026-12-25",
]  # fmt: skip


def paris(written: str) -> datetime:
    """« 2026-04-30 10:15 », as a clock on a wall in Paris shows it."""
    return datetime.fromisoformat(written).replace(tzinfo=clock.PARIS)


@pytest.mark.parametrize("written", EASTERS)
def test_easter_is_the_published_one(written):
    assert clock.easter(int(written[:4])) == date.fromisoformat(written)


def test_the_eleven_holidays_of_the_labour_code_and_no_other():
    assert sorted(clock.holidays(2026)) == [date.fromisoformat(day) for day in OFF_IN_2026]


@pytest.mark.parametrize("written", ["2026-04-03", "2026-12-26", "2025-04-18", "2025-12-26"])
def test_holidays_of_alsace_moselle_are_not_counted(written):
    day = date.fromisoformat(written)
    assert day not in clock.holidays(day.year)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-20 10:15", 1, "2026-11-23 10:15"),  # a week-end
        ("2026-11-20 10:15", 2, "2026-11-24 10:15"),
        ("2026-04-30 16:40", 1, "2026-05-04 16:40"),  # 1 May, a Friday, then the week-end
        ("2026-05-06 09:00", 2, "2026-05-11 09:00"),  # 8 May, a Friday
        ("2026-05-13 09:00", 1, "2026-05-15 09:00"),  # Ascension
        ("2026-04-03 09:00", 1, "2026-04-07 09:00"),  # Good Friday is worked, Easter Monday is not
        ("2026-03-27 10:15", 1, "2026-03-30 10:15"),  # the change to summer time: the same hour on the wall
        ("2026-10-23 10:15", 1, "2026-10-26 10:15"),  # and back
        ("2026-11-21 15:00", 1, "2026-11-24 00:00"),  # Saturday counts from Monday at 0 h
        ("2026-05-01 15:00", 1, "2026-05-05 00:00"),  # a holiday too
        ("2026-12-31 12:00", 1, "2027-01-04 12:00"),
        ("2026-11-23 10:15", 0, "2026-11-23 10:15"),
        ("2026-11-23 23:59", 30, "2027-01-06 23:59"),
    ],
)
def test_adding_working_days(start, days, end):
    assert clock.add_working_days(paris(start), days) == paris(end)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-11-20 10:15", "2026-11-23 10:14", 0),
        ("2026-11-20 10:15", "2026-11-23 10:15", 1),
        ("2026-11-20 10:15", "2026-11-22 23:00", 0),
        ("2026-04-30 16:40", "2026-05-04 16:40", 1),
        ("2026-03-27 10:15", "2026-03-30 10:15", 1),
        ("2026-11-21 15:00", "2026-11-24 00:00", 1),
        ("2026-11-24 15:00", "2026-11-20 15:00", 0),
    ],
)
def test_whole_working_days_gone_by(start, end, days):
    assert clock.working_days_between(paris(start), paris(end)) == days


@pytest.mark.parametrize("start", ["2026-04-30 16:40", "2026-05-01 03:00", "2026-03-27 00:30", "2026-12-24 23:30"])
@pytest.mark.parametrize("days", range(0, 12))
def test_counting_and_adding_say_the_same(start, days):
    end = clock.add_working_days(paris(start), days)
    assert clock.working_days_between(paris(start), end) == days


def test_the_day_is_the_one_in_paris():
    late = datetime.fromisoformat("2026-05-03T22:30:00+00:00")  # already Monday in Paris
    assert clock.working_days_between(late, datetime.fromisoformat("2026-05-04T22:30:00+00:00")) == 1


@pytest.mark.parametrize(
    ("moment", "is_quiet"),
    [
        ("2026-11-23 07:59", True), ("2026-11-23 08:00", False), ("2026-11-23 18:59", False), ("2026-11-23 19:00", True),
        ("2026-11-22 12:00", True), ("2026-05-01 12:00", True), ("2026-04-06 12:00", True), ("2026-03-30 08:00", False),
    ],
)  # fmt: skip
def test_quiet_hours(moment, is_quiet):
    assert clock.quiet(paris(moment)) is is_quiet
