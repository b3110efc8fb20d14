"""0 of these values lead off the site (S9, V3.7.2)."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest

from tests.cast import PASSWORD
from tests.web.accounts.helpers import enter

EVIL = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
    "/\\/evil.example", "\\evil.example", "/\\\\evil.example", "//\\evil.example", "https://evil.example",
    "http://evil.example/compte", "HTTPS://EVIL.example", "https:evil.example", "https:/evil.example", "http:evil",
    "https:///evil.example", "%2f%2fevil.example", "%2F%2Fevil.example", "/%2f%2fevil.example", "/%2fevil.example",
    "/%5cevil.example", "/%5c%5cevil.example", "%5c%5cevil.example", "javascript:alert(1)", "JavaScript:alert(1)",
    "java\tscript:alert(1)", "\tjavascript:alert(1)", "javascript://%0aalert(1)", "data:text/html,x", "vbscript:x",
    "/\t/evil.example", "\t//evil.example", " //evil.example", "\n//evil.example", "/\n/evil.example", "\r\n//evil",
    "/\r\nLocation: //evil.example", "\x00//evil.example", "/\x00/evil.example", "//evil.example/%2f..",
    "//evil.example/..;/css", "/..//evil.example", "/../evil.example", "/.//evil.example", "/./\\evil.example",
    "//localhost@evil.example", "http://localhost@evil.example", "http://localhost.evil.example/", "@evil.example",
    "//evil%E3%80%82example", "〱evil.example", "〵evil.example", "/〱evil.example", "ゝ//evil.example", "/\u2028/evil",
    "http://localhost:pw@evil.example/compte", "http://localhost\\@evil.example", "localhost//evil.example",
    "//①②⑦.⓪.⓪.①/", "//0x7f000001/", "//[::1]/", "ftp://evil.example", "file:///etc/passwd", "mailto:x@evil.example",
    "?next=//evil.example", "#//evil.example", ";//evil.example", ".evil.example", "evil.example", "/evil.example",
    "http://localhost//evil.example", "http://localhost/\\evil.example", "http://LOCALHOST//evil.example",
    "/connexion/../../evil", "//compte", "///compte", "/compte\\..\\evil", "/\u00a0/evil.example", "/deconnexion", "",
]  # fmt: skip


def stays(location):
    target = urlsplit(urljoin("http://localhost/connexion", location))
    as_browser = location.replace("\\", "/").translate({ord(c): None for c in "\t\n\r"})
    return target.netloc == "localhost" and not as_browser.startswith("//") and location.startswith("/")


def test_none_of_the_hostile_values_leads_away(cast, as_):
    nadia = as_(cast.nadia)
    left = [value for value in EVIL if not stays(nadia.get("/connexion", query_string={"next": value}).location)]
    assert left == []
    assert len(EVIL) >= 80


@pytest.mark.parametrize("value", ["//evil.example", "/\\evil.example", "https://evil.example", "/%2f%2fevil.example"])
def test_sign_in_and_confirmation_do_not_follow_them_either(client, cast, as_, value):
    assert enter(client, next=value).location == "/"
    answer = as_(cast.nadia, fresh=False).post("/compte/confirmation", data={"password": PASSWORD, "next": value})
    assert stays(answer.location)


@pytest.mark.parametrize("value", ["/compte", "/compte/profil", "/structures?page=2", "http://localhost/compte"])
def test_paths_of_the_site_are_followed(client, cast, value):
    assert enter(client, next=value).location == value.removeprefix("http://localhost")
