"""H3, W7: what somebody who leaves, steps down or is away had taken finds somebody at once."""

from __future__ import annotations

import pytest

from partage import clock
from partage.accounts.data_rights import erase_person
from partage.db import db, writing
from partage.questions.leavers import replace_absent
from partage.questions.models import Question
from partage.topics.models import Absence, Expertise
from tests.cast import person
from tests.factories import answer_question, ask_question, trust
from tests.moments import at


@pytest.fixture
def taken(cast):
    """A question told to Claire first, and taken by her, on a Monday."""
    with at("2026-11-23 10:00"):
        trust(cast.nadia)
        number = ask_question(cast.nadia)
        with writing():
            question(number).take(by=person(cast.claire))
    assert question(number).first_told_id == cast.claire
    return number


def question(number: int) -> Question:
    return db.session.get_one(Question, number, populate_existing=True)


def who_has(number: int) -> tuple[int | None, int | None]:
    found = question(number)
    return found.taken_by_id, found.first_told_id


def step_down(cast) -> None:
    grant = db.session.scalars(db.select(Expertise).filter_by(user_id=cast.claire, topic_id=cast.rights)).one()
    grant.end(by=person(cast.claire))


def disable(cast) -> None:
    person(cast.claire).disable(by=person(cast.paul))


def erase(cast) -> None:
    erase_person(person(cast.claire), True, by=person(cast.claire))


@pytest.mark.parametrize("leave", [step_down, disable, erase])
def test_what_an_expert_had_is_released_at_once_and_the_deputy_told_first(cast, taken, leave):
    with at("2026-11-23 11:00"), writing():
        leave(cast)
    assert who_has(taken) == (None, cast.maud)


def test_an_absent_expert_hands_on_what_she_had(cast, taken):
    with at("2026-11-24 07:00"):
        with writing():
            Absence.declare(person(cast.claire), clock.today(), clock.today())
        assert replace_absent() == 0  # quiet still
    assert who_has(taken) == (cast.claire, cast.claire)
    with at("2026-11-24 08:30"):
        assert replace_absent() == 1
        assert replace_absent() == 0
    assert who_has(taken) == (None, cast.maud)


def test_everybody_away_leaves_it_to_the_coordination(cast, taken):
    with at("2026-11-24 08:30"):
        with writing():
            for one in (cast.claire, cast.maud):
                Absence.declare(person(one), clock.today(), clock.today())
        assert replace_absent() == 1
        assert replace_absent() == 0
    assert who_has(taken) == (None, None)


def test_a_claim_of_yesterday_is_nobodys(cast, taken):
    with at("2026-11-24 10:01"):
        assert not question(taken).is_taken
    with at("2026-11-23 23:00"):
        assert question(taken).is_taken


def test_an_answered_question_stays_where_it_is(cast, taken):
    with at("2026-11-23 12:00"):
        answer_question(taken, cast.claire)
        with writing():
            question(taken).release(by=person(cast.claire))
            disable(cast)
    assert who_has(taken) == (None, cast.claire)


def test_another_theme_keeps_what_she_took_there(cast):
    with at("2026-11-23 10:00"):
        trust(cast.nadia)
        number = ask_question(cast.nadia, topic="emploi-formation")
        with writing():
            question(number).take(by=person(cast.maud))
        with writing():
            grant = db.session.scalars(db.select(Expertise).filter_by(user_id=cast.maud, topic_id=cast.rights)).one()
            grant.end(by=person(cast.paul))
        assert who_has(number) == (cast.maud, cast.maud)
