"""A thread as each person reads it: names, seals, what waits, what may be done."""

from __future__ import annotations

import re

from partage import clock
from partage.db import db, writing
from partage.questions.models import Answer, Question
from partage.texts.models import Text, Thanks
from tests.cast import person
from tests.factories import answer_question, ask_question, trust
from tests.queries import count_queries


def read(client, number: int, *, of: int = 200) -> str:
    answer = client.get(f"/entraide/{slug_of(number)}")
    assert answer.status_code == of
    return answer.text.replace("\u00a0", " ")


def slug_of(number: int) -> str:
    return db.session.scalar(db.select(Question.slug).where(Question.id == number))


def test_thread_shows_question_answers_and_their_seals(cast, as_):
    trust(cast.nadia, cast.youssef)
    number = ask_question(cast.nadia)
    peer, expert = answer_question(number, cast.youssef, body="Réponse de pair."), answer_question(number, cast.claire)
    html = read(as_(cast.paul), number)
    assert "Réponse d’un pair, pas encore confirmée" in html and "Expertise désignée, Accès aux droits et démarches" in html
    with writing():
        db.session.get_one(Answer, peer).confirm(by=person(cast.maud))
        db.session.get_one(Question, number).accept(db.session.get_one(Answer, expert), by=person(cast.nadia))
    html = read(as_(cast.paul), number)
    assert "par Maud Teyssier" in html and "A aidé la personne qui demandait" in html and "Résolue" in html
    assert html.index(f'id="reponse-{expert}"') < html.index(f'id="reponse-{peer}"')
    with clock.travel(days=366):
        assert "À revérifier" in read(as_(cast.paul), number)


def test_answer_that_waits_is_shown_to_its_author_the_experts_and_the_staff_only(cast, as_):
    trust(cast.nadia)
    number = ask_question(cast.nadia)
    answer_question(number, cast.youssef, body="Ma première réponse.")
    for name in ("youssef", "claire", "ines"):
        html = read(as_(getattr(cast, name)), number)
        assert "Ma première réponse." in html and "Attend une lecture" in html
        assert ("/relecture/" in html) == (name != "youssef")
    assert "Ma première réponse." not in read(as_(cast.nadia), number)


def test_question_that_waits_is_not_found_by_other_members(cast, as_):
    number = ask_question(cast.nadia)
    read(as_(cast.youssef), number, of=404)
    assert "/relecture/" in read(as_(cast.claire), number)
    assert "Les experts du thème la voient déjà" in read(as_(cast.nadia), number)


def test_hidden_answer_is_left_to_its_author_with_the_way_to_the_reason(cast, as_):
    trust(cast.nadia, cast.youssef)
    number = ask_question(cast.nadia)
    hidden = answer_question(number, cast.youssef, body="À masquer.")
    with writing():
        db.session.get_one(Answer, hidden).hide(by=person(cast.ines))
    html = read(as_(cast.youssef), number)
    assert "Masquée par la modération" in html and f"/moderation/textes/{hidden}" in html
    assert "À masquer." not in read(as_(cast.nadia), number)


def test_hidden_name_is_in_no_page_a_member_opens(cast, as_):
    trust(cast.nadia)
    number = ask_question(cast.nadia, hides_author=True)
    answer_question(number, cast.nadia, body="J’ai trouvé moi-même.")
    url = f"/entraide/{slug_of(number)}"
    for path in (url, f"{url}/a-imprimer", f"/textes/{number}/historique", f"/textes/{number}/versions/1", "/entraide"):
        html = as_(cast.youssef).get(path).text
        assert "Berger" not in html and ">NB<" not in html, path
    assert "Les membres ne voient pas ce nom" in read(as_(cast.claire), number)
    assert "Nadia Berger" in as_(cast.claire).get(f"/textes/{number}/historique").text
    assert "Nadia Berger" in as_(cast.nadia).get(f"/textes/{number}/historique").text


def test_nobody_else_brings_back_an_old_version_of_a_question(cast, as_):
    trust(cast.nadia)
    number = ask_question(cast.nadia)
    assert as_(cast.youssef).post(f"/textes/{number}/versions/1/retablissement").status_code == 404


def test_each_person_gets_her_own_gestures(cast, as_):
    trust(cast.nadia, cast.youssef)
    number = ask_question(cast.nadia)
    answer_question(number, cast.youssef)
    said = {
        "Je m’en occupe": {"claire", "maud", "ines", "paul"}, "Envoyer vers un autre thème": {"claire", "maud", "ines", "paul"},
        "Cette réponse m’a aidé": {"nadia"}, "Compléter ma question": {"nadia"}, "J’ai ma réponse": {"nadia"},
        "Confirmer": {"claire", "maud"}, "Corriger ma réponse": {"youssef"}, "Clôturer": {"ines", "paul"},
        "Merci": {"nadia", "claire", "maud", "ines", "paul", "agnes"},
    }  # fmt: skip
    for words, people in said.items():
        for name in ("nadia", "youssef", "claire", "maud", "ines", "paul", "agnes"):
            html = read(as_(getattr(cast, name)), number)
            assert (words in html) == (name in people), (words, name)


def test_every_button_leads_to_an_address_that_exists(app, cast, as_):
    trust(cast.nadia, cast.youssef)
    number = ask_question(cast.nadia)
    answer_question(number, cast.youssef)
    adapter = app.url_map.bind("localhost")
    for name in ("nadia", "youssef", "claire", "paul"):
        found = re.findall(r'<(form|button)([^>]*)action="([^"]+)"', read(as_(getattr(cast, name)), number))
        assert len(found) > 3
        for _, attributes, address in found:
            assert adapter.test(address, method="POST" if "get" not in attributes else "GET"), address


def test_thanks_are_counted_once_on_the_text(cast, as_):
    trust(cast.nadia, cast.youssef)
    number = ask_question(cast.nadia)
    answer = answer_question(number, cast.youssef)
    for _ in range(2):
        assert as_(cast.nadia).post(f"/textes/{answer}/merci").status_code == 303
    assert db.session.scalar(db.select(db.func.count()).select_from(Thanks)) == 1
    assert "Merci (1)" in read(as_(cast.claire), number) and "1 merci" in read(as_(cast.youssef), number)
    as_(cast.nadia).post(f"/textes/{answer}/merci", data={"on": "0"})
    assert "Merci (1)" not in read(as_(cast.claire), number)


def test_fifty_answers_cost_no_more_queries_than_one(cast, as_):
    trust(cast.nadia, cast.youssef)
    number = ask_question(cast.nadia)
    for place in range(50):
        answer_question(number, cast.youssef, body=f"Réponse {place}.")
    for name in ("paul", "nadia", "claire"):
        client = as_(getattr(cast, name))
        read(client, number)  # notes that she was here, and what she has seen
        with count_queries() as queries:
            assert "Réponse 49." in read(client, number)
        assert len(queries) <= 8 + 1, queries  # the slug is asked by the test itself


def test_history_of_a_hidden_or_waiting_question_is_not_found(cast, as_):
    number = ask_question(cast.nadia)
    assert as_(cast.youssef).get(f"/textes/{number}/historique").status_code == 404


def test_what_came_with_partage_is_not_said_to_be_of_a_deleted_account(cast, as_):
    from partage.starter.load import IMPORTED_FROM

    number = ask_question(cast.claire)
    answer = answer_question(number, cast.claire)
    with writing():
        for one in (number, answer):
            text = db.session.get_one(Text, one)
            text.author_id, text.imported_from = None, IMPORTED_FROM
    slug = db.session.get_one(Text, number).slug
    for path in (f"/entraide/{slug}", "/entraide", f"/entraide/{slug}/a-imprimer"):
        html = as_(cast.nadia).get(path).text
        assert "ontenu de départ" in html and "ompte supprimé" not in html, path
