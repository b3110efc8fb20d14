"""M7: nothing waits over 5 working days without a second person asked by name; twice the same day asks nobody more."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from partage import clock
from partage.accounts.models import User
from partage.db import db, writing
from partage.events import Event
from partage.moderation.jobs import ask_second_readers
from partage.moderation.models import SecondReader
from partage.topics.models import Absence
from tests.cast import person
from tests.factories import BODY, publish_practice, submit_edit
from tests.web.moderation.helpers import decide, decisions, plain, report


def asked():
    return [(one.waiting, one.user_id) for one in db.session.scalars(select(SecondReader).order_by(SecondReader.id))]


@pytest.fixture
def monday():
    """A Monday morning without a public holiday in the two weeks that follow."""
    start = datetime(2027, 1, 11, 9, tzinfo=UTC)
    with clock.travel(seconds=(start - clock.now()).total_seconds()):
        yield


@pytest.fixture
def edit(cast, monday):
    return submit_edit(publish_practice(author_id=cast.claire), cast.nadia, body=BODY + "\n\nEncore.")


def test_five_working_days_then_somebody_is_asked(cast, edit):
    with clock.travel(days=4):  # Friday
        assert ask_second_readers() == 0
    with clock.travel(days=6):  # Sunday: four working days went by
        assert ask_second_readers() == 0
    with clock.travel(days=7, hours=1):
        assert ask_second_readers() == 1
        assert ask_second_readers() == 0
    assert asked() == [("revision", cast.ines)]
    told = db.session.scalars(select(Event).filter_by(name="waiting.second_reader")).one()
    assert told.detail["person"] == cast.ines


def test_after_five_more_the_next_one(cast, edit):
    for days in (7, 14):
        with clock.travel(days=days, hours=2):
            ask_second_readers()
    assert asked() == [("revision", cast.ines), ("revision", cast.paul)]


def test_report_and_contestation_are_never_given_to_who_may_not_decide(cast, as_, monday):
    number = publish_practice(author_id=cast.nadia)
    decide(as_(cast.ines), number, "hide")
    as_(cast.nadia).post(f"/moderation/decisions/{decisions()[0].id}/contestation", data={"body": ""})
    other = publish_practice("autre", title="Autre", author_id=cast.ines)
    report(as_(cast.nadia), "practice", other)
    with clock.travel(days=8):
        assert ask_second_readers() == 2
    assert sorted(asked()) == [("appeal", cast.paul), ("report", cast.paul)]


def test_who_is_away_is_not_asked(cast, edit):
    with clock.travel(days=8):
        with writing():
            Absence.declare(person(cast.ines), clock.today(), clock.today() + timedelta(days=3))
        ask_second_readers()
    assert asked() == [("revision", cast.paul)]


def test_least_recently_asked_comes_first(cast, edit):
    with writing():
        db.session.get(User, cast.maud).roles = ["moderator"]
        db.session.add(SecondReader(waiting="report", thing_id=99, user_id=cast.ines))
    with clock.travel(days=8):
        ask_second_readers()
    assert asked()[-1] == ("revision", cast.maud)


def test_queue_says_who_was_asked(cast, as_, edit):
    with clock.travel(days=8):
        ask_second_readers()
        assert "Demandé aussi à Inès Delmas" in plain(as_(cast.paul).get("/moderation"))


def test_what_was_decided_asks_nobody(cast, as_, edit):
    as_(cast.claire).post(f"/revisions/{edit}/publication")
    with clock.travel(days=30):
        assert ask_second_readers() == 0
