"""The board: who sees which lines, in which words, and what it costs when there are many."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from partage import clock
from partage.db import db, writing
from partage.questions import queries
from partage.questions.models import Answer, Question
from partage.questions.states import QuestionState
from partage.texts.models import Text, Watch
from partage.texts.writes import keep
from partage.topics.models import Topic
from tests.cast import person
from tests.factories import answer_question, ask_question, trust


def page(client, address="/entraide") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ").replace("&#39;", "'")


def test_open_questions_come_latest_first_and_resolved_ones_apart(cast, as_):
    trust(cast.nadia)
    with clock.travel(days=-2):
        first = ask_question(cast.nadia, title="La plus ancienne ?")
    ask_question(cast.nadia, title="La plus récente ?")
    html = page(as_(cast.youssef))
    assert html.index("La plus récente ?") < html.index("La plus ancienne ?")
    with writing():
        db.session.get_one(Question, first).resolve(by=person(cast.nadia))
    assert "La plus ancienne ?" not in page(as_(cast.youssef))
    assert "Résolue" in page(as_(cast.youssef), "/entraide?vue=resolues")


def test_state_is_said_in_words(cast, as_):
    trust(cast.nadia, cast.youssef)
    number = ask_question(cast.nadia, urgency="today")
    html = page(as_(cast.youssef))
    assert "Envoyée" in html and "Pour aujourd’hui" in html
    with writing():
        db.session.get_one(Question, number).remind(1)
    assert "Sans réponse (relancée)" in page(as_(cast.youssef))
    with writing():
        db.session.get_one(Question, number).take(by=person(cast.claire))
    assert "Prise en charge par Claire Fabre" in page(as_(cast.youssef))
    with clock.travel(hours=25):
        assert "Sans réponse (relancée)" in page(as_(cast.youssef))
    answer_question(number, cast.youssef)
    assert "Réponse proposée" in page(as_(cast.youssef))


def test_what_waits_for_a_reading_is_shown_to_its_author_the_experts_and_the_staff_only(cast, as_):
    ask_question(cast.nadia, title="Première question ?")
    for name in ("nadia", "claire", "maud", "ines", "paul"):
        assert "Attend une lecture" in page(as_(getattr(cast, name))), name
    assert "Première question" not in page(as_(cast.youssef))
    assert "Première question" not in page(as_(cast.agnes))


def test_expert_of_another_theme_does_not_see_what_waits(cast, as_):
    with writing():
        db.session.get_one(Topic, cast.work).designate(person(cast.youssef), by=person(cast.paul), why="Relais")
    ask_question(cast.nadia, title="Première question ?")
    assert "Première question" not in page(as_(cast.youssef))


def test_hidden_name_is_on_no_line_for_members(cast, as_):
    trust(cast.nadia)
    ask_question(cast.nadia, hides_author=True)
    assert "Berger" not in page(as_(cast.youssef)) and "Une personne du réseau" in page(as_(cast.youssef))
    for name in ("nadia", "claire", "ines"):
        assert "Nadia Berger" in page(as_(getattr(cast, name))), name


def test_for_me_holds_mine_followed_and_my_themes_unanswered_first(cast, as_):
    trust(cast.nadia, cast.youssef)
    old = ask_question(cast.nadia, title="Sans personne ?")
    answered = ask_question(cast.nadia, title="Avec une réponse ?")
    ask_question(cast.youssef, title="D’un autre thème ?", topic="emploi-formation")
    answer_question(answered, cast.youssef)
    html = page(as_(cast.claire), "/entraide?vue=pour-moi")
    assert html.index("Sans personne ?") < html.index("Avec une réponse ?") and "D’un autre thème" not in html
    mine = page(as_(cast.youssef), "/entraide?vue=pour-moi")
    assert "D’un autre thème" in mine and "Avec une réponse" in mine and "Sans personne" not in mine
    with writing():
        keep(Watch, person(cast.youssef), old, True)
    assert "Sans personne" in page(as_(cast.youssef), "/entraide?vue=pour-moi")


def test_theme_narrows_every_view(cast, as_):
    trust(cast.nadia)
    ask_question(cast.nadia, title="Droits ?")
    ask_question(cast.nadia, title="Emploi ?", topic="emploi-formation")
    for view in ("ouvertes", "pour-moi"):
        html = page(as_(cast.nadia), f"/entraide?theme=emploi-formation&vue={view}")
        assert "Emploi ?" in html and "Droits ?" not in html


def test_what_we_lack_lists_questions_closed_without_answer_and_anybody_takes_one_up(cast, as_):
    trust(cast.nadia)
    lost, answered = ask_question(cast.nadia, title="Perdue ?"), ask_question(cast.nadia, title="Répondue ?")
    answer_question(answered, cast.claire)
    with writing():
        for number in (lost, answered):
            db.session.get_one(Question, number).close(by=None)
    html = page(as_(cast.youssef), "/entraide/ce-qui-nous-manque")
    assert "Perdue ?" in html and "Répondue ?" not in html
    slug = db.session.get_one(Question, lost).slug
    assert as_(cast.youssef).post(f"/entraide/{slug}/reouverture").status_code == 303
    assert db.session.get_one(Question, lost).state is QuestionState.OPEN


def test_visitor_is_asked_to_sign_in(client):
    assert client.get("/entraide").headers["Location"].startswith("/connexion")


@pytest.fixture
def many(cast):
    """3,000 questions, straight into the tables."""
    trust(cast.nadia)
    number = ask_question(cast.nadia)
    with writing():
        start = db.session.scalar(db.select(db.func.max(Text.id))) + 1
        moment = clock.now()
        db.session.execute(insert(Text.__table__), [
            {"id": start + n, "kind": "question", "slug": f"q-{n}", "title": f"Question {n}", "author_id": cast.nadia,
             "created_at": moment, "published_at": moment, "hides_author": False, "is_public": False, "imported_from": ""}
            for n in range(3000)
        ])  # fmt: skip
        db.session.execute(insert(Question.__table__), [
            {"id": start + n, "topic_id": cast.rights if n % 2 else cast.work, "urgency": "week", "state": "open" if n % 3 else "resolved",
             "asked_at": moment, "waits_since": moment, "stage": 0}
            for n in range(3000)
        ])  # fmt: skip
    return number


@pytest.mark.parametrize("who", ("youssef", "claire", "paul"))
def test_board_walks_an_index_and_sorts_nothing(cast, many, who):
    if db.engine.dialect.name != "sqlite":
        return  # the plan of the other engine depends on its statistics
    user = person(getattr(cast, who))
    for query in (
        queries.board(user, state=QuestionState.OPEN), queries.board(user, state=QuestionState.RESOLVED),
        queries.board(user, state=QuestionState.OPEN, topic_id=cast.rights), queries.unanswered(user),
    ):  # fmt: skip
        compiled = query.limit(21).compile(db.engine, compile_kwargs={"literal_binds": True})
        plan = "\n".join(row[-1] for row in db.session.execute(db.text(f"EXPLAIN QUERY PLAN {compiled}")))
        assert "ix_question_" in plan and "TEMP B-TREE" not in plan, (who, plan)


def test_median_delay_of_a_theme_needs_five_answers_and_two_experts(cast, as_):
    trust(cast.nadia)
    for n in range(5):
        with clock.travel(hours=-3 - n):
            number = ask_question(cast.nadia, title=f"Question {n} ?")
        if n == 4:
            assert "première réponse" not in page(as_(cast.youssef), "/themes/acces-aux-droits")
        answer_question(number, cast.claire)
    assert "sa première réponse en 5 heures" in page(as_(cast.youssef), "/themes/acces-aux-droits")
    assert "première réponse" not in page(as_(cast.youssef), "/themes/emploi-formation")


def test_confirmed_answer_is_to_check_again_after_a_year(cast):
    trust(cast.nadia)
    number = answer_question(ask_question(cast.nadia), cast.claire)
    with writing():
        db.session.get_one(Answer, number).confirm(by=person(cast.maud))
    with clock.travel(days=366):
        assert db.session.get_one(Answer, number).is_to_check_again
