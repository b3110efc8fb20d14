"""How the copy fills, stops, resumes, forgets, and what its page says (F5, F6, F7, F29)."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.browser.content import many_practices

KEYS = "return (await (await store.openStore(uid)).getAllKeys('row')).map(String)"


def watch_copies(device) -> list[Any]:
    seen: list[Any] = []
    device.context.on("response", lambda response: seen.append(response) if "/api/copie" in response.url else None)
    return seen


def weight(device, seen: list[Any]) -> int:
    return sum(answer.request.sizes()["responseBodySize"] for answer in seen)


def test_a_thousand_pages_come_in_few_requests_and_nothing_new_costs_nothing(device, server):
    """F5"""
    many_practices(server, 1000)
    seen = watch_copies(device)
    uid = device.make_ready()
    assert len(device.ask(KEYS, uid)) >= 1000
    assert len(seen) <= 10
    assert weight(device, seen) <= 1_000_000
    seen.clear()
    device.page.get_by_role("button", name="Mettre à jour").click()
    device.page.get_by_text("La copie est à jour.").wait_for()
    assert len(seen) == 1
    assert weight(device, seen) <= 1_000


def test_an_interrupted_copy_resumes_without_hole_or_double(device, server):
    """F6"""
    many_practices(server, 450)
    calls: list[int] = []

    def cut_every_other(route: Any) -> None:
        calls.append(1)
        if len(calls) % 2:
            route.abort()
        else:
            route.continue_()

    device.context.route("**/api/copie*", cut_every_other)
    uid = device.sign_in("nadia")
    device.open("/hors-ligne")
    device.wait_for("const db = await store.openStore(uid); return await store.getMeta(db, 'synced_at')", uid)
    keys = device.ask(KEYS, uid)
    expected = server.rows("SELECT count(*) FROM text WHERE kind = 'practice'")[0][0] + 4  # and 2 themes, 2 structures
    assert len(keys) == len(set(keys)) == expected
    assert len(calls) > 4


def test_a_copy_left_between_its_rows_and_its_lists_is_made_whole_at_next_contact(device, server):
    uid = device.make_ready()
    [stopped] = device.ask(
        "const db = await store.openStore(uid); const tx = db.transaction('meta', 'readwrite');"
        "tx.store.put({name: 'list', value: []}); tx.store.delete('listed'); await tx.done;"
        "return [(await store.getMeta(db, 'list')).length]", uid,
    )  # fmt: skip
    assert stopped == 0
    device.open("/")
    device.wait_for("return (await store.getMeta(await store.openStore(uid), 'list')).length > 0", uid)
    server.kill()
    device.open("/pratiques")
    device.page.get_by_role("link", name="Aider face à une facture").wait_for()


def test_a_page_archived_or_closed_to_a_person_disappears_at_next_contact(device, server):
    """F7, in search too"""
    uid = device.make_ready()
    with server.inside():
        from partage.accounts.models import User
        from partage.db import db, writing
        from partage.wiki.models import Practice

        with writing():
            practice = db.session.get_one(Practice, server.practices["facture-energie"])
            practice.archive(by=db.session.get_one(User, server.cast.paul))
    device.open("/hors-ligne")
    device.page.get_by_role("button", name="Mettre à jour").click()
    device.page.get_by_text("La copie est à jour.").wait_for()
    device.wait_until_ready(uid)
    server.kill()
    device.open("/pratiques/facture-energie")
    device.page.get_by_role("heading", name="Cette page demande le réseau").wait_for()
    device.open("/recherche?q=énergie")
    device.page.get_by_text("Rien sur « énergie »").wait_for()


def test_rights_that_change_start_the_copy_again(device, server):
    """Pitfall 36: the epoch moved, rows the person no longer sees are not kept"""
    uid = device.make_ready()
    device.ask("await (await store.openStore(uid)).put('row', {kind: 'practice', id: 999, url: '/pratiques/vieille', title: 'Vieille'})", uid)
    server.execute('UPDATE "user" SET epoch = epoch + 1 WHERE id = ?', uid)
    device.open("/hors-ligne")
    device.wait_for("return !(await (await store.openStore(uid)).get('row', ['practice', 999]))", uid)
    device.wait_until_ready(uid)
    assert len(device.ask(KEYS, uid)) == 7


def test_its_page_says_what_is_kept_since_when_and_how_heavy(device, server):
    """F29"""
    device.make_ready()
    device.open("/hors-ligne")
    device.page.get_by_role("heading", name="Cette copie").wait_for()
    said = device.page.inner_text("main").replace("\u00a0", " ")
    assert "3 fiches pratiques" in said and "2 thèmes" in said and "2 structures" in said
    assert "À jour du" in said and "sur cet appareil" in said
    assert "Copie fragile" in said
    device.cdp().send("Browser.grantPermissions", {"origin": server.url, "permissions": ["durableStorage"]})
    assert device.page.evaluate("() => navigator.storage.persist()")
    device.open("/hors-ligne")
    device.page.get_by_text("Le navigateur s’engage à la garder").wait_for()


def test_erasing_the_copy_keeps_unsent_texts_and_waits_to_be_asked(device, server):
    """F29"""
    uid = device.make_ready()
    device.ask("await store.putDraft(await store.openStore(uid), {key: 'practice:new:1', title: 'Mon brouillon', url: '/', payload: {}})", uid)
    device.page.get_by_role("button", name="Effacer la copie").click()
    device.page.get_by_text("La copie est effacée").wait_for()
    expect(device.page.locator("main")).to_contain_text("Mon brouillon", use_inner_text=True)
    device.open("/pratiques")
    device.page.wait_for_load_state("networkidle")
    assert device.ask(KEYS, uid) == []
    device.open("/hors-ligne")
    device.page.get_by_role("button", name="Mettre à jour").click()
    device.page.get_by_text("3 fiches pratiques").wait_for()


def test_wifi_only_and_data_saver_stop_the_automatic_update(device, server):
    """F29"""
    uid = device.make_ready()
    device.page.get_by_label("Mettre à jour en Wi-Fi seulement").check()
    network = "Object.defineProperty(navigator, 'connection', { configurable: true, value: %s })"
    device.context.add_init_script(network % "{ type: 'cellular', saveData: false }")
    seen = watch_copies(device)
    device.open("/hors-ligne")
    device.page.get_by_text("Économie de données").wait_for()
    device.page.wait_for_load_state("networkidle")
    assert seen == []
    device.page.get_by_role("button", name="Mettre à jour").click()
    device.page.get_by_text("La copie est à jour.").wait_for()
    assert len(seen) == 1
    device.ask("await store.setMeta(await store.openStore(uid), 'wifi-only', false)", uid)
    device.context.add_init_script(network % "{ saveData: true }")
    seen.clear()
    page = device.context.new_page()
    device.open("/pratiques", page)
    page.wait_for_load_state("networkidle")
    assert seen == []
