"""« Mes absences »."""

from datetime import timedelta

from sqlalchemy import select

from partage import clock
from partage.db import db, writing
from partage.topics.models import Absence
from partage.topics.queries import present_experts
from tests.cast import person


def days(first, last):
    first_day, last_day = (clock.today() + timedelta(days=number) for number in (first, last))
    return {"first_day": first_day.isoformat(), "last_day": last_day.isoformat()}


def declared(number):
    return db.session.scalars(select(Absence).where(Absence.user_id == number)).all()


def test_expert_declares_an_absence_and_her_deputy_is_present(cast, as_):
    answer = as_(cast.claire).post("/compte/absences", data=days(0, 5))
    assert answer.status_code == 303
    assert [expert.id for expert in present_experts([cast.rights])] == [cast.maud]
    later = clock.today() + timedelta(days=6)
    assert [expert.id for expert in present_experts([cast.rights], later)] == [cast.claire, cast.maud]


def test_absence_sent_twice_is_kept_once(cast, as_):
    client = as_(cast.claire)
    for _ in range(2):
        client.post("/compte/absences", data={**days(0, 5), "client_id": "le-meme-envoi"})
    assert len(declared(cast.claire)) == 1


def test_day_may_be_typed_the_french_way(cast, as_):
    day = clock.today() + timedelta(days=2)
    typed = day.strftime("%d/%m/%Y")
    as_(cast.claire).post("/compte/absences", data={"first_day": typed, "last_day": typed})
    assert declared(cast.claire)[0].first_day == day


def test_page_lists_what_is_not_over(cast, as_):
    with writing():
        Absence.declare(person(cast.claire), clock.today() - timedelta(days=9), clock.today() - timedelta(days=8))
        Absence.declare(person(cast.claire), clock.today(), clock.today())
    page = as_(cast.claire).get("/compte/absences").text
    assert f"Le {clock.day_in_words(clock.today())}" in page
    assert "Du " not in page


def test_days_in_the_wrong_order_are_refused_and_kept_in_the_form(cast, as_):
    wrong = days(5, 1)
    answer = as_(cast.claire).post("/compte/absences", data=wrong)
    assert answer.status_code == 422
    assert "corrigez l’une des deux dates" in answer.text
    assert wrong["first_day"] in answer.text
    assert declared(cast.claire) == []


def test_absence_already_over_too_long_or_unreadable_is_refused(cast, as_):
    client = as_(cast.claire)
    assert "déjà passée" in client.post("/compte/absences", data=days(-5, -1)).text
    assert "un an au plus" in client.post("/compte/absences", data=days(0, 400)).text
    assert "03/03/2026" in client.post("/compte/absences", data={"first_day": "demain", "last_day": ""}).text
    assert declared(cast.claire) == []


def test_member_removes_an_absence(cast, as_):
    client = as_(cast.claire)
    client.post("/compte/absences", data=days(0, 5))
    number = declared(cast.claire)[0].id
    assert client.post(f"/compte/absences/{number}/retrait").status_code == 303
    assert declared(cast.claire) == []
    assert client.post(f"/compte/absences/{number}/retrait").status_code == 404


def test_somebody_else_cannot_remove_it(cast, as_):
    as_(cast.claire).post("/compte/absences", data=days(0, 5))
    number = declared(cast.claire)[0].id
    assert as_(cast.paul).post(f"/compte/absences/{number}/retrait").status_code == 404
    assert len(declared(cast.claire)) == 1


def test_visitor_has_no_absences(client, cast):
    assert client.get("/compte/absences").headers["Location"].startswith("/connexion")
