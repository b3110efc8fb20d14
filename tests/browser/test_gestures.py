"""One tap on a practice whose network left: it waits, and is counted once."""

from __future__ import annotations

from tests.browser.writing import come_back, only_the_first


def test_a_tap_whose_reply_alone_was_lost_is_counted_once(device, server):
    uid = device.make_ready()
    device.open("/pratiques/facture-energie")
    lost: list[int] = []
    device.context.route("**/fraicheur", only_the_first(lost, then=server.kill))
    device.page.get_by_role("button", name="À corriger").click()
    device.page.get_by_text("1 texte à envoyer").wait_for()
    server.start()
    come_back(device, uid)
    assert lost == [200]  # of the page it led to
    assert server.rows("SELECT count(*) FROM freshness_answer") == [(1,)]


def test_a_sentence_kept_with_its_reason_still_has_it_when_it_waited(device, server):
    uid = device.make_ready()
    device.open("/pratiques/facture-energie")
    server.kill()
    device.page.get_by_text("Ajouter une phrase").click()
    device.page.get_by_label("Qu’est-ce qui a changé ?").fill("Mme Bernard n’y répond plus.")
    device.page.get_by_role("button", name="À corriger").click()
    device.page.get_by_label("Je garde ces passages parce que").fill("elle signe les courriers publics")
    device.page.get_by_role("button", name="À corriger").click()
    device.page.get_by_text("1 texte à envoyer").wait_for()
    server.start()
    come_back(device, uid)
    assert server.rows("SELECT note FROM freshness_answer") == [("Mme Bernard n’y répond plus.",)]


def test_a_favourite_and_a_freshness_answer_wait_like_the_rest(device, server):
    uid = device.make_ready()
    server.kill()
    device.open("/pratiques/facture-energie")
    device.page.get_by_role("button", name="Garder").click()
    device.page.get_by_role("button", name="Retirer des favoris").wait_for()
    device.page.get_by_role("button", name="Toujours juste").click()
    device.page.get_by_text("Réponse gardée sur cet appareil").wait_for()
    server.start()
    come_back(device, uid)
    text = server.practices["facture-energie"]
    assert server.rows("SELECT text_id FROM favourite WHERE user_id = ?", uid) == [(text,)]
    assert server.rows("SELECT practice_id, still_right FROM freshness_answer") == [(text, 1)]


def test_a_tap_on_a_page_whose_network_left_waits_with_its_sentence(device, server):
    uid = device.make_ready()
    device.open("/pratiques/facture-energie")
    server.kill()
    device.page.get_by_text("Ajouter une phrase").click()
    device.page.get_by_label("Qu’est-ce qui a changé").fill("Le barème")
    device.page.get_by_role("button", name="À corriger").click()
    device.page.get_by_text("1 texte à envoyer").wait_for()
    device.page.get_by_role("button", name="M’a servi").click()
    device.page.get_by_text("2 textes à envoyer").wait_for()
    server.start()
    come_back(device, uid)
    text = server.practices["facture-energie"]
    assert server.rows("SELECT practice_id, still_right, note FROM freshness_answer") == [(text, 0, "Le barème")]
    assert server.rows("SELECT text_id FROM thanks WHERE user_id = ?", uid) == [(text,)]
