"""Writing practices: the form, guided or free, drafts, the choice between two versions, freshness."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select

from partage import errors, guard, operations
from partage.access import allow, members
from partage.db import db, writing
from partage.files.queries import joined_to
from partage.kinds import Invalid
from partage.operations import Conflict
from partage.texts import merge, rendering
from partage.texts.models import Comment, Revision, live_revision
from partage.texts.queries import last_review, my_open_revisions, open_revision
from partage.texts.reconcile import reconcile
from partage.texts.states import REASONS, RevisionState
from partage.texts.writes import can_discard
from partage.texts.writes import discard as forget_draft
from partage.wiki import parts, queries, writes, writes_freshness
from partage.wiki.forms import PracticeForm, show_sources
from partage.wiki.models import Practice
from partage.wiki.permissions import can_archive, can_keep_true
from partage.wiki.views import bp
from partage.wiki.vocabulary import PRACTICE_KINDS


@bp.get("/pratiques/nouvelle")
@members
def new() -> str:
    kind = request.args.get("genre", "")
    if kind not in PRACTICE_KINDS:
        return render_template("wiki/kinds.html")
    form = PracticeForm(kind=kind, client_id=_named(request.args.get("brouillon", "")), title=request.args.get("titre", ""))
    form.show(parts.skeleton(kind) if request.args.get("mode") == "libre" else "")
    form.mode.data = "libre" if request.args.get("mode") == "libre" else "guide"
    return show_form(form, None)


@bp.get("/pratiques/<slug>/modifier")
@members
def edit(slug: str) -> str:
    practice = queries.find_for_writing(slug, current_user)
    if practice is None:
        abort(404)
    revision = open_revision(practice.id, current_user) or live_revision(practice.id)
    if revision is None:
        abort(404)
    form, remark = form_of(revision, practice), asked_remark(practice)
    if remark is not None and not form.note.data:
        form.note.data = "Suite à une remarque"
    return show_form(form, practice, revision, remark)


@bp.post("/pratiques/redaction")
@members
def save() -> Any:
    """Keep a draft, submit it, switch between the two ways of writing, or look at the result: one form does all."""
    form = PracticeForm()
    action = request.form.get("action", "draft")
    if not form.text_id.data and (made := operations.answer_to(current_user, form.client_id.data or "")):
        form.text_id.data = str(made["text"])
    practice = practice_of(form)
    if action in ("guide", "libre"):
        body = form.full_body()
        form.mode.data = action
        form.show(body)
        return show_form(form, practice)
    mine = open_revision(practice.id, current_user) if practice else None
    form.is_whole = action in ("submit", "preview") or (
        action != "withdraw" and mine is not None and mine.state is RevisionState.SUBMITTED
    )
    if not form.validate_on_submit():
        form.show(form.full_body())
        return show_form(form, practice), 422
    if action == "preview":
        return show_preview(form, practice)
    content = writes.content_of(form, action)
    key = form.client_id.data or str(uuid.uuid4())
    try:
        # the key names the form that was opened; its content names this save of it
        outcome = operations.once(
            current_user, f"{key[:36]}:{operations.digest(content)[:24]}", "practice.save", content,
            lambda: writes.apply(current_user, content),
        )  # fmt: skip
    except Conflict as conflict:
        return show_conflict(form, practice, conflict), 409
    flash(outcome.message, "done")
    flash(key, "saved")  # tells the device that its own copy of this form may go
    return redirect(url_for("files.index", texte=outcome.ids["text"]) if action == "join" else outcome.location, 303)


@bp.post("/pratiques/redaction/choix")
@members
def choose() -> Any:
    """The choices made on the conflict page, put together for a last reading before they are saved."""
    form = PracticeForm()
    practice = practice_of(form)
    if practice is None:
        abort(404)
    live = live_revision(practice.id)
    if live is None or str(live.id) != request.form.get("theirs_id"):
        return errors.page(409)
    base = db.session.get(Revision, int(form.base_id.data)) if (form.base_id.data or "").isdigit() else None
    content = writes.content_of(form, "draft")
    merged = reconcile(base, content, live)
    choices = [request.form.get(f"choice-{number}", "both") for number in range(len(merged.words.conflicts))]
    for name, (mine, theirs) in merged.lines.items():
        form[name].data = theirs if request.form.get(f"choice-{name}") == "theirs" else mine
    form.show(merge.resolve(merged.words, choices))
    form.base_id.data = str(live.id)
    flash("Voici les deux textes réunis selon vos choix. Relisez, puis enregistrez.", "says")
    return show_form(form, practice)


@bp.post("/pratiques/<slug>/brouillon/suppression")
@members
def discard(slug: str) -> Any:
    with writing():
        practice = queries.find_for_writing(slug, current_user)
        revision = open_revision(practice.id, current_user) if practice else None
        if revision is None:
            abort(404)
        allow(can_discard(current_user, revision))
        forget_draft(revision)
    flash("Le brouillon est supprimé.", "done")
    return redirect(url_for("wiki.mine"), 303)


@bp.get("/pratiques/mes-fiches")
@members
def mine() -> str:
    return render_template(
        "wiki/mine.html", revisions=db.session.scalars(my_open_revisions(current_user)).unique().all(), reasons=REASONS,
        to_verify=db.session.scalars(queries.to_verify(current_user).limit(50)).all(),
        favourites=db.session.scalars(queries.favourites(current_user).limit(50)).all(),
    )  # fmt: skip


@bp.post("/pratiques/<slug>/fraicheur")
@members
def tell_freshness(slug: str) -> Any:
    """« Toujours juste » or « À corriger », in one tap."""
    known = db.session.scalar(select(Practice.id).filter_by(slug=slug))
    try:
        content = writes_freshness.check({"text_id": known or "", **request.form.to_dict()})
    except Invalid as refusal:
        return freshness_again(slug, refusal.errors)
    # as the outbox says it: the worker sends the same again when the reply was lost on its way
    key, write = request.form.get("client_id") or str(uuid.uuid4()), writes_freshness.FRESHNESS
    outcome = operations.once(
        current_user, f"{key[:36]}:{content['answer']}", write.name, [content, None],
        lambda: write.apply(current_user, content, None),
    )  # fmt: skip
    flash(outcome.message, "done")
    return redirect(outcome.location, 303)


def freshness_again(slug: str, errors: dict[str, list[str]]) -> Any:
    """The sentence as it was typed, with what stops it; a button of the guard replaces a passage."""
    practice = queries.find_visible(slug, current_user) or abort(404)
    note = request.form.get("note", "")
    if guard.GESTURE in request.form:
        note, errors = guard.replaced({"note": note}, request.form[guard.GESTURE])["note"], {}
    return render_template(
        "wiki/freshness_again.html", practice=practice, note=note, errors=errors, passages=guard.report({"note": note}),
        reason=request.form.get(guard.REASON, ""), client_id=request.form.get("client_id") or str(uuid.uuid4()),
    ), 422  # fmt: skip


@bp.post("/pratiques/<slug>/verification")
@members
def verify(slug: str) -> Any:
    """Its owner checked the practice: it is still right."""
    with writing():
        practice = queries.find_visible(slug, current_user)
        if practice is None:
            abort(404)
        allow(can_keep_true(current_user, practice))
        practice.verify(by=current_user)
    flash("La fiche est vérifiée à la date d’aujourd’hui.", "done")
    return redirect(url_for("wiki.show", slug=slug), 303)


@bp.post("/pratiques/<slug>/archive")
@members
def archive(slug: str) -> Any:
    with writing():
        practice = queries.find_visible(slug, current_user)
        if practice is None:
            abort(404)
        allow(can_archive(current_user, practice))
        practice.archive(by=current_user)
    return redirect(url_for("wiki.show", slug=slug), 303)


@bp.post("/pratiques/<slug>/retablissement")
@members
def unarchive(slug: str) -> Any:
    with writing():
        practice = queries.find_away(slug, current_user)
        if practice is None or practice.archived_at is None:
            abort(404)
        allow(can_archive(current_user, practice))
        practice.unarchive(by=current_user)
    flash("La fiche est rétablie.", "done")
    return redirect(url_for("wiki.show", slug=slug), 303)


def practice_of(form: PracticeForm) -> Practice | None:
    """The practice a posted form is about; 404 when this person may not write on it."""
    if not (form.text_id.data or "").isdigit():
        return None
    known = db.session.get(Practice, int(form.text_id.data or 0))
    practice = queries.find_for_writing(known.slug, current_user) if known else None
    if practice is None:
        abort(404)
    return practice


def form_of(revision: Revision, practice: Practice) -> PracticeForm:
    """The form filled with the words of a revision."""
    fields = revision.fields
    form = PracticeForm(
        formdata=None, title=revision.title, summary=revision.summary, kind=fields.get("kind"),
        themes=fields.get("themes"), publics=fields.get("publics"), posture=fields.get("posture"),
        territory=", ".join(fields.get("territory", [])), licence=fields.get("licence"),
        sources=show_sources(fields.get("sources", [])), is_public=fields.get("is_public"),
        note=revision.note if revision.is_open else "", text_id=str(practice.id), client_id=str(uuid.uuid4()),
        base_id=str((revision.base_id if revision.is_open else revision.id) or ""),
    )  # fmt: skip
    form.show(revision.body)
    form.mode.data = "guide" if request.args.get("mode") != "libre" else "libre"
    return form


def _named(asked: str) -> str:
    """The id of a draft that a device began, so that sending it is the same save with and without script; else a new one."""
    try:
        return str(uuid.UUID(asked))
    except ValueError:
        return str(uuid.uuid4())


def asked_remark(practice: Practice) -> Comment | None:
    """The remark that becomes an edit (`?remarque=12`), shown above the form."""
    asked = request.args.get("remarque", "")
    return db.session.scalar(select(Comment).filter_by(id=int(asked), text_id=practice.id)) if asked.isdigit() else None


def show_form(
    form: PracticeForm, practice: Practice | None, revision: Revision | None = None, remark: Comment | None = None
) -> str:
    kind = PRACTICE_KINDS.get(form.kind.data, PRACTICE_KINDS["bonne-pratique"])
    decision = last_review(revision.id) if revision and revision.is_open else None
    documents = db.session.scalars(joined_to(practice.id, current_user.id)).all() if practice else []
    return render_template(
        "wiki/form.html", form=form, practice=practice, revision=revision, kind_parts=kind.parts, decision=decision,
        reasons=REASONS, remark=remark, documents=documents,
    )  # fmt: skip


def show_preview(form: PracticeForm, practice: Practice | None) -> str:
    body = form.full_body()
    form.show(body)
    return render_template("wiki/preview.html", form=form, practice=practice, rendered=rendering.render(body))


def show_conflict(form: PracticeForm, practice: Practice | None, conflict: Conflict) -> str:
    return render_template("wiki/conflict.html", form=form, practice=practice, merge=conflict.merge, **conflict.more,
                           theirs=conflict.theirs)  # fmt: skip
