"""The password typed again before something sensitive (S17, V7.5.1)."""

from __future__ import annotations

import pytest

from partage import clock
from partage.accounts.passwords import hash_password
from partage.db import writing
from tests.cast import PASSWORD, person
from tests.web.accounts.helpers import cookie, is_in, replay

SENSITIVE = [
    ("post", "/compte/sessions/fin"), ("post", "/compte/sessions/1/fin"), ("get", "/compte/mes-donnees/lecture"),
    ("get", "/compte/mes-donnees/fichier"), ("get", "/compte/mes-donnees/effacement"),
    ("post", "/compte/mes-donnees/effacement"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), SENSITIVE)
def test_sensitive_pages_ask_after_10_minutes(cast, as_, method, path):
    nadia = as_(cast.nadia)
    with clock.travel(minutes=11):
        answer = getattr(nadia, method)(path)
        assert answer.status_code == 302 and answer.location.startswith("/compte/confirmation?next=")


def test_nadia_types_it_and_goes_on(app, cast, as_):
    nadia = as_(cast.nadia, fresh=False)
    asked = nadia.get("/compte/mes-donnees/lecture").location
    page = nadia.get(asked).text
    assert "Tapez votre mot de passe" in page and 'value="nadia@exemple.test"' in page
    answer = nadia.post("/compte/confirmation", data={"password": PASSWORD, "next": "/compte/mes-donnees/lecture"})
    assert answer.location == "/compte/mes-donnees/lecture"
    assert nadia.get("/compte/mes-donnees/lecture").status_code == 200


def test_cookie_copied_before_dies_with_the_confirmation(app, cast, as_):
    nadia = as_(cast.nadia, fresh=False)
    copy = cookie(nadia)
    nadia.post("/compte/confirmation", data={"password": PASSWORD})
    assert is_in(nadia) and not is_in(replay(app, copy))


def test_shared_device_stays_shared_after_it(cast, as_):
    nadia = as_(cast.nadia, shared=True, fresh=False)
    [line] = nadia.post("/compte/confirmation", data={"password": PASSWORD}).headers.getlist("Set-Cookie")
    assert "Expires" not in line
    with clock.travel(minutes=31):
        assert not is_in(nadia)


def test_wrong_password_changes_nothing(cast, as_):
    nadia = as_(cast.nadia, fresh=False)
    answer = nadia.post("/compte/confirmation", data={"password": "pas le bon du tout", "next": "/compte/sessions"})
    assert answer.status_code == 422
    assert "Ce n’est pas le bon mot de passe" in answer.text and 'value="/compte/sessions"' in answer.text
    assert nadia.get("/compte/mes-donnees/lecture").status_code == 302


def test_password_of_a_colleague_is_not_hers(cast, as_):
    other = hash_password("la phrase de youssef")
    with writing():
        person(cast.youssef).password_hash = other
    nadia = as_(cast.nadia, fresh=False)
    assert nadia.post("/compte/confirmation", data={"password": "la phrase de youssef"}).status_code == 422
