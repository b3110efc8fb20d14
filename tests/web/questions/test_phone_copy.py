"""What phones keep of the board: whose, since when, and what they must forget."""

from __future__ import annotations

import pytest

from partage import events
from partage.db import db, writing
from partage.questions.models import Answer, Question
from partage.texts import writes as texts
from partage.texts.models import Revision, Watch
from partage.topics.models import Topic
from tests.cast import person
from tests.factories import answer_question, ask_question, trust


def copy(client, after=0):
    return client.get(f"/api/copie?apres={after}").json


def questions(answer):
    return {row["id"]: row for row in answer["rows"] if row["kind"] == "question"}


def gone(answer):
    return [number for kind, number in answer["gone"] if kind == "question"]


def act(number, verb, **more):
    with writing():
        getattr(db.session.get_one(Question, number), verb)(**more)


@pytest.fixture
def asked(cast):
    """An open question of Nadia in « Accès aux droits »."""
    trust(cast.nadia, cast.youssef)
    return ask_question(cast.nadia)


def test_open_question_is_kept_by_who_asked_and_by_the_experts_of_its_theme(cast, as_, asked):
    for name, keeps in (("nadia", True), ("claire", True), ("maud", True), ("youssef", False), ("ines", False), ("paul", False)):
        assert (asked in questions(copy(as_(getattr(cast, name))))) is keeps, name


def test_following_an_open_question_brings_it_at_next_contact(cast, as_, asked):
    youssef = as_(cast.youssef)
    cursor = copy(youssef)["cursor"]
    with writing():
        texts.keep(Watch, person(cast.youssef), asked, True)
    answer = copy(youssef, cursor)
    assert list(questions(answer)) == [asked]
    with writing():
        texts.keep(Watch, person(cast.youssef), asked, True)
    assert copy(youssef, answer["cursor"])["rows"] == []


def test_answering_with_words_that_wait_brings_the_question_without_them(cast, as_, asked):
    with writing():
        db.session.get_one(Topic, cast.rights).reading_before_publication = True
    youssef = as_(cast.youssef)
    cursor = copy(youssef)["cursor"]
    answer_question(asked, cast.youssef, body="Une piste encore à lire.")
    row = questions(copy(youssef, cursor))[asked]
    assert row["answers"] == [] and "Une piste" not in str(row)


def test_following_a_practice_numbers_nothing(cast, as_, asked):
    from tests.factories import publish_practice

    number = publish_practice()
    cursor = copy(as_(cast.nadia))["cursor"]
    with writing():
        texts.keep(Watch, person(cast.nadia), number, True)
    assert copy(as_(cast.nadia), cursor)["cursor"] == cursor


def test_resolved_question_comes_to_everybody(cast, as_, asked):
    youssef = as_(cast.youssef)
    cursor = copy(youssef)["cursor"]
    act(asked, "resolve", by=person(cast.nadia))
    assert questions(copy(youssef, cursor))[asked]["state"] == "resolved"


def test_question_that_is_reopened_leaves_the_phones_of_those_it_is_not_for(cast, as_, asked):
    act(asked, "resolve", by=person(cast.nadia))
    youssef, claire = as_(cast.youssef), as_(cast.claire)
    cursor = copy(youssef)["cursor"]
    act(asked, "reopen", by=person(cast.nadia))
    assert gone(copy(youssef, cursor)) == [asked]
    assert questions(copy(claire, cursor))[asked]["state"] == "open"


def test_question_sent_to_another_theme_changes_phones(cast, as_, asked):
    with writing():
        db.session.get_one(Topic, cast.work).designate(person(cast.youssef), by=person(cast.paul), why="Relais")
    claire, youssef = as_(cast.claire), as_(cast.youssef)
    cursor = copy(claire)["cursor"]
    with writing():
        work = db.session.get_one(Topic, cast.work)
        db.session.get_one(Question, asked).route(work, by=person(cast.claire), why="C’est un emploi.", first_told=None,
                                                  seen_topic=cast.rights)  # fmt: skip
    assert gone(copy(claire, cursor)) == [asked]
    row = questions(copy(youssef, cursor))[asked]
    assert row["themes"] == ["emploi-formation"]
    (move,) = row["moves"]
    assert (move["why"], move["by"], move["to"]) == ("C’est un emploi.", "Claire Fabre", "Emploi et formation")


def test_unfollowing_is_forgotten_when_the_question_changes_next(cast, as_, asked):
    youssef = as_(cast.youssef)
    with writing():
        texts.keep(Watch, person(cast.youssef), asked, True)
    cursor = copy(youssef)["cursor"]
    with writing():
        texts.keep(Watch, person(cast.youssef), asked, False)
    assert gone(copy(youssef, cursor)) == []
    answer_question(asked, cast.claire)
    assert gone(copy(youssef, cursor)) == [asked]


@pytest.mark.parametrize("verb", ["hide", "archive"])
def test_hidden_question_leaves_every_phone_even_of_who_asked(cast, as_, asked, verb):
    act(asked, "resolve", by=person(cast.nadia))
    cursor = copy(as_(cast.nadia))["cursor"]
    act(asked, verb, by=person(cast.ines))
    for reader in (cast.nadia, cast.youssef, cast.claire, cast.ines):
        assert gone(copy(as_(reader), cursor)) == [asked]
        assert asked not in questions(copy(as_(reader)))


def test_hidden_answer_leaves_the_thread_and_its_version_changes(cast, as_, asked):
    answer = answer_question(asked, cast.claire, body="Une réponse à retirer.")
    claire = as_(cast.claire)
    first = copy(claire)
    with writing():
        db.session.get_one(Answer, answer).hide(by=person(cast.ines))
    row = questions(copy(claire, first["cursor"]))[asked]
    assert "à retirer" not in str(row) and row["answers"] == []
    assert row["rev"] != questions(first)[asked]["rev"]


def test_every_new_word_of_a_thread_changes_its_version(cast, as_, asked):
    versions = set()
    for step in range(3):
        if step:
            answer_question(asked, cast.claire, body=f"Réponse {step}.")
        versions.add(questions(copy(as_(cast.claire)))[asked]["rev"])
    assert len(versions) == 3


def test_name_she_hides_leaves_the_phones_even_when_her_words_wait(cast, as_, asked):
    from partage.questions import writes

    answer_question(asked, cast.nadia, body="Je précise ma demande.")
    with writing():
        db.session.get_one(Topic, cast.rights).reading_before_publication = True
    claire = as_(cast.claire)
    first = copy(claire)
    assert "Nadia Berger" in str(questions(first))
    content = writes.check_question({
        "text_id": asked, "title": "Ma question ?", "body": "Sans mon nom.", "topic": "acces-aux-droits", "hides_author": True,
    })  # fmt: skip
    with writing():
        writes.ask(person(cast.nadia), content)
    row = questions(copy(claire, first["cursor"]))[asked]
    assert "Berger" not in str(row) and "author_id" not in row


def test_only_who_wrote_receives_her_words_as_typed(cast, as_, asked):
    answer = answer_question(asked, cast.claire, body="Une **attestation** suffit.")
    nadia, claire, maud = (questions(copy(as_(who)))[asked] for who in (cast.nadia, cast.claire, cast.maud))
    assert nadia["mine"] and nadia["source"].startswith("La personne") and "my_answers" not in nadia
    assert claire["my_answers"][str(answer)]["source"] == "Une **attestation** suffit." and "mine" not in claire
    assert "mine" not in maud and "my_answers" not in maud


def test_becoming_an_expert_starts_the_copy_again_with_the_open_questions(cast, as_, asked):
    youssef = as_(cast.youssef)
    first = copy(youssef)
    with writing():
        db.session.get_one(Topic, cast.rights).designate(person(cast.youssef), by=person(cast.paul), why="Relais")
    again = as_(cast.youssef).get(f"/api/copie?apres={first['cursor']}&epoch={first['epoch']}").json
    assert again["reset"] is True and asked in questions(again)


def test_correction_of_words_changed_elsewhere_is_refused_and_nothing_is_lost(cast, as_, asked):
    base = questions(copy(as_(cast.nadia)))[asked]["base"]
    nadia = as_(cast.nadia)

    def correct(key, body):
        return nadia.post(
            "/api/operations", headers={"Idempotency-Key": key},
            json={"uid": cast.nadia, "write": "question.save", "base": base, "payload": {
                "text_id": asked, "title": "Ma question ?", "body": body, "topic": "acces-aux-droits", "urgency": "today"}},
        )  # fmt: skip

    assert correct("cle-numero-1", "Corrigée une fois.").status_code == 201
    second = correct("cle-numero-2", "Corrigée ailleurs.")
    assert second.status_code == 422 and "avec le réseau" in second.json["error"]
    live = db.session.scalar(db.select(Revision.body).filter_by(text_id=asked, state="published"))
    assert live == "Corrigée une fois."


def test_copy_of_a_thread_costs_no_query_more_for_each_answer(cast, as_, asked):
    from tests.queries import count_queries

    def cost():
        with count_queries() as queries:
            copy(as_(cast.claire))
        return len(queries)

    answer_question(asked, cast.claire)
    few = cost()
    for step in range(6):
        answer_question(asked, cast.maud, body=f"Réponse {step}.")
    assert cost() == few


def test_name_of_somebody_who_left_leaves_the_phones(cast, as_, asked):
    from partage.accounts.data_rights import erase_person

    answer = answer_question(asked, cast.maud)
    with writing():
        db.session.get_one(Answer, answer).confirm(by=person(cast.claire))
    nadia = as_(cast.nadia)
    first = copy(nadia)
    for name, left in (("Claire Fabre", cast.claire), ("Maud Teyssier", cast.maud)):
        assert name in str(questions(first)[asked])
        with writing():
            erase_person(person(left), True, person(cast.agnes))
        first = copy(nadia, first["cursor"])
        assert name not in str(questions(first)[asked])


def test_nothing_private_is_told_by_following(cast, asked):
    before = db.session.scalar(db.select(db.func.count()).select_from(events.Event))
    with writing():
        texts.keep(Watch, person(cast.youssef), asked, True)
    assert db.session.scalar(db.select(db.func.count()).select_from(events.Event)) == before
