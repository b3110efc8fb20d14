"""H7 by the clock: nobody answers, and the question is never forgotten. Week-end, 1 May, summer time, an absence."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from partage import settings
from partage.accounts.data_rights import erase_person
from partage.db import db, writing
from partage.events import Event
from partage.questions import reminders
from partage.questions.models import Question
from partage.questions.states import QuestionState
from partage.texts.models import Revision, Text
from tests.cast import person
from tests.factories import answer_question, ask_question, trust
from tests.moments import at


@pytest.fixture
def asked(cast):
    """Nadia, whose posts are shown at once, asks at the moment a test gives."""

    def ask(moment: str, **words):
        with at(moment):
            trust(cast.nadia, cast.youssef)
            return ask_question(cast.nadia, **words)

    return ask


def stage(number: int) -> int:
    return question(number).stage


def question(number: int) -> Question:
    return db.session.get_one(Question, number, populate_existing=True)


def tick_at(moment: str) -> int:
    with at(moment):
        return reminders.remind()


@pytest.mark.parametrize(
    ("asked_at", "too_soon", "due"),
    [
        ("2026-11-20 10:15", "2026-11-24 10:14", "2026-11-24 10:16"),  # over a week-end
        ("2026-04-30 10:15", "2026-05-05 10:14", "2026-05-05 10:16"),  # over 1 May and a week-end
        ("2026-03-26 10:15", "2026-03-30 10:14", "2026-03-30 10:16"),  # over the change to summer time
        ("2026-10-22 10:15", "2026-10-26 10:14", "2026-10-26 10:16"),  # and back
        ("2026-11-21 15:00", "2026-11-24 18:59", "2026-11-25 08:00"),  # on a Saturday: counted from Monday, sent at 8 h
        ("2026-11-17 20:30", "2026-11-19 20:31", "2026-11-20 08:00"),  # due in the evening: waits for the morning
    ],
)
def test_experts_are_reminded_after_two_working_days(asked, asked_at, too_soon, due):
    number = asked(asked_at)
    assert tick_at(too_soon) == 0 and stage(number) == 0
    assert tick_at(due) == 1 and stage(number) == 1


def test_the_whole_way_to_what_we_lack(asked):
    number = asked("2026-11-23 10:00")
    for moment, expected in (("2026-11-25 10:01", 1), ("2026-11-27 10:01", 2), ("2026-12-07 10:01", 3)):
        assert tick_at(moment) == 1
        assert stage(number) == expected
        assert question(number).state is QuestionState.OPEN
    assert tick_at("2027-01-06 09:59") == 0  # Christmas and New Year's Day are not counted
    assert tick_at("2027-01-06 10:01") == 1
    assert question(number).state is QuestionState.CLOSED
    with at("2027-01-06 11:00"), writing():
        question(number).reopen(by=person(question(number).author_id))
    assert tick_at("2027-01-07 11:00") == 0
    assert tick_at("2027-01-08 11:01") == 1  # the delays began anew


def test_ticking_twice_reminds_once(asked):
    number = asked("2026-11-23 10:00")
    assert [tick_at("2026-11-25 10:01"), tick_at("2026-11-25 10:01"), tick_at("2026-11-25 10:02")] == [1, 0, 0]
    told = db.session.scalars(db.select(Event).filter_by(name="question.reminded", thing_id=number)).all()
    assert [event.detail["stage"] for event in told] == [1]


def test_a_worker_that_stopped_catches_up_with_every_step(asked):
    number = asked("2026-11-23 10:00")
    tick_at("2026-12-08 10:00")
    told = db.session.scalars(db.select(Event).filter_by(name="question.reminded", thing_id=number).order_by(Event.id)).all()
    assert [event.detail["stage"] for event in told] == [1, 2, 3]


def test_an_answer_members_read_stops_the_reminders(cast, asked):
    number = asked("2026-11-23 10:00")
    with at("2026-11-24 10:00"):
        answer_question(number, cast.youssef)
    assert tick_at("2026-12-24 10:00") == 0


def test_what_the_asker_adds_herself_is_no_answer(cast, asked):
    number = asked("2026-11-23 10:00")
    with at("2026-11-24 10:00"):
        answer_question(number, cast.nadia)
    assert tick_at("2026-11-25 10:01") == 1 and stage(number) == 1


def test_a_hidden_answer_is_no_answer(cast, asked):
    number = asked("2026-11-23 10:00")
    with at("2026-11-24 10:00"):
        answer = answer_question(number, cast.youssef)
        with writing():
            db.session.get_one(Text, answer).hide(by=person(cast.ines))
    assert tick_at("2026-11-26 09:59") == 0
    assert tick_at("2026-11-26 10:01") == 1 and stage(number) == 1


def test_when_its_only_answer_goes_the_question_waits_again_step_by_step(cast, asked):
    number = asked("2026-11-02 10:00")
    with at("2026-11-03 10:00"):
        answer = answer_question(number, cast.youssef)
    with at("2027-01-11 10:00"), writing():
        db.session.get_one(Text, answer).hide(by=person(cast.ines))
    assert question(number).answered_at is None
    assert tick_at("2027-01-13 10:01") == 1 and stage(number) == 1 and question(number).state is QuestionState.OPEN


def test_an_answer_given_back_later_stops_the_reminders(cast, asked):
    number = asked("2026-11-23 10:00")
    with at("2026-11-24 10:00"):
        answer = answer_question(number, cast.youssef)
    first = question(number).answered_at
    with at("2026-11-30 10:00"), writing():
        db.session.get_one(Text, answer).hide(by=person(cast.ines))
    with at("2026-12-01 10:00"), writing():
        db.session.get_one(Text, answer).unhide(by=person(cast.ines))
    assert question(number).answered_at == first
    assert tick_at("2026-12-24 10:00") == 0


def test_when_the_only_helper_leaves_with_her_texts_the_question_waits_again(cast, asked):
    number = asked("2026-11-23 10:00")
    with at("2026-11-24 10:00"):
        answer_question(number, cast.youssef)
        answer_question(number, cast.nadia)  # what the asker adds is no answer
    with at("2026-11-25 10:00"), writing():
        erase_person(person(cast.youssef), False, by=None)
    assert question(number).answered_at is None
    assert tick_at("2026-11-27 10:01") == 1


def test_a_question_that_waits_for_a_reading_is_recalled_once_and_never_closed(cast):
    with at("2026-11-23 10:00"):
        number = ask_question(cast.nadia)  # her first post
    assert tick_at("2026-11-25 09:59") == 0
    assert tick_at("2026-11-25 10:01") == 1 and stage(number) == 1
    assert tick_at("2027-02-25 10:01") == 0
    assert question(number).state is QuestionState.OPEN


def test_a_question_sent_back_waits_for_its_author_alone(cast):
    with at("2026-11-23 10:00"):
        number = ask_question(cast.nadia)
        with writing():
            revision = db.session.scalars(db.select(Revision).filter_by(text_id=number)).one()
            revision.send_back(by=person(cast.claire), reason="unclear", note="Dites ce qui bloque.")
    assert tick_at("2026-12-25 10:01") == 0 and tick_at("2026-12-28 10:01") == 0


@pytest.mark.parametrize("moment", ["2026-11-25 19:00", "2026-11-26 07:59", "2026-11-28 10:00", "2026-11-11 10:00", "2027-01-01 10:00"])
def test_nothing_goes_out_in_quiet_hours(asked, moment):
    number = asked("2026-10-20 10:00")
    assert tick_at(moment) == 0 and stage(number) == 0


def test_the_delays_are_settings(asked):
    with writing():
        settings.put("question_reminder_days", 1)
    number = asked("2026-11-23 10:00")
    assert tick_at("2026-11-24 10:01") == 1 and stage(number) == 1


def test_thirty_young_questions_cost_no_more_queries(cast, asked):
    from tests.queries import count_queries

    asked("2026-11-23 10:00")
    with at("2026-11-23 11:00"), count_queries() as few:
        reminders.remind()
    few.pop(0)  # the settings, read once
    with at("2026-11-23 11:00"):
        for place in range(30):
            ask_question(cast.youssef, title=f"Question numéro {place} sur la carte Vitale")
        with count_queries() as many:
            reminders.remind()
    assert len(many) == len(few)


def test_two_hosts_that_tick_at_once_remind_once(app, asked):
    number = asked("2026-11-23 10:00")
    db.session.rollback()

    def tick() -> int:
        with app.app_context():
            try:
                return reminders.remind()
            finally:
                db.session.remove()

    with at("2026-12-07 10:01"), ThreadPoolExecutor(4) as hosts:
        done = [one.result() for one in [hosts.submit(tick) for _ in range(4)]]
    assert sum(done) == 1
    told = db.session.scalars(db.select(Event).filter_by(name="question.reminded", thing_id=number).order_by(Event.id)).all()
    assert [event.detail["stage"] for event in told] == [1, 2, 3]


def test_a_question_asked_again_in_vain_joins_what_we_lack(asked, cast, as_):
    number = asked("2026-11-02 10:00", title="Où refaire sa carte ?")
    with at("2026-11-03 10:00"):
        answer_question(number, cast.youssef)
        with writing():
            question(number).resolve(by=person(cast.nadia))
    with at("2026-11-16 10:00"), writing():
        question(number).reopen(by=person(cast.nadia))
    tick_at("2027-02-01 10:00")
    assert question(number).state is QuestionState.CLOSED
    assert "Où refaire sa carte" in as_(cast.nadia).get("/entraide/ce-qui-nous-manque").text
