"""Gestures in the form of a practice."""

from __future__ import annotations

NEW = "/pratiques/nouvelle?genre=bonne-pratique"
EDIT = "/pratiques/facture-energie/modifier"
TITLE = "Retrouver un mot de passe ensemble"
DRAFTS = "return (await store.listDrafts(await store.openStore(uid))).map(({key, title, payload}) => [key, title, payload.body])"
WIDE = {"width": 1280, "height": 800}


def write(device, path=NEW, name="nadia", page=None):
    """Sign in and open a form, ready to be typed in."""
    page = page or device.page
    uid = device.sign_in(name)
    device.open(path, page)
    page.wait_for_selector(".tools", state="attached")
    if "shared" not in name:
        page.wait_for_function("async () => (await navigator.locks.query()).held.some(({name}) => name.startsWith('draft '))")
    return uid


def kept(page):
    page.wait_for_function("() => document.querySelector('[data-saved]').textContent.startsWith('Gardé sur cet appareil à')")


def box(page, number=0):
    return page.locator("textarea[data-editor]:visible").nth(number)


def tool(page, name):
    return page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)


def fill_all(page):
    page.fill("#title", TITLE)
    page.fill("#summary", "La personne garde la main.")
    page.check("[name=themes] >> nth=0")
    page.fill("#boxes-1", "Une étape.")


def pick(page, picture):
    page.set_input_files(".tools input[type=file]", {"name": "guichet.png", "mimeType": "image/png", "buffer": picture})


def press(page, label):
    """Press a button that sends the form, and wait for the page that answers."""
    with page.expect_event("load"):
        page.get_by_role("button", name=label, exact=True).click()
