"""The outbox at the server's door: once and only once, in whose name, and what is refused with its reason."""

import pytest
from sqlalchemy import func, select

from partage.db import db, writing
from partage.operations import Operation
from partage.questions.models import Answer, Question
from partage.questions.states import QuestionState
from partage.texts.models import Comment, Favourite, Revision, Thanks, Watch, live_revision
from partage.texts.states import RevisionState
from partage.wiki.models import FixTask, Practice
from tests.factories import BODY, answer_question, ask_question, publish_practice, submit_edit, trust

KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"


def send(client, uid, write, payload, key=KEY, base=None):
    return client.post(
        "/api/operations", json={"uid": uid, "write": write, "payload": payload, "base": base}, headers={"Idempotency-Key": key}
    )


def practice(**changes):
    return {
        "title": "Écrite dans la cuisine", "summary": "Sans réseau, avec la personne.", "body": BODY,
        "kind": "bonne-pratique", "themes": ["acces-aux-droits"], "licence": "Licence Ouverte 2.0", "action": "submit", **changes,
    }  # fmt: skip


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_practice_written_offline_exists_exactly_once(cast, as_):
    nadia = as_(cast.nadia)
    first = send(nadia, cast.nadia, "practice.save", practice())
    again = send(nadia, cast.nadia, "practice.save", practice())
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.headers["Idempotent-Replayed"] == "true" and again.json["replayed"] is True
    assert first.json["ids"] == again.json["ids"] and first.json["key"] == KEY
    assert count(Practice) == count(Revision) == count(Operation) == 1
    assert db.session.scalar(select(Revision.state)) is RevisionState.SUBMITTED


def test_the_same_key_with_another_text_is_an_error_not_a_loss(cast, as_):
    nadia = as_(cast.nadia)
    send(nadia, cast.nadia, "practice.save", practice())
    answer = send(nadia, cast.nadia, "practice.save", practice(title="Autre chose"))
    assert (answer.status_code, answer.json["code"]) == (422, "key-reused")


def test_the_text_of_one_person_is_never_sent_as_another(cast, as_):
    answer = send(as_(cast.youssef), cast.nadia, "practice.save", practice())
    assert (answer.status_code, answer.json["code"]) == (409, "other-person")
    assert count(Practice) == 0


def test_an_expired_session_is_told_apart(client, cast):
    answer = send(client, cast.nadia, "practice.save", practice())
    assert (answer.status_code, answer.json["code"]) == (401, "sign-in")
    assert answer.json["partage"] is True


def test_what_does_not_fit_comes_back_with_its_reasons(cast, as_):
    answer = send(as_(cast.nadia), cast.nadia, "practice.save", practice(title="", themes=[]))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert set(answer.json["errors"]) == {"title", "themes"}


@pytest.mark.parametrize("write", ["nothing.known", "", None, 5])
def test_an_unknown_write_is_refused(cast, as_, write):
    assert send(as_(cast.nadia), cast.nadia, write, {}).status_code == 422


@pytest.mark.parametrize("body", [None, [], "x", {"uid": 1}])
def test_a_malformed_envelope_is_refused(cast, as_, body):
    answer = as_(cast.nadia).post("/api/operations", json=body, headers={"Idempotency-Key": KEY})
    assert answer.status_code in (409, 422)


def test_an_edit_of_another_paragraph_is_proposed_merged(cast, as_):
    text = publish_practice(author_id=cast.claire)
    start = live_revision(text).id
    change(text, cast.youssef, BODY.replace("Ne jamais noter", "Ne notez jamais"))
    mine = practice(text_id=text, title="Retrouver un mot de passe", summary="Refaire un mot de passe avec la personne.",
                    body=BODY.replace("à voix haute", "tout haut"))  # fmt: skip
    answer = send(as_(cast.nadia), cast.nadia, "practice.save", mine, base=start)
    assert (answer.status_code, answer.json["code"]) == (409, "conflict")
    conflict = answer.json["conflict"]
    assert conflict["clean"] is True and conflict["author"] == "Youssef Amrani"
    assert "tout haut" in conflict["proposal"] and "Ne notez jamais" in conflict["proposal"]
    settled = send(as_(cast.nadia), cast.nadia, "practice.save", {**mine, "body": conflict["proposal"]},
                   key="another-key-for-the-choice", base=conflict["theirs_rev"])  # fmt: skip
    assert settled.status_code == 201
    kept = db.session.scalar(select(Revision).filter_by(author_id=cast.nadia))
    assert (kept.body, kept.base_id, kept.state) == (conflict["proposal"], conflict["theirs_rev"], RevisionState.SUBMITTED)


def test_two_edits_of_one_paragraph_come_back_whole_for_a_choice(cast, as_):
    text = publish_practice(author_id=cast.claire)
    start = live_revision(text).id
    change(text, cast.youssef, BODY.replace("à voix haute", "en murmurant"))
    mine = practice(text_id=text, body=BODY.replace("à voix haute", "tout haut"))
    answer = send(as_(cast.nadia), cast.nadia, "practice.save", mine, base=start)
    conflict = answer.json["conflict"]
    assert answer.status_code == 409 and conflict["clean"] is False
    (part,) = [part for part in conflict["parts"] if part["kind"] == "conflict"]
    assert "tout haut" in part["mine"] and "en murmurant" in part["theirs"] and "à voix haute" in part["base"]
    assert db.session.scalar(select(Revision).filter_by(author_id=cast.nadia)) is None


def test_a_practice_archived_meanwhile_says_so_and_the_text_stays_on_the_phone(cast, as_):
    text = publish_practice(author_id=cast.claire)
    with writing():
        db.session.get(Practice, text).archive(by=None)
    answer = send(as_(cast.nadia), cast.nadia, "practice.save", practice(text_id=text))
    assert (answer.status_code, answer.json["code"]) == (404, "gone")


def test_remark_favourite_and_freshness_are_sent_once_too(cast, as_):
    text = publish_practice(author_id=cast.claire)
    nadia = as_(cast.nadia)
    for number, (write, payload) in enumerate([
        ("comment.add", {"text_id": text, "body": "À préciser."}),
        ("text.favourite", {"text_id": text, "on": True}),
        ("practice.freshness", {"text_id": text, "answer": "fix", "note": "L’adresse a changé."}),
    ]):  # fmt: skip
        for _ in range(2):
            assert send(nadia, cast.nadia, write, payload, key=f"key-number-{number}").status_code in (200, 201)
    assert count(Comment) == count(Favourite) == count(FixTask) == 1


def test_following_and_thanking_wait_like_the_rest_and_are_undone(cast, as_):
    trust(cast.youssef)
    question = ask_question(cast.youssef)
    given = answer_question(question, cast.claire)
    youssef = as_(cast.youssef)
    for number, (table, write, text) in enumerate([(Watch, "text.watch", question), (Thanks, "text.thanks", given)]):
        rows = select(func.count()).select_from(table).where(table.user_id == cast.youssef, table.text_id == text)
        for on, left in ((True, 1), (True, 1), (False, 0)):
            key = f"gesture-{number}-{on}"
            assert send(youssef, cast.youssef, write, {"text_id": text, "on": on}, key=key).status_code in (200, 201)
            assert db.session.scalar(rows) == left


def test_asker_says_offline_that_an_answer_helped_and_twice_is_once(cast, as_):
    trust(cast.youssef)
    question = ask_question(cast.youssef)
    given = answer_question(question, cast.claire)
    youssef = as_(cast.youssef)
    for key in (KEY, KEY, "the-same-from-the-page"):
        assert send(youssef, cast.youssef, "answer.accept", {"text_id": given}, key=key).status_code in (200, 201)
    db.session.expire_all()
    assert db.session.get(Answer, given).accepted_at is not None
    assert db.session.get(Question, question).state is QuestionState.RESOLVED
    late = answer_question(question, cast.maud)
    refusal = send(youssef, cast.youssef, "answer.accept", {"text_id": late}, key="too-late-for-it")
    assert (refusal.status_code, refusal.json["code"]) == (422, "refused")


def test_nobody_else_says_that_an_answer_helped(cast, as_):
    trust(cast.youssef)
    given = answer_question(ask_question(cast.youssef), cast.claire)
    for who in (cast.nadia, cast.claire):
        assert send(as_(who), who, "answer.accept", {"text_id": given}).json["code"] == "gone"
    assert send(as_(cast.youssef), cast.youssef, "answer.accept", {"text_id": "x"}).status_code == 422


def test_phone_knows_which_answers_its_owner_thanked_for(cast, as_):
    trust(cast.youssef)
    question = ask_question(cast.youssef)
    given = answer_question(question, cast.claire)
    youssef = as_(cast.youssef)
    assert send(youssef, cast.youssef, "text.thanks", {"text_id": given, "on": True}).status_code == 201
    [row] = [one for one in youssef.get("/api/copie?apres=0").json["rows"] if (one["kind"], one["id"]) == ("question", question)]
    assert (row["thanked"], row["followed"]) == ([given], True)


def test_session_tells_who_is_here_and_gives_a_token(client, cast, as_):
    assert client.get("/api/session").json["user"] is None
    told = as_(cast.nadia).get("/api/session").json
    assert (told["user"], told["name"], told["shared"]) == (cast.nadia, "Nadia Berger", False)
    assert told["csrf"]


def change(text, who, body):
    """Somebody else's edit, published meanwhile."""
    edit = submit_edit(text, who, body=body)
    with writing():
        db.session.get(Revision, edit).publish(by=None)
