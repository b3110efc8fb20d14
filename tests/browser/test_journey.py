"""The main journey on a 360 by 640 phone: find, read, ask, answer, make it a practice, then read it offline."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.device import reach

TITLE = "Ouvrir un espace en ligne avec la personne"


def write_practice(page, title: str) -> None:
    """Fill the form as somebody who follows it part by part, or sees it whole."""
    page.locator("[data-next]").wait_for(state="attached")
    page.get_by_label("Titre", exact=True).fill(title)
    page.get_by_label("En une ou deux phrases").fill("Elle choisit, elle tape, vous restez à côté.")
    page.get_by_label("Accès aux droits et démarches").check()
    for heading, words in (("Contexte", "La personne n’a jamais ouvert d’espace."), ("Étapes", "1. Elle lit l’écran à voix haute.")):
        reach(page, page.get_by_label(heading, exact=True)).fill(words)
    reach(page, page.get_by_role("button", name="Envoyer à la relecture")).click()


def test_find_read_write_review_publish_and_found_by_the_next_one(new_device, server):
    nadia, claire, youssef = new_device(), new_device(), new_device()
    for device, name in ((nadia, "nadia"), (claire, "claire"), (youssef, "youssef")):
        device.sign_in(name)

    nadia.open("/")
    page = nadia.page
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("mot de passe")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?**")
    page.locator("main a.row").first.click()
    page.wait_for_url("**/pratiques/**")
    expect(page.locator("main h1")).to_be_visible()

    nadia.open("/")
    page.get_by_role("link", name="Écrire une fiche").first.click()
    page.get_by_role("link", name="Bonne pratique").first.click()
    write_practice(page, TITLE)
    page.wait_for_url("**/pratiques/mes-fiches*")
    expect(page.get_by_text("En attente depuis")).to_be_visible()

    claire.open("/relecture")
    claire.page.get_by_role("link", name=TITLE).click()
    claire.page.get_by_role("button", name="Publier").click()
    claire.page.get_by_text("Rien n’attend votre décision").wait_for()

    youssef.open("/recherche?q=ouvrir+espace")
    youssef.page.get_by_role("link", name="Ouvrir un espace").first.click()
    youssef.page.wait_for_url("**/pratiques/**")
    expect(youssef.page.get_by_text("Elle lit l’écran à voix haute")).to_be_visible()
    (state,) = server.rows("SELECT state FROM revision WHERE title = ?", TITLE)[0]
    assert state == "published"


QUESTION = "Comment obtenir un relevé de carrière sans compte ?"


def test_ask_be_answered_make_a_practice_of_it_and_read_it_without_network(new_device, server):
    nadia, claire, youssef = new_device(), new_device(), new_device()
    uid = youssef.make_ready("youssef")
    nadia.sign_in("nadia")
    claire.sign_in("claire")

    nadia.open("/")
    page = nadia.page
    page.get_by_role("link", name="Poser une question").first.click()
    page.get_by_label("Accès aux droits et démarches").check()
    page.get_by_label("Votre question").fill(QUESTION)
    page.get_by_label("La situation, sans nom").fill("La personne n’a pas d’adresse électronique et part en retraite.")
    page.get_by_role("button", name="Envoyer la question").click()
    page.wait_for_url("**/entraide/comment-obtenir-*")
    expect(page.get_by_text("Attend une lecture").first).to_be_visible()

    claire.open("/moderation")
    claire.page.get_by_role("link", name=QUESTION).first.click()
    claire.page.get_by_role("button", name="Publier").click()
    claire.page.wait_for_url(lambda url: "/relecture/" not in url)
    claire.open("/entraide")
    claire.page.get_by_role("link", name=QUESTION).first.click()
    claire.page.get_by_label("Votre réponse").fill("Elle peut le demander par courrier à sa caisse, avec une copie de sa pièce.")
    claire.page.get_by_role("button", name="Répondre").click()
    claire.page.get_by_text("par courrier à sa caisse").first.wait_for()

    page.reload()
    page.get_by_role("button", name="Cette réponse m’a aidé").click()
    page.get_by_text("A aidé la personne qui demandait").wait_for()
    page.get_by_role("button", name="En faire une fiche").click()
    page.wait_for_url("**/modifier*")
    reach(page, page.get_by_role("button", name="Envoyer à la relecture")).click()
    page.wait_for_url("**/pratiques/mes-fiches*")

    claire.open("/moderation")
    claire.page.get_by_role("link", name=QUESTION).first.click()
    claire.page.get_by_role("button", name="Publier").click()
    claire.page.wait_for_url(lambda url: "/relecture/" not in url)
    [(state, thread)] = server.rows(
        "SELECT r.state, t.made_from_id FROM revision r JOIN text t ON t.id = r.text_id WHERE t.kind = 'practice' AND r.title = ?",
        QUESTION,
    )
    assert state == "published" and thread is not None

    youssef.open("/hors-ligne")
    [(last,)] = server.rows("SELECT value FROM counter WHERE name = 'change'")
    youssef.wait_for(f"const db = await store.openStore(uid); return await store.getMeta(db, 'indexed') === {last}", uid)
    server.kill()
    youssef.open("/recherche?q=releve+carriere")
    youssef.page.get_by_role("link", name="relevé de carrière").first.click()
    youssef.page.get_by_text("par courrier à sa caisse").first.wait_for()
