"""Pages built on the device are as accessible as the server's (F28)."""

from __future__ import annotations

import json

from tests.browser.content import fill_board
from tests.browser.test_accessibility import AXE, RULES, RUN
from tests.browser.test_conflict import BEFORE, MINE, SLUG, THEIRS

PAGES = (
    "/", "/pratiques", "/pratiques/facture-energie", "/recherche?q=energie", "/recherche?q=logemant", "/themes",
    "/themes/acces-aux-droits", "/structures/mission-locale-montbrun", "/pratiques/nouvelle",
    "/pratiques/nouvelle?genre=bonne-pratique", "/pratiques/facture-energie/modifier", "/pratiques/mes-fiches", "/compte",
    "/hors-ligne", "/compte/seances", "/entraide", "/entraide?vue=resolues", "/entraide/comment-prouver-un-hebergement",
    "/entraide/quelle-aide-pour-un-abonnement-de-bus", "/entraide/quelle-aide-pour-un-abonnement-de-bus/modifier", "/entraide/poser",
)  # fmt: skip
SIZES = ((412, 839), (320, 400))  # a Pixel 7, a small screen
SMALL = """() => [...document.querySelectorAll('main a.btn, main button, main a.row, main label.choice, .thumb .btn, .dock a, .strip a')]
  .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < 43.5 && box.height !== 0)).map(([text, box]) => `${text} ${box.height}`)"""


def problems_of(page, path: str) -> list[str]:
    page.evaluate(AXE)
    found = [f"{path} {line}" for line in page.evaluate(RUN, RULES)]
    found += [f"{path} too small: {line}" for line in page.evaluate(SMALL)]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{path} scrolls sideways")
    return found


def test_pages_of_the_copy_are_accessible_on_a_phone(new_device, server):
    """F28"""
    with server.inside():
        board = fill_board(server.cast)
    device = new_device(viewport={"width": 320, "height": 400}, bypass_csp=True)
    uid = device.make_ready()
    refused = {"title": "Essai", "url": "/", "write": "practice.save", "state": "refused", "error": "Choisissez au moins un thème.",
               "payload": {"text_id": None, "title": "Essai", "body": "Des mots"}}  # fmt: skip
    device.ask(f"await store.enqueue(await store.openStore(uid), {{uid, ...{json.dumps(refused)}}})", uid)
    device.ask("await store.enqueue(await store.openStore(uid), {uid, ...%s})" % json.dumps(conflict(server)), uid)
    device.context.set_offline(True)
    entries = device.outbox(uid)
    paths = [*PAGES, f"/entraide/reponses/{board.own_answer}/modifier", f"/hors-ligne?cle={entries[0]['key']}", f"/hors-ligne/conflit?cle={entries[1]['key']}"]
    problems = []
    for path in paths:
        device.open(path)
        device.wait_for("return !document.querySelector('#page > h1.vh') && document.querySelector('h1')?.textContent")
        for width, height in SIZES:
            device.page.set_viewport_size({"width": width, "height": height})
            problems += [f"{width} {line}" for line in problems_of(device.page, path)]
    device.page.get_by_role("button", name="Relire et enregistrer").click()
    problems += problems_of(device.page, "reread")
    assert not problems, "\n".join(problems)


def conflict(server) -> dict:
    part = {"kind": "conflict", "text": MINE + THEIRS, "base": BEFORE, "mine": MINE, "theirs": THEIRS}
    merge = {"clean": False, "proposal": f"{MINE}\n\n{THEIRS}", "title": "T", "summary": "S", "fields": {}, "merged": 1, "parts": [part],
             "lines": {"title": {"mine": "Mon titre", "theirs": "Leur titre"}}, "author": "Maud Teyssier", "theirs_rev": 9, "at": None}  # fmt: skip
    payload = {"text_id": server.practices[SLUG], "title": "Mon titre", "summary": "S", "body": MINE, "themes": []}
    return {"title": "Mon titre", "url": "/", "write": "practice.save", "state": "conflict", "payload": payload, "conflict": merge}


def test_what_takes_the_focus_is_where_the_person_is_sent(device, server):
    """F28: a message that answers a gesture is read, and reached, at once"""
    device.make_ready()
    server.kill()
    device.open("/pratiques/facture-energie")
    device.page.get_by_label("Ajouter une remarque").fill("Au clavier")
    device.page.keyboard.press("Tab")
    device.page.keyboard.press("Enter")
    device.page.get_by_text("Gardé sur cet appareil", exact=True).wait_for()
    assert "Gardé sur cet appareil" in device.page.evaluate("document.activeElement.textContent")
