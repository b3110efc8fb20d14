"""Headers, hosts, origins, tokens, methods: what every response and every form owes (security.md S4 to S9)."""

from __future__ import annotations

import re

import pytest

from partage import create_app
from partage.access import local_path
from partage.db import db
from tests.cast import sign_in
from tests.factories import publish_practice


@pytest.fixture(scope="module")
def https_app(tmp_path_factory):
    """The same application as a public instance sees it."""
    folder = tmp_path_factory.mktemp("https")
    folder.chmod(0o700)
    app = create_app(
        {"PARTAGE_DATA": str(folder), "PARTAGE_SECRET_KEY": "y" * 40, "PARTAGE_PUBLIC_URL": "https://partage.exemple.test"}
    )
    from partage.migrate import upgrade

    with app.app_context():
        upgrade()
    return app


def get_routes(app):
    """Every address without a variable part that answers to GET."""
    return sorted(rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments)


def post_routes(app):
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods:
            values = {name: 1 if converter.__class__.__name__ == "IntegerConverter" else "x" for name, converter in rule._converters.items()}
            with app.test_request_context():
                yield rule.endpoint, app.url_map.bind("localhost").build(rule.endpoint, values, method="POST")


def test_every_page_and_every_error_carries_the_headers(app, cast):
    agnes = sign_in(app, cast.agnes)
    for path in [*get_routes(app), "/nulle-part", "/pratiques/inconnue"]:
        answer = agnes.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy and "*" not in policy, path
        assert "frame-ancestors 'none'" in policy or "sandbox" in policy, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert answer.headers["Referrer-Policy"] == "same-origin", path
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert "Access-Control-Allow-Origin" not in answer.headers, path
        assert answer.status_code < 500, path


def test_pages_of_a_person_are_never_kept_by_a_cache(app, cast):
    publish_practice()
    nadia = sign_in(app, cast.nadia)
    for path in ("/", "/pratiques", "/pratiques/retrouver-un-mot-de-passe", "/compte", "/recherche?q=mot"):
        assert "no-store" in nadia.get(path).headers["Cache-Control"], path


def test_public_instance_sets_hardened_cookies_and_hsts(https_app):
    answer = https_app.test_client().get("/connexion", base_url="https://partage.exemple.test")
    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert cookie.startswith("__Host-partage=")
        for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert part in cookie
        assert "Domain" not in cookie


@pytest.mark.parametrize("host", ["evil.exemple", "partage.exemple.test.evil.exemple", "127.0.0.1"])
def test_unknown_host_is_refused(https_app, host):
    assert https_app.test_client().get("/connexion", base_url=f"https://{host}").status_code == 400


def test_forwarded_headers_are_not_believed_without_a_proxy(https_app):
    headers = {"X-Forwarded-Host": "evil.exemple", "X-Forwarded-Proto": "http", "X-Forwarded-For": "1.2.3.4"}
    answer = https_app.test_client().get("/connexion", base_url="https://partage.exemple.test", headers=headers)
    assert answer.status_code == 200 and "evil.exemple" not in answer.text


def test_every_form_is_refused_without_its_token(app, cast):
    agnes = sign_in(app, cast.agnes)
    before = dump()
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        for endpoint, path in post_routes(app):
            if endpoint != "offline.share":  # the phone's share sheet knows no token; the view writes nothing
                assert agnes.post(path, data={"x": "y"}).status_code == 400, endpoint
            else:
                agnes.post(path, data={"x": "y"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert dump() == before


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.exemple"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_every_form_is_refused_from_another_site(app, cast, headers):
    agnes = sign_in(app, cast.agnes)
    before = dump()
    for endpoint, path in post_routes(app):
        assert agnes.post(path, data={"x": "y"}, headers=headers).status_code == 403, endpoint
    assert dump() == before


def test_reading_changes_nothing(app, cast):
    publish_practice()
    for who in (None, cast.nadia, cast.claire, cast.ines, cast.paul, cast.agnes):
        client = sign_in(app, who) if who else app.test_client()
        before = dump()
        for path in [*get_routes(app), "/pratiques/retrouver-un-mot-de-passe", "/pratiques?theme=acces-aux-droits"]:
            client.get(path)
        assert dump() == before


OFF_SITE = [
    "//evil.exemple", "///evil.exemple", "////evil.exemple", "/\\evil.exemple", "\\\\evil.exemple", "\\/evil.exemple", "/\t/evil.exemple",
    "/\n/evil.exemple", "http://evil.exemple", "https:evil.exemple", "https:///evil.exemple", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
    "data:text/html,x", "//evil.exemple/pratiques", "/%5cevil.exemple", "%2f%2fevil.exemple", "/..//evil.exemple", "/.//evil.exemple",
    " //evil.exemple", "\x00//evil.exemple", "http:/\\evil.exemple", "http://localhost@evil.exemple", "http://localhost.evil.exemple/",
    "//localhost@evil.exemple", "ftp://evil.exemple", "mailto:a@b.c", "?next=//evil.exemple", "#//evil.exemple", "evil.exemple",
    "/nulle-part", "/deconnexion",
]  # fmt: skip


@pytest.mark.parametrize("target", OFF_SITE)
def test_no_redirection_leaves_the_site(app, target):
    with app.test_request_context("/connexion"):
        assert local_path(target) == "/"


@pytest.mark.parametrize("target", ["/pratiques", "/pratiques?theme=emploi&page=2", "/compte", "http://localhost/pratiques"])
def test_paths_of_the_site_are_kept(app, target):
    with app.test_request_context("/connexion"):
        assert local_path(target) == target.replace("http://localhost", "")


def test_nothing_of_the_repository_is_served(client):
    for path in ("/.git/config", "/static/../wsgi.py", "/static/", "/requirements.txt", "/.data/partage.sqlite"):
        assert client.get(path).status_code == 404


def test_an_unexpected_error_shows_a_french_page_without_a_trace(app, monkeypatch):
    # a fault injected where nothing expects it: the template engine itself
    def broken(*_args, **_kwargs):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setitem(app.view_functions, "wiki.index", broken)
    answer = app.test_client().get("/pratiques")
    assert answer.status_code == 500
    assert "Le serveur n’a pas pu répondre" in answer.text
    assert "secret detail" not in answer.text and "Traceback" not in answer.text


HOSTILE = ["<script>alert(1)</script>", "{{7*7}}", "{0.__class__}", "%s%n", "' OR 1=1 --", '"><img src=x onerror=alert(1)>', "\u202egnp.exe"]


@pytest.mark.parametrize("words", HOSTILE)
def test_what_people_type_comes_back_as_text(app, cast, words):
    publish_practice(title=words[:100])
    page = sign_in(app, cast.nadia).get("/pratiques").text
    assert "<script>alert" not in page and "onerror=alert(1)>" not in page.replace("&#34;&gt;", "")
    assert not re.search(r"\b49\b", page)


def dump() -> str:
    """Everything the database holds, for comparing before and after."""
    db.session.rollback()
    lines = []
    for table in sorted(db.metadata.tables):
        rows = db.session.execute(db.text(f'SELECT * FROM "{table}"')).all()
        lines += [f"{table}: {sorted(map(str, rows))}"]
    db.session.rollback()
    return "\n".join(lines)
