"""Images without network: those of the texts kept, and those of a text written far from it (F18, F25)."""

from __future__ import annotations

import hashlib
import io
import re
from typing import Any

import pytest
from PIL import Image

from partage import operations
from tests.browser import content
from tests.browser.device import reach
from tests.browser.writing import SUBMITTED, TITLE, come_back

SLUG = "facture-energie"
SENT = "SELECT public_id, alternative, text_id FROM attachment"
KEPT = "const names = (await caches.keys()).filter((name) => name.startsWith('partage-images-')); const urls = [];" \
    "for (const name of names) for (const one of await (await caches.open(name)).keys()) urls.push(new URL(one.url).pathname);" \
    "return urls;"  # fmt: skip
SHOWN = "(image) => image.complete && image.naturalWidth > 0"
BYTES = "return [...new Uint8Array((await store.listOutbox(await store.openStore(uid)))[0].payload.bytes)]"


def photo(width: int = 2600, height: int = 1950) -> bytes:
    picture = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(picture, "JPEG", quality=97)
    return picture.getvalue()


@pytest.fixture
def illustrated(server) -> str:
    """The address of an image that a published practice shows."""
    from werkzeug.datastructures import FileStorage

    from partage.accounts.models import User
    from partage.db import db
    from partage.files import uploads

    with server.inside():
        maud = db.session.get_one(User, server.cast.maud)
        sent = FileStorage(io.BytesIO(photo(300, 200)), "guichet.jpg")
        text = server.practices[SLUG]
        image, _ = uploads.keep(maud, sent, alternative="Le guichet", decorative=False, text_id=text, client_id="image-de-maud")
        url, words = image.url, image.markdown
        content.republish(text, server.cast, {"## Étapes": f"{words}\n\n## Étapes"})
    return str(url)


def attach(device, *, alternative: str = "La salle d’attente", picture: bytes = b"") -> bytes:
    """Start a practice and join a photo to it."""
    picture, page = picture or photo(), device.page
    page.set_viewport_size({"width": 1280, "height": 800})  # the whole form at once
    device.open("/pratiques/nouvelle?genre=bonne-pratique")
    reach(page, page.get_by_label("Contexte", exact=True)).fill("La salle d’attente est pleine.")
    page.get_by_label("Contexte", exact=True).press("End")
    page.set_input_files(".tools input[type=file]", {"name": "salle.jpg", "mimeType": "image/jpeg", "buffer": picture})
    page.get_by_label("Que montre cette image ?").fill(alternative)
    page.get_by_role("button", name="Ajouter l’image").click()
    page.wait_for_function("() => document.querySelector('textarea[data-editor]').value.includes('](/fichiers/')")
    return picture


def fill_and_send(device) -> None:
    page = device.page
    page.get_by_label("Titre", exact=True).fill(TITLE)
    page.get_by_label("En une ou deux phrases").fill("Dire ce qui se fait tout de suite.")
    page.get_by_label("Accès aux droits et démarches").check()
    page.get_by_role("button", name="Envoyer à la relecture").click()


def test_the_images_of_the_texts_kept_are_seen_without_network(device, server, illustrated):
    uid = device.make_ready()
    device.wait_for(f"const kept = await (async () => {{ {KEPT} }})(); return kept.includes('{illustrated}')", uid)
    server.kill()
    device.open(f"/pratiques/{SLUG}")
    image = device.page.locator(".prose img")
    image.scroll_into_view_if_needed()
    device.page.wait_for_function(SHOWN, arg=image.element_handle())
    assert image.get_attribute("alt") == "Le guichet"


def test_an_image_leaves_the_device_with_the_text_that_showed_it(device, server, illustrated):
    uid = device.make_ready()
    device.wait_for(f"const kept = await (async () => {{ {KEPT} }})(); return kept.length === 1", uid)
    with server.inside():
        content.republish(server.practices[SLUG], server.cast, {f"![Le guichet]({illustrated})": "Sans image."})
    device.open("/hors-ligne")
    device.wait_for(f"const kept = await (async () => {{ {KEPT} }})(); return kept.length === 0", uid)


def test_signing_out_without_network_leaves_no_image(device, server, illustrated):
    """F19"""
    uid = device.make_ready()
    device.wait_for(f"const kept = await (async () => {{ {KEPT} }})(); return kept.length === 1", uid)
    server.kill()
    device.open("/compte")
    device.page.get_by_role("button", name="Se déconnecter").click()
    device.page.wait_for_url("**/au-revoir")
    assert device.ask(KEPT, uid) == []


def test_a_photo_joined_offline_is_made_smaller_and_sent_once_before_its_text(device, server):
    """F18"""
    uid = device.make_ready()
    server.kill()
    picture = attach(device)
    assert len(picture) > 4_000_000
    [waiting] = device.outbox(uid)
    kept = bytes(device.ask(BYTES, uid))
    assert waiting["write"] == "file.add" and len(kept) < len(picture) / 2
    width, height = Image.open(io.BytesIO(kept)).size
    assert max(width, height) == 1600
    fill_and_send(device)
    device.wait_for("return (await store.listOutbox(await store.openStore(uid))).length === 2", uid)
    device.open("/hors-ligne")
    device.page.get_by_text("Image « La salle d’attente »").click()
    device.page.wait_for_function(SHOWN, arg=device.page.locator("main img").element_handle())
    server.start()
    come_back(device, uid)
    [(public_id, alternative, text)] = server.rows(SENT)
    [(state, body, author)] = server.rows(SUBMITTED, TITLE)
    assert (alternative, state, author) == ("La salle d’attente", "submitted", uid)
    assert re.search(rf"!\[La salle d’attente\]\(/fichiers/{public_id}/salle\.webp\)", body) and "attente-" not in body
    assert text == server.rows("SELECT text_id FROM revision WHERE title = ?", TITLE)[0][0]
    # the server got the bytes of the device, whole, under the key of the device
    sent = {"sha256": hashlib.sha256(kept).hexdigest(), "name": "salle.webp", "alternative": alternative, "text": None}
    done = server.rows("SELECT digest FROM operation WHERE name = 'file.add' AND key = ?", waiting["key"])
    assert done == [(operations.digest(["file.add", sent]),)]
    assert server.rows("SELECT count(*) FROM operation") == [(2,)]


def test_a_photo_whose_reply_is_lost_is_not_sent_twice(device, server):
    """F18, F9: the page had the network until the photo left"""
    uid = device.make_ready()
    lost: list[int] = []

    def lose_the_reply(route: Any) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    device.context.route("**/fichiers", lose_the_reply)
    attach(device)
    device.wait_for_empty_outbox(uid)
    [(public_id, *_)] = server.rows(SENT)
    assert lost == [201] and server.rows("SELECT count(*) FROM operation") == [(1,)]
    written = device.page.get_by_label("Contexte", exact=True)
    device.page.wait_for_function("(box) => !box.value.includes('attente-')", arg=written.element_handle())
    assert f"(/fichiers/{public_id}/" in written.input_value()
    fill_and_send(device)
    device.page.wait_for_url("**/pratiques/mes-fiches*")
    assert f"(/fichiers/{public_id}/" in server.rows(SUBMITTED, TITLE)[0][1]


def test_a_text_whose_photo_is_refused_says_so_and_loses_no_word(device, server):
    """F16, F18"""
    uid = device.make_ready()
    server.kill()
    attach(device, picture=photo(400, 300))
    fill_and_send(device)
    device.page.get_by_text("Gardé sur cet appareil", exact=True).wait_for()
    server.execute("INSERT INTO attachment (public_id, uploaded_by_id, name, media_type, size, sha256, alternative, created_at)"
                   " VALUES (?, ?, 'a.pdf', 'application/pdf', 200000000, '', '', '2026-01-01 00:00:00')", "0" * 32, uid)  # fmt: skip
    server.start()
    device.open("/hors-ligne")
    device.wait_for("return (await store.listOutbox(await store.openStore(uid))).every((one) => one.state === 'refused')", uid)
    told = [entry["error"] for entry in device.outbox(uid)]
    assert "Supprimez-en dans « Mes fichiers »" in told[0].replace("\u00a0", " ") and "Une image de ce texte n’est pas partie" in told[1]
    assert server.rows(SUBMITTED, TITLE) == []
