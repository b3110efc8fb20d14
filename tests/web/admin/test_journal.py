"""The journal: French sentences, who and when, and no watching of people."""

import ast
from pathlib import Path

from partage import events
from partage.admin import trail
from partage.db import db, writing
from partage.topics.models import Topic
from tests.cast import person
from tests.queries import count_queries

SOURCE = Path(trail.__file__).parent.parent


def names_recorded():
    """Every event name written in full in a call of record()."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record"
            if called and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def test_every_event_has_its_sentence():
    assert set(names_recorded()) - set(trail.SENTENCES) == set()


def test_every_sentence_belongs_to_a_group():
    prefixes = tuple(prefix for _, group in trail.GROUPS.values() for prefix in group)
    assert [name for name in trail.SENTENCES if not name.startswith(prefixes)] == []


def test_designations_of_the_cast_are_told_with_names(cast, as_):
    page = as_(cast.paul).get("/administration/journal").text.replace("\u00a0", " ")
    assert "Paul Vidal a désigné Claire Fabre pour le thème « Accès aux droits et démarches »" in page


def test_journal_is_filtered_by_subject(cast, as_):
    with writing():
        db.session.get_one(Topic, cast.work).archive(by=person(cast.agnes))
    client = as_(cast.paul)
    themes = client.get("/administration/journal?quoi=structures").text
    assert "Agnès Roux a archivé le thème" in themes
    assert "a désigné" not in themes
    assert client.get("/administration/journal?quoi=nimporte").status_code == 200


def test_comings_and_goings_are_for_the_administration_only(cast, as_):
    with writing():
        events.record("account.signed_in", person(cast.nadia), by=person(cast.nadia))
    assert "a ouvert une session" in as_(cast.agnes).get("/administration/journal").text
    assert "a ouvert une session" not in as_(cast.paul).get("/administration/journal").text


def test_erased_person_has_no_name_in_the_journal(cast, as_):
    with writing():
        person(cast.claire).erase(by=person(cast.claire))
    page = as_(cast.agnes).get("/administration/journal").text
    assert "Claire Fabre" not in page
    assert "Compte supprimé" in page


def test_journal_goes_by_pages_at_a_constant_cost(cast, as_):
    with writing():
        for _ in range(60):
            events.record("topic.changed", db.session.get_one(Topic, cast.work), by=person(cast.paul))
    client = as_(cast.agnes)
    with count_queries() as statements:
        assert "Page suivante" in client.get("/administration/journal").text
    assert len(statements) <= 8, statements
    assert "Page précédente" in client.get("/administration/journal?page=2").text
