"""Asking and answering, from a page or from the outbox of a phone: the same checks, the same verbs."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from partage import clock, events, guard, markup, text
from partage.db import db
from partage.kinds import Invalid, Write
from partage.operations import Outcome, Refused
from partage.questions import permissions, routing
from partage.questions.forms import AnswerForm, QuestionForm, WrittenForm
from partage.questions.models import Answer, Question
from partage.questions.states import QuestionState, Urgency
from partage.texts import rendering
from partage.texts.models import Revision, Text, Watch, live_revision
from partage.texts.queries import open_revision
from partage.texts.states import RevisionState
from partage.texts.writes import keep
from partage.topics.models import Topic
from partage.topics.queries import find_topic


def clean(form_class: type[WrittenForm], payload: dict[str, Any]) -> WrittenForm:
    """The form filled with what was sent; raises Invalid."""
    data = MultiDict[str, str]({name: str(value) for name, value in payload.items() if value not in (None, False, "")})
    form = form_class(formdata=data, meta={"csrf": False})
    if not form.validate():
        raise Invalid({name: [str(error) for error in errors] for name, errors in form.errors.items()})
    return form


def check_question(payload: dict[str, Any]) -> dict[str, Any]:
    """The clean content of a question, its body rendered once; raises Invalid."""
    return question_content(clean(QuestionForm, {"urgency": "week", **payload}))


def question_content(form: Any) -> dict[str, Any]:
    """What a validated form says, JSON-ready."""
    return {
        "text_id": _number(form.text_id.data), "title": " ".join(form.title.data.split()),
        "body": markup.normalise(form.body.data), "topic": form.topic.data, "urgency": form.urgency.data,
        "hides_author": bool(form.hides_author.data), **_guarded(form, "title", "body"),
    }  # fmt: skip


def check_answer(payload: dict[str, Any]) -> dict[str, Any]:
    return answer_content(clean(AnswerForm, payload))


def answer_content(form: Any) -> dict[str, Any]:
    question = _number(form.question_id.data)
    if question is None:
        raise Invalid({"question_id": ["Cette question n’est pas désignée."]})
    return {
        "text_id": _number(form.text_id.data), "question_id": question, "body": markup.normalise(form.body.data),
        **_guarded(form, "body"),
    }  # fmt: skip


def _guarded(form: Any, *names: str) -> dict[str, str]:
    """Why flagged passages stay, for whoever reads the post; raises Invalid when there is no reason, or none could do."""
    reason = " ".join((form.guard_reason.data or "").split())
    guard.check({name: form[name].data or "" for name in names}, reason=reason)
    return {guard.REASON: reason} if reason else {}


def ask(user: Any, content: dict[str, Any], base: int | None = None) -> Outcome:
    """Ask, or complete one's own question. Shown at once, or after a reading for a member's first posts."""
    if content["text_id"] is not None:
        return _complete(user, content, base)
    topic = find_topic(content["topic"])
    if topic is None:
        raise Refused("Ce thème n’existe plus. Choisissez-en un autre.")
    route = routing.route(topic.id, but=user.id)
    question = Question(
        slug=free_slug(content["title"]), title=content["title"], author_id=user.id, owner_id=user.id, topic_id=topic.id,
        urgency=Urgency.of(content["urgency"]), first_told_id=route.first, hides_author=content["hides_author"],
        asked_at=clock.now(), waits_since=clock.now(), state=QuestionState.OPEN,
    )  # fmt: skip
    db.session.add(question)
    db.session.flush()
    keep(Watch, user, question.id, True)
    waits = permissions.waits_for_reading(user, topic)
    revision = _write(question, user, content, {"themes": [topic.slug], "urgency": content["urgency"]}, waits)
    events.record("question.asked", question, by=user, topic=topic.id)
    said = "Votre question est envoyée. Elle attend une lecture." if waits else "Votre question est envoyée."
    return Outcome(location=f"/entraide/{question.slug}", message=said, ids={"text": question.id, "revision": revision.id})


def answer(user: Any, content: dict[str, Any], base: int | None = None) -> Outcome:
    """Answer a question this person can read, or correct one's own answer."""
    question = db.session.scalar(
        select(Question).where(Question.id == content["question_id"], *permissions.readable(user)).with_for_update(of=Question)
    )
    if question is None:
        raise NotFound
    if content["text_id"] is not None:
        return _correct(user, question, content, base)
    waits = permissions.waits_for_reading(user, _topic(question))
    made = Answer(
        slug=f"{question.id}-{secrets.token_hex(6)}", title=question.title,
        author_id=user.id, owner_id=user.id, question_id=question.id,
        by_expert=permissions.is_expert_of(user, question.topic_id),
        hides_author=question.hides_author and question.author_id == user.id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    keep(Watch, user, question.id, True)
    revision = _write(made, user, {**content, "title": question.title}, {"themes": [_topic(question).slug]}, waits)
    said = "Votre réponse est envoyée. Elle attend une lecture." if waits else "Votre réponse est publiée."
    ids = {"text": question.id, "answer": made.id, "revision": revision.id}
    return Outcome(location=f"/entraide/{question.slug}#reponse-{made.id}", message=said, ids=ids)


def check_acceptance(payload: dict[str, Any]) -> dict[str, Any]:
    number = _number(str(payload.get("text_id") or ""))
    if number is None:
        raise Invalid({"text_id": ["Cette réponse n’est pas désignée."]})
    return {"text_id": number}


def accept(user: Any, content: dict[str, Any], base: int | None = None) -> Outcome:
    """« Cette réponse m’a aidé », said without network by who asked. Said on the page meanwhile: once is enough."""
    asked = select(Answer.question_id).where(Answer.id == content["text_id"])
    question = db.session.scalar(
        select(Question).where(Question.id.in_(asked), *permissions.readable(user)).with_for_update(of=Question)
    )
    chosen = db.session.get(Answer, content["text_id"], populate_existing=True, with_for_update={"of": Answer})
    if question is None or chosen is None or not chosen.is_live or not permissions.can_accept(user, chosen, question):
        raise NotFound
    if chosen.accepted_at is None:
        if question.state is not QuestionState.OPEN:
            raise Refused("La question n’est plus ouverte. Rouvrez-la avec le réseau pour choisir cette réponse.")
        question.accept(chosen, by=user)
    return Outcome(location=f"/entraide/{question.slug}#reponse-{chosen.id}", message="La question est résolue.",
                   ids={"text": question.id, "answer": chosen.id})  # fmt: skip


def free_slug(title: str) -> str:
    """An address no question has."""
    slug = first = text.slugify(title, fallback="question")
    number = 2
    while db.session.scalar(select(Text.id).where(Text.kind == "question", Text.slug == slug)) is not None:
        slug, number = f"{first}-{number}", number + 1
    return slug


def _complete(user: Any, content: dict[str, Any], base: int | None) -> Outcome:
    question = db.session.scalar(select(Question).where(Question.id == content["text_id"], Question.author_id == user.id))
    if question is None or not permissions.can_edit(user, question):
        raise NotFound
    _start_from(user, question, base)
    _show_name(question, not content["hides_author"])
    topic = _topic(question)
    _write(question, user, content, {"themes": [topic.slug], "urgency": content["urgency"]}, _waits_again(user, question, topic))
    if question.published_at is None:
        question.title = content["title"]
    return Outcome(location=f"/entraide/{question.slug}", message="Votre question est complétée.", ids={"text": question.id})


def _correct(user: Any, question: Question, content: dict[str, Any], base: int | None) -> Outcome:
    mine = db.session.scalar(
        select(Answer).where(
            Answer.id == content["text_id"], Answer.author_id == user.id, Answer.question_id == question.id
        )
    )
    if mine is None or not permissions.can_edit(user, mine):
        raise NotFound
    _start_from(user, mine, base)
    topic = _topic(question)
    _write(mine, user, {**content, "title": question.title}, {"themes": [topic.slug]}, _waits_again(user, mine, topic))
    return Outcome(location=f"/entraide/{question.slug}#reponse-{mine.id}", message="Votre réponse est corrigée.",
                   ids={"text": question.id, "answer": mine.id})  # fmt: skip


def _start_from(user: Any, thing: Text, base: int | None) -> None:
    """A phone says which of her words it corrects: newer ones, written elsewhere, are not lost under them."""
    words = open_revision(thing.id, user) or live_revision(thing.id)
    if base is not None and words is not None and words.id != base:
        raise Refused("Vous avez corrigé ce texte ailleurs depuis. Ouvrez-le avec le réseau et ajoutez-y vos mots.")


def _show_name(question: Question, shown: bool) -> None:
    """Her name, here and under what she answers herself; phones and indexes are told when it changes."""
    if question.hides_author == (not shown):
        return
    question.hides_author = not shown
    own = select(Answer).where(Answer.question_id == question.id, Answer.author_id == question.author_id)
    for one in db.session.scalars(own).all():
        one.hides_author = not shown
    events.record("question.thread_changed", question, quiet=True)


def _waits_again(user: Any, thing: Text, topic: Topic) -> bool:
    """New words of a hidden text are read before; of one members already read, only where the theme asks for it."""
    if thing.hidden_at is not None:
        return True
    may_wait = thing.published_at is None or topic.reading_before_publication
    return may_wait and permissions.waits_for_reading(user, topic)


def _write(thing: Text, user: Any, content: dict[str, Any], fields: dict[str, Any], waits: bool) -> Revision:
    """The words as a revision of `thing`: submitted to a reading, or posted."""
    live = live_revision(thing.id)
    revision = open_revision(thing.id, user) or Revision(text_id=thing.id, author_id=user.id)
    revision.base_id = live.id if live else None
    if content.get(guard.REASON):
        fields = {**fields, guard.REASON: content[guard.REASON]}
    revision.write(title=content["title"], summary="", body=content["body"], fields=fields, note="")
    db.session.add(revision)
    rendering.keep(content["body"])
    db.session.flush()
    if revision.state is RevisionState.SUBMITTED:
        if not waits:
            revision.publish(by=user)
    elif waits:
        revision.submit(by=user)
    else:
        revision.post(by=user)
    return revision


def _topic(question: Question) -> Topic:
    return db.session.get_one(Topic, question.topic_id)


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isdigit() else None


ASK = Write("question.save", check_question, ask)
ANSWER = Write("answer.save", check_answer, answer)
ACCEPT = Write("answer.accept", check_acceptance, accept)
