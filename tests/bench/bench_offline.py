"""What the phone pays: weights over the wire, the copy, a cold start without server, a page never opened, a search.

Run by `make bench`. Prints figures and checks only that what is measured really happened.
"""

from __future__ import annotations

import json

import brotli
from playwright.sync_api import Page

from tests.browser.conftest import device, new_device, playwright, server, template, zygote  # noqa: F401
from tests.browser.content import many_practices
from tests.browser.wire import count_bytes

SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 400 * 1000 / 8, "uploadThroughput": 400 * 1000 / 8}


def milliseconds_to(page: Page, address: str, selector: str) -> float:
    """From asking for an address to seeing an element of it, on the page's own clock."""
    # noted in the page itself, once drawn: asking from outside costs as much again on a slowed processor
    page.add_init_script(f"""
      new MutationObserver((_, observer) => {{
        if (!document.querySelector({json.dumps(selector)})) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => {{ window.seen = performance.now(); }}));
      }}).observe(document, {{ childList: true, subtree: true }});""")
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.seen")
    return float(page.evaluate("window.seen"))


def test_first_visit(new_device, server):  # noqa: F811
    device = new_device(service_workers="block")  # noqa: F811
    device.sign_in("nadia")
    cdp = device.cdp()
    received = count_bytes(cdp)
    cdp.send("Network.emulateNetworkConditions", SLOW_3G)
    shown = milliseconds_to(device.page, f"{server.url}/pratiques/facture-energie", ".prose p")
    device.page.wait_for_load_state("networkidle")
    device.page.wait_for_timeout(3000)  # what comes after, once the page is shown
    sizes = {name: f"{sum(sizes) / 1000:.1f} ko" for name, sizes in received.items()}
    print(f"\npremière visite d’une fiche : {sizes['page']}, lisible en {shown:.0f} ms (3G lente)")
    print(f"ensuite : {sizes['code']} de code pour la copie, {sizes['copy']} de copie (7 fiches)")


def test_copy_of_a_thousand_pages(new_device, server):  # noqa: F811
    many_practices(server, 1000)
    device = new_device()  # noqa: F811
    device.sign_in("nadia")
    device.open("/au-revoir")
    weight, asked, cursor, more = 0, 0, 0, True
    while more:
        answer = device.context.request.get(f"{server.url}/api/copie?apres={cursor}", headers={"Accept-Encoding": "identity"})
        body = answer.json()
        weight += len(brotli.compress(answer.body(), quality=5))
        cursor, more, asked = body["cursor"], body["more"], asked + 1
    again = device.context.request.get(f"{server.url}/api/copie?apres={cursor}")
    print(f"\ncopie de 1 000 fiches : {weight / 1e6:.2f} Mo en {asked} demandes ; rien de neuf : {len(again.body())} octets")
    assert again.json()["rows"] == []


def test_without_server_on_a_slow_processor(device, server):  # noqa: F811
    device.make_ready()
    server.kill()
    cdp = device.cdp()
    cdp.send("ServiceWorker.enable")
    cdp.send("ServiceWorker.stopAllWorkers")
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    home = milliseconds_to(device.page, f"{server.url}/?source=pwa", "main h1:not(.vh)")
    page = milliseconds_to(device.page, f"{server.url}/pratiques/demande-logement", ".prose p")
    print(f"\nsans serveur, processeur quatre fois plus lent : accueil en {home:.0f} ms, fiche jamais ouverte en {page:.0f} ms")
    assert "logement" in device.page.inner_text("h1")


def test_search_of_a_thousand_pages_on_a_slow_processor(device):  # noqa: F811
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
    print(f"\nrecherche hors ligne dans 1 000 fiches, processeur quatre fois plus lent : {longest:.0f} ms au plus")
