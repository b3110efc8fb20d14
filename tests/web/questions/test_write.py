"""The forms: asking, completing, answering, correcting; nothing typed is lost."""

from __future__ import annotations

from partage.db import db
from partage.operations import last_number
from partage.questions.models import Answer, Question
from partage.texts.models import Revision, live_revision
from tests.factories import answer_question, ask_question, trust

KEY = "11111111-1111-4111-8111-111111111111"


def form(**changes):
    return {
        "topic": "acces-aux-droits", "title": "Quelle pièce pour un logement ?", "body": "La personne est hébergée.",
        "urgency": "week", "client_id": KEY, **changes,
    }  # fmt: skip


def asked() -> list[Question]:
    return list(db.session.scalars(db.select(Question).where(Question.archived_at.is_(None))))


def test_member_asks_and_lands_on_her_question(cast, as_):
    answer = as_(cast.nadia).post("/entraide/questions", data=form(urgency="today", hides_author="y"))
    assert answer.status_code == 303 and answer.headers["Location"] == "/entraide/quelle-piece-pour-un-logement"
    (question,) = asked()
    assert question.hides_author and question.author_id == cast.nadia


def test_form_sent_twice_asks_once_and_sent_again_with_other_words_completes(cast, as_):
    client = as_(cast.nadia)
    for _ in range(2):
        assert client.post("/entraide/questions", data=form()).status_code == 303
    assert len(asked()) == 1
    assert client.post("/entraide/questions", data=form(body="Elle est hébergée depuis deux mois.")).status_code == 303
    (question,) = asked()
    words = db.session.scalar(db.select(Revision).filter_by(text_id=question.id))
    assert words.body.startswith("Elle est hébergée depuis")


def test_refusal_shows_the_form_with_everything_typed(cast, as_):
    answer = as_(cast.nadia).post("/entraide/questions", data=form(topic="", urgency="calm"))
    assert answer.status_code == 422 and not asked()
    assert "Quelle pièce pour un logement ?" in answer.text and "La personne est hébergée." in answer.text
    assert "Choisissez le thème" in answer.text and 'checked id="urgency-2"' in answer.text


def test_guard_holds_a_phone_number_and_lets_it_go_with_a_reason(cast, as_):
    typed = form(body="Elle a un téléphone, le 06 12 34 56 78.")
    answer = as_(cast.nadia).post("/entraide/questions", data=typed)
    assert answer.status_code == 422 and "06 12 34 56 78" in answer.text and not asked()
    shown = as_(cast.nadia).post("/entraide/questions", data={**typed, "replace": "tout"})
    assert shown.status_code == 200 and "06 12 34 56 78" not in shown.text and "[téléphone]" in shown.text
    kept = as_(cast.nadia).post("/entraide/questions", data={**typed, "guard_reason": "numéro de la permanence"})
    assert kept.status_code == 303
    assert db.session.scalar(db.select(Revision)).fields["guard_reason"] == "numéro de la permanence"


def test_guard_holds_the_answer_too_and_the_thread_keeps_it(cast, as_):
    trust(cast.nadia)
    slug = db.session.get_one(Question, ask_question(cast.nadia)).slug
    answer = as_(cast.youssef).post(f"/entraide/{slug}/reponses", data={"body": "Appelez le 06 12 34 56 78.", "client_id": KEY})
    assert answer.status_code == 422 and "06 12 34 56 78" in answer.text
    assert db.session.scalar(db.select(Answer)) is None


def test_theme_of_the_address_is_chosen(cast, as_):
    assert 'value="emploi-formation" checked' in as_(cast.nadia).get("/entraide/poser?theme=emploi-formation").text


def test_author_completes_her_question_and_nobody_else(cast, as_):
    trust(cast.nadia)
    number = ask_question(cast.nadia)
    slug = db.session.get_one(Question, number).slug
    page = as_(cast.nadia).get(f"/entraide/{slug}/modifier")
    assert "part demain" in page.text
    changed = form(text_id=str(number), body="La personne part ce soir.")
    assert as_(cast.nadia).post("/entraide/questions", data=changed).status_code == 303
    assert live_revision(number).number == 2
    assert as_(cast.youssef).get(f"/entraide/{slug}/modifier").status_code == 404
    assert as_(cast.youssef).post("/entraide/questions", data=changed).status_code == 404


def test_older_words_do_not_cover_newer_ones(cast, as_):
    trust(cast.nadia)
    number = ask_question(cast.nadia)
    base = live_revision(number).id
    client = as_(cast.nadia)
    for place in (1, 2):
        answer = client.post("/entraide/questions", data=form(text_id=str(number), base_id=str(base), body=f"Version {place}.", client_id=f"{KEY[:-1]}{place}"))
    assert answer.status_code == 422 and "Version 2." in answer.text
    assert live_revision(number).body == "Version 1."


def test_member_answers_and_corrects_her_answer(cast, as_):
    trust(cast.nadia, cast.youssef)
    slug = db.session.get_one(Question, ask_question(cast.nadia)).slug
    client = as_(cast.youssef)
    for _ in range(2):
        answer = client.post(f"/entraide/{slug}/reponses", data={"body": "Une attestation suffit.", "client_id": KEY})
    (made,) = db.session.scalars(db.select(Answer)).all()
    assert answer.headers["Location"] == f"/entraide/{slug}#reponse-{made.id}"
    assert "Une attestation suffit." in client.get(f"/entraide/reponses/{made.id}/modifier").text
    client.post(f"/entraide/{slug}/reponses", data={"body": "Deux suffisent.", "text_id": str(made.id), "client_id": KEY[::-1]})
    assert live_revision(made.id).body == "Deux suffisent."
    assert as_(cast.nadia).get(f"/entraide/reponses/{made.id}/modifier").status_code == 404


def test_empty_answer_says_what_to_do(cast, as_):
    trust(cast.nadia)
    slug = db.session.get_one(Question, ask_question(cast.nadia)).slug
    answer = as_(cast.youssef).post(f"/entraide/{slug}/reponses", data={"body": ""})
    assert answer.status_code == 422 and "Écrivez votre réponse avant de l’envoyer." in answer.text


def test_answer_lands_whatever_became_of_the_question(cast, as_):
    trust(cast.nadia, cast.youssef)
    number = ask_question(cast.nadia)
    slug = db.session.get_one(Question, number).slug
    as_(cast.nadia).post(f"/entraide/{slug}/resolution")
    assert as_(cast.youssef).post(f"/entraide/{slug}/reponses", data={"body": "Trop tard ?", "client_id": KEY}).status_code == 303
    assert db.session.scalar(db.select(Answer)).published_at is not None


def test_what_is_found_before_asking_is_counted_without_anybody(cast, as_):
    number = answer_question(ask_question(cast.claire), cast.maud)
    url = f"/entraide/{db.session.get_one(Question, db.session.get_one(Answer, number).question_id).slug}"
    answer = as_(cast.nadia).post("/entraide/deja-repondu", data={"vers": url})
    assert answer.headers["Location"] == url and last_number("found_before_asking") == 1
    said = "1 question a trouvé sa réponse avant d’être posée"
    assert said in as_(cast.paul).get("/entraide/ce-qui-nous-manque").text.replace("\u00a0", " ")
    assert said not in as_(cast.nadia).get("/entraide/ce-qui-nous-manque").text.replace("\u00a0", " ")
    away = as_(cast.nadia).post("/entraide/deja-repondu", data={"vers": "https://ailleurs.test/"})
    assert away.headers["Location"] == "/"
