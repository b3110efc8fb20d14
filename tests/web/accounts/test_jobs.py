"""What time takes away, and accounts nobody uses."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from partage import clock, jobs
from partage.accounts import jobs as ours
from partage.accounts.models import Attempt, Invitation, JoinRequest, Login, PasswordReset, new_token
from partage.db import db, writing
from tests.cast import person
from tests.web.accounts.helpers import mails


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def seen_months_ago(number, months):
    with writing():
        person(number).seen_on = clock.add_months(clock.today(), -months)


@pytest.fixture
def everybody_came(cast):
    """All seen today, so that each test ages whom it is about."""
    with writing():
        for number in range(1, 8):
            person(number).seen_on = clock.today()
    return cast


def later(cast, **delta):
    """Everybody but Nadia came; then time passes and the job runs."""
    with clock.travel(**delta):
        with writing():
            for number in range(2, 8):
                person(number).seen_on = clock.today()
        ours.retention()


def test_purge_drops_what_is_over_and_keeps_the_rest(cast, as_):
    as_(cast.nadia)
    with writing():
        PasswordReset.issue(person(cast.nadia), new_token())
        Invitation.issue(new_token(), by=person(cast.paul))
        JoinRequest.file(name="Lou", email="lou@exemple.test", structure_name="", message="")
        db.session.add(Attempt(key="k", window=int(clock.now().timestamp()), count=1))
    tables = (PasswordReset, Invitation, JoinRequest, Attempt, Login)
    ours.purge()
    assert [count(table) for table in tables] == [1] * 5
    with clock.travel(days=3):
        ours.purge()
    assert [count(table) for table in tables] == [0, 1, 1, 0, 1]
    with clock.travel(days=200):
        ours.purge()
        ours.purge()
    assert [count(table) for table in tables] == [0] * 5


def test_revoked_session_is_kept_90_days(cast, as_):
    as_(cast.nadia)
    with writing():
        db.session.scalar(select(Login)).revoke()
    with clock.travel(days=89):
        ours.purge()
        assert count(Login) == 1
    with clock.travel(days=91):
        ours.purge()
        assert count(Login) == 0


def test_account_unused_23_months_is_warned_once(everybody_came):
    seen_months_ago(everybody_came.nadia, 23)
    ours.retention()
    ours.retention()
    [mail] = mails()
    assert mail.to == "nadia@exemple.test" and "sera effacé à partir du" in mail.body
    assert person(everybody_came.nadia).email


def test_account_unused_22_months_is_left_alone(everybody_came):
    seen_months_ago(everybody_came.nadia, 22)
    ours.retention()
    assert mails() == []


def test_account_is_erased_at_24_months_after_its_warning(everybody_came):
    seen_months_ago(everybody_came.nadia, 23)
    ours.retention()
    later(everybody_came, days=32)
    assert person(everybody_came.nadia).email is None


def test_nobody_is_erased_without_four_weeks_of_notice(everybody_came):
    seen_months_ago(everybody_came.nadia, 30)
    ours.retention()
    later(everybody_came, days=27)
    assert person(everybody_came.nadia).email
    later(everybody_came, days=29)
    assert person(everybody_came.nadia).email is None


def test_coming_back_after_the_warning_keeps_the_account(everybody_came):
    seen_months_ago(everybody_came.nadia, 23)
    ours.retention()
    with clock.travel(days=5), writing():
        person(everybody_came.nadia).seen_on = clock.today()
    later(everybody_came, days=60)
    assert person(everybody_came.nadia).email
    later(everybody_came, days=60 + 24 * 31)
    assert person(everybody_came.nadia).email, "a new warning comes first"
    assert [mail.to for mail in mails()] == ["nadia@exemple.test"] * 2


def test_last_administrator_is_warned_but_never_erased(everybody_came):
    seen_months_ago(everybody_came.agnes, 30)
    ours.retention()
    with clock.travel(days=40):
        ours.retention()
    assert person(everybody_came.agnes).email


def test_closed_account_goes_without_a_mail(everybody_came):
    seen_months_ago(everybody_came.nadia, 24)
    with writing():
        person(everybody_came.nadia).disable(by=None)
    ours.retention()
    assert person(everybody_came.nadia).email is None and mails() == []


def test_tick_runs_both(app, cast):
    assert {"accounts.purge", "accounts.retention"} <= set(jobs._jobs)
    assert [name for name in jobs.tick() if name.startswith("accounts.")] == []
