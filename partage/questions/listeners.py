"""A thread is one thing for search and for phones; and what somebody who leaves had taken finds somebody else."""

from __future__ import annotations

from typing import Any

from partage import events
from partage.db import db
from partage.questions.leavers import hand_on_everything
from partage.questions.models import Answer, Question

SHOWN_OR_NOT = ("text.hidden", "text.unhidden", "text.archived", "text.unarchived", "answer.unpublished")


def tell_question(event: events.Event, thing: Any, quiet: bool) -> None:
    """Say that the thread changed, once the answer's own event is told; without it the question may wait again."""
    if isinstance(thing, Answer):
        question = db.session.get_one(Question, thing.question_id)
        if event.name in SHOWN_OR_NOT:
            question.find_first_answer(wait_anew=event.name in ("text.hidden", "text.archived"))
        events.record("question.thread_changed", question, quiet=True, answer=thing.id)


def hand_on(event: events.Event, thing: Any, quiet: bool) -> None:
    """Who steps down, leaves or is relieved has no question any more: somebody present is told, even at night."""
    if event.name == "expertise.ended":
        hand_on_everything(event.detail["person"], event.detail["topic"])
    else:
        hand_on_everything(thing.id)


def listen() -> None:
    for name in ("expertise.ended", "account.disabled", "account.erased"):
        events.subscribe(name, hand_on)
    for prefix in ("answer.", "text.hidden", "text.unhidden", "text.archived", "text.unarchived", "passage.cleaned"):
        events.subscribe(prefix, tell_question)
