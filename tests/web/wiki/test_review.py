"""From submitted to published: who decides, how, and what the second of two people learns."""

import pytest
from sqlalchemy import select

from partage import settings
from partage.db import db, writing
from partage.texts.models import Review, Revision, live_revision
from partage.texts.states import Decision, RevisionState
from tests.factories import BODY, facets, form_of, publish_practice, submit_edit
from tests.web.files.samples import PDF
from tests.web.files.sending import send

SLUG = "retrouver-un-mot-de-passe"
EDITED = BODY.replace("à voix haute", "tout haut")


@pytest.fixture
def waiting(cast):
    """Nadia's edit of Claire's practice, waiting."""
    text = publish_practice(author_id=cast.claire)
    return submit_edit(text, cast.nadia, body=EDITED)


def state_of(number):
    return db.session.scalar(select(Revision.state).filter_by(id=number))


def test_expert_of_the_theme_publishes_and_readers_see_it(cast, as_, waiting):
    answer = as_(cast.claire).post(f"/revisions/{waiting}/publication", follow_redirects=True)
    assert "C’est noté" in answer.text.replace("\u00a0", " ")
    assert "tout haut" in as_(cast.youssef).get(f"/pratiques/{SLUG}").text
    assert state_of(waiting) is RevisionState.PUBLISHED
    assert live_revision(db.session.get(Revision, waiting).text_id).number == 2


def test_reviewer_sees_word_differences(cast, as_, waiting):
    page = as_(cast.claire).get(f"/relecture/{waiting}")
    assert "<ins>" in page.text and "<del>" in page.text
    assert page.text.index("Demander une modification") < page.text.index("Publier</button>")


def test_reviewer_of_a_new_practice_reads_its_sources_and_who_would_read_it(cast, as_):
    sent = form_of(action="submit", sources="Guide de la CAF, https://exemple.test/guide, consultée le 20/11/2026", is_public="y")
    as_(cast.nadia).post("/pratiques/redaction", data=sent)
    page = as_(cast.claire).get(f"/relecture/{db.session.scalar(select(Revision.id))}").text
    for words in ("Guide de la CAF", "Accès aux droits et démarches", "Montrée aussi aux visiteurs", "Faire avec"):
        assert words in page


def test_reviewer_sees_the_documents_joined_to_the_text(cast, as_, waiting):
    text = db.session.get(Revision, waiting).text_id
    name = send(as_(cast.nadia), "Demande.pdf", PDF, text_id=text).json["name"]
    send(as_(cast.youssef), "ailleurs.pdf", PDF, text_id=text)
    page = as_(cast.claire).get(f"/relecture/{waiting}")
    assert "Documents joints" in page.text and name in page.text and "ailleurs" not in page.text


def test_author_cannot_publish_her_own_text(cast, as_, waiting):
    assert as_(cast.nadia).post(f"/revisions/{waiting}/publication").status_code == 403
    assert state_of(waiting) is RevisionState.SUBMITTED


def test_expert_cannot_publish_her_own_edit(cast, as_):
    text = publish_practice(author_id=cast.nadia)
    edit = submit_edit(text, cast.claire, body=EDITED)
    assert as_(cast.claire).post(f"/revisions/{edit}/publication").status_code == 403
    assert as_(cast.maud).post(f"/revisions/{edit}/publication").status_code == 303


def test_expert_of_another_theme_cannot_even_read_it(cast, as_):
    text = publish_practice(author_id=cast.nadia, fields=facets(themes=["emploi-formation"]))
    edit = submit_edit(text, cast.youssef, body=EDITED, fields=facets(themes=["emploi-formation"]))
    assert as_(cast.claire).get(f"/relecture/{edit}").status_code == 404
    assert as_(cast.maud).get(f"/relecture/{edit}").status_code == 200


@pytest.mark.parametrize("who", ["nadia", "youssef"])
def test_members_cannot_decide(cast, as_, waiting, who):
    reader = as_(getattr(cast, who))
    for action in ("publication", "modification-demandee", "refus"):
        answer = reader.post(f"/revisions/{waiting}/{action}", data={"reason": "unclear"})
        assert answer.status_code in (403, 404)
    assert state_of(waiting) is RevisionState.SUBMITTED


def test_coordinator_decides_only_when_no_reviewer_is_left(cast, as_, waiting):
    assert as_(cast.paul).post(f"/revisions/{waiting}/publication").status_code == 403


def test_coordinator_publishes_what_the_only_expert_wrote_when_nobody_moderates(cast, as_):
    from partage.accounts.models import User

    with writing():
        db.session.get(User, cast.ines).roles = []
    fields = facets(themes=["emploi-formation"])
    text = publish_practice(author_id=cast.nadia, fields=fields)
    edit = submit_edit(text, cast.maud, body=EDITED, fields=fields)
    assert as_(cast.paul).post(f"/revisions/{edit}/publication").status_code == 303


def test_refusal_without_a_reason_changes_nothing(cast, as_, waiting):
    answer = as_(cast.claire).post(f"/revisions/{waiting}/refus", data={"reason": ""}, follow_redirects=True)
    assert "Choisissez un motif" in answer.text
    assert state_of(waiting) is RevisionState.SUBMITTED


@pytest.mark.parametrize(("action", "decision"), [("refus", Decision.REFUSED), ("modification-demandee", Decision.SENT_BACK)])
def test_text_goes_back_whole_to_its_author_with_the_reason(cast, as_, waiting, action, decision):
    as_(cast.claire).post(f"/revisions/{waiting}/{action}", data={"reason": "no-source", "note": "Laquelle ?"})
    revision = db.session.get(Revision, waiting)
    assert (revision.state, revision.body) == (RevisionState.DRAFT, EDITED)
    review = db.session.scalar(select(Review).filter_by(revision_id=waiting))
    assert (review.decision, review.reason, review.by_id) == (decision, "no-source", cast.claire)
    page = as_(cast.nadia).get(f"/pratiques/{SLUG}/modifier")
    assert "La source manque" in page.text and "Laquelle" in page.text


def test_second_of_two_reviewers_learns_who_decided(cast, as_, waiting):
    as_(cast.claire).post(f"/revisions/{waiting}/publication")
    answer = as_(cast.maud).post(f"/revisions/{waiting}/refus", data={"reason": "unclear"})
    assert answer.status_code == 409
    assert "Claire Fabre a décidé avant vous" in answer.text
    assert state_of(waiting) is RevisionState.PUBLISHED


def test_author_takes_back_what_she_submitted(cast, as_, waiting):
    text = db.session.get(Revision, waiting).text_id
    assert as_(cast.nadia).post("/pratiques/redaction", data=form_of(text_id=text, action="withdraw")).status_code == 303
    assert state_of(waiting) is RevisionState.DRAFT
    assert as_(cast.claire).post(f"/revisions/{waiting}/publication").status_code in (404, 409)


def test_author_publishes_alone_only_where_the_instance_has_fewer_than_two_reviewers(cast, as_):
    from partage.accounts.models import User
    from partage.topics.models import Expertise

    with writing():
        db.session.get(User, cast.ines).roles = []
        for expertise in db.session.scalars(select(Expertise).filter_by(user_id=cast.maud)):
            expertise.end(by=None)
    text = publish_practice(author_id=cast.nadia)
    edit = submit_edit(text, cast.claire, body=EDITED)
    with writing():
        settings.put("self_publication", False)
    assert as_(cast.claire).post(f"/revisions/{edit}/publication").status_code == 403
    with writing():
        settings.put("self_publication", True)
    assert as_(cast.claire).post(f"/revisions/{edit}/publication").status_code == 303


def test_queue_shows_what_one_may_decide(cast, as_, waiting):
    assert f"/relecture/{waiting}" in as_(cast.claire).get("/moderation").text
    assert "Rien n’attend" in as_(cast.nadia).get("/moderation").text.replace("\u00a0", " ")


def test_two_edits_of_different_paragraphs_are_both_published(cast, as_, waiting):
    text = db.session.get(Revision, waiting).text_id
    first = live_revision(text).id
    other = submit_edit(text, cast.youssef, body=BODY.replace("Ne jamais noter", "Ne notez jamais"), base_id=first)
    as_(cast.claire).post(f"/revisions/{waiting}/publication")
    page = as_(cast.claire).get(f"/relecture/{other}")
    assert "Le texte a changé entre-temps" in page.text
    as_(cast.claire).post(f"/revisions/{other}/publication")
    body = live_revision(text).body
    assert "tout haut" in body and "Ne notez jamais" in body


def test_two_edits_of_one_paragraph_cannot_be_published_over_each_other(cast, as_, waiting):
    text = db.session.get(Revision, waiting).text_id
    first = live_revision(text).id
    other = submit_edit(text, cast.youssef, body=BODY.replace("à voix haute", "en murmurant"), base_id=first)
    as_(cast.claire).post(f"/revisions/{waiting}/publication")
    assert as_(cast.claire).post(f"/revisions/{other}/publication").status_code == 409
    assert "tout haut" in live_revision(text).body


def test_stale_submission_shows_both_texts_and_saves_nothing_before_the_choice(cast, as_, waiting):
    text = db.session.get(Revision, waiting).text_id
    first = live_revision(text).id
    as_(cast.claire).post(f"/revisions/{waiting}/publication")
    mine = form_of(text_id=text, base_id=first, title="Retrouver un mot de passe", action="submit",
                   body=BODY.replace("à voix haute", "en murmurant"), summary="Refaire un mot de passe avec la personne.")  # fmt: skip
    youssef = as_(cast.youssef)
    answer = youssef.post("/pratiques/redaction", data=mine)
    assert answer.status_code == 409
    assert "tout haut" in answer.text and "en murmurant" in answer.text
    assert db.session.scalar(select(Revision).filter_by(author_id=cast.youssef)) is None
    live = live_revision(text).id
    chosen = youssef.post("/pratiques/redaction/choix", data={**mine, "theirs_id": live, "choice-0": "both"})
    assert "tout haut" in chosen.text and "en murmurant" in chosen.text
    kept = youssef.post("/pratiques/redaction", data={**mine, "action": "draft"})
    assert kept.status_code == 303  # « Décider plus tard » always works
