"""The help board without network: reading and searching what the copy holds."""

from __future__ import annotations

from tests.browser.board import OTHER, RESOLVED, sync, words
from tests.browser.test_reading import titles

SIMILAR = """async () => {
  const base = document.querySelector('script[src*="/js/app.js"]').src;
  const { lookalikes } = await import(base.replace('app.js', 'offline/lookalikes.js'));
  const started = performance.now();
  const found = await lookalikes('attestation pour un hébergement', 'elle dort chez un proche');
  return { ms: performance.now() - started, titles: found.map(({ title }) => title) };
}"""


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
