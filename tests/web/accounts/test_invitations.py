"""Inviting by mail or by QR code, answering, and the link that serves once (S14, V6.4.1)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from partage import clock
from partage.accounts.models import Invitation, User, new_token
from partage.db import db, writing
from tests.cast import person
from tests.web.accounts.helpers import NEW, enter, happened, is_in, mails, token_of

WELCOME = {"name": "Lou Martin", "job": "Conseillère", "structure": "0", "password": NEW, "again": NEW}


def invite(coordinator, key="clef", **data):
    return coordinator.post("/compte/invitations", data={"client_id": key, "structure": "0", **data})


def by_mail(cast, as_, **data):
    invite(as_(cast.paul), email="lou@exemple.test", **data)
    return f"/invitation/{token_of(mails()[-1])}"


def by_link(cast, **more):
    token = new_token()
    with writing():
        Invitation.issue(token, by=person(cast.paul), **more)
    return f"/invitation/{token}"


def lou():
    return db.session.scalar(select(User).filter_by(email="lou@exemple.test"))


def test_paul_invites_by_mail_and_lou_opens_her_account(client, cast, as_):
    path = by_mail(cast, as_, structure=str(cast.montbrun))
    page = client.get(path).text
    assert "Ouvrir mon compte" in page and 'value="lou@exemple.test"' in page
    assert f'<option selected value="{cast.montbrun}">' in page
    answer = client.post(path, data={**WELCOME, "structure": str(cast.montbrun)})
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(client)
    assert (lou().name, lou().job, lou().structure_id, lou().roles) == ("Lou Martin", "Conseillère", cast.montbrun, [])
    assert [event.detail["proof"] for event in happened("account.signed_in")] == ["invitation"]
    assert enter(client.application.test_client(), "lou@exemple.test", NEW).status_code == 303


def test_address_of_the_invitation_cannot_be_changed_by_its_bearer(client, cast, as_):
    client.post(by_mail(cast, as_), data={**WELCOME, "email": "autre@exemple.test"})
    assert lou() is not None


def test_paul_shows_a_qr_code_and_its_link_once(cast, as_, client):
    paul = as_(cast.paul)
    answer = invite(paul)
    assert answer.status_code == 200
    path = answer.text.split("http://localhost")[1].split('"')[0]
    assert path.startswith("/invitation/")
    assert answer.headers["Cache-Control"] == "no-store"
    drawing = paul.get(f"/compte/invitations/{path.removeprefix('/invitation/')}/qr.svg")
    assert drawing.mimetype == "image/svg+xml" and b"<svg" in drawing.data
    again = invite(paul)
    assert (again.status_code, again.location) == (303, "/compte/invitations")
    assert db.session.query(Invitation).count() == 1
    assert path not in paul.get("/compte/invitations").text
    assert client.post(path, data={**WELCOME, "email": "lou@exemple.test"}).status_code == 303
    assert lou() is not None


def test_double_submit_sends_one_mail(cast, as_):
    paul = as_(cast.paul)
    assert [invite(paul, email="lou@exemple.test").status_code for _ in range(2)] == [303, 303]
    assert len(mails()) == 1


def test_known_address_gets_the_same_answer_and_another_mail(app, cast, as_):
    paul = as_(cast.paul)
    known, unknown = invite(paul, key="a", email="nadia@exemple.test"), invite(paul, key="b", email="lou@exemple.test")
    assert (known.status_code, known.text, known.location) == (unknown.status_code, unknown.text, unknown.location)
    page = paul.get("/compte/invitations").text
    assert "nadia@exemple.test" in page and "lou@exemple.test" in page
    first, second = mails()
    assert "déjà un compte" in first.body and "/invitation/" not in first.body
    assert "/invitation/" in second.body


def test_used_twice_is_gone(app, client, cast, as_):
    path = by_mail(cast, as_)
    client.post(path, data=WELCOME)
    second = app.test_client()
    assert second.get(path).status_code == second.post(path, data=WELCOME).status_code == 410
    assert "Ce lien a déjà servi" in second.get(path).text


def test_dies_after_7_days(client, cast, as_):
    path = by_mail(cast, as_)
    with clock.travel(days=6, hours=23):
        assert client.get(path).status_code == 200
    with clock.travel(days=7, minutes=1):
        assert client.post(path, data=WELCOME).status_code == 410
    assert lou() is None


def test_reading_it_does_not_use_it_up(client, cast, as_):
    path = by_mail(cast, as_)
    for _ in range(3):
        client.get(path)
    assert client.post(path, data=WELCOME).status_code == 303


def test_withdrawn_is_gone(client, cast, as_):
    path = by_mail(cast, as_)
    number = db.session.scalar(select(Invitation.id))
    paul = as_(cast.paul)
    assert paul.post(f"/compte/invitations/{number}/retrait").status_code == 303
    assert client.get(path).status_code == 410
    assert paul.post(f"/compte/invitations/{number}/retrait").status_code == 409
    assert "lou@exemple.test" not in paul.get("/compte/invitations").text


def test_used_invitation_cannot_be_withdrawn(client, cast, as_):
    client.post(by_mail(cast, as_), data=WELCOME)
    number = db.session.scalar(select(Invitation.id))
    assert as_(cast.paul).post(f"/compte/invitations/{number}/retrait").status_code == 409
    assert as_(cast.paul).post("/compte/invitations/999/retrait").status_code == 404


def test_somebody_signed_in_does_not_use_it_up(cast, as_):
    path = by_mail(cast, as_)
    nadia = as_(cast.nadia)
    assert "pour une autre personne" in nadia.get(path).text
    nadia.post(path, data=WELCOME)
    assert lou() is None


def test_taken_address_is_said_without_losing_what_was_typed(client, cast):
    answer = client.post(by_link(cast), data={**WELCOME, "email": "nadia@exemple.test"})
    assert answer.status_code == 422
    assert "ne peut pas servir ici" in answer.text and 'value="Lou Martin"' in answer.text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "  ", "Tapez votre prénom"), ("name", "x" * 81, "80 signes au plus"),
        ("password", "court", "trop court"),
        ("password", "loumartin2026", "ressemble à votre nom"), ("again", "autre chose ici", "diffèrent"),
        ("email", "pas une adresse", "Vérifiez cette adresse"),
        ("email", "a@b.test\nBcc: c@d.test", "Vérifiez cette adresse"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said(client, cast, field, value, sentence):
    data = {**WELCOME, "email": "lou@exemple.test", field: value}
    if field == "password":
        data["again"] = value
    answer = client.post(by_link(cast), data=data)
    assert answer.status_code == 422 and sentence in answer.text


def test_shared_device_is_offered_at_once(client, cast):
    client.post(by_link(cast), data={**WELCOME, "email": "lou@exemple.test", "shared": "y"})
    with clock.travel(minutes=31):
        assert not is_in(client)


@pytest.mark.parametrize("who", ["nadia", "claire", "ines"])
def test_others_cannot_invite(cast, as_, who):
    client = as_(getattr(cast, who))
    assert client.get("/compte/invitations").status_code == 403
    assert invite(client, email="lou@exemple.test").status_code == 403
    assert client.post("/compte/invitations/1/retrait").status_code == 403
    assert client.get("/compte/invitations/x/qr.svg").status_code == 403
    assert mails() == []


def test_qr_code_of_a_made_up_link_is_not_drawn(cast, as_):
    assert as_(cast.paul).get("/compte/invitations/nimportequoi/qr.svg").status_code == 404


def test_wrong_address_is_said_and_nothing_leaves(cast, as_):
    answer = invite(as_(cast.agnes), email="pas une adresse")
    assert answer.status_code == 422 and "Vérifiez cette adresse" in answer.text
    assert db.session.query(Invitation).count() == 0


def test_list_shows_who_invited_and_until_when_in_few_queries(cast, as_):
    for number in range(5):
        by_link(cast, structure_id=cast.montbrun, email=f"l{number}@exemple.test")
    page = as_(cast.agnes).get("/compte/invitations").text
    assert page.count("par Paul Vidal") == 5 and "Mission locale de Montbrun, valable jusqu’au" in page
