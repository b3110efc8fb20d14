"""Asking: at once or after a reading, never shown to members before, told to whom is there."""

from __future__ import annotations

from partage import clock, kinds
from partage.db import db, writing
from partage.questions import routing
from partage.questions.models import Answer, Question
from partage.search import queries as search
from partage.texts.models import Text, live_revision
from partage.texts.permissions import can_review
from partage.texts.queries import open_revision
from partage.topics.models import Absence, Topic
from tests.cast import person
from tests.factories import answer_question, ask_question, trust


def test_first_two_posts_of_a_member_wait_then_she_posts_at_once(cast):
    first = ask_question(cast.nadia)
    assert live_revision(first) is None
    assert open_revision(first, person(cast.nadia)).submitted_at is not None
    trust(cast.nadia)
    assert live_revision(ask_question(cast.nadia, title="Une autre question ?")) is not None


def test_expert_posts_at_once_in_her_theme_and_so_does_the_staff(cast):
    for author in (cast.claire, cast.ines, cast.paul):
        assert live_revision(ask_question(author, title=f"Question {author} ?")) is not None


def test_theme_with_reading_keeps_every_post_of_non_experts(cast):
    trust(cast.nadia)
    with writing():
        db.session.get_one(Topic, cast.rights).reading_before_publication = True
    number = ask_question(cast.nadia)
    assert live_revision(number) is None
    assert db.session.get_one(Answer, answer_question(number, cast.claire)).by_expert


def test_what_waits_is_in_no_search_and_in_no_copy(app, cast):
    number = ask_question(cast.nadia, title="Question sur le pamplemousse ?")
    kind = kinds.get("question")
    assert kind.load([number]) == []
    for reader in (cast.nadia, cast.youssef, cast.claire, cast.ines):
        assert not search.search(person(reader), "pamplemousse").items
        assert number not in db.session.scalars(kind.visible(person(reader))).all()


def test_published_question_is_found_with_the_words_of_its_answers(cast):
    trust(cast.nadia)
    number = ask_question(cast.nadia)
    answer_question(number, cast.claire, body="Une attestation provisoire suffit au guichet.")
    (result,) = search.search(person(cast.youssef), "attestation provisoire").items
    assert result.url.startswith("/entraide/")
    row = kinds.get("question").offline_row(kinds.get("question").load([number])[0])
    assert "attestation provisoire" in row["answers"][0]["html"]


def test_hidden_name_is_not_in_the_copy(cast):
    trust(cast.nadia)
    number = ask_question(cast.nadia, hides_author=True)
    row = kinds.get("question").offline_row(kinds.get("question").load([number])[0])
    assert "Berger" not in str(row)


def test_absent_expert_is_not_told_and_her_deputy_is(cast):
    with writing():
        db.session.add(Absence(user_id=cast.claire, first_day=clock.today(), last_day=clock.today()))
    assert routing.route(cast.rights).told == (cast.maud,)


def test_question_is_never_told_to_nobody(cast):
    with writing():
        for number in (cast.claire, cast.maud):
            db.session.add(Absence(user_id=number, first_day=clock.today(), last_day=clock.today()))
    route = routing.route(cast.rights)
    assert route.told == (cast.paul,) and route.first is None


def test_least_busy_expert_is_told_first(cast):
    with writing():
        db.session.get_one(Topic, cast.rights).designate(person(cast.youssef), by=person(cast.paul), why="Relais")
    firsts = [
        db.session.get_one(Question, ask_question(cast.ines, title=f"Question {number} ?")).first_told_id for number in range(4)
    ]
    assert sorted(firsts) == sorted([cast.claire, cast.youssef] * 2)


def test_leaving_takes_unseen_questions_and_leaves_read_ones_without_a_name(cast):
    unseen = ask_question(cast.nadia, title="Question jamais lue ?")
    answered = answer_question(unseen, cast.claire)
    trust(cast.nadia)
    seen = ask_question(cast.nadia, title="Question lue ?")
    with writing():
        for kind in kinds.every():
            if kind.forget:
                kind.forget(person(cast.nadia), True)
    db.session.expire_all()
    assert db.session.get(Question, unseen) is None and db.session.get(Text, answered) is None
    assert db.session.get_one(Question, seen).author_id is None


def test_question_sent_elsewhere_is_read_by_the_experts_of_its_new_theme(cast):
    number = ask_question(cast.nadia)
    with writing():
        question = db.session.get_one(Question, number)
        question.route(
            db.session.get_one(Topic, cast.work), by=person(cast.claire), why="C’est de l’emploi", first_told=None,
            seen_topic=cast.rights,
        )  # fmt: skip
    waiting = open_revision(number, person(cast.nadia))
    assert can_review(person(cast.maud), waiting) and not can_review(person(cast.claire), waiting)
