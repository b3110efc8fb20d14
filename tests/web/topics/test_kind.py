"""What search, phones and data rights know of a theme."""

from sqlalchemy import select

from partage.db import db, writing
from partage.search.models import SearchDocument
from partage.topics.kind import KINDS
from partage.topics.models import Absence, Expertise, Topic, TopicWatch, follow
from partage.topics.queries import experts_of
from tests.cast import person
from tests.queries import count_queries

[topic_kind] = KINDS


def words(number):
    [topic] = topic_kind.load([number])
    return topic_kind.words(topic)


def test_theme_is_found_by_the_names_and_jobs_of_its_experts(cast):
    with writing():
        person(cast.claire).job = "Juriste"
    found = words(cast.rights)
    assert found.title == "Accès aux droits et démarches"
    assert "Claire Fabre, Juriste" in found.body
    assert "Experts" in found.headings


def test_expert_hidden_from_members_is_no_word_of_the_theme(cast):
    with writing():
        person(cast.claire).visibility = "staff"
    found = words(cast.rights)
    assert "Claire" not in found.body + found.facts
    assert "Maud" in found.body


def test_expert_who_stepped_down_is_no_word_of_the_theme(cast):
    with writing():
        for expertise in db.session.scalars(experts_of(cast.rights)).all():
            expertise.end(by=None)
    assert words(cast.rights).headings == ""


def test_themes_are_found_by_members_only(cast):
    def seen(user):
        return set(db.session.scalars(topic_kind.visible(user)))

    assert seen(person(cast.nadia)) == {cast.rights, cast.work}
    assert seen(None) == set()


def test_phone_keeps_no_name_of_an_expert(cast):
    [topic] = topic_kind.load([cast.rights])
    row = topic_kind.offline_row(topic)
    assert row["slug"] == "acces-aux-droits"
    assert "Claire" not in str(row)


def test_loading_many_themes_costs_two_queries(cast):
    with count_queries() as statements:
        for topic in topic_kind.load([cast.rights, cast.work]):
            topic_kind.words(topic)
    assert len(statements) == 2, statements


def test_archived_theme_leaves_search_and_phones(cast):
    with writing():
        db.session.get_one(Topic, cast.work).archive(by=person(cast.paul))
    assert topic_kind.load([cast.work]) == []


def test_person_takes_away_what_is_about_her(cast):
    with writing():
        follow(person(cast.claire), db.session.get_one(Topic, cast.work))
    rows = topic_kind.export(person(cast.claire))
    assert {row["what"] for row in rows} == {"expertise", "followed topic"}
    assert topic_kind.export(person(cast.nadia)) == []


def test_leaving_ends_designations_and_drops_private_rows(cast):
    with writing():
        claire = person(cast.claire)
        follow(claire, db.session.get_one(Topic, cast.work))
        Absence.declare(claire, claire.created_at.date(), claire.created_at.date())
        topic_kind.forget(claire, True)
    assert db.session.scalar(select(Expertise.is_current).filter_by(user_id=cast.claire)) is False
    assert db.session.scalars(select(Absence)).all() == []
    assert db.session.scalars(select(TopicWatch)).all() == []


def indexed(number):
    found = select(SearchDocument.plain).filter_by(kind="topic", thing_id=number)
    return db.session.scalar(found) or ""


def test_search_follows_designations_and_accounts(cast):
    assert "Maud Teyssier" in indexed(cast.work)
    with writing():
        db.session.get_one(Topic, cast.work).designate(person(cast.youssef), by=person(cast.paul), why="Renfort")
        person(cast.maud).disable(by=person(cast.agnes))
    assert "Youssef Amrani" in indexed(cast.work)
    assert "Maud Teyssier" not in indexed(cast.work)
