"""M2, M4, M6: hide, keep, ask for a change, restore; the author reads why; two at once make one decision."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from partage import kinds
from partage.db import db
from partage.events import Event
from partage.moderation.reasons import RULES
from partage.moderation.states import Action
from tests.cast import person
from tests.factories import publish_practice
from tests.web.moderation.helpers import decide, decisions, plain, report, shelf_of, things

KINDS = ["question", "answer", "practice", "comment"]


def readable(kind, number, who):
    known = kinds.get(kind)
    return db.session.scalar(known.visible(person(who)).where(known.model.id == number)) is not None


@pytest.mark.parametrize("kind", KINDS)
def test_hidden_thing_leaves_readers_and_comes_back_whole(cast, as_, kind):
    number = things(cast)[kind]
    report(as_(cast.nadia), kind, number)
    assert decide(as_(cast.ines), number, "hide", shelf=shelf_of(kind)).status_code == 303
    assert not readable(kind, number, cast.nadia)
    assert decide(as_(cast.ines), number, "restore", shelf=shelf_of(kind), seen=decisions()[-1].id).status_code == 303
    assert readable(kind, number, cast.nadia)
    assert [one.action for one in decisions()] == [Action.HIDE, Action.RESTORE]


@pytest.mark.parametrize("kind", KINDS)
def test_author_reads_the_decision_and_her_text_whole(cast, as_, kind):
    number = things(cast)[kind]
    decide(as_(cast.ines), number, "hide", shelf=shelf_of(kind), passage="lui, là-bas", note="Dites plutôt « la personne ».")
    page = plain(as_(cast.youssef).get(f"/moderation/{shelf_of(kind)}/{number}"))
    for words in ("Masqué", "Modération", "Le ton peut blesser", "lui, là-bas", "la personne", "Retirez" if kind == "x" else "Gardez les faits", "Contester"):
        assert words in page
    assert "Inès" not in page  # by which role, never by whom
    assert {"comment": "Remarque de trop", "answer": "rester poli", "question": "part demain", "practice": "à voix haute"}[kind] in page
    assert as_(cast.nadia).get(f"/moderation/{shelf_of(kind)}/{number}").status_code == 404


def test_moderators_see_every_decision_with_names(cast, as_):
    number = publish_practice(author_id=cast.nadia)
    decide(as_(cast.claire), number, "hide")
    page = plain(as_(cast.ines).get(f"/moderation/textes/{number}"))
    assert "Expert ou experte du thème Accès aux droits et démarches" in page and "Claire Fabre" in page


def test_no_hiding_without_a_rule_and_nothing_typed_is_lost(cast, as_):
    number = publish_practice(author_id=cast.nadia)
    answer = decide(as_(cast.ines), number, "hide", rule="", note="Ma note à moi")
    assert answer.status_code == 422 and "Choisissez un motif" in plain(answer) and "Ma note à moi" in answer.text
    assert decisions() == []


def test_there_are_eight_ready_reasons_each_with_its_rule_and_how_to_fix(app):
    assert len(RULES) == 8
    assert all(one.wrong and one.rule and one.fix for one in RULES.values())


def test_second_of_two_learns_what_the_first_decided(cast, as_):
    number = publish_practice(author_id=cast.nadia)
    report(as_(cast.youssef), "practice", number)
    assert decide(as_(cast.claire), number, "keep", seen=0).status_code == 303
    late = decide(as_(cast.ines), number, "hide", seen=0, passage="le guichet", note="Dites la date.")
    assert late.status_code == 409 and "le guichet" in plain(late) and "Dites la date." in plain(late)
    assert "Expert ou experte du thème" in plain(late) and "laissé en ligne" in plain(late)
    assert len(decisions()) == 1 and readable("practice", number, cast.youssef)


def test_wrong_state_is_a_409(cast, as_):
    number = publish_practice(author_id=cast.nadia)
    assert decide(as_(cast.ines), number, "restore").status_code == 409
    assert decide(as_(cast.ines), number, "keep").status_code == 409  # nobody reported it
    decide(as_(cast.ines), number, "hide")
    assert decide(as_(cast.ines), number, "hide", seen=decisions()[-1].id).status_code == 409


def test_unknown_thing_or_action(cast, as_):
    number = publish_practice(author_id=cast.nadia)
    assert decide(as_(cast.ines), 999, "hide").status_code == 404
    assert decide(as_(cast.ines), number, "erase").status_code == 400


def test_trail_holds_ids_and_no_word(cast, as_):
    number = publish_practice(author_id=cast.nadia)
    decide(as_(cast.ines), number, "hide", passage="un passage", note="une note")
    told = db.session.scalars(select(Event).filter_by(name="decision.made")).one()
    assert told.detail["thing"] == number and "passage" not in str(told.detail) and "note" not in str(told.detail)
    assert db.session.scalar(select(func.count()).select_from(Event).filter_by(name="text.hidden")) == 1


def test_journal_is_for_the_staff_and_figures_name_nobody(cast, as_):
    number = publish_practice(author_id=cast.nadia)
    decide(as_(cast.claire), number, "hide")
    assert "Claire Fabre" in as_(cast.paul).get("/moderation/journal").text
    assert as_(cast.claire).get("/moderation/journal").status_code == 403
    figures = plain(as_(cast.nadia).get("/moderation/chiffres"))
    assert "1 décision" in figures and "Masquer" in figures and "Claire" not in figures and "Respect" in figures


def test_two_at_the_same_instant_make_one_decision(app, cast, as_):
    number = publish_practice(author_id=cast.nadia)
    report(as_(cast.youssef), "practice", number)
    clients, ready, found = [as_(cast.claire), as_(cast.ines), as_(cast.maud)], Barrier(3), []

    def act(client, action):
        with app.app_context():
            ready.wait()
            found.append(decide(client, number, action).status_code)
            db.session.remove()

    threads = [Thread(target=act, args=pair) for pair in zip(clients, ("keep", "hide", "send_back"), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [303, 409, 409]
    assert len(decisions()) == 1
