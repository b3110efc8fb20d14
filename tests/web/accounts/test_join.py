"""Asking for an account, and the coordination's answer."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from partage import settings
from partage.accounts.models import JoinRequest
from partage.db import db, writing
from tests.web.accounts.helpers import happened, mails, token_of

ASKED = {"name": "Lou Martin", "email": "Lou@Exemple.test", "structure_name": "Centre des Genêts", "message": "Bonjour"}


def ask(client, **more):
    return client.post("/demander-un-compte", data={**ASKED, **more})


def request_of_lou():
    return db.session.scalar(select(JoinRequest))


def test_lou_asks_and_paul_sees_it(client, cast, as_):
    answer = ask(client)
    assert (answer.status_code, answer.location) == (303, "/demander-un-compte/suite")
    assert "Votre demande est partie" in client.get(answer.location).text
    page = as_(cast.paul).get("/compte/demandes").text
    assert "Lou Martin" in page and "lou@exemple.test" in page and "Centre des Genêts" in page
    assert "1 demande attend" in as_(cast.paul).get("/compte").text


def test_paul_approves_and_an_invitation_leaves(client, cast, as_):
    ask(client)
    paul = as_(cast.paul)
    assert paul.post(f"/compte/demandes/{request_of_lou().id}/invitation").location == "/compte/demandes"
    [mail] = mails()
    assert mail.to == "lou@exemple.test"
    assert client.get(f"/invitation/{token_of(mail)}").status_code == 200
    assert "Aucune demande" in paul.get("/compte/demandes").text
    assert len(happened("join_request.approved")) == 1


def test_paul_declines_and_lou_is_told(client, cast, as_):
    ask(client)
    as_(cast.paul).post(f"/compte/demandes/{request_of_lou().id}/refus")
    [mail] = mails()
    assert "ne peut pas l’ouvrir" in mail.body and "/invitation/" not in mail.body
    assert request_of_lou().approved is False


def test_second_decision_says_the_page_changed(client, cast, as_):
    ask(client)
    number = request_of_lou().id
    as_(cast.paul).post(f"/compte/demandes/{number}/invitation")
    assert as_(cast.agnes).post(f"/compte/demandes/{number}/refus").status_code == 409
    assert as_(cast.agnes).post(f"/compte/demandes/{number}/invitation").status_code == 409
    assert len(mails()) == 1
    assert as_(cast.agnes).post("/compte/demandes/999/refus").status_code == 404


def test_answer_is_the_same_for_new_known_and_waiting_addresses(app, cast):
    addresses = ("lou@exemple.test", "lou@exemple.test", "nadia@exemple.test")
    answers = [ask(app.test_client(), email=email) for email in addresses]
    assert len({(answer.status_code, answer.text, answer.location) for answer in answers}) == 1
    assert db.session.query(JoinRequest).count() == 1


def test_somebody_invited_meanwhile_gets_the_mail_of_members(client, cast, as_):
    ask(client)
    with writing():
        request_of_lou().email = "nadia@exemple.test"
    as_(cast.paul).post(f"/compte/demandes/{request_of_lou().id}/invitation")
    assert "déjà un compte" in mails()[0].body


def test_closed_instance_offers_nothing(client, cast):
    with writing():
        settings.put("join_requests", False)
    assert client.get("/demander-un-compte").status_code == ask(client).status_code == 404
    assert "Demander un compte" not in client.get("/connexion").text


def test_what_is_missing_is_said_and_the_rest_kept(client):
    answer = ask(client, name="", message="x" * 1001)
    assert answer.status_code == 422
    assert "Tapez votre prénom" in answer.text and "1\u202f000 signes au plus" in answer.text
    assert 'value="Centre des Genêts"' in answer.text


@pytest.mark.parametrize("who", ["nadia", "claire", "ines"])
def test_others_cannot_read_or_decide(client, cast, as_, who):
    ask(client)
    colleague = as_(getattr(cast, who))
    assert colleague.get("/compte/demandes").status_code == 403
    assert colleague.post(f"/compte/demandes/{request_of_lou().id}/invitation").status_code == 403
    assert colleague.post(f"/compte/demandes/{request_of_lou().id}/refus").status_code == 403
    assert mails() == []
