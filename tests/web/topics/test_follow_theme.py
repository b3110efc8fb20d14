"""« Suivre ce thème » and « Choisir mes thèmes »."""

from sqlalchemy import select

from partage.db import db, writing
from partage.events import Event
from partage.topics.models import Topic
from partage.topics.queries import watched_topic_ids
from tests.cast import person


def followed(number):
    return watched_topic_ids(person(number))


def test_member_follows_a_theme(cast, as_):
    answer = as_(cast.nadia).post("/themes/acces-aux-droits/suivi")
    assert answer.status_code == 303
    assert followed(cast.nadia) == {cast.rights}


def test_following_twice_is_following_once(cast, as_):
    client = as_(cast.nadia)
    client.post("/themes/acces-aux-droits/suivi")
    assert client.post("/themes/acces-aux-droits/suivi").status_code == 303
    assert followed(cast.nadia) == {cast.rights}


def test_member_stops_following_a_theme(cast, as_):
    client = as_(cast.nadia)
    client.post("/themes/acces-aux-droits/suivi")
    client.post("/themes/acces-aux-droits/fin-de-suivi")
    client.post("/themes/acces-aux-droits/fin-de-suivi")
    assert followed(cast.nadia) == set()


def test_following_is_written_in_no_journal(cast, as_):
    as_(cast.nadia).post("/themes/acces-aux-droits/suivi")
    assert db.session.scalars(select(Event).where(Event.by_id == cast.nadia)).all() == []


def test_visitor_cannot_follow(cast, client):
    assert client.post("/themes/acces-aux-droits/suivi").headers["Location"].startswith("/connexion")


def test_unknown_theme_cannot_be_followed(cast, as_):
    assert as_(cast.nadia).post("/themes/inconnu/suivi").status_code == 404
    assert as_(cast.nadia).post("/themes/inconnu/fin-de-suivi").status_code == 404


def test_member_chooses_her_themes(cast, as_):
    client = as_(cast.nadia)
    client.post("/themes/acces-aux-droits/suivi")
    page = client.get("/compte/themes").text
    assert f'value="{cast.rights}" checked' in page
    client.post("/compte/themes", data={"topics": [cast.work]})
    assert followed(cast.nadia) == {cast.work}


def test_member_chooses_no_theme(cast, as_):
    client = as_(cast.nadia)
    client.post("/themes/acces-aux-droits/suivi")
    assert client.post("/compte/themes", data={"csrf_token": "-"}).status_code == 303
    assert followed(cast.nadia) == set()


def test_archived_theme_cannot_be_chosen(cast, as_):
    with writing():
        db.session.get_one(Topic, cast.work).archive(by=person(cast.paul))
    answer = as_(cast.nadia).post("/compte/themes", data={"topics": [cast.work]})
    assert answer.status_code == 422
    assert followed(cast.nadia) == set()


def test_choice_of_one_member_leaves_the_others(cast, as_):
    as_(cast.youssef).post("/themes/acces-aux-droits/suivi")
    as_(cast.nadia).post("/compte/themes", data={"topics": [cast.work]})
    assert followed(cast.youssef) == {cast.rights}
