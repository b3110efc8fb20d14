"""Reviewing: word differences, three choices, and a clear message for whoever comes second. The queue is in moderation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.exc import StaleDataError

from partage import errors, guard, kinds
from partage.access import allow, members
from partage.accounts.models import User
from partage.db import db, writing
from partage.texts import queries, rendering, reviewing
from partage.texts.forms import NoteForm
from partage.texts.models import Revision
from partage.texts.permissions import can_review, can_see_revision
from partage.texts.states import REASONS, RevisionState
from partage.texts.views import bp
from partage.workflow import IllegalTransition

QUEUE = "/moderation"
VIEWS = {"differences": "Différences", "propose": "Proposé", "en-ligne": "En ligne"}


@bp.get("/relecture")
@members
def queue() -> Any:
    """The one queue of everything that waits is in moderation."""
    return redirect(QUEUE, 303)


@bp.get("/relecture/<int:number>")
@members
def review(number: int) -> Any:
    revision = find_revision(number)
    allow(can_see_revision(current_user, revision))
    if revision.state is not RevisionState.SUBMITTED:
        return already_decided(revision.id)
    return _page(revision, NoteForm(formdata=None))


def _page(revision: Revision, form: NoteForm, chosen: str = "") -> str:
    proposal = reviewing.propose(revision)
    view = request.args.get("vue", "differences")
    shown = proposal.live if view == "en-ligne" and proposal.live else None
    reads_whole = view != "differences" or proposal.live is None
    describe = kinds.get(revision.text.kind).describe if reads_whole else None
    return render_template(
        "texts/review.html", revision=revision, proposal=proposal, view=view, views=VIEWS, reasons=reasons_for(revision),
        facts=describe(shown.fields if shown else proposal.words["fields"]) if describe else {},
        rendered=rendering.rendered(shown.body if shown else proposal.words["body"]) if reads_whole else None,
        reviews_it=can_review(current_user, revision), form=form, chosen=chosen,
    )  # fmt: skip


@bp.post("/revisions/<int:number>/publication")
@members
def publish(number: int) -> Any:
    revision = find_revision(number)
    allow(can_review(current_user, revision))
    proposal = reviewing.propose(revision)
    if not proposal.can_publish:
        advice = "Le texte en ligne a changé au même endroit. Demandez une modification : son auteur choisira."
        return errors.page(409, advice=advice)
    rendering.render(proposal.words["body"])
    seen_version, body = revision.version, proposal.words["body"]
    try:
        with writing():
            reviewing.publish(find_revision(number), proposal, by=current_user, seen_version=seen_version)
            rendering.keep(body)
    except (IllegalTransition, StaleDataError):
        return already_decided(number)
    return redirect(f"{QUEUE}/suivant?revision={number}", 303)


@bp.post("/revisions/<int:number>/modification-demandee")
@members
def send_back(number: int) -> Any:
    return decide(number, Revision.send_back)


@bp.post("/revisions/<int:number>/refus")
@members
def refuse(number: int) -> Any:
    return decide(number, Revision.refuse)


def decide(number: int, verb: Any) -> Any:
    """Send back or refuse: never without a reason and what to do about it."""
    reason, form = request.form.get("reason", ""), NoteForm()
    revision = find_revision(number)
    allow(can_review(current_user, revision))
    if not form.validate() or guard.GESTURE in request.form:
        return (_page(revision, form, reason), 422) if revision.state is RevisionState.SUBMITTED else already_decided(number)
    note = (form.note.data or "").strip()
    if reason not in reasons_for(revision):
        flash("Choisissez un motif : la personne saura quoi corriger.", "error")
        return redirect(url_for("texts.review", number=number, _anchor="motif"), 303)
    try:
        with writing():
            revision = find_revision(number)
            allow(can_review(current_user, revision))
            verb(revision, by=current_user, reason=reason, note=note)
    except (IllegalTransition, StaleDataError):
        return already_decided(number)
    return redirect(f"{QUEUE}/suivant?revision={number}", 303)


def reasons_for(revision: Revision) -> Mapping[str, tuple[str, str]]:
    """The ready reasons of this kind of text."""
    return kinds.get(revision.text.kind).reasons or REASONS


def find_revision(number: int) -> Revision:
    """A revision with its text and author, or 404."""
    found = db.session.get(
        Revision, number, populate_existing=True,
        options=[joinedload(Revision.text), joinedload(Revision.author).joinedload(User.structure)],
    )  # fmt: skip
    if found is None or not (current_user.is_authenticated and can_see_revision(current_user, found)):
        abort(404)
    return found


def already_decided(number: int) -> Any:
    """The second of two people who decide at once learns what happened."""
    done = queries.last_review(number)
    if done is None:
        return errors.page(409)
    who = done.by.name if done.by else "Quelqu’un"
    advice = f"{who} a décidé avant vous : {done.decision.label.lower()}. Votre décision n’a pas été enregistrée."
    return errors.page(409, title="Cette décision est déjà prise", advice=advice)
