"""Searches that found nothing are counted: words, day, times. Never who, never what may be somebody."""

import pytest
from sqlalchemy import inspect, select

from partage import clock
from partage.db import db
from partage.search import fruitless, jobs
from partage.search.models import FruitlessSearch


def counted():
    db.session.rollback()
    return {row.words: row.times for row in db.session.scalars(select(FruitlessSearch))}


def test_search_without_result_is_counted(client, as_, cast):
    client.get("/recherche?q=Trottinette+électrique")
    as_(cast.nadia).get("/recherche?q=trottinette electrique")
    client.get("/recherche?q=la grue")
    assert counted() == {"trottinette electrique": 2, "grue": 1}


def test_nothing_about_the_person_is_kept(client):
    assert {column.key for column in inspect(FruitlessSearch).columns} == {"words", "day", "times"}


def test_search_that_found_something_is_not_counted(client, write):
    write("Aide à la mobilité")
    for typed in ("mobilité", "mobilité trottinette", "mobilitée"):
        client.get("/recherche", query_string={"q": typed})
    client.get("/recherche?q=mobilité&theme=mende")
    assert counted() == {}


def test_suggestions_and_following_pages_are_not_counted(client):
    client.get("/api/suggestions?q=trottinette")
    client.get("/recherche?q=trottinette&page=2")
    client.get("/recherche?q=le")
    assert counted() == {}


@pytest.mark.parametrize(
    "typed",
    [
        "contact@exemple.fr", "06 12 34 56 78", "0612345678", "1 84 12 76 451 089 46", "né 12/03/1984",
        "Madame Zylberstein", "mme zylberstein", "M. Zylberstein", "dossier 1234567",
    ],
)  # fmt: skip
def test_what_may_be_somebody_is_not_kept(client, typed):
    client.get("/recherche", query_string={"q": typed})
    assert counted() == {}


def test_public_numbers_are_kept(client):
    client.get("/recherche?q=appeler le 3949")
    assert counted() == {"appeler 3949": 1}


def test_only_so_many_different_searches_a_day(client, monkeypatch):
    monkeypatch.setattr(fruitless, "MOST_A_DAY", 2)
    for typed in ("grue", "tracteur", "bateau"):
        client.get("/recherche", query_string={"q": typed})
    assert set(counted()) == {"grue", "tracteur"}


def test_counted_searches_are_forgotten_after_a_year(client):
    client.get("/recherche?q=grue")
    with clock.travel(days=364):
        jobs.forget_old()
        assert counted() == {"grue": 1}
    with clock.travel(days=367):
        jobs.forget_old()
        assert counted() == {}
