"""M3: « Contester » for six months, judged by somebody else; won, the text comes back with its first date."""

import pytest
from sqlalchemy import select

from partage import clock
from partage.db import db, writing
from partage.events import Event
from partage.moderation.models import Appeal, Decision
from partage.moderation.states import Action, AppealState
from partage.operations import Refused
from partage.texts.models import Revision
from partage.texts.states import RevisionState
from partage.wiki.models import Practice
from tests.cast import person
from tests.factories import BODY, publish_practice, submit_edit
from tests.web.moderation.helpers import appeals, decide, decisions, plain, report, state_of


@pytest.fixture
def hidden(cast, as_):
    """Nadia's practice, published ten days ago, reported by Youssef, hidden by Inès."""
    with clock.travel(days=-10):
        number = publish_practice(author_id=cast.nadia)
    report(as_(cast.youssef), "practice", number)
    decide(as_(cast.ines), number, "hide")
    return number


def contest(client, number=None, body="Le guichet l’affiche lui-même."):
    return client.post(f"/moderation/decisions/{number or decisions()[-1].id}/contestation", data={"body": body})


def judge(client, answer, note="Vu avec le guichet."):
    return client.post(f"/moderation/contestations/{appeals()[-1].id}/decision", data={"answer": answer, "note": note})


def test_author_contests_and_others_than_the_decider_see_it(cast, as_, hidden):
    assert contest(as_(cast.nadia)).status_code == 303
    row = f"/moderation/contestations/{appeals()[0].id}"
    for who in (cast.claire, cast.maud, cast.paul):
        assert row in as_(who).get("/moderation").text
    assert "Le guichet l’affiche lui-même" in plain(as_(cast.claire).get(row))


def test_first_decider_neither_reads_nor_judges_it(cast, as_, hidden):
    contest(as_(cast.nadia))
    client = as_(cast.ines)
    assert client.get(f"/moderation/contestations/{appeals()[0].id}").status_code == 403
    assert judge(client, "stands").status_code == 403
    appeal, first = appeals()[0], decisions()[0]
    with pytest.raises(Refused), writing():
        db.session.get(Appeal, appeal.id).settle(db.session.get(Decision, first.id), won=False, by=person(cast.ines), note="")


def test_coordinator_judges_what_the_only_moderator_decided(cast, as_, hidden):
    contest(as_(cast.nadia))
    assert judge(as_(cast.paul), "stands").status_code == 303


@pytest.mark.parametrize("who", ["nadia", "youssef", "agnes"])
def test_others_do_not_judge(cast, as_, hidden, who):
    contest(as_(cast.nadia))
    assert judge(as_(getattr(cast, who)), "won").status_code in (403, 404)


def test_won_it_comes_back_with_its_first_date_and_everybody_is_told(cast, as_, hidden):
    first = db.session.get(Practice, hidden).published_at
    contest(as_(cast.nadia))
    assert judge(as_(cast.claire), "won").status_code == 303
    practice = db.session.get(Practice, hidden, populate_existing=True)
    assert practice.is_live and practice.published_at == first
    assert decisions()[0].overturned_at is not None and decisions()[1].action is Action.RESTORE
    told = {event.name: event.detail.get("person") for event in db.session.scalars(select(Event))}
    assert told["appeal.decided"] == cast.nadia and told["report.overturned"] == cast.youssef
    assert "La décision est annulée" in plain(as_(cast.nadia).get(f"/moderation/textes/{hidden}"))


def test_standing_the_author_reads_why(cast, as_, hidden):
    contest(as_(cast.nadia))
    judge(as_(cast.claire), "stands", "Le passage juge une collègue.")
    page = plain(as_(cast.nadia).get(f"/moderation/textes/{hidden}"))
    assert "La décision est maintenue" in page and "Le passage juge une collègue." in page and "Claire" not in page
    assert not db.session.get(Practice, hidden).is_live


def test_no_answer_without_a_sentence(cast, as_, hidden):
    contest(as_(cast.nadia))
    assert judge(as_(cast.claire), "stands", "").status_code == 422
    assert appeals()[0].state is AppealState.OPEN


def test_second_judge_learns_what_the_first_said(cast, as_, hidden):
    contest(as_(cast.nadia))
    judge(as_(cast.claire), "won")
    late = judge(as_(cast.maud), "stands")
    assert late.status_code == 409 and "déjà jugée" in plain(late) and "décision est annulée" in plain(late)
    assert "Vu avec le guichet." in plain(late)  # what she typed is lost nowhere
    assert appeals()[0].state is AppealState.WON


def test_once_a_decision(cast, as_, hidden):
    contest(as_(cast.nadia))
    assert contest(as_(cast.nadia)).status_code == 422
    assert len(appeals()) == 1


def test_only_whose_text_it_is(cast, as_, hidden):
    assert contest(as_(cast.youssef)).status_code == 403
    assert contest(as_(cast.nadia), 999).status_code == 404


@pytest.mark.parametrize(("days", "status"), [(180, 303), (185, 409)])
def test_six_months_and_no_more(cast, as_, hidden, days, status):
    with clock.travel(days=days):
        client = as_(cast.nadia)
        assert ("Contester" in client.get(f"/moderation/textes/{hidden}").text) is (status == 303)
        assert contest(client).status_code == status


def test_kept_or_undone_cannot_be_contested(cast, as_, hidden):
    as_(cast.ines).post(f"/moderation/decisions/{decisions()[0].id}/annulation")
    assert contest(as_(cast.nadia)).status_code == 409


def test_refused_text_waits_again_at_its_place_when_its_author_is_right(cast, as_):
    with clock.travel(days=-4):
        edit = submit_edit(publish_practice(author_id=cast.claire), cast.nadia, body=BODY + "\n\nEncore.")
    began = db.session.get(Revision, edit).submitted_at
    as_(cast.claire).post(f"/revisions/{edit}/refus", data={"reason": "unclear", "note": "Relisez."})
    text = db.session.get(Revision, edit).text_id
    page = plain(as_(cast.nadia).get(f"/moderation/textes/{text}"))
    assert "Refusé avec motif" in page and "Relisez." in page and "Encore." in page and "Contester" in page
    contest(as_(cast.nadia))
    judge(as_(cast.ines), "won")
    assert state_of(edit) is RevisionState.SUBMITTED
    assert db.session.get(Revision, edit, populate_existing=True).submitted_at == began


@pytest.mark.parametrize("answer", ["won", "stands"])
def test_answer_undone_makes_it_wait_again(cast, as_, hidden, answer):
    contest(as_(cast.nadia))
    client = as_(cast.claire)
    judge(client, answer)
    back = client.post(f"/moderation/decisions/{decisions()[-1].id}/annulation")
    assert back.headers["Location"] == f"/moderation/contestations/{appeals()[0].id}"
    assert appeals()[0].state is AppealState.OPEN and decisions()[0].overturned_at is None
    assert not db.session.get(Practice, hidden, populate_existing=True).is_live
