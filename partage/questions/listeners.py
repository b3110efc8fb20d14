"""A thread is one thing for search and for phones: what happens to an answer happens to its question."""

from __future__ import annotations

from typing import Any

from partage import events
from partage.db import db
from partage.questions.models import Answer, Question


def tell_question(event: events.Event, thing: Any, quiet: bool) -> None:
    """Say that the thread changed, once the answer's own event is told."""
    if isinstance(thing, Answer):
        question = db.session.get_one(Question, thing.question_id)
        events.record("question.thread_changed", question, quiet=True, answer=thing.id)


def listen() -> None:
    for prefix in ("answer.", "text.hidden", "text.unhidden", "text.archived", "text.unarchived"):
        events.subscribe(prefix, tell_question)
