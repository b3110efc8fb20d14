"""The starter questions: threads in Markdown files, their dates told from the day they are loaded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from partage import clock, events
from partage.db import db
from partage.front_matter import front_matter
from partage.questions.models import Answer, Question
from partage.questions.states import QuestionState, Urgency
from partage.texts import rendering
from partage.texts.models import Revision, Text
from partage.topics.models import Topic

FOLDER = Path(__file__).parent / "questions"
SEPARATOR = re.compile(r"^--- answer: (expert|peer), days: (\d+)((?:, (?:accepted|confirmed))*)\n", re.MULTILINE)


@dataclass(frozen=True)
class StarterAnswer:
    body: str
    days_ago: int
    by_expert: bool
    is_accepted: bool
    is_confirmed: bool  # by the demonstration's experts only: a real instance confirms with its own


@dataclass(frozen=True)
class Thread:
    """One file: a question, and what was answered."""

    slug: str
    title: str
    theme: str
    urgency: Urgency
    days_ago: int
    state: QuestionState
    source: str
    made_into: str | None
    body: str
    answers: tuple[StarterAnswer, ...]


def read_threads() -> list[Thread]:
    """The threads of the folder, by name of file."""
    return [_read(path) for path in sorted(FOLDER.glob("*.md"))]


def _read(path: Path) -> Thread:
    keys, text = front_matter(path.read_text())
    body, *parts = SEPARATOR.split(text)
    answers = tuple(
        StarterAnswer(words.strip(), int(days), who == "expert", "accepted" in marks, "confirmed" in marks)
        for who, days, marks, words in zip(*(iter(parts),) * 4, strict=True)
    )
    return Thread(
        slug=path.stem, title=keys["title"], theme=keys["theme"], urgency=Urgency.of(keys["urgency"]),
        days_ago=keys["asked_days_ago"], state=QuestionState.of(keys["state"]), source=keys["source"],
        made_into=keys.get("made_into"), body=body.strip(), answers=answers,
    )  # fmt: skip


def publish(thread: Thread, imported_from: str) -> None:
    """Add one thread, without authors, quietly. Its bodies are rendered already. Call inside writing()."""
    topic = db.session.scalars(select(Topic).filter_by(slug=thread.theme)).one()
    asked_at = clock.now() - timedelta(days=thread.days_ago)
    question = Question(
        slug=thread.slug, title=thread.title, topic_id=topic.id, urgency=thread.urgency, imported_from=imported_from,
        asked_at=asked_at, created_at=asked_at, waits_since=clock.now(), state=QuestionState.OPEN,
    )  # fmt: skip
    fields = {
        "themes": [thread.theme], "urgency": thread.urgency.value, "sources": [{"title": thread.source, "url": ""}],
    }  # fmt: skip
    _put(question, thread.title, thread.body, fields)
    for place, one in enumerate(thread.answers, start=1):
        at = clock.now() - timedelta(days=one.days_ago)
        answer = Answer(
            slug=f"{question.id}-depart-{place}", title=thread.title, question_id=question.id, by_expert=one.by_expert,
            imported_from=imported_from, created_at=at, accepted_at=at if one.is_accepted else None,
        )  # fmt: skip
        _put(answer, thread.title, one.body, {"themes": [thread.theme]})
        question.answered_at = min(question.answered_at or at, at)
    if thread.state is QuestionState.RESOLVED:
        question.resolve(by=None)
        question.settled_at = max((clock.now() - timedelta(days=one.days_ago) for one in thread.answers), default=asked_at)
    if thread.made_into:
        practice = db.session.scalar(select(Text).filter_by(kind="practice", slug=thread.made_into))
        if practice is not None and practice.made_from_id is None:
            practice.made_from_id = question.id
    db.session.flush()
    events.record("question.imported", question, by=None, quiet=True)


def _put(thing: Question | Answer, title: str, body: str, fields: dict[str, object]) -> None:
    db.session.add(thing)
    db.session.flush()
    revision = Revision(text_id=thing.id)
    revision.write(title=title, summary="", body=body, fields=fields, note="")
    db.session.add(revision)
    rendering.keep(body)
    db.session.flush()
    revision.post(by=None, quiet=True)
