"""Whom an event concerns, and what it is about. Ids only; who is away or gone is left out when the row is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import exists, func, select

from partage import kinds
from partage.accounts.models import User
from partage.db import db
from partage.events import Event
from partage.questions import routing
from partage.questions.models import Answer, Question
from partage.texts.models import Comment, Review, Revision, Text, Watch
from partage.texts.permissions import Reviewers
from partage.topics.models import TopicWatch
from partage.topics.queries import absent_until
from partage.wiki.models import Practice, PracticeTopic

People = Iterable[int | None]


# What a notification is about


def itself(event: Event, thing: Any) -> tuple[str, int] | None:
    """The thing of the event; for a revision its text."""
    found = kinds.of(thing)
    return (found[0].name, found[1]) if found else None


def the_revision(event: Event, thing: Any) -> tuple[str, int]:
    return "revision", thing.id


def the_topic(event: Event, thing: Any) -> tuple[str, int]:
    return "topic", event.detail["topic"]


def orphans(event: Event, thing: Any) -> tuple[str, int]:
    return "orphans", 0


def reported(event: Event, thing: Any) -> tuple[str, int] | None:
    """What a report, an appeal or a decision is about: its event says it."""
    detail = event.detail
    return (detail["thing_kind"], detail["thing"]) if "thing_kind" in detail else itself(event, thing)


def queue(event: Event, thing: Any) -> tuple[str, int]:
    return "moderation", 0


def same_thread(event: Event, answer: Answer) -> list[int]:
    return list(db.session.scalars(select(Answer.id).where(Answer.question_id == answer.question_id)))


def same_remarks(event: Event, remark: Comment) -> list[int]:
    return list(db.session.scalars(select(Comment.id).where(Comment.text_id == remark.text_id)))


# Who did it


def doer(event: Event, thing: Any) -> int | None:
    return event.by_id


def author_number(event: Event, thing: Any) -> int | None:
    """Whose words these are, whoever published them."""
    number: int | None = thing.author_id
    return number


# Whom it concerns


def author(event: Event, thing: Any) -> People:
    return [thing.author_id]


def owners(event: Event, thing: Any) -> People:
    """Who keeps the text, and who wrote it when that is nobody else."""
    text = _text(thing)
    return [text.owner_id or text.author_id]


def named(event: Event, thing: Any) -> People:
    """Whom the event names."""
    return [event.detail.get("person", event.detail.get("author"))]


def asker(event: Event, thing: Any) -> People:
    return [_question(thing).author_id]


def experts(event: Event, question: Question) -> People:
    return routing.route(question.topic_id, but=question.author_id).told


def first_told(event: Event, question: Question) -> People:
    """The one who is told first now; else whoever is present, else the coordination."""
    return [question.first_told_id] if question.first_told_id else experts(event, question)


def at_stage(stage: int) -> Callable[[Event, Any], People]:
    """The experts, then the coordination, then everybody but who asked."""

    def people(event: Event, question: Question) -> People:
        if event.detail["stage"] != stage:
            return []
        if stage == 2:
            return routing.coordinators(but=question.author_id)
        everybody = select(User.id).where(User.id != (question.author_id or 0))
        return experts(event, question) if stage == 1 else db.session.scalars(everybody).all()

    return people


def followers(event: Event, thing: Any) -> People:
    return _watchers(_text(thing))


def thread_followers(event: Event, answer: Answer) -> People:
    return _watchers(_question(answer)) if _is_first(answer.id) and answer.is_live else []


def asker_answered(event: Event, answer: Answer) -> People:
    return asker(event, answer) if _is_first(answer.id) else []


def accepted(event: Event, question: Question) -> People:
    number = event.detail.get("answer")
    return [db.session.get_one(Answer, number).author_id] if number else []


def remark_followers(event: Event, remark: Comment) -> People:
    return [_text(remark).author_id, *_watchers(_text(remark))]


def practice_followers(event: Event, revision: Revision) -> People:
    """Of a practice that changes; what happens to a thread has its own events."""
    return _watchers(_text(revision)) if event.detail.get("kind") == "practice" and revision.number != 1 else []


def theme_followers(event: Event, revision: Revision) -> People:
    if event.detail.get("kind") != "practice" or revision.number != 1 or not _text(revision).is_live:
        return []
    themes = select(PracticeTopic.topic_id).where(PracticeTopic.practice_id == revision.text_id)
    return db.session.scalars(select(TopicWatch.user_id).where(TopicWatch.topic_id.in_(themes)))


def thread_of_practice(event: Event, revision: Revision) -> People:
    """« En faire une fiche »: whoever follows the question learns what became of it."""
    practice = _text(revision)
    thread = db.session.get(Question, practice.made_from_id) if practice.made_from_id else None
    return _watchers(thread) if thread is not None and revision.number == 1 and practice.is_live else []


def readers(event: Event, revision: Revision) -> People:
    """Who may read a waiting text and is there; the coordination when nobody is."""
    text = _text(revision)
    if text.kind == "question" and text.published_at is None and not _was_read(revision):
        return []  # « question.asked » tells it to the experts
    entitled = Reviewers.now().of(revision) - {revision.author_id}
    here = entitled - absent_until(entitled).keys()
    return here or routing.coordinators(but=revision.author_id)


def moderators(event: Event, thing: Any) -> People:
    return _holding("moderator") or routing.coordinators(but=event.by_id)


def second_judges(event: Event, appeal: Any) -> People:
    """Never the first decider."""
    decision = db.metadata.tables["decision"]
    first = db.session.scalar(select(decision.c.by_id).where(decision.c.id == event.detail["decision"]))
    return [one for one in moderators(event, appeal) if one != first] or routing.coordinators(but=event.by_id)


def reporter_after(action: str) -> Callable[[Event, Any], People]:
    """Who reported, when this is what was decided."""
    return lambda event, report: named(event, report) if event.detail.get("action") == action else []


def contester_when(state: str) -> Callable[[Event, Any], People]:
    return lambda event, appeal: named(event, appeal) if event.detail.get("state") == state else []


def asked_to_change(event: Event, decision: Any) -> People:
    """What is hidden, given back or read has its own event; asking for a change of what is online has not."""
    return [event.detail.get("author")] if event.detail.get("action") == "send_back" else []


def coordination_if_orphans(event: Event, person: User) -> People:
    """W7: who coordinates finds somebody for what the person kept true; an erased account no longer owns anything."""
    owner = Practice.owner_id.is_(None) if event.name == "account.erased" else Practice.owner_id == person.id
    live = (Practice.published_at.is_not(None), Practice.archived_at.is_(None))
    left = db.session.scalar(select(exists(Practice.id).where(*live, owner)))
    return routing.coordinators(but=person.id) if left else []


def _watchers(text: Text) -> list[int]:
    """Nobody, for what members do not read."""
    return list(db.session.scalars(select(Watch.user_id).where(Watch.text_id == text.id))) if text.is_live else []


def _holding(role: str) -> list[int]:
    people = db.session.execute(select(User.id, User.roles).where(User.disabled_at.is_(None), User.erased_at.is_(None)))
    return [number for number, roles in people if role in roles]


def _text(thing: Any) -> Text:
    return thing if isinstance(thing, Text) else db.session.get_one(Text, thing.text_id)


def _question(thing: Any) -> Question:
    return db.session.get_one(Question, thing.question_id) if isinstance(thing, Answer) else thing


def _is_first(text_id: int) -> bool:
    """Its first publication: a correction tells nobody."""
    versions = select(func.count()).where(Revision.text_id == text_id, Revision.number.is_not(None))
    return (db.session.scalar(versions) or 0) <= 1


def _was_read(revision: Revision) -> bool:
    return db.session.scalar(select(exists(Review.id).where(Review.revision_id == revision.id))) is True
