"""Questions and answers, as the rest of the house knows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from partage.db import db
from partage.kinds import Kind, Words
from partage.questions import queries
from partage.questions.models import Answer, Question, QuestionMove
from partage.questions.offline import forget_answers, offline_row, own_rows
from partage.questions.permissions import can_see_asker, kept_questions, visible_answers, visible_questions
from partage.questions.states import REASONS, Urgency
from partage.questions.writes import ACCEPT, ANSWER, ASK
from partage.texts import rendering
from partage.texts.leaving import export_texts, forget_texts
from partage.texts.models import Text
from partage.topics.models import Topic


def load(ids: Iterable[int]) -> list[Question]:
    """Questions with their words in force, the answers members read and where they were sent, at hand. Three queries."""
    found = queries.with_live_words(ids)
    known = [question.id for question, _, _ in found]
    answers, moves = (queries.live_answers(known), queries.moves(known)) if found else ({}, {})
    for question, revision, row in found:
        question.words_in_force = (revision, row, answers.get(question.id, []))
        question.moves_told = moves.get(question.id, [])
    return [question for question, _, _ in found]


def words(question: Question) -> Words | None:
    """What the search keeps: the question, then its answers; nothing before publication or once hidden."""
    if not question.is_live:
        return None
    if "words_in_force" not in question.__dict__:
        load([question.id])
    revision, row, answers = question.words_in_force
    texts = [rendering.rendered(revision.body, row).plain]
    texts += [rendering.rendered(one.body, html).plain for _, one, html in answers]
    return Words(
        title=revision.title, body="\n".join(texts), facts=question.topic.name,
        facets=(("theme", question.topic.slug), ("state", question.state.value)),
    )  # fmt: skip


def describe(fields: dict[str, Any]) -> dict[str, Any]:
    names = db.session.scalars(select(Topic.name).where(Topic.slug.in_(fields.get("themes", [])))).all()
    urgency = fields.get("urgency")
    return {"Thème": list(names), "Pour quand": Urgency.of(urgency).label if urgency else ""}


def forget_questions(user: Any, keep: bool) -> None:
    """Hers that were never shown go, with what was answered there; the others follow the rule of every text."""
    unseen = select(Question.id).where(Question.author_id == user.id, Question.published_at.is_(None))
    answers = db.session.scalars(select(Answer.id).where(Answer.question_id.in_(unseen))).all()
    db.session.execute(delete(Text).where(Text.id.in_(answers)), execution_options={"synchronize_session": False})
    forget_texts("question", user, keep)


def load_answers(ids: Iterable[int]) -> list[Answer]:
    wanted = select(Answer).where(Answer.id.in_(list(ids))).options(joinedload(Answer.question))
    return list(db.session.scalars(wanted))


def sees_author(user: Any, text: Any) -> bool:
    """Who reads the name that the author of a question, or of an answer to it, hides."""
    number = text.id if text.kind == "question" else text.question_id
    return can_see_asker(user, text, db.session.scalar(select(Question.topic_id).where(Question.id == number)) or 0)


def answer_url(answer: Answer) -> str:
    question = answer.question if "question" in answer.__dict__ else db.session.get_one(Question, answer.question_id)
    return f"/entraide/{question.slug}#reponse-{answer.id}"


KINDS = (
    Kind(
        name="question", label="Question", plural="Questions", model=Question, icon="messages-square", area="entraide",
        visible=visible_questions, kept=kept_questions, load=load, url=lambda question: f"/entraide/{question.slug}",
        words=words, offline_row=offline_row, own_rows=own_rows, describe=describe, reasons=REASONS, writes=(ASK,),
        is_signed=True, sees_author=sees_author,
        written={QuestionMove: ("why",)}, export=lambda user: export_texts("question", user),
        forget=forget_questions,
    ),
    Kind(
        name="answer", label="Réponse", plural="Réponses", model=Answer, icon="message-circle", area="entraide",
        visible=visible_answers, load=load_answers, url=answer_url, reasons=REASONS, writes=(ANSWER, ACCEPT), describe=describe,
        is_signed=True, sees_author=sees_author,
        export=lambda user: export_texts("answer", user), forget=forget_answers,
    ),
)  # fmt: skip
