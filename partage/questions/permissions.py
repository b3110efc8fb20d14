"""Who reads, answers, confirms, sends elsewhere. When is the states' business."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Integer, Select, bindparam, false, func, or_, select

from partage.db import db
from partage.questions.models import Answer, Question
from partage.questions.states import QuestionState
from partage.texts.models import Text, Watch
from partage.topics.models import Topic
from partage.topics.queries import expert_topic_ids

STAFF = ("moderator", "coordinator")
FIRST_POSTS = 2  # of a member, read before other members see them


def is_live(model: type[Text]) -> ColumnElement[bool]:
    """What members read."""
    return model.published_at.is_not(None) & model.archived_at.is_(None) & model.hidden_at.is_(None)


def readable(user: Any) -> tuple[ColumnElement[bool], ...]:
    """The conditions on Question for what a person may read.

    Members: what is published. Not yet published, or hidden: its author, the experts of its theme, the staff.
    """
    if not getattr(user, "is_authenticated", False):
        return (false(),)
    if user.has_role(*STAFF):
        return (Question.archived_at.is_(None),)
    mine = Question.author_id == user.id
    topics = expert_topic_ids(user)
    theirs = Question.topic_id.in_(topics) if topics else false()
    return (or_(is_live(Question), (mine | theirs) & Question.archived_at.is_(None)),)


def readable_with_binds() -> ColumnElement[bool]:
    """`readable` for a statement that is put together once: what changes with the person are its parameters."""
    person, topics = bindparam("person", type_=Integer), bindparam("topics", type_=Integer, expanding=True)
    theirs = (Question.author_id == person) | Question.topic_id.in_(topics) | bindparam("is_staff", type_=Boolean)
    return Question.archived_at.is_(None) & or_(is_live(Question), theirs)


def binds(user: Any) -> dict[str, Any]:
    """The parameters `readable_with_binds` wants."""
    return {"person": user.id, "topics": sorted(expert_topic_ids(user)), "is_staff": user.has_role(*STAFF)}


def readable_answers(user: Any, topic_id: int) -> ColumnElement[bool]:
    """The condition on Answer for what a person may read of a thread of this theme that she may read."""
    if user.has_role(*STAFF) or is_expert_of(user, topic_id):
        return Answer.archived_at.is_(None)
    return is_live(Answer) | ((Answer.author_id == user.id) & Answer.archived_at.is_(None))


def visible_questions(user: Any) -> Select[Any]:
    """Ids of the questions that any channel may show this person: only what members can read, whoever she is."""
    if not getattr(user, "is_authenticated", False):
        return select(Question.id).where(false())
    return select(Question.id).where(is_live(Question))


def kept_questions(user: Any) -> Select[Any]:
    """What her phone keeps: resolved ones, and the open ones that are hers, that she follows, or of her themes as expert."""
    followed = select(Watch.text_id).where(Watch.user_id == user.id)
    return visible_questions(user).where(
        or_(
            Question.state == QuestionState.RESOLVED, Question.author_id == user.id, Question.id.in_(followed),
            Question.topic_id.in_(expert_topic_ids(user)),
        )
    )  # fmt: skip


def visible_answers(user: Any) -> Select[Any]:
    """Ids of the answers members can read."""
    live = select(Answer.id).where(is_live(Answer), Answer.question_id.in_(select(Question.id).where(is_live(Question))))
    return live if getattr(user, "is_authenticated", False) else live.where(false())


def is_expert_of(user: Any, topic_id: int) -> bool:
    return topic_id in expert_topic_ids(user)


def can_see_asker(user: Any, text: Any, topic_id: int) -> bool:
    """A name its owner hides is seen by herself, the experts of the theme and the staff."""
    return not text.hides_author or text.author_id == user.id or user.has_role(*STAFF) or is_expert_of(user, topic_id)


def waits_for_reading(user: Any, topic: Topic) -> bool:
    """Whether what this person posts in this theme is read before other members see it."""
    if user.has_role(*STAFF) or is_expert_of(user, topic.id):
        return False
    if topic.reading_before_publication:
        return True
    shown = select(func.count()).select_from(Text).where(
        Text.author_id == user.id, Text.kind.in_(("question", "answer")), Text.published_at.is_not(None),
        Text.hidden_at.is_(None),
    )  # fmt: skip
    return (db.session.scalar(shown) or 0) < FIRST_POSTS


def can_handle(user: Any, question: Any) -> bool:
    """Take, send to another theme: the experts of the theme and the staff."""
    return is_expert_of(user, question.topic_id) or user.has_role(*STAFF)


def can_confirm(user: Any, answer: Any, question: Any) -> bool:
    """An expert of the theme, never the author: a badge confirms nothing by itself."""
    return answer.author_id != user.id and is_expert_of(user, question.topic_id)


def can_accept(user: Any, answer: Any, question: Any) -> bool:
    """« Cette réponse m’a aidé »: who asked, of what somebody else answered."""
    return question.author_id == user.id and answer.author_id != user.id


def can_resolve(user: Any, question: Any) -> bool:
    return question.author_id == user.id or user.has_role(*STAFF)


def can_reopen(user: Any, question: Any) -> bool:
    """Who asked and the staff; anybody, when nobody had answered in time: she is about to."""
    return can_resolve(user, question) or question.state is QuestionState.CLOSED


def can_close(user: Any, question: Any) -> bool:
    return bool(user.has_role(*STAFF))


def can_edit(user: Any, text: Text) -> bool:
    return text.author_id == user.id and text.archived_at is None
