"""Gestures on the help board of a phone."""

from __future__ import annotations

from typing import Any

RESOLVED = "/entraide/comment-prouver-un-hebergement"
MINE = "/entraide/quelle-aide-pour-un-abonnement-de-bus"
OTHER = "/entraide/ou-trouver-un-stage-de-jardinier"
TITLE = "Peut-on refaire une carte Vitale en urgence ?"
ASKED = "SELECT t.author_id, r.body, r.state FROM text t JOIN revision r ON r.text_id = t.id WHERE t.kind = 'question' AND r.title = ?"
ANSWERS = (
    "SELECT r.body, t.author_id FROM answer a JOIN text t ON t.id = a.id JOIN revision r ON r.text_id = a.id"
    " WHERE a.question_id = ? AND r.state IN ('published', 'submitted') ORDER BY a.id"
)


def ask(device: Any, *, title: str = TITLE, body: str = "La personne part demain et n’a plus sa carte.") -> None:
    page = device.page
    device.open("/entraide/poser")
    page.locator("#topic").get_by_text("Accès aux droits et démarches").click()
    page.get_by_label("Votre question").fill(title)
    page.get_by_label("La situation, sans nom").fill(body)
    page.get_by_text("Gardé sur cet appareil à").wait_for()
    page.get_by_role("button", name="Envoyer la question").click()


def answer(device: Any, body: str, path: str = MINE) -> None:
    device.open(path)
    device.page.get_by_label("Votre réponse").fill(body)
    device.page.get_by_role("button", name="Répondre").click()


def kept(device: Any) -> None:
    device.page.get_by_text("Gardé sur cet appareil", exact=True).wait_for()


def sync(device: Any, server: Any, uid: int) -> None:
    """Until this phone has every change the server has numbered, in its index too."""
    [(last,)] = server.rows("SELECT value FROM counter WHERE name = 'change'")
    device.open("/hors-ligne")
    device.wait_for(f"return await store.getMeta(await store.openStore(uid), 'indexed') === {last}", uid)


def words(device: Any) -> str:
    return str(device.page.inner_text("main")).replace("\u00a0", " ")
