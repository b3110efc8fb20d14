"""What a phone keeps of a question: its thread as members read it, without the names that are hidden."""

from __future__ import annotations

from typing import Any

from partage.questions.models import Answer, Question
from partage.texts import rendering
from partage.texts.models import Text


def offline_row(question: Question) -> dict[str, Any] | None:
    """The row of the feed; `question` comes from the kind's `load`. None leaves a tombstone."""
    if not question.is_live:
        return None
    revision, row, answers = question.words_in_force
    return {
        "rev": revision.id, "slug": question.slug, "title": revision.title,
        "html": str(rendering.rendered(revision.body, row).html),
        "themes": [question.topic.slug], "theme_names": [question.topic.name], "topic_id": question.topic_id,
        "urgency": question.urgency.value, "urgency_label": question.urgency.label, "state": question.state.value,
        "stage": question.stage, "asked_at": question.asked_at, "settled_at": question.settled_at,
        "answered_at": question.answered_at, "taken_at": question.taken_at if question.is_taken else None,
        **signed(question), "answers": [_answer(question, answer, words, html) for answer, words, html in answers],
    }  # fmt: skip


def signed(text: Text) -> dict[str, Any]:
    """The name and structure under a text; nothing, the id neither, when its author hides it."""
    person = None if text.hides_author else text.author
    return {
        "author": person.name if person else "",
        "structure": person.structure.name if person and person.structure else "",
        "hides_author": text.hides_author,
    }


def _answer(question: Question, answer: Answer, revision: Any, row: Any) -> dict[str, Any]:
    confirmed_by = answer.confirmed_by
    return {
        "id": answer.id, "html": str(rendering.rendered(revision.body, row).html), "by_expert": answer.by_expert,
        "at": _iso(revision.published_at if revision.number == 1 else answer.created_at),
        "accepted": answer.accepted_at is not None, "confirmed_by": confirmed_by.name if confirmed_by else "",
        "confirmed_at": _iso(answer.confirmed_at), "to_check_again": answer.is_to_check_again, **signed(answer),
    }  # fmt: skip


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment is not None else None
