"""« En faire une fiche »: what a resolved thread gives to the first draft of a practice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from partage import clock
from partage.questions.states import QuestionState
from partage.questions.threads import AnswerRow, Thread
from partage.workflow import IllegalTransition

LONGEST_TITLE = 120


def draft_of(thread: Thread, answers: Sequence[AnswerRow], words: Mapping[int, Any], public_url: str) -> dict[str, Any]:
    """The payload of practice.save. What helped the asker makes the steps; else what experts confirmed; else all."""
    if thread.state is not QuestionState.RESOLVED:
        raise IllegalTransition(thread.state, QuestionState.RESOLVED)
    live = [answer for answer in answers if answer.is_live]
    used = [answer for answer in live if answer.accepted_at] or [answer for answer in live if answer.confirmed_at] or live
    title = thread.title if len(thread.title) <= LONGEST_TITLE else thread.title[:LONGEST_TITLE].rsplit(" ", 1)[0]
    steps = "\n\n".join(words[answer.id][0].strip() for answer in used) or "À écrire."
    return {
        "title": title, "summary": f"Réponse à la question « {thread.title} »", "kind": "bonne-pratique",
        "themes": [thread.topic_slug], "mode": "libre", "action": "draft",
        "body": f"## Contexte\n\n{thread.body.strip()}\n\n## Étapes\n\n{steps}\n",
        "sources": f"{_credit(thread, used)}, {public_url}/entraide/{thread.slug}, consultée le {clock.today():%d/%m/%Y}",
    }  # fmt: skip


def _credit(thread: Thread, used: Sequence[AnswerRow]) -> str:
    """Who asked, unless she hides her name, and who answered."""
    asker = f" de {thread.author}" if thread.author and not thread.hides_author else ""
    names = list(dict.fromkeys(answer.author for answer in used if answer.author and not answer.hides_author))
    if not names:
        return f"Question d’entraide{asker}"
    together = " et ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
    return f"Question d’entraide{asker}, {'réponses' if len(used) > 1 else 'réponse'} de {together}"
