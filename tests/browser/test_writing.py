"""Writing without network: sent once and only once, whatever happens to the reply (F8 to F12, F16, F17)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.device import reach
from tests.browser.writing import (
    ENQUEUE,
    REMARKS,
    SUBMITTED,
    TITLE,
    come_back,
    come_back_without_the_reply,
    only_the_first,
    remark,
    write_practice,
)


def test_a_practice_written_offline_waits_in_sight_then_exists_once(device, server):
    """F8"""
    uid = device.make_ready()
    server.kill()
    write_practice(device)
    device.open("/hors-ligne")
    device.page.get_by_text(f"Fiche « {TITLE} »").wait_for()
    expect(device.page.locator("#a-envoyer")).to_contain_text("Attend le réseau")
    server.start()
    come_back(device, uid)
    [(state, body, author)] = server.rows(SUBMITTED, TITLE)
    assert (state, author) == ("submitted", uid)
    assert body == "## Contexte\n\nLa salle d’attente est pleine."
    device.page.locator("#a-envoyer").get_by_text("Rien à envoyer").wait_for()


def test_a_reply_lost_after_the_commit_makes_no_second_text(device, server):
    """F9"""
    uid = device.make_ready()
    device.context.set_offline(True)
    write_practice(device)
    come_back_without_the_reply(device, uid)
    assert len(server.rows(SUBMITTED, TITLE)) == 1
    assert len(server.rows("SELECT key FROM operation")) == 1


def test_a_server_that_dies_after_the_commit_makes_no_second_text(device, server):
    """F9"""
    uid = device.make_ready()
    device.context.set_offline(True)
    write_practice(device)
    deaths: list[int] = []
    device.context.route("**/api/operations", only_the_first(deaths, then=server.kill))
    device.context.set_offline(False)
    device.open("/hors-ligne")
    device.page.get_by_text("Le serveur ne répond pas").wait_for()
    server.start()
    come_back(device, uid)
    assert deaths == [201]
    assert len(server.rows(SUBMITTED, TITLE)) == 1
    assert len(server.rows("SELECT key FROM operation")) == 1


def test_three_tabs_and_background_sync_send_each_remark_once_and_in_order(device, server):
    """F10"""
    uid = device.make_ready()
    server.kill()
    words = [f"Remarque numéro {number}" for number in range(5)]
    for text in words:
        device.ask(
            "await store.enqueue(await store.openStore(uid), {uid, write: 'comment.add', title: 'Facture', url: '/', "
            f"payload: {{text_id: {server.practices['facture-energie']}, body: {json.dumps(text)}}}}})",
            uid,
        )
    tabs = [device.page, device.context.new_page(), device.context.new_page()]
    for tab in tabs:
        device.open("/pratiques/facture-energie", tab)
        tab.wait_for_selector(".prose")
    cdp, registrations = device.cdp(), []
    cdp.on("ServiceWorker.workerRegistrationUpdated", lambda event: registrations.extend(event["registrations"]))
    cdp.send("ServiceWorker.enable")
    device.page.wait_for_timeout(100)
    server.start()
    for tab in tabs:
        tab.evaluate("() => { dispatchEvent(new Event('online')); }")
    where = {"origin": server.url, "registrationId": registrations[-1]["registrationId"]}
    cdp.send("ServiceWorker.dispatchSyncEvent", {**where, "tag": "outbox", "lastChance": False})
    device.wait_for_empty_outbox(uid)
    assert [body for (body,) in server.rows(REMARKS)] == words


def test_a_page_closed_before_the_network_returns_sends_by_itself(device, server):
    """F11"""
    device.make_ready()
    device.context.set_offline(True)
    remark(device, "Écrite puis oubliée")
    spare = device.context.new_page()
    device.page.close()
    device.context.set_offline(False)
    for _ in range(100):
        if server.rows(REMARKS):
            break
        spare.wait_for_timeout(100)
    assert server.rows(REMARKS) == [("Écrite puis oubliée",)]


def test_a_session_that_ended_keeps_the_text_and_asks_to_sign_in(device, server):
    """F12"""
    uid = device.make_ready()
    server.kill()
    remark(device, "Session finie")
    server.execute("DELETE FROM login")
    server.start()
    device.open("/hors-ligne")
    device.page.get_by_text("1 texte attend").wait_for()
    assert [entry["state"] for entry in device.outbox(uid)] == ["needs-login"]
    assert server.rows(REMARKS) == []
    device.cookies["nadia"] = server.new_session("nadia")
    device.sign_in("nadia")
    come_back(device, uid)
    assert server.rows(REMARKS) == [("Session finie",)]


def test_a_form_of_the_site_keeps_its_text_when_the_server_is_gone(device, server):
    """F8, on a page that came from the server"""
    uid = device.make_ready()
    device.open("/pratiques/facture-energie")
    device.page.get_by_label("Ajouter une remarque").fill("Partie sans réseau")
    server.kill()
    device.page.get_by_role("button", name="Envoyer la remarque").click()
    device.page.get_by_text("Gardé sur cet appareil", exact=True).wait_for()
    server.start()
    come_back(device, uid)
    assert server.rows(REMARKS) == [("Partie sans réseau",)]


def test_a_form_of_the_site_whose_session_ended_keeps_its_text(device, server):
    """F12, on a page that came from the server"""
    uid = device.make_ready()
    device.open("/pratiques/facture-energie")
    server.execute("DELETE FROM login")
    device.page.get_by_label("Ajouter une remarque").fill("Restée une heure ouverte")
    device.page.get_by_role("button", name="Envoyer la remarque").click()
    device.page.get_by_text("Votre session est finie").wait_for()
    assert [entry["payload"]["body"] for entry in device.outbox(uid)] == ["Restée une heure ouverte"]


def test_with_network_the_form_of_the_site_leaves_as_any_form(device, server):
    device.make_ready()
    device.open("/pratiques/facture-energie")
    device.page.get_by_label("Ajouter une remarque").fill("Avec réseau")
    with device.page.expect_navigation():
        device.page.get_by_role("button", name="Envoyer la remarque").click()
    assert server.rows(REMARKS) == [("Avec réseau",)]
    assert server.rows("SELECT count(*) FROM operation") == [(1,)]


@pytest.mark.parametrize(
    ("write", "reason"),
    [
        ({"write": "comment.add", "payload": {"text_id": 1, "body": "x" * 5000}}, "4 000 signes au plus"),
        ({"write": "comment.add", "payload": {"text_id": 987654, "body": "Nulle part"}}, "n’est plus en ligne"),
        ({"write": "practice.save", "payload": {"text_id": None, "title": "", "body": "", "themes": []}}, "Donnez un titre"),
    ],
)
def test_a_refused_text_says_why_and_lets_the_queue_go_on(device, server, write, reason):
    """F16"""
    uid = device.make_ready()
    good = {"write": "comment.add", "payload": {"text_id": server.practices["facture-energie"], "body": "La suivante"}}
    device.ask("".join(ENQUEUE % json.dumps(one) + ";" for one in (write, good)), uid)
    device.open("/hors-ligne")
    device.page.locator("#a-envoyer").get_by_text("Refusé, à corriger").wait_for()
    device.wait_for("return (await store.listOutbox(await store.openStore(uid))).length === 1", uid)
    assert server.rows(REMARKS) == [("La suivante",)]
    device.page.locator("#a-envoyer a.row", has_text="Refusé").click()
    device.page.get_by_text("Le serveur a refusé ce texte").wait_for()
    expect(device.page.locator(".msg.bad")).to_contain_text(reason)
    device.page.get_by_role("button", name="Supprimer").click()
    device.page.get_by_text("Texte supprimé de cet appareil").wait_for()
    assert device.outbox(uid) == []
    device.page.get_by_role("button", name="Le remettre").click()
    device.wait_for("return (await store.listOutbox(await store.openStore(uid))).length === 1", uid)


def test_a_refused_practice_is_corrected_in_its_form_and_sent_once(device, server):
    """F16"""
    uid = device.make_ready()
    refused = {
        "write": "practice.save", "state": "refused", "error": "Choisissez au moins un thème.", "title": TITLE,
        "payload": {"text_id": None, "kind": "demarche", "title": TITLE, "summary": "Dire ce qui se fait.", "action": "submit",
                    "body": "## Étapes\n\nDes mots précieux.\n", "themes": []},
    }  # fmt: skip
    device.ask(ENQUEUE % json.dumps(refused), uid)
    page = device.page
    device.open(f"/hors-ligne?cle={device.outbox(uid)[0]['key']}")
    page.get_by_role("link", name="Modifier").click()
    page.get_by_text("Le serveur avait refusé ce texte").wait_for()
    assert page.get_by_label("Titre", exact=True).input_value() == TITLE
    assert reach(page, page.get_by_label("Étapes", exact=True)).input_value() == "Des mots précieux."
    assert device.outbox(uid) == []
    page.reload()
    page.get_by_role("button", name="Reprendre", exact=True).click()
    page.get_by_label("Accès aux droits et démarches").check()
    reach(page, page.get_by_role("button", name="Envoyer à la relecture")).click()
    page.get_by_text("Envoyée à la relecture").wait_for()
    [(state, body, _)] = server.rows(SUBMITTED, TITLE)
    assert state == "submitted" and "Des mots précieux." in body


@pytest.mark.parametrize(("status", "code", "reason"), [(413, "", "trop long"), (403, "forbidden", "ne vous est plus ouvert")])
def test_a_text_too_long_for_a_proxy_or_forbidden_is_refused_not_tried_for_ever(device, server, status, code, reason):
    """F16: a proxy in front of us says 413 in its own words"""
    uid = device.make_ready()
    ours = {"X-Partage": "1"} if code else {}
    body = json.dumps({"partage": True, "code": code, "error": "Non"}) if code else "<h1>Too large</h1>"
    device.context.route("**/api/operations", lambda route: route.fulfill(status=status, headers=ours, body=body))
    device.ask(ENQUEUE % json.dumps({"write": "comment.add", "payload": {"text_id": 1, "body": "Mots gardés"}}), uid)
    device.open("/hors-ligne")
    device.page.locator("#a-envoyer").get_by_text("Refusé, à corriger").wait_for()
    expect(device.page.locator("#a-envoyer")).to_contain_text(reason)
    [entry] = device.outbox(uid)
    assert (entry["state"], entry["tries"]) == ("refused", 1)


def test_a_refused_practice_is_corrected_and_sent(device, server):
    """F16"""
    uid = device.make_ready()
    payload = {"text_id": None, "title": "À reprendre", "summary": "", "body": "## Contexte\n\nMots gardés\n", "themes": [],
               "kind": "bonne-pratique", "action": "submit", "licence": "Licence Ouverte 2.0"}  # fmt: skip
    device.ask(ENQUEUE % json.dumps({"write": "practice.save", "payload": payload}), uid)
    device.open("/hors-ligne")
    device.page.locator("#a-envoyer").get_by_text("Refusé, à corriger").wait_for()
    server.kill()
    device.page.set_viewport_size({"width": 1280, "height": 800})
    device.open("/hors-ligne")
    device.page.locator("#a-envoyer a.row").click()
    device.page.get_by_role("link", name="Modifier").click()
    assert device.page.get_by_label("Contexte", exact=True).input_value() == "Mots gardés"
    device.page.get_by_label("En une ou deux phrases").fill("Un résumé.")
    reach(device.page, device.page.get_by_role("button", name="Envoyer à la relecture")).click()
    device.page.get_by_text("Choisissez au moins un thème.").wait_for()
    device.page.get_by_label("Emploi et formation").check()
    reach(device.page, device.page.get_by_role("button", name="Envoyer à la relecture")).click()
    device.page.get_by_text("Gardé sur cet appareil", exact=True).wait_for()
    server.start()
    come_back(device, uid)
    assert [state for state, *_ in server.rows(SUBMITTED, "À reprendre")] == ["submitted"]


def test_unsent_texts_are_saved_to_a_file_without_network(device, server, tmp_path):
    """F17"""
    device.make_ready()
    server.kill()
    write_practice(device)
    device.open("/hors-ligne")
    with device.page.expect_download() as download:
        device.page.get_by_role("button", name="Enregistrer dans un fichier").click()
    target = tmp_path / "textes.txt"
    download.value.save_as(target)
    readable, exact = Path(target).read_text().split("---------- Les mêmes, pour un ordinateur\n")
    assert TITLE in readable and "La salle d’attente est pleine." in readable
    assert json.loads(exact)["entries"][0]["payload"]["title"] == TITLE
