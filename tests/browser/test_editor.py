"""Writing a practice: what is typed is kept, one part at a time, and everything without script."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.editing import DRAFTS, EDIT, NEW, TITLE, box, fill_all, kept, press, tool, write

# --- what is typed is kept


def test_typing_is_kept_within_two_seconds_and_survives_a_closed_page(device):
    uid = write(device)
    device.page.locator("#title").press_sequentially(TITLE)
    kept(device.page)
    device.wait_for(f"{DRAFTS.replace('return', 'const all =')}; return all[0]?.[1] === '{TITLE}'", uid)
    device.page.close()

    page = device.page = device.context.new_page()
    device.open(NEW)
    page.get_by_role("heading", name="Reprendre mon brouillon du").wait_for()
    assert page.input_value("#title") == ""
    page.get_by_role("button", name="Reprendre").click()
    expect(page.locator("#title")).to_have_value(TITLE)


def test_a_draft_goes_once_the_server_has_it(desk, server):
    uid = write(desk)
    fill_all(desk.page)
    kept(desk.page)
    assert server.rows("SELECT count(*) FROM revision WHERE title = ?", TITLE) == [(0,)]
    press(desk.page, "Enregistrer")
    assert server.rows("SELECT title, state FROM revision WHERE title = ?", TITLE) == [(TITLE, "draft")]
    desk.wait_for(f"{DRAFTS.replace('return', 'const all =')}; return all.length === 0", uid)
    assert desk.page.inner_text("[data-saved]").startswith("Enregistré")
    expect(desk.page.locator("[data-offer]")).to_have_count(0)


def test_a_refused_form_comes_back_as_typed_without_offering_a_draft(desk, server):
    uid = write(desk)
    desk.page.fill("#title", TITLE)
    press(desk.page, "Envoyer à la relecture")
    desk.page.wait_for_selector("#erreurs")
    assert desk.page.input_value("#title") == TITLE
    kept(desk.page)
    desk.page.wait_for_url(server.url + NEW + "*")  # a tab that comes back finds its form, not a POST
    expect(desk.page.locator("[data-offer]")).to_have_count(0)
    assert [title for _, title, _ in desk.ask(DRAFTS, uid)] == [TITLE]


def test_a_session_that_ended_loses_nothing(desk, server):
    uid = write(desk)
    fill_all(desk.page)
    kept(desk.page)
    revoke(server)
    desk.page.get_by_role("button", name="Enregistrer", exact=True).click()
    desk.page.get_by_text("Votre session est finie").wait_for()
    expect(desk.page.locator(".tools")).to_have_count(0)
    assert [entry["payload"]["title"] for entry in desk.outbox(uid)] == [TITLE]
    revoke(server, at=None)
    desk.open("/hors-ligne")
    desk.wait_for_empty_outbox(uid)
    assert server.rows("SELECT title FROM revision WHERE title = ?", TITLE) == [(TITLE,)]


def revoke(server, at="2026-11-01 08:00:00"):
    from sqlalchemy import text

    from partage.db import db, writing

    with server.inside(), writing():
        db.session.execute(text("UPDATE login SET revoked_at = :at"), {"at": at})


def test_a_draft_older_than_the_page_says_so_and_leaving_it_keeps_it(desk, server):
    from tests.browser.content import republish

    uid = write(desk, EDIT)
    key = f"practice:{server.practices['facture-energie']}"
    desk.page.fill("#boxes-1", "Ce que Nadia a écrit.")
    kept(desk.page)
    desk.page.goto("about:blank")
    with server.inside():
        republish(server.practices["facture-energie"], server.cast, {"Appelez le fournisseur": "Appelez d’abord le fournisseur"})
    desk.open(EDIT)
    desk.page.get_by_text("La fiche a changé depuis").wait_for()
    assert "Appelez d’abord" in desk.page.input_value("#boxes-1")
    desk.page.get_by_role("button", name="Laisser").click()
    desk.page.fill("#boxes-1", "Autre chose.")
    kept(desk.page)
    texts = {key: body for key, _, body in desk.ask(DRAFTS, uid)}
    assert len(texts) == 2
    assert "Autre chose." in texts.pop(key)
    assert "Ce que Nadia a écrit." in texts.popitem()[1]


def test_a_draft_taken_up_on_a_newer_version_is_merged_by_the_server(desk, server):
    from tests.browser.content import republish

    write(desk, EDIT)
    desk.page.fill("#boxes-4", "La personne tient le téléphone.")
    kept(desk.page)
    desk.page.goto("about:blank")
    with server.inside():
        republish(server.practices["facture-energie"], server.cast, {"une facture que la personne": "une facture que quelqu’un"})
    desk.open(EDIT)
    desk.page.get_by_role("button", name="Reprendre").click()
    expect(desk.page.locator("#boxes-4")).to_have_value("La personne tient le téléphone.")
    press(desk.page, "Envoyer à la relecture")
    (body,) = server.rows("SELECT body FROM revision WHERE author_id = ? AND state = 'submitted'", server.cast.nadia)[0]
    assert "une facture que quelqu’un" in body
    assert "La personne tient le téléphone." in body


def test_two_tabs_on_one_text_do_not_write_over_each_other(desk, server):
    uid = write(desk, EDIT)
    second = desk.context.new_page()
    desk.open(EDIT, second)
    second.get_by_text("Ce texte est ouvert dans un autre onglet").wait_for()
    desk.page.fill("#summary", "Depuis le premier onglet.")
    kept(desk.page)
    second.fill("#summary", "Depuis le second onglet.")
    second.wait_for_timeout(1500)  # longer than what a kept text takes
    summaries = "return (await store.listDrafts(await store.openStore(uid))).map(({payload}) => payload.summary)"
    assert desk.ask(summaries, uid) == ["Depuis le premier onglet."]
    desk.page.goto("about:blank")
    second.get_by_text("Reprendre mon brouillon du").wait_for()
    kept(second)
    desk.page = second
    assert sorted(desk.ask(summaries, uid)) == ["Depuis le premier onglet.", "Depuis le second onglet."]


def test_a_shared_computer_keeps_nothing_and_says_so(desk, server):
    write(desk, name="nadia-shared")
    desk.page.get_by_text("Poste partagé : rien n’est gardé sur cet appareil. Enregistrez avant de partir.").wait_for()
    fill_all(desk.page)
    desk.page.wait_for_timeout(1500)
    assert desk.page.evaluate("indexedDB.databases()") == []
    press(desk.page, "Enregistrer")
    assert server.rows("SELECT title FROM revision WHERE title = ?", TITLE) == [(TITLE,)]
    assert desk.page.evaluate("indexedDB.databases()") == []


def test_a_session_that_ended_on_a_shared_computer_loses_no_word(desk, server):
    write(desk, name="nadia-shared")
    page = desk.page
    page.get_by_text("Poste partagé : rien n’est gardé sur cet appareil").wait_for()
    fill_all(page)
    revoke(server)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_text("Votre session est finie").wait_for()
    assert page.input_value("#title") == TITLE
    server.execute("UPDATE login SET revoked_at = NULL")
    press(page, "Enregistrer")
    assert server.rows("SELECT title FROM revision WHERE title = ?", TITLE) == [(TITLE,)]


def test_a_full_device_says_so_and_lets_type(desk):
    write(desk)
    desk.page.evaluate("() => { IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); } }")
    desk.page.fill("#title", TITLE)
    desk.page.get_by_text("La mémoire de cet appareil est pleine").wait_for()
    desk.page.locator("#title").press_sequentially(" ici")
    assert desk.page.input_value("#title").endswith(" ici")


def test_my_practices_list_the_drafts_of_the_device(desk):
    uid = write(desk)
    desk.page.fill("#title", TITLE)
    kept(desk.page)
    desk.open("/pratiques/mes-fiches")
    desk.page.get_by_role("button", name=f"Supprimer de cet appareil : {TITLE}").click()
    expect(desk.page.get_by_role("link", name=TITLE)).to_have_count(0)
    desk.page.get_by_role("button", name="Annuler").click()
    desk.page.get_by_role("link", name=TITLE).click()
    desk.page.get_by_role("button", name="Reprendre").click()
    expect(desk.page.locator("#title")).to_have_value(TITLE)
    assert len(desk.ask(DRAFTS, uid)) == 1


# --- on a phone


def test_a_phone_shows_one_part_at_a_time_and_sends_them_all(device, server):
    write(device)
    page = device.page
    send = page.get_by_role("button", name="Envoyer à la relecture")
    page.get_by_text("Partie 1 sur 7. La suivante : contexte.").wait_for()
    assert not send.is_visible()
    page.fill("#title", TITLE)
    page.fill("#summary", "La personne garde la main.")
    page.check("[name=themes] >> nth=0")
    for number in range(6):
        page.get_by_role("button", name="Suivant").click()
        expect(page.locator("#fiche > .field:visible, #fiche > details:visible")).to_have_count(1)
        if number < 5:
            box(page).fill(f"Texte de la partie {number}.")
    page.get_by_text("Partie 7 sur 7").wait_for()
    page.get_by_role("button", name="Partie précédente").click()
    assert box(page).input_value() == "Texte de la partie 4."
    page.get_by_role("button", name="Suivant").click()
    press(page, "Envoyer à la relecture")
    ((body,),) = server.rows("SELECT body FROM revision WHERE title = ? AND state = 'submitted'", TITLE)
    assert all(f"Texte de la partie {number}." in body for number in range(5))


def test_an_error_opens_its_part_and_saving_comes_back_to_ours(device):
    write(device)
    page = device.page
    page.get_by_role("button", name="Suivant").click()
    box(page).fill("Pour qui.")
    press(page, "Enregistrer")
    page.get_by_text("Partie 1 sur 7").wait_for()
    page.fill("#title", TITLE)
    page.get_by_role("button", name="Suivant").click()
    press(page, "Enregistrer")
    page.get_by_text("Partie 2 sur 7").wait_for()
    assert box(page).input_value() == "Pour qui."


def test_above_a_keyboard_the_line_the_tools_and_saving_are_seen(device):
    write(device)
    page = device.page
    page.get_by_role("button", name="Suivant").click()
    box(page).click()
    page.set_viewport_size({"width": 360, "height": 360})  # what a keyboard leaves
    page.keyboard.type("Une ligne assez longue pour aller à la suivante.\n" * 12 + "Dernière ligne")
    page.wait_for_function("() => document.querySelector('.thumb [value=submit]').inert")
    places = (box(page), page.locator(".tools"), page.get_by_role("button", name="Enregistrer"))
    area, tools, save = (place.bounding_box() for place in places)
    assert save["y"] + save["height"] <= 360
    assert tools["y"] + tools["height"] <= save["y"]
    assert area["y"] + area["height"] - 20 <= tools["y"] + 1  # the last line, less the padding of the box
    tool(page, "Lien").click()
    panel = page.get_by_label("Adresse du lien").bounding_box()
    assert panel["y"] >= 0 and panel["y"] + panel["height"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


# --- without script


def test_without_script_a_practice_is_written_and_sent(new_device, server):
    device = new_device(java_script_enabled=False)
    device.sign_in("nadia")
    device.open(NEW)
    page = device.page
    expect(page.get_by_label("Facteurs de réussite")).to_be_visible()
    fill_all(page)
    press(page, "Enregistrer")
    assert page.input_value("#title") == TITLE
    page.fill("#boxes-0", "Pour qui.")
    press(page, "Envoyer à la relecture")
    ((state, body),) = server.rows("SELECT state, body FROM revision WHERE title = ?", TITLE)
    assert state == "submitted"
    assert body.strip() == "## Contexte\n\nPour qui.\n\n## Étapes\n\nUne étape."
