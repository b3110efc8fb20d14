"""What the author reads of a decision about her text, her text whole, and « Contester » in two taps."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template
from flask_login import current_user

from partage.access import allow, members
from partage.db import db, writing
from partage.moderation import queries, things
from partage.moderation.forms import AppealForm
from partage.moderation.models import Appeal, Decision
from partage.moderation.permissions import can_read, can_read_decision
from partage.moderation.reasons import explain
from partage.moderation.states import AppealState
from partage.moderation.things import Thing
from partage.moderation.views import bp, words_of
from partage.texts.models import Revision


@bp.get("/moderation/textes/<int:number>")
@members
def about_text(number: int) -> Any:
    return _decisions(things.find_text(number))


@bp.get("/moderation/remarques/<int:number>")
@members
def about_remark(number: int) -> Any:
    return _decisions(things.find("comment", number))


@bp.post("/moderation/decisions/<int:number>/contestation")
@members
def contest(number: int) -> Any:
    """Ask somebody else to look again."""
    form = AppealForm()
    if not form.validate():
        contested = db.session.get(Decision, number) or abort(404)
        return _decisions(things.find(contested.kind, contested.thing_id), form), 422
    with writing():
        decision = db.session.get(Decision, number, with_for_update=True)
        thing = things.find(decision.kind, decision.thing_id) if decision else None
        if decision is None or thing is None:
            abort(404)
        allow(decision.author_id == current_user.id)
        Appeal.file(decision, by=current_user, body=(form.body.data or "").strip())
        target = thing.page
    flash("Votre contestation est envoyée. Une autre personne regarde la décision.", "done")
    return redirect(target, 303)


def _decisions(thing: Thing | None, form: AppealForm | None = None) -> Any:
    decisions = queries.decisions_about(thing) if thing else []
    if thing is None or not can_read_decision(current_user, thing, decisions):
        abort(404)
    moderates = can_read(current_user, thing) and thing.author_id != current_user.id
    if not moderates:
        decisions = [one for one in decisions if one.author_id == current_user.id and one.undone_at is None]
    appeals = queries.appeals_of(decisions)
    reading = next((one.review for one in decisions if one.author_id == current_user.id and one.review), None)
    mine = db.session.get(Revision, reading.revision_id) if reading and thing.thing.hidden_at is None else None
    return render_template(
        "moderation/decisions.html", thing=thing, decisions=decisions, appeals=appeals, moderates=moderates,
        is_mine=thing.author_id == current_user.id or bool(mine), form=form or AppealForm(formdata=None), AppealState=AppealState,
        reasons={one.id: explain(one.kind, one.rule) for one in decisions}, **words_of(thing, mine),
    )  # fmt: skip
