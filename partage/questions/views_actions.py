"""What is done to a question or an answer in one tap. Whoever comes second is shown what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, current_app, flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from partage import clock, errors, kinds
from partage.access import allow, members
from partage.db import db, writing
from partage.questions import permissions, queries, routing, threads
from partage.questions.forms import RouteForm
from partage.questions.models import Answer, Question
from partage.questions.practice import draft_of
from partage.questions.standing import is_taken, standing
from partage.questions.views import bp, find_or_404, not_here, show_thread
from partage.texts.models import Text
from partage.topics.models import Topic
from partage.topics.queries import find_topic
from partage.workflow import IllegalTransition

# who may, the verb, what is said, where the page then opens
SETTLES: dict[str, tuple[Callable[[Any, Question], bool], Callable[..., None], str, str]] = {
    "resolution": (permissions.can_resolve, Question.resolve, "La question est résolue.", ""),
    "cloture": (
        permissions.can_close, Question.close,
        "La question est clôturée. Elle est dans « Ce qui nous manque » si personne n’a répondu.", "",
    ),
    "reouverture": (permissions.can_reopen, Question.reopen, "La question est rouverte.", "repondre"),
}  # fmt: skip


@bp.post("/entraide/<slug>/prise-en-charge")
@members
def take(slug: str) -> Any:
    """« Je m’en occupe », or no longer (`on=0`)."""
    on = request.form.get("on", "1") == "1"

    def work(question: Question) -> None:
        allow(permissions.can_handle(current_user, question))
        (question.take if on else question.release)(by=current_user)

    said = "C’est noté : vous vous en occupez pendant 24 heures." if on else "C’est noté : quelqu’un d’autre peut s’en occuper."
    return act(slug, work, said)


@bp.post("/entraide/<slug>/orientation")
@members
def route(slug: str) -> Any:
    """To another theme, saying why. The thread goes along."""
    thread = find_or_404(slug)
    allow(permissions.can_handle(current_user, thread))
    form = RouteForm()
    if not form.validate_on_submit():
        return show_thread(slug, route_form=form, status=422)
    topic = find_topic(form.topic.data) or abort(404)
    seen = int(form.seen_topic.data) if (form.seen_topic.data or "").isdigit() else 0

    def work(question: Question) -> None:
        allow(permissions.can_handle(current_user, question) or question.topic_id != seen)
        first = routing.route(topic.id, but=question.author_id).first
        question.route(
            db.session.get_one(Topic, topic.id), by=current_user, why=form.why.data.strip(), first_told=first, seen_topic=seen
        )

    return act(slug, work, f"La question est envoyée vers « {topic.name} ».", form=form)


@bp.post("/entraide/<slug>/resolution", defaults={"gesture": "resolution"})
@bp.post("/entraide/<slug>/cloture", defaults={"gesture": "cloture"})
@bp.post("/entraide/<slug>/reouverture", defaults={"gesture": "reouverture"})
@members
def settle(slug: str, gesture: str) -> Any:
    """Resolved, closed, or open again."""
    may, verb, said, anchor = SETTLES[gesture]

    def work(question: Question) -> None:
        allow(may(current_user, question))
        verb(question, by=current_user)

    return act(slug, work, said, anchor=anchor)


@bp.post("/entraide/reponses/<int:number>/choix")
@members
def accept(number: int) -> Any:
    """« Cette réponse m’a aidé »."""

    def work(answer: Answer, question: Question) -> None:
        allow(permissions.can_accept(current_user, answer, question))
        question.accept(answer, by=current_user)

    return act_on_answer(number, work, "La question est résolue. Merci d’avoir dit ce qui vous a aidé.")


@bp.post("/entraide/reponses/<int:number>/confirmation")
@members
def confirm(number: int) -> Any:
    """The mark of an expert of the theme, never the author; taken away with `on=0`."""
    on = request.form.get("on", "1") == "1"

    def work(answer: Answer, question: Question) -> None:
        allow(permissions.can_confirm(current_user, answer, question))
        (answer.confirm if on else answer.unconfirm)(by=current_user)

    return act_on_answer(number, work, "La réponse est confirmée." if on else "La réponse n’est plus confirmée.")


@bp.post("/entraide/<slug>/fiche")
@members
def make_practice(slug: str) -> Any:
    """« En faire une fiche »: a draft from the thread, which its author then edits."""
    thread = find_or_404(slug)
    if not thread.is_live:
        abort(404)
    write = kinds.find_write("practice.save") or abort(404)
    public_url = current_app.extensions["deployment"].public_url
    answers = threads.answers(thread, current_user)
    content = write.check(draft_of(thread, answers, threads.words(answers), public_url))
    with writing():
        question = queries.find_visible(slug, current_user, for_update=True) or abort(404)
        made = db.session.scalar(select(Text).where(Text.made_from_id == question.id, Text.kind == "practice").limit(1))
        if made is None:
            outcome = write.apply(current_user, content, None)
            db.session.get_one(Text, outcome.ids["text"]).made_from_id = question.id
            return_to, said = outcome.location, "Votre brouillon de fiche est prêt. Relisez-le, puis envoyez-le à la relecture."
        elif made.is_live or made.author_id == current_user.id:
            return_to = kinds.get("practice").url(made) + ("" if made.is_live else "/modifier")
            said = "Cette question est déjà devenue une fiche."
        else:
            return_to = url_for("questions.show", slug=slug)
            said = "Une personne écrit déjà une fiche à partir de cette question."
    flash(said, "says")
    return redirect(return_to, 303)


def act(slug: str, work: Callable[[Question], None], said: str, *, anchor: str = "", form: RouteForm | None = None) -> Any:
    """Find the question under the lock, do the work, go back to its thread; or show it as somebody else left it."""
    try:
        with writing():
            work(queries.find_visible(slug, current_user, for_update=True) or not_here(slug))
    except IllegalTransition:
        return changed(slug, form)
    flash(said, "done")
    return redirect(url_for("questions.show", slug=slug, _anchor=anchor or None), 303)


def act_on_answer(number: int, work: Callable[[Answer, Question], None], said: str) -> Any:
    found = db.session.get(Answer, number, options=[joinedload(Answer.question)]) or abort(404)
    slug = found.question.slug

    def on_both(question: Question) -> None:
        answer = db.session.get(Answer, number, populate_existing=True, with_for_update={"of": Answer})
        if answer is None or answer.published_at is None or answer.archived_at is not None:
            abort(404)
        if answer.hidden_at is not None:
            raise IllegalTransition(question.state, question.state)
        work(answer, question)

    try:
        with writing():
            on_both(queries.find_visible(slug, current_user, for_update=True) or not_here(slug))
    except IllegalTransition:
        return changed(slug, None, number)
    flash(said, "done")
    return redirect(url_for("questions.show", slug=slug, _anchor=f"reponse-{number}"), 303)


def changed(slug: str, form: RouteForm | None, answer_id: int = 0) -> Any:
    """409: the thread as it is now, and above it what somebody did just before. What was typed is still there."""
    thread = threads.find(slug, current_user)
    if thread is None:
        return errors.page(409)
    if form is not None:
        form.seen_topic.data = str(thread.topic_id)
    return show_thread(slug, route_form=form, happened=_told(thread, answer_id), status=409)


def _told(thread: threads.Thread, answer_id: int) -> str:
    if answer_id and not db.session.get_one(Answer, answer_id, populate_existing=True).is_live:
        return "La modération a masqué cette réponse. Rien n’a été enregistré."
    confirmed = answer_id and next((one for one in threads.answers(thread, current_user) if one.id == answer_id), None)
    if confirmed and confirmed.confirmed_at is not None:
        when = clock.moment_in_words(confirmed.confirmed_at)
        return f"{confirmed.confirmed_by or 'Quelqu’un'} a confirmé cette réponse avant vous, {when}."
    moved = queries.moves([thread.id])[thread.id] if request.endpoint == "questions.route" and thread.was_moved else []
    if moved:
        at, why, by, _, to = moved[-1]
        return f"{by or 'Quelqu’un'} a envoyé cette question vers « {to} », {clock.moment_in_words(at)} : {why}"
    if request.endpoint == "questions.take" and is_taken(thread) and thread.taken_at is not None:
        return f"{thread.taken_by or 'Quelqu’un'} s’en occupe déjà, {clock.moment_in_words(thread.taken_at)}."
    return f"La question est maintenant : {standing(thread).words}."
