"""Gestures of somebody who writes, and of the network that comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browser.device import reach

TITLE = "Accueillir une personne pressée"
SUBMITTED = "SELECT r.state, r.body, r.author_id FROM revision r WHERE r.title = ?"
REMARKS = "SELECT body FROM comment ORDER BY id"


def write_practice(device, title: str = TITLE) -> None:
    """Fill the form of a practice and send it, on the page the device has."""
    page = device.page
    device.open("/pratiques/nouvelle?genre=bonne-pratique")
    page.locator("[data-next]").wait_for(state="attached")
    page.get_by_label("Titre", exact=True).fill(title)
    page.get_by_label("En une ou deux phrases").fill("Dire ce qui se fait tout de suite.")
    page.get_by_label("Accès aux droits et démarches").check()
    reach(page, page.get_by_label("Contexte", exact=True)).fill("La salle d’attente est pleine.")
    reach(page, page.get_by_role("button", name="Envoyer à la relecture")).click()
    page.get_by_text("Gardé sur cet appareil", exact=True).wait_for()


def remark(device, text: str, slug: str = "facture-energie") -> None:
    device.open(f"/pratiques/{slug}")
    device.page.get_by_label("Ajouter une remarque").fill(text)
    device.page.get_by_role("button", name="Envoyer la remarque").click()
    device.page.get_by_text("Gardé sur cet appareil", exact=True).wait_for()


def come_back(device, uid: int) -> None:
    """The network is there again, and the application is open."""
    device.open("/hors-ligne")
    device.wait_for_empty_outbox(uid)


def only_the_first(sent: list[int], then: Callable[[], None] = lambda: None) -> Callable[[Any], None]:
    """The first text to leave reaches the server, whose status goes to `sent`, and its reply is lost.

    A page that is left and the worker may send at the same time: until the first has its fate, the others find no network.
    """
    asked: list[Any] = []

    def handle(route: Any) -> None:
        asked.append(route.request)
        if len(asked) > 1:
            return route.continue_() if sent else route.abort()
        sent.append(route.fetch().status)
        then()
        return route.abort()

    return handle


ENQUEUE = "await store.enqueue(await store.openStore(uid), {uid, title: 'Essai', url: '/', ...%s})"


def come_back_without_the_reply(device, uid: int) -> None:
    """The network is there again; what waited reaches the server, whose first reply is lost."""
    lost: list[int] = []
    device.context.route("**/api/operations", only_the_first(lost))
    device.context.set_offline(False)
    come_back(device, uid)
    assert lost == [201]
