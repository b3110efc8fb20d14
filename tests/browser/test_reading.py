"""Reading and searching without network (F1 to F4)."""

from __future__ import annotations

import time


def test_every_page_opens_without_server_even_never_visited(device, server):
    """F1"""
    device.make_ready()
    server.kill()
    for slug, title, words in (
        ("facture-energie", "Aider face à une facture d’énergie", "Appelez le fournisseur"),
        ("demande-logement", "Renouveler une demande de logement", "avis d’imposition"),
    ):
        started = time.monotonic()
        answer = device.open(f"/pratiques/{slug}")
        device.page.get_by_role("heading", name=title, level=1).wait_for()
        assert answer.from_service_worker
        assert time.monotonic() - started < 1.5
        assert words in device.page.inner_text(".prose")


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
    assert "à jour du" in page.inner_text("main")


def test_a_frozen_server_does_not_hold_a_known_page(device, server):
    """F3"""
    device.make_ready()
    server.freeze()
    started = time.monotonic()
    device.open("/pratiques/facture-energie")
    device.page.get_by_role("heading", name="Aider face à une facture d’énergie").wait_for()
    assert time.monotonic() - started < 4
    assert "Le serveur ne répond pas" in device.page.inner_text("#strips")


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


def test_a_search_among_a_thousand_pages_takes_no_time(device):
    """F4: at most 100 ms on a processor four times slower"""
    device.make_ready()
    device.cdp().send("Emulation.setCPUThrottlingRate", {"rate": 4})
    longest = device.page.evaluate(
        """async () => {
          const base = document.querySelector('script[src*="/js/app.js"]').src;
          const { Index, wordsOf } = await import(base.replace('app.js', 'offline/search-index.js'));
          const letters = 'abcdefghijklmnopqrstuvwxyz';
          const word = (n) => 'mot' + letters[n % 26] + letters[(n >> 3) % 26] + letters[(n >> 7) % 26] + letters[(n >> 11) % 26];
          const index = new Index();
          for (let id = 0; id < 1000; id += 1) {
            const words = Array.from({ length: 150 }, (_, place) => word(id * 31 + place * 97));
            index.put({ kind: 'practice', id, rev: id, words: [words.slice(0, 6), words.slice(6, 20), words].map((some) => wordsOf(some.join(' '))) });
          }
          let longest = 0;
          for (const query of [word(5), word(900) + 'z', 'mota', `${word(7)} ${word(31)}`, 'motabsente']) {
            const started = performance.now();
            index.search(query);
            longest = Math.max(longest, performance.now() - started);
          }
          return longest;
        }"""
    )
    assert longest < 100


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
