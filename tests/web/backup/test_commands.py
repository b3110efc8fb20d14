import pytest

from partage.db import db
from partage.jobs import Job
from partage.starter import load
from tests.web.files import samples
from tests.web.files.sending import send, stored


@pytest.fixture
def partage(app):
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(args=["partage", *map(str, arguments)])


def test_check_says_that_all_is_well(partage, as_, cast):
    load.load()
    partage("reindex")
    send(as_(cast.nadia), "a.pdf", samples.PDF)
    answer = partage("check")
    assert answer.exit_code == 0, answer.output
    assert "Tout est en ordre." in answer.output


def test_check_finds_a_lost_file_and_a_shortened_one(partage, as_, cast):
    for name in ("a.pdf", "b.pdf"):
        send(as_(cast.nadia), name, samples.PDF)
    lost, short = stored()
    lost.unlink()
    short.write_bytes(b"%PDF")
    answer = partage("check")
    assert answer.exit_code == 1
    assert f"Le fichier {lost.name}" in answer.output
    assert "pèse 4 octets" in answer.output


def test_check_finds_what_the_index_lacks(partage, cast):
    answer = partage("check")  # the cast was written without an event
    assert answer.exit_code == 1
    assert "2 structures manquent à l’index de recherche" in answer.output


def test_backup_and_restore_say_what_they_did(partage, cast, tmp_path):
    made = partage("backup", tmp_path / "a.tar")
    assert made.exit_code == 0, made.output
    assert "Sauvegarde vérifiée" in made.output
    again = partage("backup", tmp_path / "a.tar")
    assert again.exit_code == 1
    assert "existe déjà" in again.output


def test_restore_of_something_else_is_one_sentence_not_a_trace(partage, tmp_path):
    (tmp_path / "a.tar").write_bytes(b"x")
    answer = partage("restore", tmp_path / "a.tar", "--into", tmp_path / "new")
    assert answer.exit_code == 1
    assert "Traceback" not in answer.output


def test_starter_says_how_much_it_added_and_took_out(partage):
    assert "Ajouté : 8 thèmes, 6 structures," in partage("starter").output
    assert "Ajouté : 0 thèmes, 0 structures, 0 fiches, 0 questions." in partage("starter").output
    assert "Retiré : 8 thèmes, 6 structures," in partage("starter", "--remove").output


def test_tick_names_the_job_that_failed(partage, monkeypatch):
    monkeypatch.setattr("partage.jobs._jobs", {"broken": Job("broken", lambda: 1 / 0)})
    answer = partage("tick")
    assert answer.exit_code == 1
    assert "En échec : broken" in answer.output
    db.session.rollback()
