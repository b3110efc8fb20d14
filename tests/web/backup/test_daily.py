"""The backup of each night, and what is kept of it."""

from __future__ import annotations

import shutil
from datetime import date, timedelta

import pytest

from partage import backup, backup_daily, clock, events
from partage.backup import BackupError
from partage.db import db, writing
from partage.events import Event
from partage.home import jobs
from tests.cast import person


@pytest.fixture
def deployment(app):
    for path in (app.extensions["deployment"].data / "backups").glob("*"):
        path.unlink()
    return app.extensions["deployment"]


def archives(deployment):
    return sorted(path.name for path in (deployment.data / "backups").glob("*.tar"))


def at(hour, day=date(2026, 3, 2)):
    """A moment of that day, in Paris."""
    moment = clock.datetime.combine(day, clock.time(hour), clock.PARIS)
    return clock.travel(seconds=(moment - clock.now()).total_seconds())


def test_each_night_makes_one_archive_that_reads_well(cast, deployment):
    with at(1):
        assert jobs.back_up() is None
    with at(3):
        made = jobs.back_up()
        assert made is not None and jobs.back_up() is None
        assert backup.last(deployment)["file"] == str(made)
    backup.check(made)
    assert archives(deployment) == ["partage-nuit-2026-03-02.tar"]
    assert made.stat().st_mode & 0o777 == 0o600


def test_a_server_off_at_night_makes_it_by_day(cast, deployment):
    with at(16):
        assert jobs.back_up() is not None


def test_seven_days_and_four_weeks_are_kept_and_nothing_made_by_hand_goes(cast, deployment):
    folder = deployment.data / "backups"
    folder.mkdir(exist_ok=True)
    today = date(2026, 3, 2)
    for back in range(1, 60):
        (folder / f"partage-nuit-{today - timedelta(days=back)}.tar").touch()
    (folder / "partage-20250101-000000.tar").touch()
    (folder / "partage-nuit-a-moi.tar").touch()
    with at(3, today):
        jobs.back_up()
    kept = archives(deployment)
    days = [f"partage-nuit-{today - timedelta(days=back)}.tar" for back in range(7)]
    mondays = [f"partage-nuit-{today - timedelta(days=7 * back)}.tar" for back in range(1, 5)]
    assert kept == sorted({*days, *mondays, "partage-20250101-000000.tar", "partage-nuit-a-moi.tar"})


def test_rotation_over_months_keeps_the_first_archive_of_each_week(deployment, tmp_path):
    for day in range(90):
        (tmp_path / f"partage-nuit-{date(2026, 1, 1) + timedelta(days=day)}.tar").touch()
        for path in backup_daily._outdated(tmp_path.iterdir()):
            path.unlink()
    kept = sorted(path.name[13:23] for path in tmp_path.iterdir())
    assert kept[-7:] == [f"{date(2026, 3, 31) - timedelta(days=back)}" for back in reversed(range(7))]
    assert kept[:-7] == ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"]


def test_a_disk_without_room_gets_no_archive_and_is_not_tried_each_minute(cast, deployment, tmp_path):
    folder = deployment.data / "backups"
    folder.mkdir(exist_ok=True)
    with (folder / "partage-nuit-2026-03-01.tar").open("wb") as huge:
        huge.truncate(shutil.disk_usage(folder).free)  # a file with a hole: it weighs nothing
    with at(3):
        with pytest.raises(BackupError, match="plus assez de place"):
            jobs.back_up()
        assert jobs.back_up() is None
    with at(5), pytest.raises(BackupError):
        jobs.back_up()


def test_an_archive_that_does_not_read_back_is_refused(cast, deployment, tmp_path):
    made = backup.backup(deployment, tmp_path / "a.tar")
    content = bytearray(made.read_bytes())
    content[2000] ^= 1
    made.write_bytes(content)
    with pytest.raises(BackupError, match="ne se relit pas"):
        backup.check(made)


def test_lines_of_the_journal_go_after_a_year(cast):
    with writing():
        events.record("account.enabled", person(cast.nadia), by=person(cast.agnes))
    with clock.travel(days=364):
        assert jobs.forget_old_events() == 0
    with clock.travel(days=366):
        assert jobs.forget_old_events() >= 1
    assert db.session.query(Event).filter_by(name="account.enabled").count() == 0
