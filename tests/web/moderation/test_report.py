"""W8: « Signaler » in two taps, once a person and thing; the staff sees one row a thing."""

import pytest
from sqlalchemy import select

from partage import kinds
from partage.db import db
from partage.events import Event
from partage.moderation.states import ReportState
from partage.moderation.things import can_be_moderated
from tests.factories import ask_question, publish_practice
from tests.web.moderation.helpers import decide, plain, report, reports, shelf_of, things

KINDS = ["question", "answer", "practice", "comment"]


def test_every_kind_that_can_be_hidden_is_tried_here(app):
    assert sorted(kind.name for kind in kinds.every() if can_be_moderated(kind)) == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_reader_reports_it_and_the_moderator_finds_it(cast, as_, kind):
    number = things(cast)[kind]
    page = as_(cast.nadia).post("/moderation/signalements", data={"kind": kind, "thing": number, "reason": "inaccurate", "note": "Le guichet a fermé."})
    assert page.status_code == 303
    row = f"/moderation/{shelf_of(kind)}/{number}/signalements"
    assert row in as_(cast.ines).get("/moderation").text
    item = plain(as_(cast.ines).get(row))
    assert "Inexact" in item and "Le guichet a fermé." in item and "Nadia Berger" in item


def test_the_sentence_is_written_before_the_reason_and_enter_sends_nothing(cast, as_):
    number = publish_practice(author_id=cast.youssef)
    alone = as_(cast.nadia).get(f"/moderation/signalements?kind=practice&thing={number}").text
    under = as_(cast.nadia).get("/pratiques/retrouver-un-mot-de-passe").text
    for html in (alone, under[under.index('action="/moderation/signalements"'):]):
        assert 0 < html.index('name="note"') < html.index('name="reason"')
        assert "<textarea" in html[: html.index('name="reason"')] and '<input id="note"' not in html


def test_why_it_is_reported_is_read_before_the_text(cast, as_):
    number = publish_practice(author_id=cast.youssef)
    report(as_(cast.nadia), "practice", number, note="Le guichet a fermé.")
    page = plain(as_(cast.ines).get(f"/moderation/textes/{number}/signalements"))
    assert page.index("Le guichet a fermé.") < page.index("La personne n’a plus accès à sa messagerie.")


def test_second_time_says_that_it_is_noted(cast, as_):
    number = publish_practice(author_id=cast.youssef)
    client = as_(cast.nadia)
    assert "C’est signalé" in client.post("/moderation/signalements", data={"kind": "practice", "thing": number, "reason": "duplicate"}, follow_redirects=True).text
    again = client.post("/moderation/signalements", data={"kind": "practice", "thing": number, "reason": "outdated"}, follow_redirects=True)
    assert "déjà signalé" in again.text
    assert len(reports()) == 1


def test_thing_reported_by_several_people_is_one_row(cast, as_):
    number = publish_practice(author_id=cast.claire)
    for who in (cast.nadia, cast.youssef):
        report(as_(who), "practice", number)
    page = plain(as_(cast.ines).get("/moderation"))
    assert page.count(f"/moderation/textes/{number}/signalements") == 1
    assert "2 signalements" in page


def test_author_does_not_report_her_own_text(cast, as_):
    number = publish_practice(author_id=cast.nadia)
    report(as_(cast.nadia), "practice", number)
    assert reports() == []


def test_what_a_reader_cannot_see_cannot_be_reported(cast, as_):
    waiting = ask_question(cast.youssef)  # a first post: read before members see it
    assert report(as_(cast.nadia), "question", waiting).status_code == 404
    assert reports() == []


@pytest.mark.parametrize("wrong", [{"reason": "menteur"}, {"kind": "person"}, {"kind": "structure"}, {"thing": "x"}])
def test_half_a_report_is_refused(cast, as_, wrong):
    number = publish_practice(author_id=cast.claire)
    form = {"kind": "practice", "thing": number, "reason": "inaccurate", **wrong}
    assert as_(cast.nadia).post("/moderation/signalements", data=form).status_code == 400


def test_visitor_signs_in_first(client, cast):
    number = publish_practice(author_id=cast.claire)
    assert "/connexion" in report(client, "practice", number).headers["Location"]


@pytest.mark.parametrize(("action", "state"), [("keep", ReportState.DISMISSED), ("hide", ReportState.UPHELD), ("send_back", ReportState.UPHELD)])
def test_reporter_is_told_what_came_of_it(cast, as_, action, state):
    number = publish_practice(author_id=cast.youssef)
    report(as_(cast.nadia), "practice", number)
    decide(as_(cast.ines), number, action)
    assert [one.state for one in reports()] == [state]
    told = db.session.scalars(select(Event).filter_by(name="report.closed")).one()
    assert told.detail["person"] == cast.nadia and told.detail["state"] == state.value


def test_report_can_be_made_anew_once_answered(cast, as_):
    number = publish_practice(author_id=cast.youssef)
    report(as_(cast.nadia), "practice", number)
    decide(as_(cast.ines), number, "keep")
    report(as_(cast.nadia), "practice", number)
    assert [one.state for one in reports()] == [ReportState.DISMISSED, ReportState.OPEN]


def test_practice_and_thread_pages_offer_it_to_others_only(cast, as_):
    publish_practice(author_id=cast.youssef)
    assert "/moderation/signalements" in as_(cast.nadia).get("/pratiques/retrouver-un-mot-de-passe").text
    assert "/moderation/signalements" not in as_(cast.youssef).get("/pratiques/retrouver-un-mot-de-passe").text
