"""The states readers see, in words: derived from what is stored, never stored."""

from __future__ import annotations

from typing import Any, NamedTuple

from partage import clock
from partage.questions.models import TAKEN_FOR
from partage.questions.states import QuestionState


class Standing(NamedTuple):
    """Words, tone and icon of a state."""

    words: str
    tone: str
    icon: str


RESOLVED = Standing("Résolue", "good", "circle-check")
CLOSED = Standing("Clôturée", "wait", "lock")
UNANSWERED = Standing("Clôturée sans réponse", "wait", "lock")
ANSWERED = Standing("Réponse proposée", "wait", "message-circle")
SENT = Standing("Envoyée", "wait", "circle-dashed")
WAITS = Standing("Attend une lecture", "look", "hourglass")
HIDDEN = Standing("Masquée par la modération", "bad", "octagon-alert")


def standing(question: Any, *, since: bool = False) -> Standing:
    """The state of a question, or of a row with its columns; `since` also says for how many days it waits."""
    if question.state is QuestionState.RESOLVED:
        return RESOLVED
    if question.state is QuestionState.CLOSED:
        return CLOSED if question.answered_at else UNANSWERED
    if question.answered_at:
        return ANSWERED
    if is_taken(question):
        return Standing(f"Prise en charge par {question.taken_by or 'une personne du réseau'}", "wait", "user-check")
    if question.stage:
        days = (clock.now() - question.waits_since).days
        span = f" depuis {days} jours" if since and days > 1 else ""
        return Standing(f"Sans réponse{span} (relancée)", "look", "hourglass")
    return SENT


def is_taken(question: Any) -> bool:
    """Said less than 24 hours ago."""
    return question.taken_at is not None and clock.now() - question.taken_at < TAKEN_FOR


def visibility(thing: Any) -> Standing | None:
    """Why members do not see this question or this answer, for those who do."""
    if thing.hidden_at is not None:
        return HIDDEN
    return WAITS if thing.published_at is None else None
