"""Taking one's data away and leaving (S20)."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from partage import kinds, mail
from partage.accounts import data_rights
from partage.accounts.models import ERASED_NAME, Invitation, JoinRequest, Login, PasswordReset, User, new_token
from partage.db import db, writing
from partage.operations import Operation
from partage.texts.models import Favourite
from partage.topics.models import Topic, TopicWatch, follow
from tests.cast import person
from tests.factories import publish_practice
from tests.web.accounts.helpers import cookie, happened, is_in, replay

LEAVE = {"texts": "keep", "sure": "y"}


def fill(cast):
    """Put Nadia's name or address wherever accounts and plumbing can hold them."""
    with writing():
        nadia, paul = person(cast.nadia), person(cast.paul)
        nadia.presentation = "Ici Nadia Berger"
        nadia.move_to(cast.montbrun, by=nadia)
        nadia.move_to(cast.valdorgue, by=nadia)
        PasswordReset.issue(nadia, new_token())
        Invitation.issue(new_token(), by=paul, email=nadia.email)
        Invitation.issue(new_token(), by=nadia)
        JoinRequest.file(name=nadia.name, email=nadia.email, structure_name="Ici", message="Nadia Berger")
        for to in (nadia.email, "autre@exemple.test"):
            db.session.add(
                mail.Mail(to=to, subject=f"Pour {nadia.name}", body=f"De {nadia.name}",
                          due_at=nadia.created_at, created_at=nadia.created_at)
            )  # fmt: skip
        db.session.add(Operation(user_id=nadia.id, key="k", name="x", digest="d", answer={}, at=nadia.created_at))


def dump():
    """Every row of every table, as one text."""
    return "\n".join(str(row) for table in db.metadata.sorted_tables for row in db.session.execute(select(table)))


def test_nadia_reads_her_data_in_french(cast, as_):
    fill(cast)
    page = as_(cast.nadia).get("/compte/mes-donnees/lecture").text
    for words in ("nadia@exemple.test", "Ici Nadia Berger", "France services de Valdorgue", "Navigateur de test",
                  "Appareils connectés", "Invitations envoyées", "Demandes de compte"):  # fmt: skip
        assert words in page
    assert "created_at" not in page and "Youssef" not in page


def test_nadia_takes_a_file_away(cast, as_):
    fill(cast)
    answer = as_(cast.nadia).get("/compte/mes-donnees/fichier")
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="partage-mes-donnees.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    found = json.loads(answer.text)
    assert found["account"]["email"] == "nadia@exemple.test"
    assert found["account"]["structure"] == "France services de Valdorgue"
    assert len(found["sessions"]) == len(found["invitations_sent"]) == len(found["join_requests"]) == 1
    assert {"account.structure_changed", "invitation.issued"} <= {row["name"] for row in found["journal"]}
    assert {kind.name for kind in kinds.every() if kind.export} <= set(found)


def test_file_holds_no_secret_and_nobody_else(cast, as_):
    fill(cast)
    text = as_(cast.nadia).get("/compte/mes-donnees/fichier").text
    digests = [db.session.scalar(select(Login.digest)), db.session.scalar(select(PasswordReset.digest))]
    stored = [person(cast.nadia).password_hash, *digests]
    assert not any(secret in text for secret in stored)
    assert "youssef" not in text.lower() and "paul" not in text.lower()


def test_every_table_that_points_to_a_person_is_in_the_file(cast):
    found = data_rights.export_person(person(cast.claire))
    assert {"table": "expertise", "as": "user_id", "row": [1]} in found["other_traces"]


@pytest.mark.parametrize("texts", ["keep", "remove"])
def test_after_erasure_no_row_holds_her_name_or_address(app, cast, as_, texts):
    fill(cast)
    assert "Nadia Berger" in dump() and "nadia@exemple.test" in dump()
    nadia = as_(cast.nadia)
    copy = cookie(nadia)
    answer = nadia.post("/compte/mes-donnees/effacement", data={**LEAVE, "texts": texts})
    assert (answer.status_code, answer.location) == (303, "/au-revoir?compte=efface")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    left = dump().lower()
    assert "nadia" not in left and "berger" not in left
    assert not is_in(nadia) and not is_in(replay(app, copy))
    assert "Votre compte est effacé" in nadia.get(answer.location).text
    gone = person(cast.nadia)
    assert (gone.name, gone.email, gone.password_hash, gone.is_active) == (ERASED_NAME, None, "", False)
    assert len(happened("account.erased")) == 1


@pytest.mark.parametrize("texts", ["keep", "remove"])
def test_expert_who_wrote_leaves_no_name_in_any_feature(cast, as_, texts):
    number = publish_practice(author_id=cast.claire)
    claire = as_(cast.claire)
    claire.post(f"/textes/{number}/remarques", data={"body": "Merci", "client_id": "r"})
    with writing():
        db.session.add(Favourite(user_id=cast.claire, text_id=number))
        follow(person(cast.claire), db.session.get(Topic, cast.rights))
    assert claire.post("/compte/mes-donnees/effacement", data={**LEAVE, "texts": texts}).status_code == 303
    left = dump().lower()
    assert "claire" not in left and "fabre" not in left
    assert db.session.query(Favourite).count() == db.session.query(TopicWatch).count() == 0
    assert "Claire" not in as_(cast.nadia).get("/pratiques/retrouver-un-mot-de-passe").text


def test_mail_to_a_colleague_still_leaves_without_her_name(cast, as_):
    fill(cast)
    as_(cast.nadia).post("/compte/mes-donnees/effacement", data=LEAVE)
    [left] = db.session.scalars(select(mail.Mail))
    assert (left.to, left.body) == ("autre@exemple.test", f"De {ERASED_NAME}")


def test_every_kind_is_told(cast, as_):
    told = []
    kind = kinds.Kind(
        name="essai", label="", plural="", model=User, icon="", area="", visible=lambda user: select(User.id),
        load=lambda ids: [], url=lambda thing: "/", export=lambda user: [{"title": "Mon essai"}],
        forget=lambda user, keep: told.append((user.id, keep)),
    )  # fmt: skip
    kinds.register(kind)
    try:
        nadia = as_(cast.nadia)
        assert json.loads(nadia.get("/compte/mes-donnees/fichier").text)["essai"] == [{"title": "Mon essai"}]
        nadia.post("/compte/mes-donnees/effacement", data={**LEAVE, "texts": "remove"})
    finally:
        kinds._kinds.pop("essai")
    assert told == [(cast.nadia, False)]


def test_address_is_free_for_a_new_invitation(cast, as_, client):
    as_(cast.nadia).post("/compte/mes-donnees/effacement", data=LEAVE)
    answer = client.post("/connexion", data={"email": "nadia@exemple.test", "password": "quatre mots pour entrer"})
    assert answer.status_code == 422


@pytest.mark.parametrize("data", [{"texts": "keep"}, {"sure": "y"}, {"texts": "tout", "sure": "y"}, {}])
def test_half_a_form_erases_nothing(cast, as_, data):
    assert as_(cast.nadia).post("/compte/mes-donnees/effacement", data=data).status_code == 422
    assert person(cast.nadia).email == "nadia@exemple.test"


def test_last_administrator_stays_and_is_told_why(cast, as_):
    answer = as_(cast.agnes).post("/compte/mes-donnees/effacement", data=LEAVE)
    assert answer.status_code == 422 and "Confiez d’abord ce rôle" in answer.text
    assert person(cast.agnes).email == "agnes@exemple.test"


def test_one_of_two_administrators_may_leave(cast, as_):
    with writing():
        person(cast.paul).grant_roles(["administrator"], by=person(cast.agnes))
    assert as_(cast.agnes).post("/compte/mes-donnees/effacement", data=LEAVE).status_code == 303


def test_closed_administrator_does_not_count(cast, as_):
    with writing():
        person(cast.paul).grant_roles(["administrator"], by=person(cast.agnes))
        person(cast.paul).disable(by=person(cast.agnes))
    assert as_(cast.agnes).post("/compte/mes-donnees/effacement", data=LEAVE).status_code == 422


def test_visitor_reaches_none_of_it(client):
    for path in ("", "/lecture", "/fichier", "/effacement"):
        assert client.get(f"/compte/mes-donnees{path}").location.startswith("/connexion")
