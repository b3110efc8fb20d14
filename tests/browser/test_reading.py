"""Reading and searching without network (F1 to F4)."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.wire import count_bytes


def test_every_page_opens_without_server_even_never_visited(device, server):
    """F1"""
    device.make_ready()
    server.kill()
    for slug, title, words in (
        ("facture-energie", "Aider face à une facture d’énergie", "Appelez le fournisseur"),
        ("demande-logement", "Renouveler une demande de logement", "avis d’imposition"),
    ):
        answer = device.open(f"/pratiques/{slug}")
        device.page.get_by_role("heading", name=title, level=1).wait_for()
        assert answer.from_service_worker
        expect(device.page.locator(".prose").first).to_contain_text(words)


LISTS = (
    ("/pratiques", "Bonnes pratiques"), ("/pratiques?theme=emploi-formation", "Emploi et formation"),
    ("/themes", "Thèmes"), ("/themes/acces-aux-droits", "Accès aux droits et démarches"),
    ("/structures/mission-locale-montbrun", "Mission locale de Montbrun"), ("/pratiques/mes-fiches", "Mes fiches"),
    ("/pratiques/nouvelle", "Écrire une fiche"), ("/hors-ligne", "Ma copie hors ligne"), ("/compte", "Mon compte"),
    ("/compte/seances", "Cette page demande le réseau"),
)  # fmt: skip


def test_lists_and_unknown_addresses_answer_without_server(device, server):
    """F1"""
    device.make_ready()
    server.kill()
    for path, heading in LISTS:
        device.open(path)
        device.page.get_by_role("heading", name=heading, level=1).wait_for()
        device.page.get_by_text("Copie à jour du").first.wait_for()  # O2: of every page
        assert "undefined" not in device.page.inner_text("main")


def test_the_icon_opens_home_with_the_date_of_the_copy(device, server):
    """F2"""
    device.make_ready()
    server.kill()
    cdp = device.cdp()
    cdp.send("ServiceWorker.enable")
    cdp.send("ServiceWorker.stopAllWorkers")
    page = device.context.new_page()
    page.goto(server.url + "/?source=pwa")
    page.get_by_role("heading", name="Que cherchez-vous ?").wait_for()
    expect(page.locator("main")).to_contain_text("à jour du", use_inner_text=True)


def test_a_frozen_server_does_not_hold_a_known_page(device, server):
    """F3"""
    device.make_ready()
    server.freeze()
    device.open("/pratiques/facture-energie")
    device.page.get_by_role("heading", name="Aider face à une facture d’énergie").wait_for()
    expect(device.page.locator("#strips")).to_contain_text("Le serveur ne répond pas")


QUERIES = (
    "energie", "énergies", "logements", "logemant", "interpr", "facture energie", "messagerie rappel", "imposition enfant",
    "premier rendez-vous", "accès aux droits", "valdorgue", "introuvablement", "chèque", "l’avis d’imposition",
)  # fmt: skip


def test_searching_offline_finds_what_the_server_finds(device, server):
    """F4: same set, same order"""
    device.make_ready()
    online = {}
    for query in QUERIES:
        device.open(f"/recherche?q={query}")
        online[query] = titles(device.page)
    server.kill()
    for query in QUERIES:
        device.open(f"/recherche?q={query}")
        device.page.wait_for_selector("main .row, main .empty")
        assert titles(device.page) == online[query], query
    assert online["energie"] == online["énergies"] == ["Aider face à une facture d’énergie"]
    assert online["logements"] == online["logemant"] == ["Renouveler une demande de logement"]


def titles(page):
    return [line.replace("\u00a0", " ") for line in page.locator("main .row .ttl").all_inner_texts()]


def test_a_practice_from_the_copy_says_the_same_as_the_servers(device, server):
    device.make_ready()
    device.open("/pratiques/rendez-vous-interprete")
    online = device.page.inner_html(".prose")
    server.kill()
    device.open("/pratiques/rendez-vous-interprete")
    device.page.wait_for_selector("#remarques")
    assert device.page.inner_html(".prose") == online
    about = device.page.inner_text("aside")
    assert "Écrite par Maud Teyssier" in about
    assert "Tout public" in about
    assert "Licence Ouverte 2.0" in about


def test_first_visit_of_a_practice_weighs_fifty_kilobytes_at_most(new_device, server):
    device = new_device(service_workers="block")
    device.sign_in("nadia")
    received = count_bytes(device.cdp())
    device.open("/pratiques/facture-energie")
    device.page.wait_for_load_state("networkidle")
    device.page.wait_for_timeout(2000)  # what idle time loads comes after the page
    assert 0 < sum(received["page"]) <= 50_000
