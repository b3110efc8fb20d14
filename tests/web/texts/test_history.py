"""The versions of a text: read one, compare any two, propose an old one again."""

import pytest
from sqlalchemy import select

from partage.db import db, writing
from partage.texts.models import Revision, live_revision
from partage.texts.states import RevisionState
from tests.factories import BODY, form_of, publish_practice, submit_edit


@pytest.fixture
def three_versions(cast):
    """A practice changed twice."""
    number = publish_practice(author_id=cast.claire)
    for word in ("tout haut", "doucement"):
        edit = submit_edit(number, cast.nadia, body=BODY.replace("à voix haute", word))
        with writing():
            db.session.get(Revision, edit).publish(by=None)
    return number


def test_history_lists_every_version_with_its_author(cast, as_, three_versions):
    page = as_(cast.youssef).get(f"/textes/{three_versions}/historique")
    for words in ("Version 1", "Version 2", "Version 3</strong>, en ligne", "Claire Fabre", "Nadia Berger"):
        assert words in page.text


def test_any_two_versions_are_compared_word_by_word(cast, as_, three_versions):
    page = as_(cast.youssef).get(f"/textes/{three_versions}/comparaison?de=1&a=3")
    assert "à voix haute" in page.text and "doucement" in page.text
    assert "<ins>" in page.text and "<del>" in page.text


@pytest.mark.parametrize("query", ["de=1&a=9", "de=x&a=2", "", "de=1", "de=-1&a=2"])
def test_comparing_what_does_not_exist_is_a_404(cast, as_, three_versions, query):
    assert as_(cast.youssef).get(f"/textes/{three_versions}/comparaison?{query}").status_code == 404


def test_an_old_version_never_replaces_a_draft_begun_meanwhile(cast, as_, three_versions):
    nadia = as_(cast.nadia)
    nadia.post("/pratiques/redaction", data=form_of(text_id=three_versions, body="Des mots à moi."))
    answer = nadia.post(f"/textes/{three_versions}/versions/1/retablissement")
    assert answer.status_code == 422 and "Vous avez déjà un brouillon" in answer.text
    draft = db.session.scalar(select(Revision).filter_by(author_id=cast.nadia, state=RevisionState.DRAFT))
    assert draft.body == "Des mots à moi."


def test_old_version_is_read_and_proposed_again(cast, as_, three_versions):
    youssef = as_(cast.youssef)
    assert "à voix haute" in youssef.get(f"/textes/{three_versions}/versions/1").text
    youssef.post(f"/textes/{three_versions}/versions/1/retablissement")
    draft = db.session.scalar(select(Revision).filter_by(author_id=cast.youssef))
    assert (draft.state, draft.body, draft.base_id) == (RevisionState.DRAFT, BODY, live_revision(three_versions).id)
    assert live_revision(three_versions).number == 3


def test_visitor_sees_no_history_of_what_is_not_public(client, three_versions):
    assert client.get(f"/textes/{three_versions}/historique").status_code == 404


def test_only_one_revision_is_ever_in_force(three_versions):
    states = db.session.scalars(select(Revision.state).filter_by(text_id=three_versions)).all()
    assert states.count(RevisionState.PUBLISHED) == 1 and states.count(RevisionState.SUPERSEDED) == 2


def test_a_changed_theme_is_shown_in_words(cast, as_):
    from tests.factories import facets

    number = publish_practice(author_id=cast.claire)
    edit = submit_edit(number, cast.nadia, body=BODY, fields=facets(themes=["emploi-formation"], posture="apprendre-a-faire"))
    page = as_(cast.ines).get(f"/relecture/{edit}").text
    assert "Emploi et formation" in page and "Accès aux droits" in page
    assert "Apprendre à faire" in page and "apprendre-a-faire" not in page
