"""Too many tries: said with how long to wait, the same for everybody, never a lock (S12, V6.3.1)."""

from __future__ import annotations

import pytest

from partage import clock, create_app
from partage.accounts import throttle
from partage.accounts.models import Attempt
from partage.db import db, writing
from tests.cast import PASSWORD
from tests.web.accounts.helpers import ELSEWHERE, enter, happened, is_in, mails

WRONG = "pas le bon du tout"


def fail(client, times, email="nadia@exemple.test", **where):
    return [enter(client, email=email, password=WRONG, **where).status_code for _ in range(times)]


def spend(app, times, email="nadia@exemple.test", where="127.0.0.1"):
    """The same as so many wrong passwords, without paying for the hashes."""
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": where}):
        for _ in range(times):
            throttle.take(
                (throttle.PASSWORD_BY_ADDRESS, throttle.address()),
                (throttle.PASSWORD_BY_ACCOUNT, f"{email} {throttle.network()}"),
            )


def test_eleventh_wrong_try_in_a_minute_waits_and_is_told_how_long(client, cast):
    assert fail(client, 10) == [422] * 10
    answer = enter(client, password=WRONG)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "Trop d’essais en peu de temps" in answer.text and "Attendez" in answer.text


def test_even_the_right_password_waits_then_passes(app, client, cast):
    spend(app, 10)
    assert enter(client).status_code == 429
    with clock.travel(seconds=61):
        assert enter(client).status_code == 303


def test_right_password_from_elsewhere_passes_meanwhile(app, client, cast):
    spend(app, 10)
    assert enter(client).status_code == 429
    assert enter(app.test_client(), where=ELSEWHERE).status_code == 303


def test_one_address_trying_many_accounts_waits_too(app, client, cast):
    for number in range(10):
        spend(app, 1, email=f"p{number}@exemple.test")
    assert enter(client).status_code == 429


def test_unknown_accounts_wait_like_known_ones(app, client, cast):
    spend(app, 10, email="personne@exemple.test")
    assert enter(client, email="personne@exemple.test").status_code == 429


def test_slow_guesses_from_one_neighbourhood_meet_a_wait_that_grows(app, client, cast):
    for number in range(10):
        spend(app, 1, where=f"192.0.2.{number + 1}")
    waits = []
    for minutes in (0, 2, 5, 10):
        with clock.travel(minutes=minutes):
            if minutes:
                spend(app, 1, where="192.0.2.200")
            answer = enter(client, where={"REMOTE_ADDR": "192.0.2.201"})
            waits.append(int(answer.headers["Retry-After"]))
    assert [round(wait / 30) for wait in waits] == [1, 2, 4, 8]


def test_right_sign_ins_do_not_count(app, cast):
    for _ in range(12):
        assert enter(app.test_client()).status_code == 303


def test_right_password_forgets_the_failures_of_the_account(client, app, cast):
    spend(app, 9)
    assert enter(client).status_code == 303
    with clock.travel(seconds=61):
        spend(app, 9)
        assert enter(app.test_client()).status_code == 303


def test_state_is_shared_by_workers_and_survives_a_restart(app, cast):
    spend(app, 10)
    deployment = app.extensions["deployment"]
    restarted = create_app({
        "PARTAGE_DATA": str(deployment.data), "PARTAGE_SECRET_KEY": deployment.secret_key,
        "PARTAGE_PUBLIC_URL": deployment.public_url, "PARTAGE_DATABASE_URL": deployment.database_url,
    })  # fmt: skip
    restarted.config["WTF_CSRF_ENABLED"] = False
    with restarted.app_context():
        assert enter(restarted.test_client()).status_code == 429
        assert enter(restarted.test_client(), where=ELSEWHERE).status_code == 303
        db.session.remove()
        db.engine.dispose()


def test_no_address_is_kept(app, cast):
    spend(app, 2)
    kept = " ".join(db.session.scalars(db.select(Attempt.key)))
    assert "127.0.0.1" not in kept and "nadia" not in kept


def test_try_that_must_wait_is_no_line_in_the_journal(app, client, cast):
    spend(app, 10)
    fail(client, 2)
    assert happened("account.sign_in_refused") == []


def test_confirmation_and_password_change_share_the_limit(app, cast, as_):
    nadia = as_(cast.nadia, fresh=False)
    spend(app, 9)
    assert nadia.post("/compte/confirmation", data={"password": WRONG}).status_code == 422
    assert nadia.post("/compte/confirmation", data={"password": PASSWORD}).status_code == 429
    change = {"current": PASSWORD, "password": WRONG, "again": WRONG}
    assert nadia.post("/compte/mot-de-passe", data=change).status_code == 429
    assert is_in(nadia)


@pytest.mark.parametrize("email", ["nadia@exemple.test", "personne@exemple.test"])
def test_fourth_reset_of_one_address_in_an_hour_waits(client, cast, email):
    statuses = [client.post("/mot-de-passe-oublie", data={"email": email}).status_code for _ in range(4)]
    assert statuses == [303, 303, 303, 429]


def test_resets_of_many_addresses_from_one_place_wait(client, cast):
    for number in range(10):
        client.post("/mot-de-passe-oublie", data={"email": f"p{number}@exemple.test"})
    answer = client.post("/mot-de-passe-oublie", data={"email": "nadia@exemple.test"})
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 60
    assert mails() == []


def test_sixth_request_for_an_account_in_an_hour_waits(client, app):
    data = {"name": "Lou", "structure_name": "Ici", "message": ""}
    answers = [client.post("/demander-un-compte", data={**data, "email": f"l{n}@exemple.test"}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]


def test_invitations_of_one_person_are_limited(app, cast, as_):
    with app.test_request_context("/"):
        for _ in range(throttle.INVITE_BY_PERSON.tries):
            throttle.take((throttle.INVITE_BY_PERSON, str(cast.paul)))
    assert as_(cast.paul).post("/compte/invitations", data={"client_id": "a"}).status_code == 429
    assert as_(cast.agnes).post("/compte/invitations", data={"client_id": "a"}).status_code == 200


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.8", False), ("203.0.113.7", "203.0.113.7", True),
        ("2001:db8::1", "2001:db8::2", True), ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
    ],
)  # fmt: skip
def test_address_is_one_ipv4_or_one_ipv6_64(app, one, other, same):
    seen = []
    for source in (one, other):
        with app.test_request_context("/", environ_base={"REMOTE_ADDR": source}):
            seen.append(throttle.address())
    assert (seen[0] == seen[1]) is same


def test_spent_tries_are_purged(app, cast):
    spend(app, 2)
    with clock.travel(days=2), writing():
        throttle.forget_old()
    assert db.session.scalars(db.select(Attempt.key)).all() == []
