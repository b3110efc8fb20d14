"""/sante, for a probe."""

from sqlalchemy import text

from partage.db import db, writing


def test_probe_reads_that_all_is_well(client):
    answer = client.get("/sante")
    assert answer.status_code == 200
    assert answer.json == {"etat": "ok", "base": True, "version": answer.json["version"]}
    assert answer.headers["Cache-Control"] == "no-store"


def test_schema_of_another_version_is_not_well(client):
    with writing():
        db.session.execute(text("DELETE FROM alembic_version"))
    answer = client.get("/sante")
    assert answer.status_code == 503
    assert answer.json["base"] is False


def test_administration_is_told_what_to_repair(cast, as_):
    page = as_(cast.agnes).get("/administration/sante").text.replace("\u00a0", " ")
    assert "son schéma est à jour" in page
    assert "Aucune sauvegarde" in page
    assert "Aucun serveur d’envoi" in page
    assert "Go libres" in page
