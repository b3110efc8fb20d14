"""Two people wrote: nothing is overwritten, nothing is merged in silence (F14, F15)."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import content
from tests.browser.device import reach

SLUG = "rendez-vous-interprete"
BEFORE = "Prévoyez plus de temps et placez bien l’interprète."
MINE = "Prévoyez une heure et placez l’interprète à côté de la personne."
THEIRS = "Prévoyez un temps double et parlez à la personne."
EDIT = "SELECT body, base_id, state FROM revision WHERE text_id = ? AND author_id = ?"


def edit_offline(device, server, box: str, before: str, after: str) -> int:
    """Nadia changes one passage without network, while Maud may change the same text on the server."""
    uid = device.make_ready()
    device.context.set_offline(True)
    device.page.set_viewport_size({"width": 1280, "height": 800})  # the whole form at once
    device.open(f"/pratiques/{SLUG}/modifier")
    field = reach(device.page, device.page.get_by_label(box, exact=True))
    assert before in field.input_value()
    field.fill(field.input_value().replace(before, after))
    reach(device.page, device.page.get_by_role("button", name="Envoyer à la relecture")).click()
    device.page.get_by_text("Gardé sur cet appareil", exact=True).wait_for()
    return uid


def meet_the_server(device, uid: int) -> None:
    device.context.set_offline(False)
    device.open("/hors-ligne")
    device.wait_for("return (await store.listOutbox(await store.openStore(uid))).every((one) => one.state === 'conflict')", uid)


def test_the_same_passage_is_a_choice_that_loses_no_word(device, server):
    """F14"""
    uid = edit_offline(device, server, "Étapes", BEFORE, MINE)
    with server.inside():
        theirs = content.republish(server.practices[SLUG], server.cast, {BEFORE: THEIRS})
    meet_the_server(device, uid)
    server.kill()  # the screen opens offline too
    device.open("/hors-ligne")
    device.page.get_by_text("Le texte a changé, choisissez").click()
    device.page.get_by_role("heading", name="Deux personnes ont écrit ici").wait_for()
    expect(device.page.locator("main")).to_contain_text("Maud Teyssier a modifié la fiche", use_inner_text=True)
    mine = device.page.locator("label.choice", has_text="Le vôtre")
    assert "une heure" in " ".join(mine.locator("ins").all_inner_texts())
    assert "plus de temps" in " ".join(mine.locator("del").all_inner_texts())
    assert "un temps double" in " ".join(device.page.locator("label.choice", has_text="Celui de Maud").locator("ins").all_inner_texts())
    device.page.get_by_role("button", name="Relire et enregistrer").click()
    reread = device.page.get_by_label("Texte", exact=True).input_value()
    assert MINE in reread and THEIRS in reread
    device.page.get_by_role("button", name="Enregistrer", exact=True).click()
    device.page.get_by_role("heading", name="À envoyer").wait_for()
    server.start()
    device.open("/hors-ligne")
    device.wait_for_empty_outbox(uid)
    [(body, base, state)] = server.rows(EDIT, server.practices[SLUG], uid)
    assert MINE in body and THEIRS in body and BEFORE not in body
    assert (base, state) == (theirs, "submitted")


def test_keeping_mine_leaves_theirs_in_line_and_in_history(device, server):
    """F14: chosen with the keyboard alone"""
    uid = edit_offline(device, server, "Étapes", BEFORE, MINE)
    with server.inside():
        theirs = content.republish(server.practices[SLUG], server.cast, {BEFORE: THEIRS})
    meet_the_server(device, uid)
    device.open(f"/hors-ligne/conflit?cle={device.outbox(uid)[0]['key']}")
    device.page.get_by_role("radio", name="Les deux, à la suite").focus()
    device.page.keyboard.press("ArrowUp")
    device.page.keyboard.press("ArrowUp")
    assert device.page.get_by_role("radio", name="Le vôtre").is_checked()
    device.page.keyboard.press("Enter")
    device.page.get_by_role("heading", name="Relisez les textes réunis").wait_for()
    device.page.get_by_role("button", name="Enregistrer", exact=True).press("Enter")
    device.page.wait_for_url("**/hors-ligne#a-envoyer")
    device.wait_for_empty_outbox(uid)
    [(body, base, _)] = server.rows(EDIT, server.practices[SLUG], uid)
    assert MINE in body and THEIRS not in body and base == theirs
    assert THEIRS in server.rows("SELECT body FROM revision WHERE id = ?", theirs)[0][0]


def test_deciding_later_keeps_everything(device, server):
    """F14"""
    uid = edit_offline(device, server, "Étapes", BEFORE, MINE)
    with server.inside():
        content.republish(server.practices[SLUG], server.cast, {BEFORE: THEIRS})
    meet_the_server(device, uid)
    device.open(f"/hors-ligne/conflit?cle={device.outbox(uid)[0]['key']}")
    device.page.get_by_role("button", name="Décider plus tard").click()
    device.page.get_by_text("Le texte a changé, choisissez").wait_for()
    assert MINE in device.outbox(uid)[0]["payload"]["body"]


def test_edits_in_different_paragraphs_ask_for_one_confirmation(device, server):
    """F15"""
    uid = edit_offline(device, server, "Étapes", BEFORE, MINE)
    warning = "Ne demandez pas à un enfant de traduire."
    with server.inside():
        content.republish(server.practices[SLUG], server.cast, {warning: warning + " Ni à un voisin."})
    meet_the_server(device, uid)
    device.open(f"/hors-ligne/conflit?cle={device.outbox(uid)[0]['key']}")
    device.page.get_by_text("Vos deux textes se complètent").wait_for()
    expect(device.page.get_by_role("radio")).to_have_count(0)
    device.page.get_by_role("button", name="Relire et enregistrer").click()
    device.page.get_by_role("button", name="Enregistrer", exact=True).click()
    device.page.wait_for_url("**/hors-ligne#a-envoyer")
    device.wait_for_empty_outbox(uid)
    [(body, _, state)] = server.rows(EDIT, server.practices[SLUG], uid)
    assert MINE in body and "Ni à un voisin." in body and state == "submitted"
