"""Signing in: what works, what does not, what is told of it (S13, S15, V6.3.1, V7.2.4)."""

from __future__ import annotations

from argon2 import PasswordHasher

from partage.accounts.models import Login
from partage.accounts.passwords import needs_rehash
from partage.db import db, writing
from tests.cast import PASSWORD, person
from tests.web.accounts.helpers import cookie, enter, happened, is_in, words


def test_visitor_reads_the_page_with_the_consequence_of_a_shared_computer(client):
    page = client.get("/connexion").text
    assert "Se connecter" in page
    assert "C’est un poste partagé" in page
    assert "après 30 minutes sans rien faire" in page
    assert "Demander un compte" in page


def test_nadia_signs_in_and_lands_where_she_was_going(client, cast):
    answer = enter(client, next="/compte/profil")
    assert (answer.status_code, answer.location) == (303, "/compte/profil")
    assert is_in(client)
    assert [event.thing_id for event in happened("account.signed_in")] == [cast.nadia]


def test_capitals_and_spaces_around_her_address_do_not_matter(client, cast):
    assert enter(client, email="  Nadia@Exemple.TEST ").status_code == 303


def test_her_password_is_taken_as_typed(client, cast):
    assert enter(client, password=PASSWORD + " ").status_code == 422
    assert enter(client, password=PASSWORD.upper()).status_code == 422


def test_own_device_gets_one_lasting_cookie_and_nothing_else(client, cast):
    answer = enter(client)
    [line] = answer.headers.getlist("Set-Cookie")
    assert line.startswith("partage=") and "Expires=" in line and "HttpOnly" in line and "SameSite=Lax" in line


def test_shared_device_gets_a_cookie_that_ends_with_the_browser(client, cast):
    [line] = enter(client, shared="y").headers.getlist("Set-Cookie")
    assert "Expires" not in line and "Max-Age" not in line
    assert db.session.query(Login).one().is_shared


def test_token_is_new_at_each_sign_in_and_only_its_digest_is_stored(client, app, cast):
    enter(client)
    with client.session_transaction() as session:
        first = session["_user_id"]
    other = app.test_client()
    enter(other)
    with other.session_transaction() as session:
        second = session["_user_id"]
    assert first != second and len(first) >= 43
    assert {first, second}.isdisjoint(db.session.scalars(db.select(Login.digest)))


def test_session_planted_before_sign_in_does_not_survive_it(client, cast):
    with client.session_transaction() as session:
        session["_user_id"] = "planted"
    before = cookie(client)
    enter(client)
    assert cookie(client) != before
    with client.session_transaction() as session:
        assert session["_user_id"] != "planted"


def test_nadia_already_in_goes_home(cast, as_):
    assert as_(cast.nadia).get("/connexion").location == "/"


def test_known_and_unknown_addresses_get_the_same_answer(app, cast):
    known = enter(app.test_client(), password="pas le bon du tout")
    unknown = enter(app.test_client(), email="personne@exemple.test", password="pas le bon du tout")
    assert known.status_code == unknown.status_code == 422
    assert words(known.text, "nadia@exemple.test") == words(unknown.text, "personne@exemple.test")
    assert "ne vont pas ensemble" in known.text
    assert sorted(dict(known.headers)) == sorted(dict(unknown.headers))


def test_refused_sign_in_is_told_without_address(client, cast):
    enter(client, password="pas le bon du tout")
    enter(client, email="personne@exemple.test")
    refused = [(event.thing_id, event.by_id, event.detail) for event in happened("account.sign_in_refused")]
    assert refused == [(cast.nadia, None, {}), (None, None, {})]


def test_closed_erased_and_never_opened_accounts_are_refused_alike(client, cast):
    with writing():
        person(cast.nadia).disable(by=person(cast.agnes))
        person(cast.youssef).password_hash = ""
    expected = words(enter(client, email="personne@exemple.test").text, "personne@exemple.test")
    for email in ("nadia@exemple.test", "youssef@exemple.test"):
        answer = enter(client, email=email)
        assert (answer.status_code, words(answer.text, email)) == (422, expected)
    assert enter(client, email="youssef@exemple.test", password="").status_code == 422


def test_typed_address_is_still_there_after_a_mistake_and_the_password_is_not(client, cast):
    page = enter(client, password="pas le bon du tout", next="/pratiques").text
    assert 'value="nadia@exemple.test"' in page and "pas le bon" not in page
    assert 'value="/pratiques"' in page


def test_empty_form_says_what_to_type(client):
    answer = enter(client, email="", password="")
    assert answer.status_code == 422
    assert "Tapez votre adresse" in answer.text and "Tapez votre mot de passe" in answer.text


def test_weaker_hash_is_replaced_at_sign_in(client, cast):
    with writing():
        person(cast.nadia).password_hash = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1).hash(PASSWORD)
    assert enter(client).status_code == 303
    assert not needs_rehash(person(cast.nadia).password_hash)
    assert enter(client.application.test_client()).status_code == 303


def test_stored_hash_is_argon2id_of_46_mib_or_more(cast):
    kind, _version, settings = person(cast.nadia).password_hash.split("$")[1:4]
    costs = dict(part.split("=") for part in settings.split(","))
    assert kind == "argon2id" and int(costs["m"]) >= 19456 and (int(costs["t"]) >= 2 or int(costs["m"]) >= 47104)


def test_forged_form_without_token_is_refused(client, app, cast):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert enter(client).status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert not is_in(client)
