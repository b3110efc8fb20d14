"""The toolbar of the editor: marks, keyboard, images, what exists already."""

from __future__ import annotations

import io

from PIL import Image

from tests.browser.editing import box, pick, tool, write


def test_the_toolbar_writes_bold_headings_lists_and_links(desk):
    write(desk)
    page, area = desk.page, box(desk.page)
    area.fill("Un mot")
    tool(page, "Gras").click()
    assert area.input_value() == "Un **mot**"
    assert tool(page, "Gras").get_attribute("aria-pressed") == "true"
    page.keyboard.press("Control+b")
    assert area.input_value() == "Un mot"
    tool(page, "Liste numérotée").click()
    assert area.input_value() == "1. Un mot"
    tool(page, "Liste à points").click()
    assert area.input_value() == "- Un mot"
    tool(page, "Sous-titre").click()
    assert area.input_value() == "### Un mot"
    tool(page, "Annuler").click()
    assert area.input_value() == "- Un mot"
    page.keyboard.press("End")
    tool(page, "Lien").click()
    page.get_by_label("Adresse du lien").fill("javascript:alert(1)")
    page.keyboard.press("Enter")
    page.get_by_text("Tapez une adresse entière").wait_for()
    page.get_by_label("Adresse du lien").fill("www.caf.fr/aides (droits)")
    page.keyboard.press("Enter")
    assert area.input_value() == "- Un [mot](https://www.caf.fr/aides%20%28droits%29)"
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_enter_continues_a_list_and_an_empty_item_ends_it(desk):
    write(desk)
    area = box(desk.page)
    area.click()
    desk.page.keyboard.type("1. Un\nDeux\n\nFin\n- a\nb")
    assert area.input_value() == "1. Un\n2. Deux\nFin\n- a\n- b"
    desk.page.keyboard.press("Control+z")
    assert area.input_value() != "1. Un\n2. Deux\nFin\n- a\n- b"


def test_the_toolbar_is_used_with_the_keyboard(desk):
    write(desk)
    area = box(desk.page)
    area.fill("mot")
    area.press("Alt+F10")
    for _ in range(2):
        desk.page.keyboard.press("ArrowRight")
    assert desk.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Liste à points"
    desk.page.keyboard.press("Enter")
    assert area.input_value() == "- mot"
    area.press("Alt+F10")
    desk.page.keyboard.press("Escape")
    assert desk.page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_an_image_is_described_made_smaller_and_sent(desk, server):
    write(desk)
    page, area = desk.page, box(desk.page)
    area.fill("Voici le guichet.")
    picture = io.BytesIO()
    Image.effect_noise((2400, 1200), 80).convert("RGB").save(picture, "PNG")
    pick(page, picture.getvalue())
    page.get_by_role("button", name="Ajouter l’image").click()
    page.get_by_text("Dites en quelques mots ce que montre l’image.").wait_for()
    page.get_by_label("Que montre cette image ?").fill("Le guichet de la mairie")
    with page.expect_request(lambda request: request.url.endswith("/fichiers")) as sent:
        page.get_by_role("button", name="Ajouter l’image").click()
    assert len(sent.value.post_data_buffer or b"") < len(picture.getvalue()) / 2
    page.wait_for_function("() => document.querySelector('textarea[data-editor]').value.includes('](/fichiers/')")
    ((public_id, width),) = server.rows("SELECT public_id, width FROM attachment WHERE alternative = 'Le guichet de la mairie'")
    assert width == 1600
    assert area.input_value().startswith(f"Voici le guichet.\n\n![Le guichet de la mairie](/fichiers/{public_id}")


def test_an_image_without_network_is_kept_on_the_device(desk, server):
    write(desk)
    picture = io.BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "PNG")
    pick(desk.page, picture.getvalue())
    desk.page.get_by_label("Que montre cette image ?").fill("Un carré")
    server.kill()
    desk.page.keyboard.press("Enter")
    desk.page.get_by_text("Image gardée sur cet appareil").wait_for()
    assert box(desk.page).input_value().startswith("![Un carré](/fichiers/attente-")


def test_a_title_shows_what_exists_already(desk):
    write(desk)
    desk.page.locator("#title").press_sequentially("Renouveller une demande de logement")
    link = desk.page.get_by_role("link", name="Renouveler une demande de logement")
    assert link.get_attribute("href") == "/pratiques/demande-logement"
    desk.page.fill("#title", "Court")
    link.wait_for(state="detached")
