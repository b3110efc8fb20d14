"""A remark that designates a person is shown again, whole, with what to do; a practice refuses only what nobody publishes."""

from __future__ import annotations

from sqlalchemy import select

from partage.db import db
from partage.texts.models import Comment
from tests.factories import form_of, publish_practice

KEY = {"client_id": "22222222-2222-4222-8222-222222222222"}


def remarks():
    return db.session.scalars(select(Comment.body)).all()


def test_remark_with_a_phone_number_is_shown_again_with_a_gesture(cast, as_):
    number = publish_practice()
    answer = as_(cast.nadia).post(f"/textes/{number}/remarques", data={"body": "Appelez le 06 12 34 56 78.", **KEY})
    assert answer.status_code == 422 and remarks() == []
    assert "Appelez le 06 12 34 56 78." in answer.text and "Remplacer par [téléphone]" in answer.text


def test_gesture_replaces_the_passage_and_the_remark_can_leave(cast, as_):
    number, client = publish_practice(), as_(cast.nadia)
    answer = client.post(f"/textes/{number}/remarques", data={"body": "Appelez le 06 12 34 56 78.", "replace": "tout", **KEY})
    assert "Appelez le [téléphone]." in answer.text and "06 12" not in answer.text
    assert client.post(f"/textes/{number}/remarques", data={"body": "Appelez le [téléphone].", **KEY}).status_code == 303
    assert remarks() == ["Appelez le [téléphone]."]


def test_reason_keeps_a_passage_but_never_a_social_security_number(cast, as_):
    number, client = publish_practice(), as_(cast.nadia)
    reason = {"guard_reason": "numéro du service public"}
    kept = client.post(f"/textes/{number}/remarques", data={"body": "Appelez le 06 12 34 56 78.", **reason, **KEY})
    assert kept.status_code == 303
    body = "Son numéro est 2 85 05 78 006 084 41."
    refused = client.post(f"/textes/{number}/remarques", data={"body": body, **reason, "client_id": "x" * 12})
    assert refused.status_code == 422 and len(remarks()) == 1


def test_practice_may_name_a_contact_but_not_a_social_security_number(cast, as_):
    client = as_(cast.nadia)
    assert client.post("/pratiques/redaction", data=form_of(body="Appelez le 04 66 00 00 00.")).status_code == 303
    refused = client.post("/pratiques/redaction", data=form_of(body="Le 2 85 05 78 006 084 41.", client_id="z" * 36))
    assert refused.status_code == 422 and "Sécurité sociale" in refused.text
