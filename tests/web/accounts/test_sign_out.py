"""Signing out, and the four ways a cookie dies (S1)."""

from __future__ import annotations

from partage.accounts import sessions
from partage.db import writing
from tests.cast import PASSWORD, person
from tests.web.accounts.helpers import NEW, cookie, enter, happened, is_in, replay


def dead(app, value):
    answer = replay(app, value).get("/compte")
    return answer.status_code == 302 and answer.location.startswith("/connexion")


def test_signing_out_ends_the_session_on_the_server_and_wipes_the_browser(app, client, cast):
    enter(client)
    copy = cookie(client)
    answer = client.post("/deconnexion")
    assert (answer.status_code, answer.location) == (303, "/au-revoir")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert dead(app, copy)
    assert not is_in(client)
    assert len(happened("account.signed_out")) == 1


def test_changing_the_password_kills_every_earlier_cookie_even_the_one_that_changed_it(app, client, cast):
    enter(client)
    elsewhere = app.test_client()
    enter(elsewhere)
    copies = [cookie(client), cookie(elsewhere)]
    client.post("/compte/mot-de-passe", data={"current": PASSWORD, "password": NEW, "again": NEW})
    assert all(dead(app, copy) for copy in copies)
    assert is_in(client)


def test_closing_the_account_kills_the_cookie_at_once(app, client, cast):
    enter(client)
    with writing():
        person(cast.nadia).disable(by=person(cast.agnes))
    assert dead(app, cookie(client))


def test_administrator_ending_the_sessions_kills_the_cookie(app, client, cast):
    enter(client)
    with writing():
        assert sessions.close_others(person(cast.nadia)) == 1
    assert dead(app, cookie(client))


def test_page_after_says_what_was_done(client):
    page = client.get("/au-revoir").text
    assert "La session est fermée" in page and "effacer ce que Partage y gardait" in page


def test_signing_out_needs_a_post(client, cast):
    enter(client)
    assert client.get("/deconnexion").status_code == 405
    assert is_in(client)


def test_visitor_may_sign_out_without_harm(client):
    assert client.post("/deconnexion").location == "/au-revoir"


def test_made_up_cookie_opens_nothing(app, client, cast):
    with client.session_transaction() as session:
        session["_user_id"] = str(cast.nadia)
    assert not is_in(client)
