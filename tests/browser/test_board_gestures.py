"""Thanks, following and what helped, without network; the page of a theme."""

from __future__ import annotations

import json
from typing import Any

from tests.browser.board import MINE, RESOLVED, sync
from tests.browser.test_reading import titles
from tests.browser.writing import ENQUEUE, come_back
from tests.factories import answer_question


def taps(device: Any, *names: str) -> None:
    for name in names:
        device.page.get_by_role("button", name=name, exact=True).click()


def test_thanks_following_and_what_helped_wait_like_the_rest(device, server, board):
    with server.inside():
        theirs = answer_question(board.mine, server.cast.claire, body="La région rembourse la moitié.")
    uid = device.make_ready()
    server.kill()
    device.open(MINE)
    taps(device, "Ne plus suivre", "Merci", "Cette réponse m’a aidé")
    device.page.get_by_text("Vous a aidé : ce sera dit au retour du réseau").wait_for()
    device.open(MINE)
    device.page.get_by_text("Vous a aidé : ce sera dit au retour du réseau").wait_for()
    assert device.page.get_by_role("button", name="Merci").get_attribute("aria-pressed") == "true"
    device.open("/hors-ligne")
    device.page.get_by_text("Réponse qui vous a aidé, à « Quelle aide").wait_for()
    server.start()
    come_back(device, uid)
    assert server.rows("SELECT text_id FROM thanks WHERE user_id = ?", uid) == [(theirs,)]
    assert server.rows("SELECT 1 FROM watch WHERE user_id = ? AND text_id = ?", uid, board.mine) == []
    assert server.rows("SELECT state FROM question WHERE id = ?", board.mine) == [("resolved",)]
    assert server.rows("SELECT accepted_at IS NOT NULL FROM answer WHERE id = ?", theirs) == [(1,)]
    sync(device, server, uid)
    server.kill()
    device.open(MINE)
    device.page.get_by_text("A aidé la personne qui demandait").wait_for()
    assert device.page.get_by_role("button", name="Merci").get_attribute("aria-pressed") == "true"
    device.page.get_by_role("button", name="Suivre", exact=True).wait_for()


def test_a_tap_on_a_page_whose_network_left_waits_and_is_done_once(device, server, board):
    uid = device.make_ready()
    device.open(RESOLVED)
    server.kill()
    helped = device.page.locator(f"#reponse-{board.helped}")
    helped.get_by_role("button", name="Merci").click()
    device.page.get_by_text("1 texte à envoyer").wait_for()
    assert device.page.url.endswith(RESOLVED)
    assert helped.get_by_role("button", name="Merci").get_attribute("aria-pressed") == "true"
    server.start()
    come_back(device, uid)
    assert server.rows("SELECT text_id FROM thanks WHERE user_id = ?", uid) == [(board.helped,)]


def test_a_gesture_on_a_text_gone_meanwhile_says_that_nothing_is_left_to_do(device, server, board):
    uid = device.make_ready()
    device.ask(ENQUEUE % json.dumps({"write": "text.thanks", "payload": {"text_id": 987654, "on": True}}), uid)
    device.open("/hors-ligne")
    device.page.locator("#a-envoyer").get_by_text("Ce texte n’est plus en ligne : il n’y a plus rien à en dire.").wait_for()


def test_a_theme_shows_its_questions_of_the_copy(device, server, board):
    device.make_ready()
    server.kill()
    device.open("/themes/acces-aux-droits")
    device.page.get_by_role("heading", name="Questions").wait_for()
    found = titles(device.page)
    assert "Comment prouver un hébergement ?" in found and "Quelle aide pour un abonnement de bus ?" in found
    assert "Aider face à une facture d’énergie" in found
    device.open("/themes/emploi-formation")
    device.page.get_by_text("Aucune question de ce thème dans cette copie.").wait_for()
