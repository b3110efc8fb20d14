"""H2 on the device: the guard under the fields of a form and before it leaves. A page of the tests alone carries it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, Playwright, expect

from partage.assets import stylesheet
from partage.config import ROOT
from tests.browser.test_shared_rules import FLAGS, Quiet

PAGE = (Path(__file__).parent / "guard_page.html").read_text(encoding="utf-8")
PHONE, NIR = "06 12 34 56 78", "1 85 05 78 006 084 91"


class Site(Quiet):
    """The repository, the page, and a place to send it to that remembers what it got."""

    received: list[dict[str, list[str]]]

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        options = {name: values[0] for name, values in parse_qs(asked.query).items()}
        if asked.path == "/essai":
            asked_for = {"BEHAVIOURS": "guard", "MODE": "alarm", "BODY": "", "PANEL": ""}
            page = PAGE
            for name, usual in asked_for.items():
                page = page.replace(name, options.get(name.lower(), usual))
            self._answer(page)
        elif asked.path == "/partage.css":
            self._answer(stylesheet(), "text/css")
        else:
            super().do_GET()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.received.append(parse_qs(body))
        self._answer("<title>Reçu</title><h1>Reçu</h1>")

    def _answer(self, text: str, kind: str = "text/html") -> None:
        content = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture(scope="module")
def site(playwright: Playwright) -> Iterator[SimpleNamespace]:
    handler = type("Handler", (Site,), {"received": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(ROOT)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
    yield SimpleNamespace(url=f"http://127.0.0.1:{server.server_port}", browser=browser, received=handler.received)
    browser.close()
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_form(site: SimpleNamespace) -> Iterator[Callable[..., Page]]:
    site.received.clear()
    context = site.browser.new_context(viewport={"width": 360, "height": 640}, locale="fr-FR")
    context.set_default_timeout(8000)

    def make(query: str = "", **options: str) -> Page:
        page = context.new_page()
        with page.expect_response("**/personal_data-data.js"):
            page.goto(f"{site.url}/essai?{query}")
        page.wait_for_load_state("networkidle")
        return page

    yield make
    context.close()


def write(page: Page, text: str, field: str = "body") -> None:
    page.locator(f"#{field}").fill(text)


def send(page: Page) -> None:
    page.get_by_role("button", name="Envoyer").click()


def test_each_passage_is_shown_under_its_field(open_form):
    page = open_form()
    write(page, f"Appelez {PHONE} ou Mme Benali")
    write(page, "Un logement pour Karim", "title")
    under = page.locator(".field:has(#body) .guard")
    expect(under.get_by_role("status")).to_have_text("2 passages semblent désigner une personne. Remplacez-les d’un geste.")
    expect(under.locator("mark")).to_have_text([PHONE, "Mme Benali"])
    expect(page.locator(".field:has(#title) .guard mark")).to_have_text(["Karim"])


def test_a_text_full_of_names_shows_the_first_twenty(open_form):
    page = open_form()
    write(page, ", ".join(f"Mme Benali {letter}." for letter in "ABCDEFGHIJKLMNOPQRSTUVW"))
    under = page.locator(".field:has(#body) .guard")
    expect(under.locator("mark")).to_have_count(20)
    expect(under.locator("li").last).to_have_text("et 3 autres")
    under.get_by_role("button").first.click()
    expect(under.locator("mark")).to_have_count(20)
    expect(under.locator("li").last).to_have_text("et 2 autres")
    send(page)
    expect(page.get_by_role("alert").locator("mark")).to_have_count(20)


def test_one_touch_replaces_a_passage_and_undo_brings_it_back(open_form):
    page = open_form()
    write(page, f"😀 Appelez {PHONE} ce soir")
    page.get_by_role("button", name="Remplacer par [téléphone]").click()
    expect(page.locator("#body")).to_have_value("😀 Appelez [téléphone] ce soir")
    expect(page.locator(".guard mark")).to_have_count(0)
    page.locator("#body").press("Control+z")
    expect(page.locator("#body")).to_have_value(f"😀 Appelez {PHONE} ce soir")
    expect(page.locator(".guard mark")).to_have_text([PHONE])


def test_the_form_is_held_until_she_says_why(open_form, site):
    page = open_form()
    write(page, f"Appelez {PHONE}")
    send(page)
    panel = page.get_by_role("alert")
    expect(panel).to_be_focused()
    expect(panel).to_contain_text("Votre texte n’est pas parti.")
    assert site.received == []
    page.get_by_label("Je garde ces passages parce que").fill("numéro public du foyer")
    send(page)
    expect(page).to_have_title("Reçu")
    assert site.received[0]["guard_reason"] == ["numéro public du foyer"]
    assert site.received[0]["action"] == ["submit"]


def test_once_all_is_replaced_the_form_leaves(open_form, site):
    page = open_form()
    write(page, f"Appelez {PHONE} ou karim@gmail.com")
    send(page)
    panel = page.get_by_role("alert")
    panel.get_by_role("button", name="Remplacer par [téléphone]").click()
    panel.get_by_role("button", name="Remplacer par [e-mail]").click()
    expect(panel).to_have_count(0)
    send(page)
    expect(page).to_have_title("Reçu")
    assert site.received[0]["body"] == ["Appelez [téléphone] ou [e-mail]"]


def test_a_social_security_number_never_leaves(open_form, site):
    page = open_form()
    write(page, f"Son numéro : {NIR}, tél. {PHONE}")
    send(page)
    page.get_by_label("Je garde ces passages parce que").fill("elle est d’accord")
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("Retirez-le pour envoyer.")
    assert site.received == []


def test_the_reason_may_not_repeat_the_passage(open_form, site):
    page = open_form()
    write(page, f"Appelez {PHONE}")
    send(page)
    page.get_by_label("Je garde ces passages parce que").fill(f"parce que {PHONE}")
    send(page)
    expect(page.get_by_role("alert")).to_be_focused()
    assert site.received == []


def test_a_clean_text_leaves_at_once(open_form, site):
    page = open_form()
    write(page, "Le 3949 ne répond pas, que faire ?")
    send(page)
    expect(page).to_have_title("Reçu")
    assert "guard_reason" not in site.received[0]


def test_a_draft_is_not_held(open_form, site):
    page = open_form()
    write(page, f"Appelez {PHONE}")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page).to_have_title("Reçu")


def test_in_a_practice_it_only_asks(open_form, site):
    page = open_form("mode=hint")
    write(page, f"Contact : {PHONE}")
    expect(page.locator(".guard")).to_contain_text("contact d’un organisme ?")
    send(page)
    expect(page).to_have_title("Reçu")


@pytest.mark.parametrize("behaviours", ["outbox+guard", "guard+outbox"])
def test_the_outbox_sees_nothing_until_the_guard_lets_go(open_form, site, behaviours):
    page = open_form(f"behaviours={behaviours}")
    page.context.set_offline(True)
    write(page, f"Appelez {PHONE}")
    send(page)
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("[data-said]")).to_have_count(0)
    page.get_by_label("Je garde ces passages parce que").fill("numéro public du foyer")
    send(page)
    expect(page.locator("[data-said]")).to_contain_text("Ce navigateur ne garde rien")  # nobody is signed in on this page
    expect(page.locator("#body")).to_have_value(f"Appelez {PHONE}")


def test_the_panel_of_the_server_becomes_that_of_the_device(open_form, site):
    """A form that left before its script came: the server showed what it found, and the reason typed stays."""
    panel = '<section data-guard-panel><button name="replace" value="tout">Tout remplacer</button><input name="guard_reason" value="ancien"></section>'
    page = open_form(urlencode({"body": f"Appelez {PHONE}", "panel": panel}))
    expect(page.locator("[data-guard-panel] mark")).to_have_text([PHONE])
    expect(page.get_by_role("button", name="Tout remplacer")).to_have_count(0)
    expect(page.get_by_label("Je garde ces passages parce que")).to_have_value("ancien")
    page.get_by_role("button", name="Remplacer par [téléphone]").click()
    expect(page.locator("[data-guard-panel]")).to_have_count(0)
    send(page)
    expect(page).to_have_title("Reçu")
    assert site.received[0]["body"] == ["Appelez [téléphone]"]


def test_keyboard_alone_is_enough(open_form):
    page = open_form()
    write(page, f"Appelez {PHONE}")
    expect(page.locator(".guard mark")).to_have_count(1)
    page.locator("#body").press("Tab")
    expect(page.get_by_role("button", name="Remplacer par [téléphone]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#body")).to_have_value("Appelez [téléphone]")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_wider_than_a_small_phone(open_form, theme, tmp_path):
    page = open_form()
    page.emulate_media(color_scheme=theme)
    write(page, f"Appelez {PHONE} ou anne-sophie.de-la-tour-du-pin-de-chambly@laposte.net ; né le 12/03/1987")
    expect(page.locator(".guard mark")).to_have_count(3)
    send(page)
    page.screenshot(path=tmp_path / f"{theme}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
