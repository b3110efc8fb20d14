"""Structures: create, edit, archive."""

import pytest
from sqlalchemy import select

from partage.accounts.models import Structure
from partage.db import db
from partage.events import Event

NEW = {"name": "Centre social des Genêts", "structure_kind": "centre-social", "town": "Valdorgue", "department": "48"}


def found(slug):
    return db.session.scalar(select(Structure).filter_by(slug=slug))


def test_coordinator_adds_a_structure(cast, as_):
    answer = as_(cast.paul).post("/administration/structures/nouvelle", data={**NEW, "offer": "Un atelier le jeudi."})
    assert answer.status_code == 303
    made = found("centre-social-des-genets")
    assert (made.town, made.department, made.offer) == ("Valdorgue", "48", "Un atelier le jeudi.")
    assert db.session.scalar(select(Event).where(Event.name == "structure.created")).by_id == cast.paul


def test_structure_sent_twice_is_added_once(cast, as_):
    client = as_(cast.paul)
    for _ in range(2):
        client.post("/administration/structures/nouvelle", data={**NEW, "client_id": "deux-fois"})
    assert found("centre-social-des-genets-2") is None


def test_same_name_gets_another_address(cast, as_):
    client = as_(cast.paul)
    for key in ("un", "deux"):
        client.post("/administration/structures/nouvelle", data={**NEW, "client_id": key})
    assert found("centre-social-des-genets-2").name == NEW["name"]


def test_name_of_the_new_page_is_no_address(cast, as_):
    as_(cast.paul).post("/administration/structures/nouvelle", data={**NEW, "name": "Nouvelle"})
    assert found("nouvelle-2") is not None


def test_department_is_written_as_people_write_it(cast, as_):
    as_(cast.paul).post("/administration/structures/nouvelle", data={**NEW, "department": "2a"})
    assert found("centre-social-des-genets").department == "2A"


def test_mistakes_are_said_and_nothing_typed_is_lost(cast, as_):
    wrong = {**NEW, "name": " ", "department": "99", "offer": "Le jeudi"}
    answer = as_(cast.paul).post("/administration/structures/nouvelle", data=wrong)
    assert answer.status_code == 422
    assert "Donnez le nom de la structure" in answer.text
    assert "Exemple" in answer.text
    assert "Le jeudi" in answer.text


def test_coordinator_edits_a_structure(cast, as_):
    client = as_(cast.paul)
    page = client.get("/administration/structures/france-services-valdorgue").text
    assert 'value="France services de Valdorgue"' in page
    client.post("/administration/structures/france-services-valdorgue", data={**NEW, "name": "FS du Valdorgue"})
    assert found("france-services-valdorgue").name == "FS du Valdorgue"


def test_structure_is_archived_then_restored(cast, as_):
    client, path = as_(cast.agnes), "/administration/structures/france-services-valdorgue"
    assert client.post(f"{path}/archivage").status_code == 303
    first = found("france-services-valdorgue").archived_at
    client.post(f"{path}/archivage")
    assert found("france-services-valdorgue").archived_at == first
    assert "Archivée" in client.get("/administration/structures").text
    client.post(f"{path}/retablissement")
    assert found("france-services-valdorgue").archived_at is None


@pytest.mark.parametrize("who", ["nadia", "claire", "ines"])
def test_others_cannot_change_structures(cast, as_, who):
    client, path = as_(getattr(cast, who)), "/administration/structures/france-services-valdorgue"
    assert client.post("/administration/structures/nouvelle", data=NEW).status_code == 403
    for action in ("", "/archivage", "/retablissement"):
        assert client.post(path + action, data=NEW).status_code == 403
    assert found("france-services-valdorgue").name == "France services de Valdorgue"


def test_unknown_structure_is_not_found(cast, as_):
    client = as_(cast.paul)
    for action in ("", "/archivage", "/retablissement"):
        assert client.post(f"/administration/structures/inconnue{action}", data=NEW).status_code == 404
