"""M1 on a 360 by 640 phone: from the queue to a decision with one thumb, and back for a few seconds."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import AXE, RULES, RUN


@pytest.fixture
def reported(new_device, server):
    """The practice that Nadia reported from its page, in two taps; its address."""
    address = f"/pratiques/{next(iter(server.practices))}"
    nadia = new_device(service_workers="block")
    nadia.sign_in("nadia")
    nadia.open(address)
    taps = 0
    for target in (nadia.page.locator(".feedback .report summary"), nadia.page.locator(".feedback").get_by_role("button", name="Inexact")):
        target.click()
        taps += 1
    nadia.page.get_by_text("C’est signalé").wait_for()
    assert taps == 2
    return address


def box_of(locator):
    box = locator.bounding_box()
    assert box is not None
    return box


def open_item(device):
    device.open("/moderation")
    device.page.locator("main a.row", has_text="signalement").first.click()
    device.page.wait_for_url("**/signalements")


def test_thumb_reaches_the_three_choices_and_takes_one_back(new_device, server, reported):
    claire = new_device(service_workers="block")
    claire.sign_in("claire")
    page = claire.page
    open_item(claire)
    zone = page.locator(".thumb")
    for name in ("Demander une modification", "Laisser en ligne", "Masquer avec motif"):
        choice = zone.get_by_text(name, exact=True).locator("xpath=ancestor-or-self::*[self::a or self::button]")
        box = box_of(choice)
        assert box["height"] >= 44 and box["y"] > 320 and box["y"] + box["height"] <= 640, name
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    zone.get_by_role("button", name="Laisser en ligne").click()
    undo = page.locator("#toasts").get_by_role("button", name=re.compile("Annuler, "))
    undo.wait_for()
    assert "fait=" not in page.url
    assert box_of(undo)["height"] >= 44
    undo.click()
    page.wait_for_url("**/signalements")
    assert server.rows("SELECT state FROM report")[0][0] == "open"


def test_toast_stops_while_it_is_looked_at_then_leaves(new_device, server, reported):
    claire = new_device(service_workers="block")
    claire.sign_in("claire")
    page = claire.page
    page.clock.install()
    open_item(claire)
    page.locator(".thumb").get_by_role("button", name="Laisser en ligne").click()
    undo = page.locator("#toasts").get_by_role("button", name=re.compile("Annuler"))
    undo.wait_for()
    undo.focus()
    page.clock.run_for(30_000)
    expect(undo).to_be_visible()
    undo.blur()
    page.clock.run_for(12_000)
    page.locator("#toasts .toast").wait_for(state="detached")
    assert server.rows("SELECT state FROM report")[0][0] == "dismissed"


def test_without_script_it_is_a_message_with_its_button(new_device, server, reported):
    claire = new_device(service_workers="block", java_script_enabled=False)
    claire.sign_in("claire")
    page = claire.page
    open_item(claire)
    page.get_by_role("link", name="Masquer avec motif").click()
    page.get_by_text("Le ton peut blesser").click()
    page.get_by_role("button", name="Masquer avec motif").click()
    page.get_by_text("C’est noté").wait_for()
    assert server.rows("SELECT action FROM decision ORDER BY id DESC")[0][0] == "hide"
    page.get_by_role("button", name="Annuler").click()
    page.wait_for_url("**/signalements")
    assert server.rows("SELECT hidden_at FROM text WHERE hidden_at IS NOT NULL") == []


def test_author_reads_why_and_contests_in_two_taps(new_device, server, reported):
    claire, maud = new_device(service_workers="block"), new_device(service_workers="block")
    claire.sign_in("claire")
    open_item(claire)
    claire.page.get_by_text("Le ton peut blesser").click()
    claire.page.locator("#motif").get_by_role("button", name="Masquer avec motif").click()
    claire.page.locator("#toasts").get_by_role("button").wait_for()
    text, author = server.rows("SELECT thing_id, author_id FROM decision ORDER BY id DESC")[0]
    name = next(name for name in ("nadia", "youssef", "maud", "paul") if getattr(server.cast, name) == author)
    writer = new_device(service_workers="block")
    writer.sign_in(name)
    writer.open(f"/moderation/textes/{text}")
    writer.page.get_by_text("Contester", exact=True).click()
    writer.page.get_by_role("button", name="Envoyer la contestation").click()
    writer.page.get_by_text("Votre contestation est envoyée").wait_for()
    if name != "maud":
        maud.sign_in("maud")
        maud.open("/moderation")
        expect(maud.page.locator("main a.row", has_text="contestation")).to_have_count(1)


def test_item_and_decision_pages_are_accessible(new_device, server, reported):
    claire = new_device(service_workers="block", bypass_csp=True)
    claire.sign_in("claire")
    open_item(claire)
    number = claire.page.url.split("/")[-2]
    problems = []
    for path in (f"/moderation/textes/{number}/signalements", f"/moderation/textes/{number}"):
        claire.open(path)
        claire.page.evaluate(AXE)
        for scheme in ("light", "dark"):
            claire.page.set_viewport_size({"width": 320, "height": 400})
            claire.page.emulate_media(color_scheme=scheme)
            problems += [f"{path} {scheme} {line}" for line in claire.page.evaluate(RUN, RULES)]
        assert claire.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert problems == []
