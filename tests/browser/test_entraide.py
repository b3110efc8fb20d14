"""The help board on a 360 by 640 phone: ask in five taps, find before asking, answer, say what helped."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.server import Server
from tests.browser.test_accessibility import AXE, LOOKS, RULES, RUN

TITLE = "Quels justificatifs pour une demande de logement ?"
BODY = "La personne est hébergée. Elle a un téléphone, pas d’adresse électronique."


class Thumb:
    """Counts what is touched; typing, the « next » key included, is not a tap."""

    def __init__(self, page: Any) -> None:
        self.page, self.taps = page, 0

    def tap(self, target: Any) -> None:
        target.click()
        self.taps += 1


@pytest.fixture
def trusted(server: Server) -> Server:
    """A server where what Nadia and Youssef write is shown at once."""
    from tests.factories import trust

    with server.inside():
        trust(server.cast.nadia, server.cast.youssef)
    return server


def ready(page: Any) -> None:
    page.get_by_text("Rien n’est encore envoyé").or_(page.get_by_text("Gardé sur cet appareil")).first.wait_for()


def test_from_home_to_sent_in_five_taps(device, trusted):
    device.sign_in("nadia")
    device.open("/")
    page, thumb = device.page, Thumb(device.page)
    thumb.tap(page.locator(".dock").get_by_role("link", name="Entraide"))
    page.wait_for_url("**/entraide")
    thumb.tap(page.get_by_role("link", name="Poser une question"))
    page.wait_for_url("**/entraide/poser*")
    thumb.tap(page.get_by_text("Emploi et formation"))
    thumb.tap(page.get_by_label("Votre question"))
    page.keyboard.type(TITLE)
    page.keyboard.press("Enter")
    page.keyboard.type(BODY)
    assert page.get_by_label("La situation, sans nom").input_value() == BODY
    thumb.tap(page.get_by_role("button", name="Envoyer la question"))
    page.wait_for_url("**/entraide/quels-justificatifs*")
    assert thumb.taps <= 5
    assert page.get_by_role("heading", level=1).inner_text().startswith("Quels justificatifs")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert trusted.rows("SELECT count(*) FROM question WHERE state = 'open' AND urgency = 'week'") == [(5,)]


def test_answer_found_before_asking_is_counted_and_the_text_is_there_on_return(device, trusted):
    uid = device.sign_in("nadia")
    device.open("/entraide/poser")
    page = device.page
    page.get_by_text("Emploi et formation").click()
    page.get_by_label("Votre question").fill("Une facture d’énergie impayée")
    page.get_by_label("La situation, sans nom").fill(BODY)
    device.wait_for("return (await store.listDrafts(await store.openStore(uid))).some(({ payload }) => payload.body)", uid)
    page.get_by_role("button", name="C’est ma réponse").first.click()
    page.wait_for_url("**/pratiques/facture-energie")
    assert trusted.rows("SELECT value FROM counter WHERE name = 'found_before_asking'") == [(1,)]
    assert trusted.rows("SELECT count(*) FROM question WHERE topic_id = ?", trusted.cast.work) == [(0,)]

    device.open("/entraide/poser")
    page.get_by_role("button", name="Reprendre").click()
    expect(page.get_by_label("La situation, sans nom")).to_have_value(BODY)
    expect(page.get_by_label("Votre question")).to_have_value("Une facture d’énergie impayée")
    expect(page.get_by_role("radio", name="Emploi et formation")).to_be_checked()


def test_body_alone_brings_what_resembles_it(device, trusted):
    device.sign_in("nadia")
    device.open("/entraide/poser")
    device.page.get_by_label("Votre question").fill("Que faire ?")
    device.page.get_by_label("La situation, sans nom").fill("Elle vient avec un interprète pour un premier rendez-vous.")
    device.page.get_by_role("link", name="Préparer un premier rendez-vous").wait_for()


def test_expert_answers_and_the_asker_says_that_it_helped(new_device, trusted):
    from tests.factories import ask_question

    with trusted.inside():
        ask_question(trusted.cast.nadia, title=TITLE, body=BODY)
    claire, nadia = new_device(), new_device()
    claire.sign_in("claire")
    nadia.sign_in("nadia")
    claire.open("/entraide?vue=pour-moi")
    claire.page.get_by_role("link", name="Quels justificatifs").click()
    claire.page.get_by_label("Votre réponse").fill("La pièce d’identité suffit pour déposer la demande.")
    claire.page.get_by_role("button", name="Répondre").click()
    claire.page.wait_for_url("**#reponse-*")
    nadia.open("/entraide")
    nadia.page.get_by_role("link", name="Quels justificatifs").click()
    nadia.page.get_by_role("button", name="Cette réponse m’a aidé").click()
    nadia.page.get_by_text("A aidé la personne qui demandait").wait_for()
    expect(nadia.page.get_by_text("Résolue", exact=True).first).to_be_visible()


def test_answer_typed_before_the_network_left_is_kept(device, trusted):
    from tests.factories import ask_question

    with trusted.inside():
        ask_question(trusted.cast.youssef, title=TITLE, body=BODY)
    uid = device.sign_in("nadia")
    device.open("/entraide/quels-justificatifs-pour-une-demande-de-logement")
    device.page.get_by_label("Votre réponse").fill("Une attestation d’hébergement suffit.")
    device.page.get_by_text("Gardé sur cet appareil").wait_for()
    device.context.set_offline(True)
    device.page.get_by_role("button", name="Répondre").click()
    device.page.get_by_text("Il partira au retour du réseau").wait_for()
    (entry,) = device.outbox(uid)
    assert entry["write"] == "answer.save" and entry["payload"]["body"].startswith("Une attestation")


def every_shape_of_answer(cast: Any) -> None:
    """One question routed, answered by a peer, an expert, somebody who waits; one lost; one that waits."""
    from partage.db import db, writing
    from partage.questions.models import Answer, Question
    from partage.topics.models import Topic
    from tests.cast import person
    from tests.factories import answer_question, ask_question

    number = ask_question(cast.nadia, title=TITLE, body=BODY, urgency="today")
    expert, peer = answer_question(number, cast.maud), answer_question(number, cast.youssef, body="Un avis suffit.")
    answer_question(number, cast.paul, body="Voir aussi la mairie.")
    answer_question(number, cast.agnes, body="Attend une lecture.")
    lost = ask_question(cast.nadia, title="Sans personne ?")
    ask_question(cast.agnes, title="Qui attend une lecture ?")
    with writing():
        db.session.get_one(Answer, expert).confirm(by=person(cast.claire))
        db.session.get_one(Answer, peer).hide(by=None)
        db.session.get_one(Question, lost).close(by=None)
        question, work = db.session.get_one(Question, number), db.session.get_one(Topic, cast.work)
        question.route(work, by=person(cast.claire), why="Plutôt l’emploi.", first_told=None, seen_topic=cast.rights)
        question.accept(db.session.get_one(Answer, expert), by=person(cast.nadia))


@pytest.mark.parametrize("who", ("nadia", "youssef", "claire"))
def test_pages_of_the_board_are_accessible_and_fit(new_device, trusted, who):
    with trusted.inside():
        every_shape_of_answer(trusted.cast)
    device = new_device(service_workers="block", bypass_csp=True)
    device.sign_in(who)
    page, problems = device.page, []
    thread = "/entraide/quels-justificatifs-pour-une-demande-de-logement"
    paths = ["/entraide", "/entraide?vue=pour-moi", "/entraide/ce-qui-nous-manque", "/entraide/poser", thread, f"{thread}/a-imprimer"]
    paths += {"claire": ["/entraide/qui-attend-une-lecture"], "nadia": [f"{thread}/modifier"]}.get(who, [])
    for path in paths:
        device.open(path)
        page.evaluate(AXE)
        for width, height, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            problems += [f"{path} {width} {scheme} {line}" for line in page.evaluate(RUN, RULES)]
        page.set_viewport_size({"width": 320, "height": 400})
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            problems.append(f"{path} scrolls sideways")
    assert problems == []
