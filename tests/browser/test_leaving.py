"""One person a device; signing out, with or without network, leaves nothing; a shared computer keeps nothing (F13, F19, F20)."""

from __future__ import annotations

import json

from playwright.sync_api import expect

TRACES = """async () => {
  const names = (await indexedDB.databases()).map(({ name }) => name);
  let rows = 0;
  for (const name of names) {
    const db = await new Promise((resolve) => { indexedDB.open(name).onsuccess = ({ target }) => resolve(target.result); });
    for (const store of db.objectStoreNames) {
      rows += await new Promise((resolve) => { db.transaction(store).objectStore(store).count().onsuccess = ({ target }) => resolve(target.result); });
    }
    db.close();
  }
  return {
    rows, names, caches: await caches.keys(), workers: (await navigator.serviceWorker.getRegistrations()).length,
    storage: Object.keys(localStorage),
  };
}"""
REMARK = (
    "await store.enqueue(await store.openStore(uid), {uid, write: 'comment.add', title: 'Facture', url: '/', "
    "payload: {text_id: %d, body: %s}})"
)


def enqueue(device, uid: int, text: str) -> None:
    device.ask(REMARK % (device.server.practices["facture-energie"], json.dumps(text)), uid)


def is_signed_out(server, uid: int) -> bool:
    return server.rows("SELECT count(*) FROM login WHERE user_id = ? AND revoked_at IS NULL AND NOT is_shared", uid) == [(0,)]


def sign_out(device) -> None:
    device.open("/compte")
    device.page.get_by_role("button", name="Se déconnecter").click()


def test_signing_out_leaves_nothing_and_other_tabs_leave_too(device, server):
    """F19"""
    uid = device.make_ready()
    other = device.context.new_page()
    device.open("/pratiques/facture-energie", other)
    other.wait_for_selector(".prose")
    other.wait_for_load_state("networkidle")
    sign_out(device)
    device.page.wait_for_url("**/au-revoir")
    other.wait_for_url("**/au-revoir")
    traces = device.page.evaluate(TRACES)
    assert traces == {"rows": 0, "names": traces["names"], "caches": [], "workers": 0, "storage": []}
    assert is_signed_out(server, uid)
    assert [one["name"] for one in device.context.cookies() if one["name"] == "partage"] == []
    device.page.go_back()
    device.page.wait_for_load_state()
    assert "Nadia" not in device.page.inner_text("body")


def test_signing_out_without_network_obeys_then_ends_the_session_at_first_contact(device, server):
    """F19, offline"""
    uid = device.make_ready()
    other = device.context.new_page()
    device.open("/pratiques/facture-energie", other)
    other.wait_for_load_state("networkidle")
    server.kill()
    sign_out(device)
    device.page.wait_for_url("**/au-revoir")
    other.wait_for_url("**/au-revoir")
    device.open("/pratiques/facture-energie")
    device.page.get_by_role("heading", name="Vous êtes déconnecté").wait_for()
    assert "fournisseur" not in device.page.content()
    assert not is_signed_out(server, uid)
    server.start()
    device.open("/compte")
    device.page.get_by_role("heading", name="Se connecter").wait_for()
    assert is_signed_out(server, uid)
    traces = device.page.evaluate(TRACES)
    assert (traces["rows"], traces["caches"], traces["workers"], traces["storage"]) == (0, [], 0, [])


def test_signing_out_with_unsent_texts_asks_first(device, server):
    """F19: export, stay, or discard"""
    uid = device.make_ready()
    server.kill()
    enqueue(device, uid, "Pas encore partie")
    sign_out(device)
    device.page.get_by_text("1 texte n’est pas parti de cet appareil").wait_for()
    with device.page.expect_download():
        device.page.get_by_role("button", name="Enregistrer mes textes dans un fichier").click()
    device.page.get_by_role("button", name="Envoyer d’abord").click()
    device.page.get_by_text("Le serveur ne répond pas. Enregistrez").wait_for()
    device.page.get_by_role("button", name="Rester").click()
    assert len(device.outbox(uid)) == 1
    device.page.get_by_role("button", name="Se déconnecter").click()
    device.page.get_by_role("button", name="Les effacer et me déconnecter").click()
    device.page.wait_for_url("**/au-revoir")
    assert server.rows("SELECT count(*) FROM comment") == [(0,)]


def test_signing_out_can_send_first(device, server):
    """F19"""
    device.make_ready()
    device.open("/compte")
    uid = int(device.page.evaluate("document.body.dataset.uid"))
    device.context.route("**/api/operations", lambda route: route.abort())
    enqueue(device, uid, "À envoyer avant de partir")
    device.page.get_by_role("button", name="Se déconnecter").click()
    device.page.get_by_role("button", name="Envoyer d’abord").wait_for()
    device.context.unroute("**/api/operations")
    device.page.get_by_role("button", name="Envoyer d’abord").click()
    device.page.wait_for_url("**/au-revoir")
    assert server.rows("SELECT body FROM comment") == [("À envoyer avant de partir",)]


def test_somebody_else_on_the_phone_neither_sends_nor_sees_what_the_first_wrote(device, server):
    """F13"""
    nadia = device.make_ready("nadia")
    server.kill()
    enqueue(device, nadia, "Écrite en premier")
    server.start()
    device.context.clear_cookies()
    youssef = device.make_ready("youssef")
    device.page.get_by_text("Rien à envoyer").wait_for()
    assert "Écrite en premier" not in device.page.content()
    assert server.rows("SELECT count(*) FROM comment") == [(0,)]
    kept = device.ask("const db = await store.openStore(uid); return [await db.count('row'), await db.count('meta'), await db.count('outbox')]", nadia)
    assert kept == [0, 0, 1]
    device.context.clear_cookies()
    device.sign_in("nadia")
    device.open("/hors-ligne")
    device.wait_for_empty_outbox(nadia)
    assert server.rows("SELECT author_id, body FROM comment") == [(nadia, "Écrite en premier")]
    assert device.ask("return (await store.openStore(uid)).count('row')", youssef) == 0


def test_a_page_left_open_does_not_send_under_the_name_of_who_came_after(device, server):
    """F13: the server's answer decides, not the page's"""
    nadia = device.make_ready("nadia")
    stale = device.page
    device.sign_in("youssef")
    with stale.expect_navigation():  # the page sees that it is somebody else's, and becomes his
        enqueue(device, nadia, "Sous le nom de Nadia")
        stale.evaluate("() => dispatchEvent(new Event('online'))")
    assert server.rows("SELECT count(*) FROM comment") == [(0,)]


def test_a_shared_computer_keeps_nothing(device, server):
    """F20"""
    device.sign_in("nadia-shared")
    for path in ("/", "/pratiques", "/pratiques/facture-energie", "/hors-ligne"):
        device.open(path)
        device.page.wait_for_load_state("networkidle")
    expect(device.page.locator("main")).to_contain_text("Sur un poste partagé, rien n’est gardé", use_inner_text=True)
    assert device.page.evaluate(TRACES) == {"rows": 0, "names": [], "caches": [], "workers": 0, "storage": []}
    device.open("/pratiques/facture-energie")
    device.open("/compte")
    device.page.get_by_role("button", name="Se déconnecter").click()
    device.page.wait_for_url("**/au-revoir")
    device.page.go_back()
    device.page.wait_for_load_state()
    assert "Nadia" not in device.page.inner_text("body")


def test_a_computer_said_shared_drops_the_copy_of_before(device, server):
    """F20"""
    device.make_ready("nadia")
    device.context.clear_cookies()
    device.sign_in("youssef-shared")
    device.open("/pratiques")
    device.wait_for("return !(await navigator.serviceWorker.getRegistrations()).length && !(await caches.keys()).length")
    assert device.page.evaluate(TRACES)["rows"] == 0


def test_a_visitor_keeps_nothing(device, server):
    device.open("/")
    device.page.wait_for_load_state("networkidle")
    assert device.page.evaluate(TRACES) == {"rows": 0, "names": [], "caches": [], "workers": 0, "storage": []}
