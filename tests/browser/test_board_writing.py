"""Asking and answering without network: sent once and only once, refused with its reason, nothing lost."""

from __future__ import annotations

import json

from tests.browser.board import ANSWERS, ASKED, MINE, RESOLVED, TITLE, answer, ask, kept, sync, words
from tests.browser.writing import ENQUEUE, come_back, come_back_without_the_reply


def test_a_question_asked_offline_waits_in_sight_then_exists_once(device, server, board):
    uid = device.make_ready()
    server.kill()
    ask(device)
    kept(device)
    device.open("/hors-ligne")
    device.page.get_by_text(f"Question « {TITLE} »").wait_for()
    device.open("/entraide")
    device.page.get_by_text(f"Question « {TITLE} »").click()
    device.page.get_by_text("On pourra y répondre une fois qu’elle sera partie.").wait_for()
    server.start()
    come_back(device, uid)
    [(author, body, state)] = server.rows(ASKED, TITLE)
    assert (author, body, state) == (uid, "La personne part demain et n’a plus sa carte.", "published")
    assert server.rows("SELECT urgency, topic_id FROM question ORDER BY id DESC LIMIT 1") == [("week", server.cast.rights)]
    sync(device, server, uid)
    server.kill()
    device.open("/entraide")
    device.page.get_by_role("link", name=TITLE).wait_for()


def test_a_reply_lost_after_the_commit_makes_no_second_question(device, server, board):
    uid = device.make_ready()
    before = server.rows("SELECT count(*) FROM operation")
    device.context.set_offline(True)
    ask(device)
    kept(device)
    come_back_without_the_reply(device, uid)
    assert len(server.rows(ASKED, TITLE)) == 1
    assert server.rows("SELECT count(*) FROM operation") == [(before[0][0] + 1,)]


def test_an_answer_written_offline_shows_in_its_thread_then_is_one_row(device, server, board):
    uid = device.make_ready()
    server.kill()
    answer(device, "La région rembourse la moitié.")
    kept(device)
    device.open(MINE)
    device.page.get_by_text("Votre réponse, pas encore partie").wait_for()
    assert "La région rembourse la moitié." in words(device)
    device.open("/hors-ligne")
    device.page.get_by_text("Réponse à « Quelle aide pour un abonnement de bus").wait_for()
    server.start()
    come_back(device, uid)
    assert server.rows(ANSWERS, board.mine) == [("La région rembourse la moitié.", uid)]
    sync(device, server, uid)
    server.kill()
    device.open(MINE)
    device.page.get_by_role("heading", name="1 réponse").wait_for()
    assert "pas encore partie" not in words(device)


def test_own_words_are_corrected_offline_and_sent_once(device, server, board):
    uid = device.make_ready()
    server.kill()
    device.open(f"/entraide/reponses/{board.own_answer}/modifier")
    assert device.page.get_by_label("Votre réponse").input_value() == "Chez nous, un courrier suffit."
    device.page.get_by_label("Votre réponse").fill("Chez nous, un courrier daté suffit.")
    device.page.get_by_role("button", name="Enregistrer").click()
    kept(device)
    device.open(f"{MINE}/modifier")
    assert device.page.get_by_label("La situation, sans nom").input_value() == "Elle cherche un stage loin de chez elle."
    device.page.get_by_label("La situation, sans nom").fill("Elle a trouvé un stage loin de chez elle.")
    device.page.get_by_role("button", name="Enregistrer").click()
    kept(device)
    server.start()
    come_back(device, uid)
    assert ("Chez nous, un courrier daté suffit.", uid) in server.rows(ANSWERS, board.resolved)
    assert len(server.rows(ANSWERS, board.resolved)) == 3
    live = "SELECT body FROM revision WHERE text_id = ? AND state = 'published'"
    assert server.rows(live, board.mine) == [("Elle a trouvé un stage loin de chez elle.",)]


def test_words_of_somebody_else_are_not_corrected_offline(device, server, board):
    device.make_ready()
    server.kill()
    for path in (f"/entraide/reponses/{board.helped}/modifier", f"{RESOLVED}/modifier"):
        device.open(path)
        device.page.get_by_role("heading", name="Cette page demande le réseau").wait_for()


def test_a_refused_question_stays_with_its_reason_and_is_corrected(device, server, board):
    uid = device.make_ready()
    payload = {"text_id": None, "title": TITLE, "body": "Mots gardés.", "topic": "theme-disparu", "urgency": "today"}
    device.ask(ENQUEUE % json.dumps({"write": "question.save", "title": TITLE, "payload": payload}), uid)
    device.open("/hors-ligne")
    device.page.locator("#a-envoyer").get_by_text("Refusé, à corriger").wait_for()
    device.page.locator("#a-envoyer a.row").click()
    device.page.get_by_text("Le serveur a refusé ce texte").wait_for()
    assert device.page.get_by_label("La situation").input_value() == "Mots gardés."
    device.page.get_by_label("Thème").select_option("emploi-formation")
    device.page.get_by_role("button", name="Garder et envoyer").click()
    device.page.wait_for_url("**/hors-ligne#a-envoyer")
    device.wait_for_empty_outbox(uid)
    assert [body for _, body, _ in server.rows(ASKED, TITLE)] == ["Mots gardés."]


def test_an_answer_to_a_question_hidden_meanwhile_is_refused_and_nothing_is_lost(device, server, board):
    uid = device.make_ready()
    server.kill()
    answer(device, "Mots qui ne doivent pas se perdre.", RESOLVED)
    kept(device)
    server.execute("UPDATE text SET hidden_at = '2026-11-20 08:00:00' WHERE id = ?", board.resolved)
    server.start()
    device.open("/hors-ligne")
    device.page.locator("#a-envoyer").get_by_text("Refusé, à corriger").wait_for()
    assert "Cette question n’est plus en ligne" in words(device)
    [entry] = device.outbox(uid)
    assert (entry["state"], entry["payload"]["body"]) == ("refused", "Mots qui ne doivent pas se perdre.")
    assert len(server.rows(ANSWERS, board.resolved)) == 3


def test_an_answer_to_a_question_closed_meanwhile_lands(device, server, board):
    uid = device.make_ready()
    server.kill()
    answer(device, "Une piste arrivée tard.")
    kept(device)
    server.execute("UPDATE question SET state = 'closed' WHERE id = ?", board.mine)
    server.start()
    come_back(device, uid)
    assert server.rows(ANSWERS, board.mine) == [("Une piste arrivée tard.", uid)]


def test_the_guard_holds_a_question_back_offline(device, server, board):
    uid = device.make_ready()
    server.kill()
    ask(device, body="Mme Garnier se joint au 06 12 34 56 78.")
    device.page.get_by_text("Votre texte n’est pas parti.").wait_for()
    assert device.outbox(uid) == []


def test_signing_out_leaves_no_question_behind(device, server, board):
    uid = device.make_ready()
    server.kill()
    device.open("/compte")
    device.page.get_by_role("button", name="Se déconnecter").click()
    device.page.get_by_text("Vous êtes déconnecté").wait_for()
    gone = "async (name) => !(await indexedDB.databases()).some((one) => one.name === name)"
    device.page.wait_for_function(gone, arg=f"partage-{uid}")  # emptied at once, deleted when the worker lets go of it
    device.open(RESOLVED)
    assert "tourterellier" not in device.page.inner_text("body")
