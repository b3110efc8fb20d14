"""What travels on an https instance (S8, V3.3.1 to V3.3.4, S14)."""

from __future__ import annotations

import re

import pytest

from partage.db import db
from tests.cast import create_cast
from tests.web.accounts.helpers import enter, mails, second_app

URL = "https://partage.exemple.test"


@pytest.fixture
def secure(tmp_path):
    app = second_app(tmp_path, PARTAGE_PUBLIC_URL=URL)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def sign_in(app, **more):
    """As a browser does: read the page, send its token back, with origin and referer."""
    client = app.test_client()
    page = client.get("/connexion", base_url=URL)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)
    answer = client.post(
        "/connexion", base_url=URL, headers={"Referer": f"{URL}/connexion", "Origin": URL},
        data={"email": "nadia@exemple.test", "password": "quatre mots pour entrer", "csrf_token": token, **more},
    )  # fmt: skip
    assert answer.status_code == 303
    return answer


@pytest.mark.parametrize("shared", [{}, {"shared": "y"}])
def test_only_cookie_is_host_bound_secure_httponly_and_samesite(secure, shared):
    create_cast()
    [line] = sign_in(secure, **shared).headers.getlist("Set-Cookie")
    parts = {part.strip().split("=")[0].lower() for part in line.split(";")[1:]}
    assert line.startswith("__Host-partage=")
    assert {"secure", "httponly", "samesite", "path"} <= parts and "domain" not in parts
    assert "Path=/" in line and "SameSite=Lax" in line
    assert ("expires" in parts) is (not shared)


def test_sign_in_without_the_token_of_the_page_is_refused(secure):
    create_cast()
    answer = enter(secure.test_client(), where={"HTTP_HOST": "partage.exemple.test", "wsgi.url_scheme": "https"})
    assert answer.status_code == 400


def test_mailed_link_uses_the_public_address(secure):
    create_cast()
    secure.config["WTF_CSRF_ENABLED"] = False
    secure.test_client().post("/mot-de-passe-oublie", base_url=URL, data={"email": "nadia@exemple.test"})
    [mail] = mails()
    assert f"{URL}/mot-de-passe-oublie/" in mail.body
    assert mail.body.count("http") == 1


def test_another_host_is_refused_and_sends_nothing(secure):
    create_cast()
    secure.config["WTF_CSRF_ENABLED"] = False
    answer = secure.test_client().post(
        "/mot-de-passe-oublie", base_url="https://evil.example", data={"email": "nadia@exemple.test"}
    )
    assert answer.status_code == 400
    assert mails() == []
