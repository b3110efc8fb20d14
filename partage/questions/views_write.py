"""Asking, answering, correcting one's own words; « C’est ma réponse »."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from partage import guard, operations
from partage.access import local_path, members
from partage.db import db, writing
from partage.kinds import Invalid
from partage.operations import Outcome, Refused
from partage.questions import permissions, queries, writes
from partage.questions.forms import AnswerForm, QuestionForm, WrittenForm
from partage.questions.models import Answer, Question
from partage.questions.views import bp, not_here, show_thread
from partage.texts.models import Revision, live_revision
from partage.texts.queries import open_revision


@bp.get("/entraide/poser")
@members
def ask() -> Any:
    form = QuestionForm(formdata=None, client_id=str(uuid.uuid4()), title=request.args.get("titre", ""))
    form.topic.data = request.args.get("theme", "")
    return show_form(form)


@bp.post("/entraide/questions")
@members
def save() -> Any:
    """Ask, or complete one's own question."""
    form = QuestionForm()
    if not form.text_id.data and (made := operations.answer_to(current_user, form.client_id.data or "")):
        form.text_id.data = str(made["text"])
    question = own(Question, form.text_id.data) if form.text_id.data else None
    if replaced(form, "title", "body"):
        return show_form(form, question)
    outcome = send(form, "question.save") if form.validate_on_submit() else None
    if outcome is None:
        return show_form(form, question), 422
    return redirect(outcome.location, 303)


@bp.get("/entraide/<slug>/modifier")
@members
def edit(slug: str) -> Any:
    question = queries.find_visible(slug, current_user)
    if question is None or not permissions.can_edit(current_user, question):
        abort(404)
    words = words_of(question.id)
    form = QuestionForm(
        formdata=None, text_id=str(question.id), base_id=str(words.id), client_id=str(uuid.uuid4()),
        title=words.title, body=words.body,
        urgency=words.fields.get("urgency", question.urgency.value), hides_author=question.hides_author,
    )  # fmt: skip
    form.topic.data = question.topic.slug
    return show_form(form, question)


@bp.post("/entraide/<slug>/reponses")
@members
def answer(slug: str) -> Any:
    """Answer, or correct one's own answer. It always lands, whatever became of the question meanwhile."""
    question = queries.find_visible(slug, current_user) or not_here(slug)
    form = AnswerForm()
    form.question_id.data = str(question.id)
    if not form.text_id.data and (made := operations.answer_to(current_user, form.client_id.data or "")):
        form.text_id.data = str(made["answer"])
    mine = own(Answer, form.text_id.data) if form.text_id.data else None
    if replaced(form, "body"):
        return show_answer(form, mine, question) if mine else show_thread(slug, answer_form=form)
    outcome = send(form, "answer.save") if form.validate_on_submit() else None
    if outcome is None:
        return (show_answer(form, mine, question), 422) if mine else show_thread(slug, answer_form=form, status=422)
    return redirect(outcome.location, 303)


@bp.get("/entraide/reponses/<int:number>/modifier")
@members
def edit_answer(number: int) -> Any:
    mine = own(Answer, str(number))
    words = words_of(mine.id)
    form = AnswerForm(
        formdata=None, text_id=str(mine.id), base_id=str(words.id), question_id=str(mine.question_id),
        client_id=str(uuid.uuid4()), body=words.body,
    )  # fmt: skip
    return show_answer(form, mine, db.session.get_one(Question, mine.question_id))


@bp.post("/entraide/deja-repondu")
@members
def found_before() -> Any:
    """« C’est ma réponse »: what was found while asking is counted, never who found it."""
    with writing():
        operations.next_number("found_before_asking")
    flash("Votre question n’est pas envoyée. Le texte tapé reste dans « Poser une question ».", "says")
    return redirect(local_path(request.form.get("vers", "")), 303)


def replaced(form: WrittenForm, *names: str) -> bool:
    """A button of the guard, without script: put « [téléphone] » in place of a passage, and show the form again."""
    gesture = request.form.get("replace", "")
    if gesture:
        for name, words in guard.replaced({name: form[name].data or "" for name in names}, gesture).items():
            form[name].data = words
    return bool(gesture)


def send(form: WrittenForm, name: str) -> Outcome | None:
    """Apply a valid form once, and tell the device; None when its words are refused, which the form then says."""
    check, apply = (writes.question_content, writes.ask) if name == "question.save" else (writes.answer_content, writes.answer)
    try:
        content = check(form)
    except Invalid as refusal:
        for field, errors in refusal.errors.items():
            (form[field] if field in form else form["body"]).errors = errors
        return None
    key = form.client_id.data or str(uuid.uuid4())
    # the key names the form that was opened; its content names this sending of it
    base = int(form.base_id.data) if (form.base_id.data or "").isdigit() else None
    try:
        outcome = operations.once(
            current_user, f"{key[:36]}:{operations.digest(content)[:24]}", name, content,
            lambda: apply(current_user, content, base),
        )  # fmt: skip
    except Refused as refusal:
        form["body"].errors = [str(refusal)]
        return None
    flash(outcome.message, "done")
    flash(key, "saved")  # tells the device that its own copy of this form may go
    return outcome


def own(model: type[Any], number: str | None) -> Any:
    """Her own question or answer of that id, or 404."""
    known = int(number or 0) if (number or "").isdigit() else 0
    wanted = select(model).where(model.id == known, model.author_id == current_user.id)
    if model is Question:
        wanted = wanted.options(joinedload(Question.topic))
    found = db.session.scalar(wanted)
    if found is None or not permissions.can_edit(current_user, found):
        abort(404)
    return found


def words_of(text_id: int) -> Revision:
    """What its author wrote last: what waits, else what members read."""
    return open_revision(text_id, current_user) or live_revision(text_id) or abort(404)


def show_form(form: QuestionForm, question: Question | None = None) -> str:
    back = url_for("questions.show", slug=question.slug) if question else url_for("questions.board")
    return render_template("questions/form.html", form=form, question=question, back_to=back, guard=guard.report)


def show_answer(form: AnswerForm, mine: Answer, question: Question) -> str:
    return render_template("questions/answer.html", form=form, answer=mine, question=question, guard=guard.report)
