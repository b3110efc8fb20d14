"""M1: undo rather than confirm boxes: within the minute, by the same person, while nothing happened since."""

import pytest
from sqlalchemy import select

from partage import clock
from partage.db import db, writing
from partage.events import Event
from partage.moderation.states import Action, ReportState
from partage.questions.models import Answer, Question
from partage.search.models import SearchDocument
from partage.texts.models import Comment, Review, Revision, live_revision
from partage.texts.states import RevisionState
from partage.wiki.models import Practice
from tests.cast import person
from tests.factories import BODY, answer_question, ask_question, publish_practice, submit_edit, trust
from tests.web.moderation.helpers import decide, decisions, plain, report, reports, shelf_of, state_of, things

EDITED = BODY.replace("à voix haute", "tout haut")


def undo(client, number=None):
    return client.post(f"/moderation/decisions/{number or decisions()[-1].id}/annulation")


@pytest.fixture
def waiting(cast):
    """Nadia's edit of Claire's practice."""
    return submit_edit(publish_practice(author_id=cast.claire), cast.nadia, body=EDITED)


@pytest.mark.parametrize("kind", ["question", "answer", "practice", "comment"])
def test_hiding_undone_gives_the_thing_back_and_its_report(cast, as_, kind):
    number = things(cast)[kind]
    report(as_(cast.nadia), kind, number)
    client = as_(cast.ines)
    decide(client, number, "hide", shelf=shelf_of(kind))
    assert undo(client).headers["Location"] == f"/moderation/{shelf_of(kind)}/{number}/signalements"
    assert reports()[0].state is ReportState.OPEN
    thing = db.session.get({"comment": Comment, "practice": Practice, "question": Question, "answer": Answer}[kind], number)
    assert thing.hidden_at is None
    assert decisions()[0].undone_at is not None  # the undo stays in history


def test_keeping_undone_makes_it_wait_again(cast, as_):
    number = publish_practice(author_id=cast.claire)
    report(as_(cast.nadia), "practice", number)
    decide(as_(cast.ines), number, "keep")
    undo(as_(cast.ines))
    assert f"/moderation/textes/{number}/signalements" in as_(cast.ines).get("/moderation").text
    assert db.session.scalars(select(Event).filter_by(name="decision.undone")).one().detail["thing"] == number


def test_only_the_decider_undoes(cast, as_):
    number = publish_practice(author_id=cast.claire)
    decide(as_(cast.ines), number, "hide")
    for who in (cast.claire, cast.maud, cast.paul, cast.nadia):
        assert undo(as_(who)).status_code == 403
    assert undo(as_(cast.ines), 999).status_code == 404


def test_after_a_minute_it_is_too_late(cast, as_):
    number = publish_practice(author_id=cast.claire)
    decide(as_(cast.ines), number, "hide")
    with clock.travel(seconds=61):
        answer = undo(as_(cast.ines))
    assert answer.status_code == 409 and "trop tard" in plain(answer)
    assert undo(as_(cast.ines)).status_code == 303
    assert undo(as_(cast.ines)).status_code == 409  # once


def test_publication_undone_puts_the_former_version_back_in_force(cast, as_, waiting):
    client = as_(cast.claire)
    page = client.post(f"/revisions/{waiting}/publication")
    assert page.headers["Location"] == f"/moderation/suivant?revision={waiting}"
    text = db.session.get(Revision, waiting).text_id
    before = db.session.scalar(select(SearchDocument.plain).filter_by(kind="practice", thing_id=text))
    assert undo(client).headers["Location"] == f"/relecture/{waiting}"
    assert state_of(waiting) is RevisionState.SUBMITTED
    assert live_revision(text).number == 1 and "à voix haute" in live_revision(text).body
    after = db.session.scalar(select(SearchDocument.plain).filter_by(kind="practice", thing_id=text))
    assert "tout haut" in before and "tout haut" not in after
    assert "à voix haute" in as_(cast.youssef).get("/pratiques/retrouver-un-mot-de-passe").text
    assert as_(cast.maud).post(f"/revisions/{waiting}/publication").status_code == 303


def test_what_readers_had_said_of_its_freshness_is_true_again(cast, as_, waiting):
    text = db.session.get(Revision, waiting).text_id
    with clock.travel(days=-30), writing():
        db.session.get(Practice, text).verify(by=person(cast.claire))
    verified = db.session.get(Practice, text).verified_at
    before = db.session.get(Practice, text).review_on
    as_(cast.claire).post(f"/revisions/{waiting}/publication")
    undo(as_(cast.claire))
    practice = db.session.get(Practice, text, populate_existing=True)
    assert practice.verified_at is not None and practice.verified_at >= verified
    assert practice.review_on is not None and practice.review_on >= before


def test_first_publication_undone_shows_nothing_any_more(cast, as_):
    question = ask_question(cast.youssef)
    revision = db.session.scalar(select(Revision.id).filter_by(text_id=question))
    client = as_(cast.claire)
    client.post(f"/revisions/{revision}/publication")
    assert db.session.get(Question, question).is_live
    undo(client)
    assert not db.session.get(Question, question, populate_existing=True).is_live
    assert db.session.scalar(select(SearchDocument.id).filter_by(kind="question", thing_id=question)) is None


def test_answer_published_by_mistake_leaves_the_thread_as_it_was(cast, as_):
    trust(cast.youssef)
    question = ask_question(cast.youssef)
    answer = answer_question(question, cast.nadia)
    revision = db.session.scalar(select(Revision.id).filter_by(text_id=answer))
    client = as_(cast.claire)
    client.post(f"/revisions/{revision}/publication")
    assert db.session.get(Question, question).answered_at is not None
    undo(client)
    assert db.session.get(Question, question, populate_existing=True).answered_at is None
    assert not db.session.get(Answer, answer, populate_existing=True).is_live


@pytest.mark.parametrize(("verb", "action"), [("refus", Action.REFUSE), ("modification-demandee", Action.SEND_BACK)])
def test_refusal_undone_waits_again(cast, as_, waiting, verb, action):
    client = as_(cast.claire)
    client.post(f"/revisions/{waiting}/{verb}", data={"reason": "unclear", "note": "Relisez."})
    assert decisions()[-1].action is action and state_of(waiting) is RevisionState.DRAFT
    assert undo(client).status_code == 303
    assert state_of(waiting) is RevisionState.SUBMITTED
    assert db.session.scalars(select(Review).filter_by(revision_id=waiting)).one().undone_at is not None
    assert "Modification demandée" not in as_(cast.nadia).get("/pratiques/mes-fiches").text


def test_what_its_author_took_up_again_is_hers(cast, as_, waiting):
    client = as_(cast.claire)
    client.post(f"/revisions/{waiting}/refus", data={"reason": "unclear"})
    with writing():
        revision = db.session.get(Revision, waiting)
        revision.write(title="Reprise", summary="", body="Autre.", fields=revision.fields, note="")
    assert undo(client).status_code == 409
    assert state_of(waiting) is RevisionState.DRAFT


def test_publication_somebody_built_upon_stays(cast, as_, waiting):
    client = as_(cast.claire)
    client.post(f"/revisions/{waiting}/publication")
    submit_edit(db.session.get(Revision, waiting).text_id, cast.youssef, body=EDITED + "\n\nSuite.")
    assert undo(client).status_code == 409
    assert state_of(waiting) is RevisionState.PUBLISHED


def test_own_posts_and_imports_are_no_decision(cast, as_):
    trust(cast.nadia)
    ask_question(cast.nadia)
    publish_practice(author_id=cast.claire)
    assert decisions() == []


def test_answer_somebody_relied_on_stays(cast, as_):
    trust(cast.youssef)
    question = ask_question(cast.youssef)
    answer = answer_question(question, cast.nadia)
    revision = db.session.scalar(select(Revision.id).filter_by(text_id=answer))
    as_(cast.claire).post(f"/revisions/{revision}/publication")
    with writing():
        db.session.get(Answer, answer).confirm(by=person(cast.maud))
    assert undo(as_(cast.claire)).status_code == 409
    assert db.session.get(Answer, answer, populate_existing=True).is_live


def test_hidden_text_put_right_is_shown_again_by_who_reads_it(cast, as_):
    trust(cast.youssef)
    question = ask_question(cast.youssef)
    decide(as_(cast.ines), question, "hide", note="Retirez la date.")
    edit = as_(cast.youssef).post("/entraide/questions", data={
        "text_id": question, "title": "Comment refaire une carte Vitale ?", "body": "La personne n’a plus sa carte.",
        "topic": "acces-aux-droits", "urgency": "week", "client_id": "11111111-1111-4111-8111-111111111111",
    })  # fmt: skip
    assert edit.status_code == 303 and not db.session.get(Question, question).is_live
    assert "Texte masqué, corrigé" in plain(as_(cast.claire).get("/moderation"))
    client, revision = as_(cast.claire), db.session.scalar(select(Revision.id).filter_by(text_id=question, state="submitted"))
    client.post(f"/revisions/{revision}/publication")
    assert db.session.get(Question, question, populate_existing=True).is_live
    undo(client)
    found = db.session.get(Question, question, populate_existing=True)
    assert found.hidden_at is not None and found.title == "Comment refaire une carte Vitale perdue ?"
    client.post(f"/revisions/{revision}/publication")
    assert db.session.get(Question, question, populate_existing=True).is_live
