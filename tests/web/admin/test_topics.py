"""Themes: create, edit, order, archive."""

import pytest
from sqlalchemy import select

from partage.db import db, writing
from partage.topics.models import Topic
from partage.topics.queries import open_topics

NEW = {"name": "Mobilité", "description": "Aller à un rendez-vous.", "icon": "bus", "reading_before_publication": "y"}
PATH = "/administration/themes/acces-aux-droits"


def found(slug):
    return db.session.scalar(select(Topic).filter_by(slug=slug))


def order():
    return [topic.slug for topic in db.session.scalars(open_topics())]


def test_coordinator_adds_a_theme_at_the_end_then_designates(cast, as_):
    answer = as_(cast.paul).post("/administration/themes/nouveau", data=NEW)
    assert answer.headers["Location"] == "/administration/themes/mobilite/experts"
    assert order() == ["acces-aux-droits", "emploi-formation", "mobilite"]
    made = found("mobilite")
    assert (made.icon, made.reading_before_publication) == ("bus", True)


def test_theme_sent_twice_is_added_once(cast, as_):
    client = as_(cast.paul)
    for _ in range(2):
        client.post("/administration/themes/nouveau", data={**NEW, "client_id": "deux-fois"})
    assert order().count("mobilite") == 1
    assert found("mobilite-2") is None


def test_mistakes_are_said_and_nothing_typed_is_lost(cast, as_):
    answer = as_(cast.paul).post("/administration/themes/nouveau", data={**NEW, "name": "", "description": "x" * 401})
    assert answer.status_code == 422
    assert "Donnez un nom au thème" in answer.text
    assert "400 signes au plus" in answer.text
    assert "x" * 401 in answer.text
    assert found("mobilite") is None


def test_coordinator_edits_a_theme_and_its_address_stays(cast, as_):
    as_(cast.paul).post(PATH, data={**NEW, "name": "Droits"})
    topic = found("acces-aux-droits")
    assert (topic.name, topic.reading_before_publication) == ("Droits", True)


def test_pictogram_that_is_not_offered_is_refused(cast, as_):
    assert as_(cast.paul).post(PATH, data={**NEW, "icon": "route"}).status_code == 422
    assert found("acces-aux-droits").icon == "landmark"


def test_pictogram_of_an_older_list_can_be_kept(cast, as_):
    with writing():
        found("acces-aux-droits").icon = "route"
    client = as_(cast.paul)
    assert "Pictogramme actuel" in client.get(PATH).text
    assert client.post(PATH, data={**NEW, "icon": "route"}).status_code == 303


def test_theme_moves_up_and_down(cast, as_):
    client = as_(cast.paul)
    client.post("/administration/themes/emploi-formation/rang", data={"sens": "haut"})
    assert order() == ["emploi-formation", "acces-aux-droits"]
    client.post("/administration/themes/emploi-formation/rang", data={"sens": "haut"})
    assert order() == ["emploi-formation", "acces-aux-droits"]
    client.post("/administration/themes/emploi-formation/rang", data={"sens": "bas"})
    assert order() == ["acces-aux-droits", "emploi-formation"]


def test_theme_is_archived_then_restored(cast, as_):
    client = as_(cast.paul)
    client.post(f"{PATH}/archivage")
    assert order() == ["emploi-formation"]
    assert "Archivé" in client.get("/administration/themes").text
    assert client.get("/administration/themes/acces-aux-droits/experts").status_code == 404
    client.post(f"{PATH}/retablissement")
    assert order() == ["acces-aux-droits", "emploi-formation"]


def test_archived_theme_has_no_place_in_the_order(cast, as_):
    client = as_(cast.paul)
    client.post(f"{PATH}/archivage")
    assert client.post(f"{PATH}/rang", data={"sens": "bas"}).status_code == 404


@pytest.mark.parametrize("who", ["nadia", "claire", "ines"])
def test_others_cannot_change_themes(cast, as_, who):
    client = as_(getattr(cast, who))
    assert client.post("/administration/themes/nouveau", data=NEW).status_code == 403
    for action in ("", "/rang", "/archivage", "/retablissement"):
        assert client.post(PATH + action, data=NEW).status_code == 403
    assert order() == ["acces-aux-droits", "emploi-formation"]


def test_unknown_theme_is_not_found(cast, as_):
    client = as_(cast.paul)
    for action in ("", "/rang", "/archivage", "/retablissement"):
        assert client.post(f"/administration/themes/inconnu{action}", data=NEW).status_code == 404
