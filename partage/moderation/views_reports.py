"""« Signaler »: two taps from any text or remark."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from partage import guard, kinds
from partage.access import members
from partage.db import db, writing
from partage.moderation import things
from partage.moderation.forms import ReportForm
from partage.moderation.models import Report
from partage.moderation.permissions import can_decide
from partage.moderation.reasons import REPORTS
from partage.moderation.things import Thing
from partage.moderation.views import bp

NOTED = "Vous l’avez déjà signalé. Vous saurez ce qui en est décidé."


@bp.get("/moderation/signalements")
@members
def report_form() -> str:
    """« Signaler » from a page with many things to report: one link each, the reasons here."""
    thing = _readable(request.args.get("kind", ""), request.args.get("thing", type=int))
    return _asked(thing, ReportForm(formdata=None))


def _asked(thing: Thing, form: ReportForm) -> str:
    return render_template("moderation/report.html", thing=thing, decides=can_decide(current_user, thing), form=form)


@bp.post("/moderation/signalements")
@members
def report() -> Any:
    """A reader says what is wrong with something she can read; the second time is the same time."""
    name, number, reason = request.form.get("kind", ""), request.form.get("thing", type=int), request.form.get("reason", "")
    form = ReportForm()
    if name not in moderated() or number is None or (reason not in REPORTS and guard.GESTURE not in request.form):
        abort(400)
    if not form.validate() or not reason:
        return _asked(_readable(name, number), form), 422
    note = (form.note.data or "").strip()
    said = NOTED
    try:
        with writing():
            thing = _readable(name, number)
            target = thing.url
            if thing.author_id == current_user.id:
                said = "C’est votre texte : corrigez-le vous-même, ou retirez-le."
            elif Report.file(thing.thing, by=current_user, reason=reason, note=note):
                said = "C’est signalé. Vous saurez ce qui en est décidé."
    except IntegrityError:  # the other of two taps
        db.session.rollback()
    flash(said, "done")
    return redirect(target, 303)


def moderated() -> dict[str, kinds.Kind]:
    return {kind.name: kind for kind in kinds.every() if things.can_be_moderated(kind)}


def _readable(name: str, number: int | None) -> Thing:
    """The thing as any reader sees it, or 404: what is not shown to her is not hers to report."""
    kind = moderated().get(name)
    seen = kind and number and db.session.scalar(kind.visible(current_user).where(kind.model.id == number))
    thing = things.find(name, int(seen)) if seen else None
    if thing is None:
        abort(404)
    return thing
