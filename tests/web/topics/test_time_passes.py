"""What the jobs end, and which themes lack experts."""

from datetime import timedelta

from sqlalchemy import select

from partage import clock
from partage.db import db, writing
from partage.events import Event
from partage.topics.jobs import end_past_expertises, forget_past_absences
from partage.topics.models import Absence, Expertise, Topic
from partage.topics.queries import topics_short_of_experts
from tests.cast import person


def designate_youssef_until(cast, last):
    with writing():
        work = db.session.get_one(Topic, cast.work)
        work.designate(person(cast.youssef), by=person(cast.paul), why="Mission", until=last)


def youssefs_grant(cast):
    return db.session.scalar(select(Expertise).filter_by(user_id=cast.youssef))


def test_job_ends_a_designation_the_day_after_its_last(cast):
    designate_youssef_until(cast, clock.today())
    assert end_past_expertises() == 0
    with clock.travel(days=1):
        assert end_past_expertises() == 1
        assert end_past_expertises() == 0
    assert youssefs_grant(cast).is_current is False
    assert youssefs_grant(cast).ended_by_id is None
    assert db.session.scalar(select(Event).where(Event.name == "expertise.ended")).by_id is None


def test_job_forgets_absences_that_are_over(cast):
    with writing():
        Absence.declare(person(cast.claire), clock.today() - timedelta(days=3), clock.today())
    forget_past_absences()
    assert len(db.session.scalars(select(Absence)).all()) == 1
    with clock.travel(days=1):
        forget_past_absences()
        assert db.session.scalars(select(Absence)).all() == []


def short(**day):
    return {topic.slug: number for topic, number in topics_short_of_experts(**day)}


def test_theme_with_fewer_than_two_experts_present_is_short(cast):
    assert short() == {"emploi-formation": 1}


def test_absent_or_disabled_experts_are_not_present(cast):
    with writing():
        Absence.declare(person(cast.maud), clock.today(), clock.today())
        person(cast.claire).disable(by=person(cast.agnes))
    assert short() == {"acces-aux-droits": 0, "emploi-formation": 0}
    assert short(on=clock.today() + timedelta(days=1)) == {"acces-aux-droits": 1, "emploi-formation": 1}
