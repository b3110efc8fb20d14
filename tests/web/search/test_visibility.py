"""Nobody finds what she may not read: in results, suggestions, look-alikes, corrections or facets."""

import pytest

from partage.accounts.models import User
from partage.db import db
from partage.search.queries import search, similar, suggest


@pytest.fixture
def nadia(cast):
    return db.session.get_one(User, cast.nadia)


def test_visitor_finds_only_what_is_open(write, titles, nadia):
    write("Mobilité pour les membres", public=False, town="Mende")
    write("Mobilité pour tous", town="Florac")
    assert titles("mobilité") == ["Mobilité pour tous"]
    assert search(None, "mobilité").themes == ["florac"]
    assert titles("mobilité", nadia) == ["Mobilité pour les membres", "Mobilité pour tous"]


def test_archived_page_is_nowhere(write, change, titles, nadia):
    number = write("Mobilité ancienne")
    change(number, archived=True)
    assert titles("mobilité", nadia) == [] == suggest(nadia, "mobil") == similar(nadia, "mobilité")


def test_page_hidden_without_an_event_is_nowhere_either(write, titles, nadia):
    from partage import clock
    from partage.accounts.models import Structure
    from partage.db import writing

    number = write("Mobilité ancienne")
    with writing():
        db.session.get_one(Structure, number).archived_at = clock.now()
    assert titles("mobilité", nadia) == [] == suggest(nadia, "mobil") == similar(nadia, "mobilité")


def test_suggestions_and_lookalikes_hide_what_is_not_for_her(write, nadia):
    write("Mobilité pour les membres", public=False)
    assert suggest(None, "mobil") == [] == similar(None, "mobilité")
    assert len(suggest(nadia, "mobil")) == len(similar(nadia, "mobilité")) == 1


def test_correction_does_not_tell_a_word_of_a_hidden_page(write, nadia):
    write("Xylographie", public=False)
    assert search(None, "xilographie ").corrected is None
    assert search(nadia, "xilographie ").corrected == "xylographie"


def test_hidden_page_does_not_change_what_a_visitor_finds(write, titles):
    write("La carte")
    before = titles("marte "), titles("carte")
    write("La marte", "carte carte", public=False)
    assert (titles("marte "), titles("carte")) == before
