"""The help board without network: reading, searching, asking and answering, sent once and only once."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from tests.browser.content import fill_board
from tests.browser.test_reading import titles
from tests.browser.test_writing import ENQUEUE, come_back, only_the_first
from tests.factories import answer_question

RESOLVED = "/entraide/comment-prouver-un-hebergement"
MINE = "/entraide/quelle-aide-pour-un-abonnement-de-bus"
OTHER = "/entraide/ou-trouver-un-stage-de-jardinier"
TITLE = "Peut-on refaire une carte Vitale en urgence ?"
ASKED = "SELECT t.author_id, r.body, r.state FROM text t JOIN revision r ON r.text_id = t.id WHERE t.kind = 'question' AND r.title = ?"
ANSWERS = (
    "SELECT r.body, t.author_id FROM answer a JOIN text t ON t.id = a.id JOIN revision r ON r.text_id = a.id"
    " WHERE a.question_id = ? AND r.state IN ('published', 'submitted') ORDER BY a.id"
)
SIMILAR = """async () => {
  const base = document.querySelector('script[src*="/js/app.js"]').src;
  const { lookalikes } = await import(base.replace('app.js', 'offline/lookalikes.js'));
  const started = performance.now();
  const found = await lookalikes('attestation pour un hébergement', 'elle dort chez un proche');
  return { ms: performance.now() - started, titles: found.map(({ title }) => title) };
}"""


@pytest.fixture
def board(server: Any) -> SimpleNamespace:
    with server.inside():
        return fill_board(server.cast)


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


def test_a_resolved_thread_never_opened_is_read_without_server(device, server, board):
    device.make_ready()
    server.kill()
    device.open("/entraide?vue=resolues")
    device.page.get_by_role("link", name="Comment prouver un hébergement").click()
    device.page.get_by_role("heading", name="Comment prouver un hébergement").wait_for()
    said = words(device)
    assert "Résolue" in said and "3 réponses" in said
    assert "A aidé la personne qui demandait" in said
    assert "par Maud Teyssier" in said
    assert "tourterellier" in device.page.locator("article.answer").first.inner_text()  # the one that helped comes first
    assert "undefined" not in said


def test_home_offers_to_ask_and_shows_what_waits(device, server, board):
    device.make_ready()
    server.kill()
    device.open("/")
    device.page.get_by_role("heading", name="Questions qui attendent").wait_for()
    assert device.page.locator(".in-entraide .ttl").all_inner_texts() == ["Quelle aide pour un abonnement de bus\u00a0?"]
    device.page.get_by_role("link", name="Poser une question").click()
    device.page.get_by_role("heading", name="Poser une question").wait_for()


def test_the_copy_holds_ones_own_open_questions_and_not_those_of_others(device, server, board):
    device.make_ready()
    server.kill()
    device.open("/entraide")
    device.page.get_by_role("heading", name="Entraide").wait_for()
    assert titles(device.page) == ["Quelle aide pour un abonnement de bus ?"]
    assert "Les autres questions ouvertes se lisent avec le réseau." in words(device)
    assert "à jour du" in words(device)
    device.open("/entraide?vue=pour-moi")
    device.page.get_by_role("heading", name="Entraide").wait_for()
    assert "Quelle aide pour un abonnement de bus ?" in titles(device.page)
    device.open("/entraide?theme=emploi-formation")
    device.page.get_by_text("Aucune question ouverte dans cette copie.").wait_for()
    device.open(OTHER)
    device.page.get_by_role("heading", name="Cette page demande le réseau").wait_for()


def test_an_expert_holds_the_open_questions_of_her_theme(device, server, board):
    device.make_ready("maud")
    server.kill()
    device.open("/entraide")
    device.page.get_by_role("heading", name="Entraide").wait_for()
    assert sorted(titles(device.page)) == ["Où trouver un stage de jardinier ?", "Quelle aide pour un abonnement de bus ?"]


def test_a_thread_of_the_copy_says_the_same_as_the_servers(device, server, board):
    device.make_ready()
    said = []
    for step in ("server", "copy"):
        if step == "copy":
            server.kill()
        device.open(RESOLVED)
        device.page.get_by_role("heading", name="3 réponses").wait_for()
        pieces = device.page.locator(".prose, .seal, .who, .trail, main h1, article > .small")
        said.append([" ".join(text.replace("\u00a0", " ").split()) for text in pieces.all_inner_texts()])
    assert said[0] == said[1]


def test_a_hidden_question_leaves_the_phone_at_next_contact(device, server, board):
    uid = device.make_ready()
    with server.inside():
        from partage.accounts.models import User
        from partage.db import db, writing
        from partage.questions.models import Question

        with writing():
            db.session.get_one(Question, board.resolved).hide(by=db.session.get_one(User, server.cast.ines))
    sync(device, server, uid)
    server.kill()
    device.open(RESOLVED)
    device.page.get_by_role("heading", name="Cette page demande le réseau").wait_for()
    device.open("/recherche?q=tourterellier")
    device.page.get_by_text("Rien sur « tourterellier »").wait_for()


def test_following_an_open_question_brings_it_at_next_contact(device, server, board):
    uid = device.make_ready()
    with server.inside():
        from partage.accounts.models import User
        from partage.db import db, writing
        from partage.texts.models import Watch
        from partage.texts.writes import keep

        with writing():
            keep(Watch, db.session.get_one(User, uid), board.other, True)
    sync(device, server, uid)
    server.kill()
    device.open(OTHER)
    device.page.get_by_role("heading", name="Où trouver un stage de jardinier").wait_for()


QUERIES = ("tourterellier", "facture", "hébergement", "hebergements", "abonement de bus", "attestation téléphone", "carte", "courrier suffit")


def test_searching_offline_finds_what_the_server_finds_in_the_same_copy(device, server, board):
    """Claire's copy holds all of these questions but one, and no query is about that one."""
    device.make_ready("claire")
    online = {}
    for query in QUERIES:
        device.open(f"/recherche?q={query}")
        online[query] = titles(device.page)
    server.kill()
    for query in QUERIES:
        device.open(f"/recherche?q={query}")
        device.page.wait_for_selector("main .row, main .empty")
        assert titles(device.page) == online[query], query
    assert online["tourterellier"] == online["hebergements"] == ["Comment prouver un hébergement ?"]


def test_results_are_narrowed_to_questions_without_server(device, server, board):
    device.make_ready()
    server.kill()
    device.open("/recherche?q=facture")
    device.page.locator("main nav").get_by_role("link", name="Questions").click()
    device.page.wait_for_url("**genre=question*")
    device.page.wait_for_selector("main .row")
    assert titles(device.page) == ["Comment prouver un hébergement ?"]


def test_lookalikes_come_from_the_copy_while_typing(device, server, board):
    device.make_ready()
    server.kill()
    device.open("/entraide/poser")
    device.page.get_by_label("Votre question").fill("attestation pour un hébergement")
    match = device.page.locator(".match")
    match.get_by_role("link", name="Comment prouver un hébergement").wait_for()
    device.page.get_by_label("Votre question").fill("Bonjour")
    device.page.get_by_label("La situation, sans nom").fill("Elle a une facture d’énergie à payer.")
    match.get_by_role("link", name="Aider face à une facture").wait_for()
    device.page.get_by_text("Gardé sur cet appareil à").wait_for()
    match.get_by_role("button", name="C’est ma réponse").first.click()
    device.page.get_by_role("heading", name="Aider face à une facture").wait_for()
    device.page.go_back()
    device.page.get_by_label("La situation, sans nom").wait_for()
    device.wait_for("return (await store.listDrafts(await store.openStore(uid))).length === 1", device.server.cast.nadia)
    assert device.page.evaluate(SIMILAR)["titles"][0] == "Comment prouver un hébergement ?"


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
    lost: list[int] = []
    device.context.route("**/api/operations", only_the_first(lost))
    device.context.set_offline(False)
    come_back(device, uid)
    assert lost == [201]
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
