"""Installing and renewing (F21, F22), and taking the worker away."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from playwright.sync_api import expect

from tests.browser.writing import remark

SEE_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


def deploy(device, server) -> None:
    """A new version, once the page listens: the shell, and with it the worker, change by one word of the footer."""
    device.page.wait_for_load_state("networkidle")
    with server.inside():
        from partage import settings
        from partage.db import writing

        with writing():
            settings.put("accessibility_rate", "82")
    server.kill()
    server.start()


def count_loads(page) -> list[Any]:
    loads: list[Any] = []
    page.on("load", lambda page: loads.append(page.url))
    return loads


def test_a_new_version_is_offered_then_taken_with_one_reload(device, server):
    """F21"""
    device.make_ready()
    device.open("/pratiques")
    deploy(device, server)
    device.page.evaluate(SEE_AGAIN)
    device.page.get_by_text("Nouvelle version prête").wait_for()
    loads = count_loads(device.page)
    device.page.get_by_role("button", name="Mettre à jour").click()
    device.page.get_by_text("Accessibilité : partiellement conforme").wait_for()
    device.page.wait_for_timeout(500)
    assert len(loads) == 1
    expect(device.page.get_by_text("Nouvelle version prête")).to_have_count(0)
    server.kill()
    device.open("/themes")
    device.page.get_by_role("heading", name="Thèmes", level=1).wait_for()
    expect(device.page.locator("footer")).to_contain_text("partiellement conforme")


def test_a_form_being_filled_is_never_reloaded(device, server):
    """F21"""
    device.make_ready()
    device.open("/pratiques/facture-energie")
    device.page.get_by_label("Ajouter une remarque").fill("Pas encore envoyée")
    deploy(device, server)
    device.page.evaluate(SEE_AGAIN)
    device.page.get_by_text("Nouvelle version prête").wait_for()
    loads = count_loads(device.page)
    device.page.get_by_role("button", name="Mettre à jour").click()
    device.page.get_by_text("Enregistrez d’abord votre texte").wait_for()
    device.page.wait_for_timeout(500)
    assert loads == []
    assert device.page.get_by_label("Ajouter une remarque").input_value() == "Pas encore envoyée"


def test_other_tabs_keep_their_version_and_its_modules(device, server):
    """F21: no mixed versions"""
    device.make_ready()
    other = device.context.new_page()
    device.open("/pratiques/facture-energie", other)
    deploy(device, server)
    device.page.evaluate(SEE_AGAIN)
    device.page.get_by_role("button", name="Mettre à jour").first.wait_for()
    loads = count_loads(other)
    device.page.locator("[data-strip=update] button").click()
    device.page.get_by_text("partiellement conforme").wait_for()
    assert loads == []
    caches = device.page.evaluate("() => caches.keys()")
    assert len(caches) == 2  # the version before, for the tabs that wear it


def test_the_browser_finds_it_installable(device, server):
    """F22"""
    device.make_ready()
    cdp = device.cdp()
    assert cdp.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    found = cdp.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    assert (manifest["id"], manifest["lang"], manifest["display"]) == ("/", "fr", "standalone")
    pictures = manifest["icons"] + manifest["screenshots"]
    for picture in pictures:
        size = device.page.evaluate(
            "async (src) => { const image = new Image(); image.src = src; await image.decode(); return `${image.naturalWidth}x${image.naturalHeight}`; }",
            picture["src"],
        )
        assert size == picture["sizes"], picture["src"]
    assert {picture.get("form_factor") for picture in manifest["screenshots"]} == {"narrow", "wide"}
    assert {picture.get("purpose") for picture in manifest["icons"]} == {"any", "maskable"}


def test_everything_the_worker_keeps_exists(server):
    """F22: one missing address and the worker never installs"""
    script = urllib.request.urlopen(server.url + "/service-worker.js").read().decode()
    precache = json.loads(script.split("const PRECACHE = ", 1)[1].split(";\n", 1)[0])
    assert "/coquille" in precache
    for address in precache:
        assert urllib.request.urlopen(server.url + address).status == 200, address


def test_a_shared_text_becomes_a_draft_without_network(device, server):
    uid = device.make_ready()
    server.kill()
    device.page.evaluate(
        """() => {
          const form = document.createElement('form');
          Object.assign(form, { method: 'post', action: '/partager', enctype: 'multipart/form-data' });
          for (const [name, value] of [['titre', 'Vu sur un site'], ['texte', 'Une bonne idée'], ['adresse', 'https://exemple.test/idee']]) {
            const field = document.createElement('input');
            Object.assign(field, { name, value });
            form.append(field);
          }
          document.body.append(form);
          form.submit();
        }"""
    )
    device.page.get_by_role("heading", name="Écrire une fiche").wait_for()
    assert device.page.get_by_role("textbox", name="Titre").input_value() == "Vu sur un site"
    assert "Une bonne idée" in device.page.get_by_label("Autres parties").input_value()
    [draft] = device.ask("return store.listDrafts(await store.openStore(uid))", uid)
    assert draft["payload"]["sources"] == "https://exemple.test/idee"


def test_the_kill_switch_takes_the_worker_and_its_caches_away_not_the_texts(device, server):
    uid = device.make_ready()
    server.kill()
    remark(device, "Gardée malgré tout")
    server.start()
    device.context.route("**/api/operations", lambda route: route.abort())
    (server.data / "kill-worker").touch()
    device.open("/pratiques")
    nothing = "!(await navigator.serviceWorker.getRegistrations()).length && !(await caches.keys()).length"
    # a page that registers while the worker leaves brings it back, until the next check: one check now, as at each visit
    device.wait_for(
        f"if ({nothing}) return true;"
        "window.looks ??= setInterval(async () => (await navigator.serviceWorker.getRegistration())?.update(), 3000);"
        "return false;"
    )
    assert len(device.outbox(uid)) == 1
