"""The welcome page: what each person finds on it, and what it costs."""

from datetime import timedelta

import pytest

from partage import clock, settings
from partage.db import db, writing
from partage.texts.models import Favourite, Revision, body_digest
from partage.texts.states import RevisionState
from partage.topics.models import Topic, follow
from partage.wiki.models import Practice, PracticeTopic
from tests.cast import person
from tests.queries import count_queries


def add_practice(slug, topic_id, **more):
    practice = Practice(
        slug=slug, title=f"Fiche {slug}", published_at=clock.now(), verified_at=clock.now(),
        review_on=clock.today() + timedelta(days=90), **more,
    )  # fmt: skip
    db.session.add(practice)
    db.session.flush()
    db.session.add(PracticeTopic(practice_id=practice.id, topic_id=topic_id))
    return practice.id


def add_revision(slug, author_id, state, themes):
    text = Practice(slug=slug, title=slug, author_id=author_id)
    db.session.add(text)
    db.session.flush()
    db.session.add(
        Revision(text_id=text.id, title=f"Texte {slug}", body="x", body_sha=body_digest("x"), author_id=author_id,
                 state=state, submitted_at=clock.now(), fields={"themes": themes})
    )  # fmt: skip


@pytest.fixture
def lived_in(cast):
    """Two practices of « droits », one public and Nadia’s favourite. She follows « droits » and writes two texts."""
    with writing():
        public = add_practice("publique", cast.rights, is_public=True)
        add_practice("interne", cast.rights)
        db.session.add(Favourite(user_id=cast.nadia, text_id=public))
        follow(person(cast.nadia), db.session.get_one(Topic, cast.rights))
        add_revision("brouillon", cast.nadia, RevisionState.DRAFT, ["acces-aux-droits"])
        add_revision("soumis", cast.nadia, RevisionState.SUBMITTED, ["acces-aux-droits"])
    return cast


def test_member_finds_search_writing_and_her_things(lived_in, as_):
    page = as_(lived_in.nadia).get("/").text
    assert 'action="/recherche"' in page
    assert 'href="/pratiques/nouvelle"' in page
    assert "Accès aux droits et démarches<span>2 fiches" in page
    assert "Emploi et formation<span>" not in page
    assert "Texte brouillon" in page
    assert "En attente de relecture" in page
    assert page.count('href="/pratiques/publique"') == 2  # verified, and a favourite


def test_drafts_and_favourites_are_hers_only(lived_in, as_):
    page = as_(lived_in.youssef).get("/").text
    assert "Texte brouillon" not in page
    assert page.count('href="/pratiques/publique"') == 1
    assert "Choisissez vos thèmes" in page


def test_archived_practice_leaves_the_page(lived_in, as_):
    with writing():
        for practice in db.session.scalars(db.select(Practice)).all():
            practice.archived_at = clock.now()
    page = as_(lived_in.nadia).get("/").text
    assert "/pratiques/publique" not in page
    assert "Pas encore de fiche" in page


def test_practices_verified_before_this_month_are_not_said_to_be_of_this_month(lived_in, as_):
    client = as_(lived_in.nadia)
    assert "Fiches vérifiées ce mois-ci" in client.get("/").text
    with writing():
        for practice in db.session.scalars(db.select(Practice)).all():
            practice.verified_at = clock.now() - timedelta(days=40)
    assert "Dernières fiches vérifiées" in client.get("/").text


@pytest.mark.parametrize("who", ["claire", "maud", "ines"])
def test_reviewers_see_what_waits_for_them(lived_in, as_, who):
    page = as_(getattr(lived_in, who)).get("/").text
    assert "1 texte attend votre relecture" in page
    assert "Texte soumis" in page


@pytest.mark.parametrize("who", ["nadia", "youssef", "paul"])
def test_others_have_nothing_to_review(lived_in, as_, who):
    assert "À relire" not in as_(getattr(lived_in, who)).get("/").text


def test_expert_does_not_review_other_themes_nor_her_own_text(lived_in, as_):
    with writing():
        add_revision("emploi", lived_in.youssef, RevisionState.SUBMITTED, ["emploi-formation"])
        add_revision("a-moi", lived_in.claire, RevisionState.SUBMITTED, ["acces-aux-droits"])
    page = as_(lived_in.claire).get("/").text
    assert "1 texte attend votre relecture" in page
    assert "Texte emploi" not in page


@pytest.mark.parametrize("who", ["claire", "maud", "ines"])
def test_who_decides_finds_the_door_of_moderation_even_when_nothing_waits_to_be_read(cast, as_, who):
    assert 'href="/moderation"' in as_(getattr(cast, who)).get("/").get_data(as_text=True)


def test_a_member_sees_no_door_of_moderation(cast, as_):
    assert 'href="/moderation"' not in as_(cast.nadia).get("/").get_data(as_text=True)


def test_coordination_has_a_door_to_its_desk(lived_in, as_):
    assert 'href="/administration"' in as_(lived_in.paul).get("/").text
    assert 'href="/administration"' not in as_(lived_in.nadia).get("/").text


def test_visitor_reads_what_it_is_and_the_public_practices(lived_in, client):
    page = client.get("/").text
    assert "conseillers et conseillères" in page
    assert 'href="/connexion"' in page
    assert 'href="/demander-un-compte"' in page
    assert "Fiche publique" in page
    assert "Fiche interne" not in page


def test_closed_instance_shows_visitors_no_practice(lived_in, client):
    with writing():
        settings.put("visitors_read", False)
        settings.put("join_requests", False)
    page = client.get("/").text
    assert "Fiche publique" not in page
    assert "/recherche?" not in page
    assert 'href="/demander-un-compte"' not in page


@pytest.mark.parametrize("who", ["nadia", "claire", "ines", "paul", "agnes"])
def test_page_is_cheap_for_everybody(lived_in, as_, who):
    client = as_(getattr(lived_in, who))
    with count_queries() as statements:
        assert client.get("/").status_code == 200
    assert len(statements) <= 6, statements


def test_page_of_a_visitor_is_cheap(lived_in, client):
    with count_queries() as statements:
        client.get("/")
    assert len(statements) <= 3, statements
