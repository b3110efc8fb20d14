"""How long a session lives, seeing one's sessions, ending them from afar (V7.3, V7.5.2)."""

from __future__ import annotations

from sqlalchemy import select

from partage import clock
from partage.accounts.models import Login
from partage.db import db, writing
from tests.cast import person, sign_in
from tests.web.accounts.helpers import happened, is_in

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


def logins_of(number):
    return list(db.session.scalars(select(Login).filter_by(user_id=number).order_by(Login.id)))


def test_shared_device_ends_after_31_idle_minutes(cast, as_):
    nadia = as_(cast.nadia, shared=True)
    with clock.travel(minutes=29):
        assert is_in(nadia)
    with clock.travel(minutes=29 + 31):
        assert not is_in(nadia)


def test_shared_device_ends_after_12_hours_even_in_use(cast, as_):
    nadia = as_(cast.nadia, shared=True)
    for minutes in range(20, 12 * 60, 20):
        with clock.travel(minutes=minutes):
            assert is_in(nadia)
    with clock.travel(minutes=12 * 60 + 1):
        assert not is_in(nadia)


def test_own_device_slides_30_days(cast, as_):
    nadia = as_(cast.nadia)
    with clock.travel(days=20):
        assert is_in(nadia)
    with clock.travel(days=45):
        assert is_in(nadia)
    with clock.travel(days=45 + 31):
        assert not is_in(nadia)


def test_cookie_slides_with_the_session_and_only_then(cast, as_):
    nadia = as_(cast.nadia)
    nadia.get("/compte")  # puts the forms' token in the cookie
    assert nadia.get("/compte").headers.getlist("Set-Cookie") == []
    with clock.travel(minutes=6):
        [line] = nadia.get("/compte").headers.getlist("Set-Cookie")
        assert "Expires=" in line


def test_presence_is_noted_at_most_each_5_minutes(cast, as_):
    nadia = as_(cast.nadia)
    [login] = logins_of(cast.nadia)
    before = login.seen_at
    nadia.get("/compte")
    db.session.rollback()
    assert logins_of(cast.nadia)[0].seen_at == before
    with clock.travel(minutes=6):
        nadia.get("/compte")
        db.session.rollback()
        assert logins_of(cast.nadia)[0].seen_at > before
        assert person(cast.nadia).seen_on == clock.today()


def test_nadia_sees_her_devices_in_words_and_only_hers(app, cast, as_):
    here = as_(cast.nadia)
    sign_in(app, cast.youssef)
    other = app.test_client()
    other.post("/connexion", data={"email": "nadia@exemple.test", "password": "quatre mots pour entrer", "shared": "y"},
               headers={"User-Agent": PHONE})  # fmt: skip
    page = here.get("/compte/sessions").text
    assert "Chrome sur Android" in page and "poste partagé" in page and "Cet appareil" in page
    assert page.count('class="ttl"') == 2
    assert PHONE not in page


def test_nadia_ends_one_from_afar(app, cast, as_):
    here, there = as_(cast.nadia), as_(cast.nadia)
    number = logins_of(cast.nadia)[1].id
    assert here.post(f"/compte/sessions/{number}/fin").location == "/compte/sessions"
    assert is_in(here) and not is_in(there)
    assert len(happened("account.session_ended")) == 1


def test_nadia_ends_all_the_others(cast, as_):
    here, *others = (as_(cast.nadia) for _ in range(3))
    here.post("/compte/sessions/fin")
    assert is_in(here) and not any(is_in(other) for other in others)


def test_youssef_cannot_end_hers(cast, as_):
    nadia = as_(cast.nadia)
    number = logins_of(cast.nadia)[0].id
    assert as_(cast.youssef).post(f"/compte/sessions/{number}/fin").status_code == 404
    assert is_in(nadia)


def test_ended_or_missing_session_is_404(cast, as_):
    nadia = as_(cast.nadia)
    as_(cast.nadia)
    number = logins_of(cast.nadia)[1].id
    with writing():
        logins_of(cast.nadia)[1].revoke()
    assert nadia.post(f"/compte/sessions/{number}/fin").status_code == 404
    assert nadia.post("/compte/sessions/9999/fin").status_code == 404


def test_ending_sessions_asks_for_the_password_again_after_10_minutes(cast, as_):
    nadia, other = as_(cast.nadia), as_(cast.nadia)
    with clock.travel(minutes=11):
        answer = nadia.post("/compte/sessions/fin", headers={"Referer": "http://localhost/compte/sessions"})
        assert answer.location == "/compte/confirmation?next=/compte/sessions"
        assert is_in(other)


def test_visitor_is_sent_to_sign_in(client):
    assert client.get("/compte/sessions").location == "/connexion?next=/compte/sessions"
