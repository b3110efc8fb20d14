"""When the device, the browser or the network does not follow (F25 to F27)."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.device import reach
from tests.browser.writing import REMARKS, remark

FILL = """
const db = await store.openStore(uid);
try {
  for (let id = 1; ; id += 1) await db.put('row', {kind: 'filler', id, url: `/f${id}`, title: 'x', html: crypto.getRandomValues(new Uint8Array(50000)).join('')});
} catch (error) { return error.name; }
"""


def test_a_full_device_still_keeps_what_is_written_and_says_what_was_dropped(new_device, server):
    """F25"""
    device = new_device()
    device.cdp().send("Storage.overrideQuotaForOrigin", {"origin": server.url, "quotaSize": 4_000_000})
    uid = device.make_ready()
    assert device.ask(FILL, uid) == "QuotaExceededError"
    server.kill()
    long = "Une remarque écrite quand la mémoire est pleine. " * 60
    device.open("/pratiques/facture-energie")
    device.page.get_by_label("Ajouter une remarque").fill(long[:4000])
    device.ask(f"await store.putDraft(await store.openStore(uid), {{key: 'd', title: 'Long', url: '/', payload: {{body: {long!r}.repeat(40)}}}})", uid)
    device.page.get_by_role("button", name="Envoyer la remarque").click()
    device.page.get_by_text("Gardé sur cet appareil", exact=True).wait_for()
    assert len(device.outbox(uid)) == 1
    server.start()
    device.open("/hors-ligne")
    device.wait_for_empty_outbox(uid)
    device.page.get_by_text("La mémoire de cet appareil est pleine").wait_for()
    assert server.rows(REMARKS) == [(long[:4000].strip(),)]


def test_a_copy_that_does_not_fit_keeps_titles_and_favourites(new_device, server):
    """F25: what is dropped is the texts, favourites last"""
    device = new_device()
    favourite = server.practices["demande-logement"]
    server.execute("INSERT INTO favourite (user_id, text_id, at) VALUES (?, ?, '2026-11-01 08:00:00')", server.cast.nadia, favourite)
    uid = device.make_ready()
    # the browser refuses the next big write, as a full device would
    device.ask(
        "const put = IDBObjectStore.prototype.put; IDBObjectStore.prototype.put = function (value, key) {"
        " if (value.kind === 'practice' && value.id !== %d && value.html) throw new DOMException('', 'QuotaExceededError');"
        " return key === undefined ? put.call(this, value) : put.call(this, value, key); };"
        " const base = document.querySelector('script[src*=\"/js/app.js\"]').src;"
        " const { sync } = await import(base.replace('app.js', 'offline/replica.js'));"
        " await (await store.openStore(uid)).delete('meta', 'cursor'); return sync(uid, { asked: true })" % favourite,
        uid,
    )
    server.kill()
    device.open("/pratiques/demande-logement")
    device.page.get_by_text("avis d’imposition").wait_for()
    device.open("/pratiques/facture-energie")
    device.page.get_by_text("Cette fiche n’est pas gardée en entier").wait_for()
    device.open("/hors-ligne")
    device.page.get_by_text("Les fiches ne sont plus gardées en entier").wait_for()


def test_a_copy_the_browser_took_away_is_told_and_comes_back(device, server):
    """F26"""
    uid = device.make_ready()
    device.context.route("**/api/operations", lambda route: route.abort())
    remark_online_lost = "await store.enqueue(await store.openStore(uid), {uid, write: 'comment.add', title: '', url: '/', payload: {text_id: 1, body: 'perdue'}})"
    device.ask(remark_online_lost, uid)
    device.open("/hors-ligne")
    device.page.locator("#a-envoyer .row").wait_for()
    device.wait_for("return JSON.parse(localStorage.getItem('partage')).unsent === 1")
    device.page.goto("about:blank")
    device.cdp().send("Storage.clearDataForOrigin", {"origin": server.url, "storageTypes": "indexeddb,cache_storage,service_workers"})
    device.open("/hors-ligne")
    device.page.get_by_text("La copie de cet appareil a été effacée par le navigateur").wait_for()
    expect(device.page.locator("#strips")).to_contain_text("Un texte qui n’était pas parti a disparu avec elle")
    device.wait_until_ready(uid)
    device.page.get_by_text("3 fiches pratiques").wait_for()


def write_online(device, *, by_parts: bool = True) -> None:
    page, shown = device.page, reach if by_parts else lambda _page, target: target
    device.open("/pratiques/nouvelle?genre=bonne-pratique")
    if by_parts:
        page.locator("[data-next]").wait_for(state="attached")
    page.get_by_label("Titre", exact=True).fill("Écrite en ligne")
    page.get_by_label("En une ou deux phrases").fill("Un résumé.")
    page.get_by_label("Emploi et formation").check()
    shown(page, page.get_by_label("Contexte", exact=True)).fill("Des mots.")
    shown(page, page.get_by_role("button", name="Envoyer à la relecture")).click()
    page.wait_for_url("**/pratiques/mes-fiches*")


def ask_online(device) -> None:
    device.open("/entraide/poser")
    device.page.get_by_label("Accès aux droits et démarches").check()
    device.page.get_by_label("Votre question").fill("Posée en ligne ?")
    device.page.get_by_label("La situation, sans nom").fill("Sans copie ni brouillon.")
    device.page.get_by_role("button", name="Envoyer la question").click()
    device.page.get_by_text("Attend une lecture").first.wait_for()


def test_without_javascript_one_reads_and_writes_with_the_network(new_device, server):
    """F27"""
    device = new_device(java_script_enabled=False)
    device.sign_in("nadia")
    device.open("/pratiques/facture-energie")
    expect(device.page.locator(".prose").first).to_contain_text("chèque énergie")
    write_online(device, by_parts=False)
    assert server.rows("SELECT state FROM revision WHERE title = 'Écrite en ligne'") == [("submitted",)]
    ask_online(device)
    assert server.rows("SELECT state FROM revision WHERE title = 'Posée en ligne ?'") == [("submitted",)]
    device.open("/hors-ligne")
    expect(device.page.locator("main")).to_contain_text("La copie demande JavaScript", use_inner_text=True)


def test_without_worker_one_reads_and_writes_with_the_network(new_device, server):
    """F27"""
    device = new_device(service_workers="block")
    device.sign_in("nadia")
    device.open("/recherche?q=énergie")
    device.page.get_by_text("Aider face à une facture").first.click()
    expect(device.page.locator(".prose").first).to_contain_text("chèque énergie")
    write_online(device)
    assert server.rows("SELECT state FROM revision WHERE title = 'Écrite en ligne'") == [("submitted",)]
    ask_online(device)
    assert server.rows("SELECT state FROM revision WHERE title = 'Posée en ligne ?'") == [("submitted",)]


def test_a_captive_portal_is_not_taken_for_the_server(device, server):
    """Pitfall 3: 200 and a page of somebody else"""
    uid = device.make_ready()
    server.kill()
    remark(device, "Dans un hôtel")
    device.context.route("**/api/**", lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Bienvenue</h1>"))
    device.page.evaluate("() => dispatchEvent(new Event('online'))")
    device.page.get_by_text("Le serveur ne répond pas").wait_for()
    assert [entry["state"] for entry in device.outbox(uid)] == ["pending"]


def test_a_connection_the_phone_lost_does_not_lose_the_text(device, server):
    """Pitfall 29: an iPhone closes the database of a page without a word"""
    uid = device.make_ready()
    server.kill()
    device.open("/pratiques/facture-energie")
    device.page.get_by_label("Ajouter une remarque").fill("Écrite au réveil du téléphone")
    device.ask("(await store.openStore(uid)).close()", uid)
    device.page.get_by_role("button", name="Envoyer la remarque").click()
    device.page.get_by_text("Gardé sur cet appareil", exact=True).wait_for()
    assert [entry["payload"]["body"] for entry in device.outbox(uid)] == ["Écrite au réveil du téléphone"]


def test_texts_leave_in_order_though_the_clock_was_put_back(device, server):
    """F10, pitfall 39"""
    uid = device.make_ready()
    server.kill()
    remark = "await store.enqueue(await store.openStore(uid), {uid, write: 'comment.add', title: '', url: '/', payload: {text_id: %d, body: '%s'}%s});"
    text = server.practices["facture-energie"]
    device.ask(remark % (text, "Première", ", created: '2099-01-01T00:00:00.000Z'") + remark % (text, "Seconde", ""), uid)
    assert [entry["payload"]["body"] for entry in device.outbox(uid)] == ["Première", "Seconde"]
    server.start()
    device.open("/hors-ligne")
    device.wait_for_empty_outbox(uid)
    assert server.rows(REMARKS) == [("Première",), ("Seconde",)]


def test_a_browser_that_sends_nothing_by_itself_says_so(new_device, server):
    """F11: no Background Sync on an iPhone nor in Firefox"""
    device = new_device()
    device.context.add_init_script("delete globalThis.SyncManager")
    device.make_ready()
    server.kill()
    remark(device, "Il faudra rouvrir")
    device.page.get_by_text("Il partira quand Partage sera ouvert avec du réseau.").wait_for()
