"""« Me retirer de ce thème »."""

from sqlalchemy import select

from partage.db import db
from partage.events import Event
from partage.topics.models import Expertise
from partage.topics.queries import experts_of
from tests.cast import person


def names(topic):
    return [expertise.user.name for expertise in db.session.scalars(experts_of(topic))]


def test_expert_steps_down_and_history_keeps_it(cast, as_):
    epoch = person(cast.claire).epoch
    client = as_(cast.claire)
    assert "Me retirer" in client.get("/themes/acces-aux-droits").text
    assert client.post("/themes/acces-aux-droits/retrait").status_code == 303
    assert names(cast.rights) == ["Maud Teyssier"]
    past = db.session.scalar(select(Expertise).where(Expertise.user_id == cast.claire))
    assert past.ended_by_id == cast.claire
    assert past.ended_at is not None
    assert person(cast.claire).epoch > epoch


def test_stepping_down_is_in_the_journal(cast, as_):
    as_(cast.claire).post("/themes/acces-aux-droits/retrait")
    told = db.session.scalar(select(Event).where(Event.by_id == cast.claire, Event.name == "expertise.ended"))
    assert told.detail == {"topic": cast.rights, "person": cast.claire}


def test_expert_cannot_step_down_twice(cast, as_):
    client = as_(cast.claire)
    client.post("/themes/acces-aux-droits/retrait")
    assert client.post("/themes/acces-aux-droits/retrait").status_code == 404


def test_member_who_is_not_an_expert_has_nothing_to_leave(cast, as_):
    client = as_(cast.nadia)
    assert "Me retirer" not in client.get("/themes/acces-aux-droits").text
    assert client.post("/themes/acces-aux-droits/retrait").status_code == 404
    assert len(names(cast.rights)) == 2


def test_expert_of_one_theme_keeps_the_other(cast, as_):
    as_(cast.maud).post("/themes/acces-aux-droits/retrait")
    assert names(cast.work) == ["Maud Teyssier"]


def test_unknown_theme_is_not_found(cast, as_):
    assert as_(cast.claire).post("/themes/inconnu/retrait").status_code == 404


def test_visitor_signs_in_first(cast, client):
    assert client.post("/themes/acces-aux-droits/retrait").headers["Location"].startswith("/connexion")
