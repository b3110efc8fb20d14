"""One tap on a question or an answer: works, others cannot, wrong state, and who comes second learns what happened."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest

from partage.db import db, writing
from partage.questions.models import Answer, Question, QuestionMove
from partage.questions.states import QuestionState
from partage.texts.models import Text, live_revision
from partage.texts.queries import open_revision
from partage.topics.models import Topic
from tests.cast import person
from tests.factories import answer_question, ask_question, trust


@pytest.fixture
def thread(cast):
    """A question of Nadia with an answer of Youssef, both read by members: (id, slug, answer)."""
    trust(cast.nadia, cast.youssef)
    number = ask_question(cast.nadia)
    return number, db.session.get_one(Question, number).slug, answer_question(number, cast.youssef)


def question(thread) -> Question:
    return db.session.get_one(Question, thread[0], populate_existing=True)


def test_expert_takes_and_releases(cast, as_, thread):
    _, slug, _ = thread
    assert as_(cast.claire).post(f"/entraide/{slug}/prise-en-charge").status_code == 303
    assert question(thread).taken_by_id == cast.claire
    assert as_(cast.claire).post(f"/entraide/{slug}/prise-en-charge", data={"on": "0"}).status_code == 303
    assert question(thread).taken_by_id is None
    assert as_(cast.youssef).post(f"/entraide/{slug}/prise-en-charge").status_code == 403


def test_second_to_take_is_shown_who_has_it(cast, as_, thread):
    _, slug, _ = thread
    as_(cast.claire).post(f"/entraide/{slug}/prise-en-charge")
    answer = as_(cast.maud).post(f"/entraide/{slug}/prise-en-charge")
    assert answer.status_code == 409 and "Claire Fabre" in answer.text and question(thread).taken_by_id == cast.claire


def route(client, slug, cast, *, topic="emploi-formation", why="C’est une question d’emploi.", seen=None):
    data = {"topic": topic, "why": why, "seen_topic": str(seen or cast.rights)}
    return client.post(f"/entraide/{slug}/orientation", data=data)


def test_expert_sends_to_another_theme_saying_why(cast, as_, thread):
    _, slug, _ = thread
    assert route(as_(cast.claire), slug, cast).status_code == 303
    assert question(thread).topic_id == cast.work and question(thread).first_told_id == cast.maud
    html = as_(cast.nadia).get(f"/entraide/{slug}").text
    assert "C’est une question d’emploi." in html and "par Claire Fabre" in html
    assert route(as_(cast.youssef), slug, cast).status_code == 403


def test_sending_without_a_reason_keeps_what_was_chosen(cast, as_, thread):
    answer = route(as_(cast.claire), thread[1], cast, why="")
    assert answer.status_code == 422 and "Dites pourquoi" in answer.text and question(thread).topic_id == cast.rights


def test_second_to_send_elsewhere_learns_who_moved_it_where_and_keeps_her_words(cast, as_, thread):
    _, slug, _ = thread
    route(as_(cast.claire), slug, cast)
    answer = route(as_(cast.maud), slug, cast, topic="acces-aux-droits", why="Mes mots à moi.")
    text = answer.text.replace("\u00a0", " ")
    assert answer.status_code == 409 and "Claire Fabre a envoyé cette question vers « Emploi et formation »" in text
    assert "Mes mots à moi." in text
    assert db.session.scalar(db.select(db.func.count()).select_from(QuestionMove)) == 1


def test_a_question_not_yet_read_that_went_to_another_theme_says_so_to_the_experts_who_had_it(cast, as_):
    slug = db.session.get_one(Question, ask_question(cast.nadia)).slug
    route(as_(cast.claire), slug, cast)
    late = route(as_(cast.claire), slug, cast, topic="acces-aux-droits", why="Mes mots à moi.")
    told = late.text.replace("\u00a0", " ")
    assert late.status_code == 409 and "Mes mots à moi." in told
    assert "Claire Fabre l’a envoyée vers « Emploi et formation »" in told and "C’est une question d’emploi." in told
    opened = as_(cast.claire).get(f"/entraide/{slug}")
    assert opened.status_code == 404 and "partie vers un autre thème" in opened.text
    assert "partie" not in as_(cast.youssef).get(f"/entraide/{slug}").text


def test_asker_says_what_helped_her_and_nobody_else_does(cast, as_, thread):
    _, _, answer = thread
    for name in ("claire", "paul", "youssef"):
        assert as_(getattr(cast, name)).post(f"/entraide/reponses/{answer}/choix").status_code == 403, name
    assert as_(cast.nadia).post(f"/entraide/reponses/{answer}/choix").status_code == 303
    assert question(thread).state is QuestionState.RESOLVED
    assert as_(cast.nadia).post(f"/entraide/reponses/{answer}/choix").status_code == 409


def test_asker_and_staff_resolve_and_reopen(cast, as_, thread):
    _, slug, answer = thread
    assert as_(cast.youssef).post(f"/entraide/{slug}/resolution").status_code == 403
    as_(cast.nadia).post(f"/entraide/reponses/{answer}/choix")
    assert as_(cast.youssef).post(f"/entraide/{slug}/reouverture").status_code == 403
    assert as_(cast.paul).post(f"/entraide/{slug}/reouverture").status_code == 303
    assert question(thread).state is QuestionState.OPEN and db.session.get_one(Answer, answer).accepted_at is None
    assert as_(cast.ines).post(f"/entraide/{slug}/resolution").status_code == 303
    assert as_(cast.ines).post(f"/entraide/{slug}/resolution").status_code == 409


def test_staff_closes(cast, as_, thread):
    _, slug, _ = thread
    assert as_(cast.claire).post(f"/entraide/{slug}/cloture").status_code == 403
    assert as_(cast.paul).post(f"/entraide/{slug}/cloture").status_code == 303
    assert as_(cast.paul).post(f"/entraide/{slug}/cloture").status_code == 409


def test_what_was_closed_without_answer_opens_again_when_somebody_answers(cast, as_):
    trust(cast.nadia, cast.youssef)
    number = ask_question(cast.nadia)
    slug = db.session.get_one(Question, number).slug
    as_(cast.paul).post(f"/entraide/{slug}/cloture")
    assert f'href="/entraide/{slug}#repondre"' in as_(cast.youssef).get("/entraide/ce-qui-nous-manque").text
    answer = answer_question(number, cast.youssef)
    assert db.session.get_one(Question, number, populate_existing=True).state is QuestionState.OPEN
    assert slug not in as_(cast.youssef).get("/entraide/ce-qui-nous-manque").text
    assert as_(cast.nadia).post(f"/entraide/reponses/{answer}/choix").status_code == 303


def test_expert_confirms_what_somebody_else_wrote(cast, as_, thread):
    number, _, answer = thread
    own = answer_question(number, cast.claire)
    assert as_(cast.claire).post(f"/entraide/reponses/{own}/confirmation").status_code == 403
    assert as_(cast.paul).post(f"/entraide/reponses/{answer}/confirmation").status_code == 403
    assert as_(cast.claire).post(f"/entraide/reponses/{answer}/confirmation").status_code == 303
    assert db.session.get_one(Answer, answer).confirmed_by_id == cast.claire
    assert as_(cast.maud).post(f"/entraide/reponses/{answer}/confirmation", data={"on": "0"}).status_code == 303
    assert db.session.get_one(Answer, answer, populate_existing=True).confirmed_at is None


def test_second_to_confirm_reads_who_did_before(cast, as_, thread):
    _, _, answer = thread
    as_(cast.claire).post(f"/entraide/reponses/{answer}/confirmation")
    second = as_(cast.maud).post(f"/entraide/reponses/{answer}/confirmation")
    assert second.status_code == 409 and "Claire Fabre a confirmé cette réponse avant vous" in second.text


@pytest.mark.parametrize(("who", "gesture"), [("claire", "confirmation"), ("nadia", "choix")])
def test_what_was_hidden_meanwhile_is_neither_confirmed_nor_chosen_and_the_page_says_why(cast, as_, thread, who, gesture):
    _, _, answer = thread
    with writing():
        db.session.get_one(Answer, answer).hide(by=person(cast.ines))
    late = as_(getattr(cast, who)).post(f"/entraide/reponses/{answer}/{gesture}")
    assert late.status_code == 409 and "La modération a masqué cette réponse" in late.text


def test_two_experts_who_confirm_at_the_same_moment_get_one_outcome(app, cast, as_, thread):
    _, _, answer = thread
    clients = [as_(cast.claire), as_(cast.maud)]
    together, codes = Barrier(2), []

    def press(client):
        with app.app_context():
            together.wait()
            codes.append(client.post(f"/entraide/reponses/{answer}/confirmation").status_code)
            db.session.remove()

    presses = [Thread(target=press, args=(client,)) for client in clients]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert sorted(codes) == [303, 409]
    assert db.session.get_one(Answer, answer, populate_existing=True).confirmed_by_id in (cast.claire, cast.maud)


def test_what_is_not_shown_can_be_neither_chosen_nor_confirmed(cast, as_, thread):
    number, _, _ = thread
    waiting = answer_question(number, cast.agnes)
    assert as_(cast.nadia).post(f"/entraide/reponses/{waiting}/choix").status_code == 404
    assert as_(cast.claire).post(f"/entraide/reponses/{waiting}/confirmation").status_code == 404


def test_expert_routes_what_waits_for_a_reading(cast, as_):
    number = ask_question(cast.nadia)
    slug = db.session.get_one(Question, number).slug
    assert route(as_(cast.claire), slug, cast).status_code == 303
    assert live_revision(number) is None


def test_resolved_thread_becomes_a_practice_with_credit_and_links_both_ways(cast, as_, thread):
    number, slug, answer = thread
    assert as_(cast.claire).post(f"/entraide/{slug}/fiche").status_code == 409
    as_(cast.nadia).post(f"/entraide/reponses/{answer}/choix")
    made = as_(cast.claire).post(f"/entraide/{slug}/fiche")
    assert made.status_code == 303 and made.headers["Location"].endswith("/modifier")
    practice = db.session.scalar(db.select(Text).where(Text.kind == "practice"))
    draft = open_revision(practice.id, person(cast.claire))
    assert practice.made_from_id == number and "## Étapes\n\nElle peut télécharger une attestation." in draft.body
    (source,) = draft.fields["sources"]
    assert "Nadia Berger" in source["title"] and "Youssef Amrani" in source["title"] and source["url"].endswith(f"/entraide/{slug}")
    assert as_(cast.claire).post(f"/entraide/{slug}/fiche").headers["Location"] == made.headers["Location"]
    assert db.session.scalar(db.select(db.func.count()).where(Text.kind == "practice")) == 1
    with writing():
        waiting = open_revision(practice.id, person(cast.claire))
        waiting.submit(by=person(cast.claire))
        waiting.publish(by=person(cast.maud))
    assert "Cette question est devenue une fiche" in as_(cast.nadia).get(f"/entraide/{slug}").text
    assert f'<a href="/entraide/{slug}">Née d’une question</a>' in as_(cast.nadia).get(f"/pratiques/{practice.slug}").text


def test_hidden_name_is_not_in_the_practice(cast, as_):
    trust(cast.nadia)
    number = ask_question(cast.nadia, hides_author=True)
    slug = db.session.get_one(Question, number).slug
    answer_question(number, cast.claire)
    as_(cast.nadia).post(f"/entraide/{slug}/resolution")
    as_(cast.claire).post(f"/entraide/{slug}/fiche")
    practice = db.session.scalar(db.select(Text).where(Text.kind == "practice"))
    assert "Berger" not in str(open_revision(practice.id, person(cast.claire)).fields)


def test_gestures_on_what_does_not_exist_are_not_found(cast, as_):
    for path in ("inconnue/prise-en-charge", "inconnue/orientation", "inconnue/resolution", "inconnue/cloture", "inconnue/fiche",
                 "inconnue/reouverture", "reponses/999999/choix", "reponses/999999/confirmation"):  # fmt: skip
        assert as_(cast.claire).post(f"/entraide/{path}").status_code == 404, path


def test_practice_thanks_are_counted(cast, as_):
    from tests.factories import publish_practice

    number = publish_practice(author_id=cast.claire)
    as_(cast.nadia).post(f"/textes/{number}/merci")
    assert "M’a servi (1)" in as_(cast.youssef).get("/pratiques/retrouver-un-mot-de-passe").text


def test_question_of_an_archived_theme_still_opens(cast, as_, thread):
    with writing():
        db.session.get_one(Topic, cast.rights).archive(by=person(cast.paul))
    assert as_(cast.nadia).get(f"/entraide/{thread[1]}").status_code == 200
