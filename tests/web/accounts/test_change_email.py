"""Changing the address one signs in with."""

from __future__ import annotations

import re

import pytest

from partage import clock
from partage.db import db, writing
from partage.events import Event
from tests.cast import PASSWORD, person, sign_in
from tests.web.accounts.helpers import NEW, enter, happened, is_in, mails

ADDRESS = "/compte/adresse"
FRESH = "nadia.nouvelle@exemple.test"


def ask(client, email=FRESH):
    return client.post(ADDRESS, data={"email": email})


def link():
    """The path in the mail to the new address."""
    return next(found[0] for mail in mails() if (found := re.search(r"/adresse/\S+", mail.body)))


def test_nadia_proves_her_new_address_then_signs_in_with_it(client, cast, as_, app):
    nadia, elsewhere = as_(cast.nadia), as_(cast.nadia)
    assert "nadia@exemple.test" in nadia.get(ADDRESS).text
    assert ask(nadia).status_code == 303
    assert {mail.to for mail in mails()} == {FRESH, "nadia@exemple.test"}
    assert person(cast.nadia).email == "nadia@exemple.test"
    assert enter(app.test_client()).status_code == 303, "until the link is followed, the former one signs in"
    path = link()
    assert FRESH in nadia.get(path).text and person(cast.nadia).email == "nadia@exemple.test", "opening is not confirming"
    assert nadia.post(path).location == "/compte"
    assert person(cast.nadia).email == FRESH
    assert is_in(nadia) and not is_in(elsewhere)
    assert enter(client).status_code == 422
    assert enter(client, email=FRESH).status_code == 303
    assert [mail.subject for mail in mails() if mail.to == "nadia@exemple.test"] == [
        "Votre adresse va changer", "Votre adresse a changé"]  # fmt: skip
    assert len(happened("account.email_changed")) == 1


def test_the_link_opens_on_another_device_which_stays_signed_out(client, cast, as_):
    nadia = as_(cast.nadia)
    ask(nadia)
    assert client.post(link()).location == "/connexion"
    assert not is_in(client) and not is_in(nadia)


def test_the_link_serves_once(client, cast, as_):
    ask(as_(cast.nadia))
    path = link()
    client.post(path)
    assert client.get(path).status_code == client.post(path).status_code == 410


def test_the_link_dies_after_an_hour(client, cast, as_):
    ask(as_(cast.nadia))
    path = link()
    with clock.travel(minutes=59):
        assert client.get(path).status_code == 200
    with clock.travel(minutes=61):
        assert client.post(path).status_code == 410
    assert person(cast.nadia).email == "nadia@exemple.test"


def test_an_address_of_somebody_else_gets_the_same_answer_and_no_link(client, cast, as_):
    free, taken = ask(as_(cast.nadia)), ask(as_(cast.nadia), "youssef@exemple.test")
    assert (free.status_code, free.location, free.text) == (taken.status_code, taken.location, taken.text)
    [told] = [mail for mail in mails() if mail.to == "youssef@exemple.test"]
    assert "un compte l’utilise déjà" in told.body and "/adresse/" not in told.body


def test_an_address_taken_meanwhile_is_not_given_twice(client, cast, as_):
    ask(as_(cast.nadia))
    with writing():
        person(cast.youssef).email = FRESH
    assert client.post(link()).status_code == 410


def test_another_password_kills_the_link(client, cast, as_):
    nadia = as_(cast.nadia)
    ask(nadia)
    nadia.post("/compte/mot-de-passe", data={"current": PASSWORD, "password": NEW, "again": NEW})
    assert client.post(link()).status_code == 410
    assert person(cast.nadia).email == "nadia@exemple.test"


def test_a_closed_account_and_a_false_link_change_nothing(client, cast, as_):
    ask(as_(cast.nadia))
    path = link()
    assert client.post(path[:-3] + "abc").status_code == client.get("/adresse/nimporte").status_code == 410
    with writing():
        person(cast.nadia).disable(by=person(cast.agnes))
    assert client.post(path).status_code == 410


@pytest.mark.parametrize("typed", ["", "nadia", "a@b", "nadia@exemple.test"])
def test_a_wrong_or_same_address_says_what_to_do(cast, as_, typed):
    answer = ask(as_(cast.nadia), typed)
    assert answer.status_code == 422 and mails() == []
    assert typed in answer.text


def test_the_password_is_asked_again_first(app, cast):
    member = sign_in(app, cast.nadia, fresh=False)
    for answer in (member.get(ADDRESS), ask(member)):
        assert answer.status_code in (302, 303) and answer.location.startswith("/compte/confirmation")
    assert mails() == []


def test_a_visitor_signs_in_first(client, cast):
    assert client.get(ADDRESS).location.startswith("/connexion")


def test_a_flood_of_mails_is_stopped(cast, as_):
    nadia = as_(cast.nadia)
    answers = [ask(nadia, f"nadia{number}@exemple.test").status_code for number in range(6)]
    assert answers == [303] * 5 + [429]


def test_the_journal_holds_no_address(cast, as_, client):
    ask(as_(cast.nadia))
    client.post(link())
    assert all("exemple.test" not in str(event.detail) for event in db.session.query(Event).all())
