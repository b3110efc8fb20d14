"""The index follows what is written, in the same transaction, and forgets what is erased."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from partage import kinds
from partage.accounts.models import Structure
from partage.db import db, writing
from partage.search import index, vocabulary
from partage.search.commands import reindex_all
from partage.search.jobs import refresh_stale
from partage.search.models import SearchDocument, SearchFacet, SearchNeighbour, SearchWord


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def words():
    return dict(db.session.execute(select(SearchWord.word, SearchWord.documents)).all())


def everything():
    """All that the tables of the search hold, as one text."""
    names = ["search_document", "search_facet", "search_word", "search_neighbour"]
    names += ["search_fts"] if db.engine.dialect.name == "sqlite" else []
    return str([db.session.execute(text(f"SELECT * FROM {name}")).all() for name in names])


def test_edited_page_is_found_by_its_new_words_only(write, change, titles):
    number = write("Une page", "Le transport à la demande")
    change(number, offer="Le covoiturage")
    assert titles("covoiturage") == ["Une page"]
    assert titles("transport") == []
    assert count(SearchDocument) == 1


def test_undone_transaction_leaves_the_index_as_it_was(write, titles):
    number = write("Une page", "Le transport")
    with pytest.raises(ZeroDivisionError), writing():
        db.session.get_one(Structure, number).offer = "Le covoiturage"
        index.refresh(kinds.get("note"), [number])
        1 / 0  # noqa: B018
    assert titles("transport") == ["Une page"]
    assert titles("covoiturage") == []


def test_vocabulary_counts_the_pages_of_each_word(write, change):
    first = write("Une carte", "carte carte")
    write("Ma carte", "vitale")
    assert words() == {"carte": 2, "vitale": 1}
    change(first, name="Une clé")
    assert words() == {"carte": 2, "vitale": 1, "cle": 1}
    change(first, offer="")
    assert words() == {"carte": 1, "vitale": 1, "cle": 1}


def test_erased_word_is_nowhere_any_more(write, change):
    number = write("Une page", "La situation de Madame Zylberstein")
    write("Autre page", "La situation")
    assert "zylberstein" in everything()
    change(number, offer="La situation de [nom]")
    with writing():
        index.scrub()
    assert "zylberst" not in everything().lower()
    assert "zylberstein" not in words()
    assert db.session.scalar(select(SearchNeighbour.key).where(SearchNeighbour.word == "zylberstein")) is None


def test_erased_word_leaves_no_byte_in_the_file(app, write, change):
    if db.engine.dialect.name != "sqlite":
        return  # rows of PostgreSQL are cleared by its vacuum
    number = write("Une page", "La situation de Madame Zylberstein")
    change(number, offer="La situation")
    with writing():
        index.scrub()
    db.session.remove()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.engine.dispose()
    assert b"zylberst" not in Path(db.engine.url.database).read_bytes().lower()


def test_removed_page_leaves_nothing(write):
    number = write("Une page", "Le transport", town="Mende")
    with writing():
        index.remove(kinds.get("note"), number)
    assert [count(model) for model in (SearchDocument, SearchFacet, SearchWord, SearchNeighbour)] == [0, 0, 0, 0]


def test_removing_twice_is_removing_once(write):
    number = write("Une page", "carte")
    write("Autre page", "carte")
    for _ in range(2):
        with writing():
            index.remove(kinds.get("note"), number)
    assert words()["carte"] == 1


def test_reindex_repairs_whatever_happened(write, titles):
    write("Une page", "Le transport", town="Mende")
    gone = write("Une page partie", "Le bateau")
    before = words()
    with writing():
        db.session.execute(text("UPDATE search_word SET documents = 7"))
        db.session.execute(text("DELETE FROM structure WHERE id = :id"), {"id": gone})
        db.session.add(Structure(slug="oubliee", name="Une page oubliée", structure_kind="mediatheque"))
        db.session.add(SearchDocument(kind="unknown", thing_id=1, title="Rien", analyser=1))
    reindex_all()
    gone_words = {"partie", "bateau"}
    assert words() == {word: 1 for word in before if word not in gone_words} | {"page": 2, "oubliee": 1}
    assert titles("page") == ["Une page", "Une page oubliée"]
    assert count(SearchDocument) == 2


def test_reindex_command_says_how_many(app, write):
    write("Une page")
    answer = app.test_cli_runner().invoke(args=["partage", "reindex"])
    assert answer.output == "La recherche est à jour : 1 page relue.\n"


def test_documents_of_another_analyser_are_read_again_by_the_tick(write, titles):
    write("Une page", "Le transport")
    with writing():
        db.session.execute(text("UPDATE search_document SET analyser = -1, plain = 'ancien'"))
        db.session.execute(text("UPDATE search_word SET stem = 'ancien'"))
    refresh_stale()
    assert db.session.scalar(select(SearchDocument.plain)) == "Le transport"
    assert set(db.session.scalars(select(SearchWord.stem))) == {"pag", "transport"}


def test_thousands_change_by_the_tick_when_a_theme_changes_its_name(write):
    write("Une page", town="Mende")
    write("Autre page", town="Florac")
    with writing():
        index.mark_stale("theme", "mende")
    assert index.stale() == {"note": [db.session.scalar(select(SearchDocument.thing_id).order_by(SearchDocument.id))]}
    refresh_stale()
    assert index.stale() == {}


def test_very_long_words_and_texts_are_indexed_without_harm(write, titles):
    write("Une page " + "z" * 90, "x" * 5000 + " " + "a'\"\\:&|!*() " * 500 + " mairie")
    assert len(titles("mairie")) == 1
    assert all(len(word) <= vocabulary.LONGEST for word in words())


def test_other_alphabets_are_found(write, titles):
    write("Список документов", "الأوراق المطلوبة")
    write("ԫԭԯ", "letters younger than FTS5")
    assert titles("документов") == ["Список документов"]
    assert titles("المطلوبة") == ["Список документов"]
    assert titles("ԫԭԯ") == ["ԫԭԯ"]
