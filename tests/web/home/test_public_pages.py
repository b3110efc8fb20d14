"""Help and the pages every public body owes."""

import re

import pytest

from partage import settings
from partage.db import writing
from partage.home.conformity import state

PAGES = ("/aide", "/accessibilite", "/confidentialite", "/mentions-legales")


@pytest.mark.parametrize("path", PAGES)
def test_everybody_reads_them(client, cast, as_, path):
    assert client.get(path).status_code == 200
    assert as_(cast.nadia).get(path).text.count("<h1") == 1


@pytest.mark.parametrize("path", ["/", *PAGES])
def test_footer_leads_to_them_and_names_the_state(client, path):
    page = client.get(path).text.replace("\u00a0", " ")
    for link in PAGES:
        assert f'href="{link}"' in page
    assert "Accessibilité : non conforme" in page


@pytest.mark.parametrize("path", ["/", *PAGES])
def test_no_page_calls_another_site(client, path):
    calls = re.findall(r'(?:src|action|<link[^>]*href)="(https?://[^"]*)"', client.get(path).text)
    assert calls == []


def test_pages_are_filled_from_the_settings(client, cast):
    with writing():
        settings.put("publisher", "Réseau du Valdorgue")
        settings.put("contact", "contact@exemple.test")
    for path in PAGES[1:]:
        page = client.get(path).text
        assert "Réseau du Valdorgue" in page
        assert "contact@exemple.test" in page


@pytest.mark.parametrize(
    ("rate", "said"),
    [("", "non conforme"), ("0", "non conforme"), ("49", "non conforme"), ("50", "partiellement conforme"),
     ("99", "partiellement conforme"), ("100", "totalement conforme")],
)  # fmt: skip
def test_state_of_conformity_follows_the_rate(rate, said):
    assert state(rate) == said


def test_declaration_says_the_rate_once_audited(client, cast):
    with writing():
        settings.put("accessibility_rate", "78")
    page = client.get("/accessibilite").text.replace("\u00a0", " ")
    assert "78 % des critères" in page
    assert "partiellement conforme" in page
    assert "Défenseur des droits" in page


def test_privacy_page_speaks_of_trackers_and_of_the_device(client):
    page = client.get("/confidentialite").text
    for words in ("Aucun traceur", "IndexedDB", "service worker", "CNIL", "/compte/mes-donnees"):
        assert words in page
