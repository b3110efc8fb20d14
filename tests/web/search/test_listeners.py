"""With the real kinds: what is published, archived or renamed is found, or no longer."""

import pytest

from partage.accounts.models import User
from partage.db import db, writing
from partage.search.jobs import refresh_stale
from partage.search.queries import search
from partage.texts.models import Revision, body_digest
from partage.topics.models import Topic
from partage.wiki.models import Practice


@pytest.fixture
def only_notes():
    """All the kinds of the product, instead of the notes of the other tests."""


@pytest.fixture
def nadia(cast):
    return lambda: db.session.get_one(User, cast.nadia)


@pytest.fixture
def publish(cast):
    def create(title, body, themes=(), practice=None):
        with writing():
            claire = db.session.get_one(User, cast.claire)
            if practice is None:
                slug = title.lower().replace(" ", "-")
                text = Practice(slug=slug, title=title, author_id=claire.id, owner_id=claire.id)
                db.session.add(text)
                db.session.flush()
                practice = text.id
            revision = Revision(
                text_id=practice, title=title, body=body, body_sha=body_digest(body), summary="Un résumé.",
                fields={"themes": list(themes)}, author_id=claire.id,
            )  # fmt: skip
            db.session.add(revision)
            db.session.flush()
            revision.submit(by=claire)
            revision.publish(by=db.session.get_one(User, cast.paul))
            return practice

    return create


def found(typed, user):
    return [result.title for result in search(user, typed).items]


def test_published_practice_is_found_at_once(publish, nadia):
    publish("Demander un logement", "## Étapes\n\nAppeler la **mairie**.")
    assert found("mairie", nadia()) == ["Demander un logement"]
    result = search(nadia(), "mairie").items[0]
    assert (result.url, result.why) == ("/pratiques/demander-un-logement", ["étapes"])
    assert result.snippet == "Appeler la <mark>mairie</mark>."


def test_draft_and_waiting_edit_are_not_found(publish, cast, nadia):
    practice = publish("Demander un logement", "Appeler la mairie.")
    with writing():
        body = "Appeler la préfecture."
        sha = body_digest(body)
        edit = Revision(text_id=practice, title="Demander", body=body, body_sha=sha, author_id=cast.claire)
        db.session.add(edit)
        db.session.flush()
        edit.submit(by=db.session.get_one(User, cast.claire))
    assert found("préfecture", nadia()) == []
    assert found("préfecture", db.session.get_one(User, cast.claire)) == []


def test_new_version_replaces_the_words_of_the_former(publish, nadia):
    practice = publish("Demander un logement", "Appeler la mairie.")
    publish("Demander un logement", "Appeler la préfecture.", practice=practice)
    assert found("préfecture", nadia()) == ["Demander un logement"]
    assert found("mairie", nadia()) == []


def test_archived_practice_is_not_found_then_found_again(publish, cast, nadia):
    practice = publish("Demander un logement", "Appeler la mairie.")
    for verb, expected in (("archive", []), ("unarchive", ["Demander un logement"])):
        with writing():
            getattr(db.session.get_one(Practice, practice), verb)(by=db.session.get_one(User, cast.paul))
        assert found("mairie", nadia()) == expected


def test_visitor_does_not_find_what_is_not_public(publish):
    publish("Demander un logement", "Appeler la mairie.")
    assert found("mairie", None) == []


def test_renamed_theme_is_read_under_its_practices_after_a_tick(publish, cast, nadia):
    publish("Demander un logement", "Appeler la mairie.", themes=["acces-aux-droits"])
    from partage import events

    with writing():
        topic = db.session.get_one(Topic, cast.rights)
        topic.name = "Droits et papiers"
        events.record("topic.changed", topic)
    refresh_stale()
    assert "Droits et papiers" in search(nadia(), "mairie").items[0].facts
    assert found("papiers", nadia())[0] == "Droits et papiers"


def test_theme_is_found_by_its_experts_and_no_longer_once_they_leave(cast, nadia):
    with writing():
        paul = db.session.get_one(User, cast.paul)
        db.session.get_one(Topic, cast.rights).designate(db.session.get_one(User, cast.youssef), by=paul, why="Formé")
    assert found("Youssef Amrani", nadia()) == ["Accès aux droits et démarches"]
    with writing():
        db.session.get_one(User, cast.youssef).disable(by=db.session.get_one(User, cast.paul))
    assert found("Youssef Amrani", nadia()) == []
