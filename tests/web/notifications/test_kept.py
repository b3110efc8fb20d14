"""What a notification holds, how long it is kept, what telling many people costs."""

from __future__ import annotations

import pytest

from partage import clock, events
from partage.db import db, writing
from partage.notifications import jobs, queries
from partage.notifications.models import Notification
from partage.texts.models import Revision, Text
from partage.topics.models import TopicWatch
from tests.cast import person
from tests.factories import answer_question, ask_question, publish_practice, trust
from tests.queries import count_queries
from tests.web.notifications.test_telling import told


@pytest.fixture(autouse=True)
def _trusted(cast):
    trust(cast.nadia, cast.youssef)


def test_the_notifications_hold_no_word(cast):
    answer_question(ask_question(cast.nadia), cast.youssef)
    kept = {column.name for column in Notification.__table__.columns}
    assert kept == {"id", "user_id", "name", "kind", "thing_id", "by_id", "at", "seen_at"}


def test_a_decision_undone_takes_back_what_it_told(cast):
    number = publish_practice(author_id=cast.claire)
    with writing():
        text = db.session.get_one(Text, number)
        since = clock.now()
        text.hide(by=person(cast.ines))
        text.unhide(by=person(cast.ines))
        events.record("decision.undone", text, by=person(cast.ines), thing_kind="practice", thing=number, since=since.isoformat())
    assert told(cast.claire) == []


def test_seen_ones_are_forgotten_after_90_days_and_unseen_ones_kept(cast):
    ask_question(cast.nadia)
    with writing():
        queries.mark_seen(cast.claire)
    ask_question(cast.nadia, title="Où imprimer une attestation ?")
    with clock.travel(days=91):
        assert jobs.forget_old() == 1
        assert jobs.forget_old() == 0
    assert len(told(cast.claire)) == 1


def test_telling_five_hundred_people_costs_no_query_each(cast):
    with writing():
        from partage.accounts.models import User

        people = [User(email=f"p{n}@exemple.test", name=f"Personne {n}") for n in range(500)]
        db.session.add_all(people)
        db.session.flush()
        db.session.add_all(TopicWatch(user_id=one.id, topic_id=cast.rights) for one in people)
    number = publish_practice(author_id=cast.claire)
    with writing():
        revision = db.session.scalars(db.select(Revision).filter_by(text_id=number)).one()
        with count_queries() as statements:
            events.record("revision.published", revision, by=person(cast.maud), text=number, kind="practice")
    assert len(statements) < 40
    assert len(db.session.scalars(db.select(Notification).filter_by(name="practice.new")).all()) == 500
