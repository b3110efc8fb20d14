"""« Ce qui vous attend »: each row stands there only when there is something."""

from datetime import timedelta

import pytest

from partage import clock
from partage.accounts.models import JoinRequest
from partage.db import db, writing
from partage.mail import Mail
from partage.search.models import FruitlessSearch
from partage.texts.models import Revision, body_digest
from partage.texts.states import RevisionState
from partage.topics.models import Absence, Topic
from partage.wiki.models import Practice
from tests.cast import person
from tests.queries import count_queries


def add_practice(**more):
    practice = Practice(slug="carte-perdue", title="Refaire une carte perdue", published_at=clock.now(), **more)
    db.session.add(practice)
    db.session.flush()
    return practice


def two_experts_everywhere(cast):
    db.session.get_one(Topic, cast.work).designate(person(cast.nadia), by=person(cast.paul), why="Renfort")


def test_nothing_waits_in_an_instance_in_order(cast, as_):
    with writing():
        two_experts_everywhere(cast)
    assert "Rien n’attend la coordination" in as_(cast.paul).get("/administration").text


def test_theme_without_expert_says_who_is_away_until_when(cast, as_):
    last = clock.today() + timedelta(days=5)
    with writing():
        Absence.declare(person(cast.maud), clock.today(), last)
    page = as_(cast.paul).get("/administration").text
    assert "Le thème Emploi et formation n’a aucun expert présent" in page
    assert f"jusqu’au {clock.day_in_words(last)}" in page
    assert "/administration/themes/emploi-formation/experts" in page


def test_theme_with_one_expert_asks_for_a_second(cast, as_):
    assert "Le thème Emploi et formation n’a qu’un expert présent" in as_(cast.paul).get("/administration").text


def test_each_thing_that_waits_has_its_row(cast, as_):
    moment = clock.now()
    with writing():
        asked = {"name": "Léa", "email": "lea@exemple.test", "structure_name": "Centre social"}
        db.session.add(JoinRequest(**asked, created_at=moment))
        db.session.add(FruitlessSearch(words="permis étranger", day=clock.today(), times=3))
        stuck = moment - timedelta(hours=3)
        db.session.add(Mail(to="a@exemple.test", subject="-", body="-", due_at=moment, created_at=stuck))
        practice = add_practice(owner_id=None, review_on=clock.today() - timedelta(days=1))
        db.session.add(
            Revision(
                text_id=practice.id, title="Un texte qui attend", body="x", body_sha=body_digest("x"),
                state=RevisionState.SUBMITTED, submitted_at=moment - timedelta(days=8), author_id=cast.nadia,
            )
        )  # fmt: skip
    page = as_(cast.paul).get("/administration").text
    for words in (
        "1 demande d’accès à approuver", "Centre social", "3 recherches sans résultat", "permis étranger",
        "1 courriel attend", "1 fiche n’a plus de responsable", "Un texte qui attend", "Personne, à confier",
    ):  # fmt: skip
        assert words in page.replace("\u00a0", " "), words


def test_every_link_of_the_desk_opens(cast, as_):
    client = as_(cast.paul)
    page = client.get("/administration").text
    for path in {part.split('"')[0] for part in page.split('href="')[1:]}:
        if path.startswith("/administration"):
            assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("who", ["paul", "agnes"])
def test_coordination_and_administration_have_a_desk(cast, as_, who):
    assert as_(getattr(cast, who)).get("/administration").status_code == 200


PAGES = ("", "/personnes", "/structures", "/structures/nouvelle", "/themes", "/themes/nouveau", "/reglages", "/journal",
         "/sante", "/recherches-sans-resultat", "/fiches-sans-responsable", "/fiches-a-verifier")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_others_stay_outside(cast, as_, client, path):
    assert client.get(f"/administration{path}").headers["Location"].startswith("/connexion")
    for number in (cast.nadia, cast.claire, cast.ines):
        assert as_(number).get(f"/administration{path}").status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_pages_open_and_cost_few_queries(cast, as_, path):
    client = as_(cast.agnes)
    with count_queries() as statements:
        assert client.get(f"/administration{path}").status_code == 200
    assert len(statements) <= 14, statements
