"""Forgotten password and changing it (S13, S14, S15, V6.2)."""

from __future__ import annotations

import pytest

from partage import clock
from partage.accounts.models import PasswordReset
from partage.db import db, writing
from tests.cast import PASSWORD, person
from tests.queries import count_queries
from tests.web.accounts.helpers import NEW, enter, happened, is_in, mails, token_of

BOTH = {"password": NEW, "again": NEW}


def ask(client, email="nadia@exemple.test", **more):
    return client.post("/mot-de-passe-oublie", data={"email": email}, **more)


def link(client):
    ask(client)
    return f"/mot-de-passe-oublie/{token_of(mails()[-1])}"


def test_nadia_asks_gets_a_mail_and_chooses(client, app, cast, as_):
    before = as_(cast.nadia)
    path = link(client)
    assert "Choisir un mot de passe" in client.get(path).text
    answer = client.post(path, data=BOTH)
    assert (answer.status_code, answer.location) == (303, "/connexion")
    assert not is_in(client), "the link alone does not sign in"
    assert not is_in(before), "every session ended"
    assert enter(client).status_code == 422
    assert enter(client, password=NEW).status_code == 303
    assert "vient de changer" in mails()[-1].body
    assert len(happened("account.password_reset")) == 1


def test_known_and_unknown_addresses_get_the_same_answer(app, cast):
    known, unknown = ask(app.test_client()), ask(app.test_client(), "personne@exemple.test")
    assert (known.status_code, known.text, known.location) == (unknown.status_code, unknown.text, unknown.location)
    assert [mail.to for mail in mails()] == ["nadia@exemple.test"]
    assert "Si un compte existe" in app.test_client().get(known.location).text


def test_an_address_nobody_has_costs_the_work_of_a_known_one(app, cast):
    written = []
    for email in ("nadia@exemple.test", "personne@exemple.test"):
        client = app.test_client()
        with count_queries() as statements:
            ask(client, email)
        written.append({one.split()[2] for one in statements if one.startswith("INSERT")})
        assert len(statements) < 25
    known, unknown = written
    assert known == unknown and "mail" in known
    assert [mail.to for mail in mails()] == ["nadia@exemple.test"]
    assert db.session.scalar(db.select(db.func.count()).select_from(PasswordReset)) == 1


def test_closed_account_gets_no_mail(client, cast):
    with writing():
        person(cast.nadia).disable(by=person(cast.agnes))
    assert ask(client).status_code == 303
    assert mails() == []


def test_link_works_once(client, cast):
    path = link(client)
    client.post(path, data=BOTH)
    assert client.get(path).status_code == client.post(path, data=BOTH).status_code == 410


def test_link_dies_after_30_minutes(client, cast):
    path = link(client)
    with clock.travel(minutes=29):
        assert client.get(path).status_code == 200
    with clock.travel(minutes=31):
        answer = client.post(path, data=BOTH)
        assert answer.status_code == 410 and "Ce lien a déjà servi" in answer.text


def test_reading_the_link_does_not_use_it_up(client, cast):
    path = link(client)
    for _ in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert client.post(path, data=BOTH).status_code == 303


def test_weak_password_does_not_use_it_up(client, cast):
    path = link(client)
    answer = client.post(path, data={"password": "court", "again": "court"})
    assert answer.status_code == 422 and "trop court" in answer.text
    assert client.post(path, data=BOTH).status_code == 303


def test_links_die_when_the_password_changes(client, cast, as_):
    path = link(client)
    as_(cast.nadia).post("/compte/mot-de-passe", data={"current": PASSWORD, **BOTH})
    assert client.get(path).status_code == 410


def test_all_links_die_when_one_is_used(client, cast):
    first, second = link(client), link(client)
    client.post(second, data=BOTH)
    assert client.post(first, data=BOTH).status_code == 410


def test_link_dies_with_the_account(client, cast):
    path = link(client)
    with writing():
        person(cast.nadia).disable(by=person(cast.agnes))
    assert client.post(path, data=BOTH).status_code == 410


def test_made_up_link_is_gone(client):
    assert client.get("/mot-de-passe-oublie/nimportequoi").status_code == 410


def test_link_is_on_the_public_address_whatever_the_host(client, cast):
    ask(client, base_url="http://127.0.0.1")
    assert "http://localhost/mot-de-passe-oublie/" in mails()[0].body
    assert ask(client, base_url="http://evil.example").status_code == 400


def test_token_is_not_stored_and_its_page_is_not_cached(client, cast):
    path = link(client)
    [stored] = db.session.scalars(db.select(PasswordReset.digest))
    assert stored not in path and len(stored) == 64
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_reset_by_mail_ends_the_wait_of_too_many_tries(client, cast):
    for number in range(10):
        with clock.travel(seconds=61 * (number // 9)):
            enter(client, password="pas le bon du tout")
    path = link(client)
    with clock.travel(seconds=122):
        client.post(path, data=BOTH)
        assert enter(client, password=NEW).status_code == 303


def test_nadia_changes_it_and_her_other_devices_are_out(app, cast, as_):
    here, there = as_(cast.nadia), as_(cast.nadia)
    answer = here.post("/compte/mot-de-passe", data={"current": PASSWORD, **BOTH})
    assert answer.location == "/compte"
    assert is_in(here) and not is_in(there)
    assert enter(app.test_client(), password=NEW).status_code == 303
    assert [mail.to for mail in mails()] == ["nadia@exemple.test"]
    assert len(happened("account.password_changed")) == 1


def test_changing_needs_the_current_one(app, cast, as_):
    answer = as_(cast.nadia).post("/compte/mot-de-passe", data={"current": "pas le bon du tout", **BOTH})
    assert answer.status_code == 422 and "Ce n’est pas le bon mot de passe" in answer.text
    assert enter(app.test_client()).status_code == 303


def test_the_two_must_agree(cast, as_):
    data = {"current": PASSWORD, "password": NEW, "again": NEW + "!"}
    answer = as_(cast.nadia).post("/compte/mot-de-passe", data=data)
    assert answer.status_code == 422 and "diffèrent" in answer.text


@pytest.mark.parametrize(
    "password", ["motdepasse1234", "azertyuiop12", "nadiaberger2026", "nadia@exemple.test", "x" * 300, "onze lettre"]
)
def test_common_own_short_and_endless_ones_are_refused(cast, as_, password):
    data = {"current": PASSWORD, "password": password, "again": password}
    assert as_(cast.nadia).post("/compte/mot-de-passe", data=data).status_code == 422


@pytest.mark.parametrize("password", ["tout en minuscules", "🙂🙃😉😌😍🥰😘😗😙😚😋😛", " avec espaces ", "aïoü" * 30])
def test_any_characters_will_do_and_are_kept_as_typed(app, cast, as_, password):
    data = {"current": PASSWORD, "password": password, "again": password}
    assert as_(cast.nadia).post("/compte/mot-de-passe", data=data).status_code == 303
    assert enter(app.test_client(), password=password).status_code == 303


def test_fields_let_password_managers_and_pasting_work(cast, as_, client):
    page = as_(cast.nadia).get("/compte/mot-de-passe").text
    assert 'autocomplete="current-password"' in page and page.count('autocomplete="new-password"') == 2
    assert "onpaste" not in page and "maxlength" not in page
    assert 'autocomplete="username"' in client.get("/connexion").text


def test_visitor_cannot_change_any(client):
    assert client.post("/compte/mot-de-passe", data=BOTH).location.startswith("/connexion")
