"""What a phone keeps of a question: its thread as members read it, without the names that are hidden."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zlib import crc32

from sqlalchemy import or_, select

from partage import operations
from partage.db import db
from partage.questions.models import Answer, Question
from partage.texts import rendering
from partage.texts.leaving import forget_texts
from partage.texts.models import Text, Thanks, Watch


def offline_row(question: Question) -> dict[str, Any] | None:
    """The row of the feed; `question` comes from the kind's `load`. None leaves a tombstone."""
    if not question.is_live:
        return None
    revision, row, answers = question.words_in_force
    return {
        "rev": _version(revision, answers), "slug": question.slug, "title": revision.title,
        "html": str(rendering.rendered(revision.body, row).html),
        "themes": [question.topic.slug], "theme_names": [question.topic.name], "topic_id": question.topic_id,
        "urgency": question.urgency.value, "urgency_label": question.urgency.label, "state": question.state.value,
        "stage": question.stage, "asked_at": question.asked_at, "settled_at": question.settled_at,
        "answered_at": question.answered_at, "waits_since": question.waits_since, **_taken(question), **signed(question),
        "moves": [_move(*move) for move in question.moves_told],
        "answers": [_answer(answer, words, html) for answer, words, html in answers],
    }  # fmt: skip


def own_rows(questions: Iterable[Question], user: Any) -> dict[int, dict[str, Any]]:
    """What her phone keeps besides: that she follows the thread, what she thanked for, and her own words as typed."""
    live = [question for question in questions if question.is_live]
    answers = [answer.id for question in live for answer, _, _ in question.words_in_force[2]]
    thanked = set(db.session.scalars(select(Thanks.text_id).where(Thanks.user_id == user.id, Thanks.text_id.in_(answers))))
    wanted = select(Watch.text_id).where(Watch.user_id == user.id, Watch.text_id.in_([question.id for question in live]))
    followed = set(db.session.scalars(wanted))
    return {question.id: {"followed": question.id in followed, **_own(question, user, thanked)} for question in live}


def forget_answers(user: Any, keep: bool) -> None:
    """As for any text; and the threads where she answered or confirmed are read again by the phones."""
    named = select(Answer.question_id).where(or_(Answer.author_id == user.id, Answer.confirmed_by_id == user.id)).distinct()
    for number in db.session.scalars(named.order_by(Answer.question_id)).all():
        operations.log_change("question", number)
    forget_texts("answer", user, keep)


def signed(text: Text) -> dict[str, Any]:
    """The name and structure under a text; nothing, the id neither, when its author hides it."""
    person = None if text.hides_author else text.author
    return {
        "author": person.name if person else "",
        "origin": "" if person or text.hides_author else text.imported_from,
        "structure": person.structure.name if person and person.structure else "",
        "hides_author": text.hides_author,
    }


def _own(question: Question, user: Any, thanked: set[int]) -> dict[str, Any]:
    revision, _, answers = question.words_in_force
    mine = question.author_id == user.id
    theirs = {
        str(answer.id): {"source": words.body, "base": words.id} for answer, words, _ in answers if answer.author_id == user.id
    }
    return {
        **({"mine": True, "source": revision.body, "base": revision.id} if mine else {}),
        **({"my_answers": theirs} if theirs else {}),
        **({"thanked": here} if (here := [answer.id for answer, _, _ in answers if answer.id in thanked]) else {}),
    }


def _move(at: Any, why: str, by: str | None, from_: str, to: str) -> dict[str, Any]:
    return {"at": _iso(at), "why": why, "by": by or "", "from": from_, "to": to}


def _version(revision: Any, answers: list[Any]) -> int:
    """Changes with any word of the thread: by it a phone knows which threads to index again."""
    return crc32(repr([revision.id, *(words.id for _, words, _ in answers)]).encode())


def _taken(question: Question) -> dict[str, Any]:
    if not question.is_taken:
        return {"taken_at": None, "taken_by": ""}
    return {"taken_at": question.taken_at, "taken_by": question.taken_by.name if question.taken_by else ""}


def _answer(answer: Answer, revision: Any, row: Any) -> dict[str, Any]:
    confirmed_by = answer.confirmed_by
    return {
        "id": answer.id, "html": str(rendering.rendered(revision.body, row).html), "by_expert": answer.by_expert,
        "at": _iso(answer.created_at),
        "accepted": answer.accepted_at is not None, "confirmed_by": confirmed_by.name if confirmed_by else "",
        "confirmed_at": _iso(answer.confirmed_at), "to_check_again": answer.is_to_check_again, **signed(answer),
    }  # fmt: skip


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment is not None else None
