"""Person pages, structures, and « Ce que nous proposons »."""

from __future__ import annotations

import pytest

from partage import clock, operations
from partage.accounts.models import Structure
from partage.db import db, writing
from tests.cast import person
from tests.web.accounts.helpers import happened

OFFER = "/structures/mission-locale-montbrun/offre"


def montbrun():
    return db.session.query(Structure).filter_by(slug="mission-locale-montbrun").one()


def present(cast, visibility):
    with writing():
        nadia = person(cast.nadia)
        nadia.edit_profile(name=nadia.name, job="Conseillère", presentation="Je fais des ateliers.",
                           visibility=visibility, by=nadia)  # fmt: skip


@pytest.mark.parametrize(
    ("visibility", "reader", "sees"),
    [("members", "youssef", True), ("staff", "youssef", False), ("staff", "nadia", True), ("staff", "paul", True),
     ("staff", "ines", True), ("staff", "claire", False)],
)  # fmt: skip
def test_profile_is_shown_to_whom_she_chose(cast, as_, visibility, reader, sees):
    present(cast, visibility)
    client = as_(getattr(cast, reader))
    page = client.get(f"/personnes/{cast.nadia}").text
    assert "Nadia Berger" in page and "France services de Valdorgue" in page
    assert ("Je fais des ateliers." in page) is ("Conseillère" in page) is sees
    assert "nadia@exemple.test" not in page
    assert ("Conseillère" in client.get("/structures/france-services-valdorgue").text) is sees


def test_role_is_said_so_that_one_knows_whom_to_ask(cast, as_):
    assert "Coordination et animation" in as_(cast.nadia).get(f"/personnes/{cast.paul}").text


def test_closed_erased_and_missing_people_are_404(cast, as_):
    with writing():
        person(cast.youssef).disable(by=person(cast.agnes))
        person(cast.claire).erase(by=person(cast.claire))
    nadia = as_(cast.nadia)
    for number in (cast.youssef, cast.claire, 999):
        assert nadia.get(f"/personnes/{number}").status_code == 404


def test_visitors_see_neither_people_nor_structures(client, cast):
    for path in (f"/personnes/{cast.nadia}", "/structures", "/structures/mission-locale-montbrun", OFFER):
        assert client.get(path).location == f"/connexion?next={path}"


def test_structures_are_listed_by_name_and_archived_ones_are_not(cast, as_):
    nadia = as_(cast.nadia)
    page = nadia.get("/structures").text
    assert page.index("France services de Valdorgue") < page.index("Mission locale de Montbrun")
    assert "Mission locale, Montbrun (48)" in page
    with writing():
        montbrun().archived_at = clock.now()
    assert "Montbrun" not in nadia.get("/structures").text
    assert nadia.get("/structures/mission-locale-montbrun").status_code == 404


def test_page_of_a_structure_shows_its_people(cast, as_):
    page = as_(cast.nadia).get("/structures/mission-locale-montbrun").text
    assert "Youssef Amrani" in page and "Nadia Berger" not in page
    assert "n’a pas encore dit ce qu’elle propose" in page


@pytest.mark.parametrize(
    ("who", "may"), [("youssef", True), ("paul", True), ("agnes", True), ("nadia", False), ("ines", False)]
)
def test_people_of_the_structure_and_the_coordination_write_its_offer(cast, as_, who, may):
    with writing():
        person(cast.ines).move_to(None, by=None)
        person(cast.paul).move_to(None, by=None)
    client = as_(getattr(cast, who))
    data = {"offer": "Nous aidons à faire ses démarches.\r\n\r\n\r\nSur rendez-vous.", "base": operations.digest("")}
    answer = client.post(OFFER, data=data)
    assert answer.status_code == (303 if may else 403)
    assert client.get(OFFER).status_code == (200 if may else 403)
    assert montbrun().offer == ("Nous aidons à faire ses démarches.\n\nSur rendez-vous." if may else "")
    assert (f'href="{OFFER}"' in client.get("/structures/mission-locale-montbrun").text) is may
    assert len(happened("structure.changed")) == may


def test_two_colleagues_at_once_lose_no_word(cast, as_):
    youssef, paul, base = as_(cast.youssef), as_(cast.paul), operations.digest("")
    youssef.post(OFFER, data={"offer": "Texte de Youssef", "base": base})
    answer = paul.post(OFFER, data={"offer": "Texte de Paul", "base": base})
    assert answer.status_code == 409
    assert "Texte de Youssef" in answer.text and "Texte de Paul" in answer.text
    assert montbrun().offer == "Texte de Youssef"
    fresh = answer.text.split('name="base"')[1].split('value="')[1].split('"')[0]
    paul.post(OFFER, data={"offer": "Texte de Youssef et Paul", "base": fresh})
    assert montbrun().offer == "Texte de Youssef et Paul"


def test_too_long_an_offer_is_said_and_kept(cast, as_):
    answer = as_(cast.youssef).post(OFFER, data={"offer": "x" * 3001, "base": operations.digest("")})
    assert answer.status_code == 422 and "x" * 3001 in answer.text and "3\u202f000 signes au plus" in answer.text


def test_offer_is_shown_as_text(cast, as_):
    with writing():
        montbrun().offer = "<img src=x onerror=alert(1)>\nSur rendez-vous"
    page = as_(cast.nadia).get("/structures/mission-locale-montbrun").text
    assert "&lt;img src=x" in page and "<p>Sur rendez-vous</p>" in page
