"""A contestation, judged by somebody else than the first decider."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from partage import guard
from partage.access import allow, members
from partage.db import db, writing
from partage.moderation import deciding, things
from partage.moderation.forms import JudgementForm
from partage.moderation.models import Appeal, Decision
from partage.moderation.permissions import can_judge, can_read
from partage.moderation.reasons import explain
from partage.moderation.states import AppealState
from partage.moderation.things import Thing
from partage.moderation.views import bp, come_second, words_of
from partage.texts.models import Review, Revision


@bp.get("/moderation/contestations/<int:number>")
@members
def contested(number: int) -> Any:
    """The decision, the text, what its author says, two answers and a later."""
    appeal, thing = _find(number)
    allow(can_judge(current_user, thing, appeal.decision) or appeal.decision.by_id != current_user.id)
    return _page(appeal, thing, JudgementForm(formdata=None))


@bp.post("/moderation/contestations/<int:number>/decision")
@members
def judge(number: int) -> Any:
    """Give the text back, or say why the decision stands."""
    answer, form = request.form.get("answer", ""), JudgementForm()
    if answer not in ("won", "stands") and guard.GESTURE not in request.form:
        abort(400)
    appeal, thing = _find(number)
    allow(can_judge(current_user, thing, appeal.decision))
    if not form.validate() or not answer:
        return _page(appeal, thing, form)
    with writing():
        appeal, thing = _find(number, lock=True)
        allow(can_judge(current_user, thing, appeal.decision))
        if appeal.state is not AppealState.OPEN:
            return already_judged(thing, appeal)
        note = (form.note.data or "").strip()
        outcome = deciding.settle(appeal, appeal.decision, thing, won=answer == "won", by=current_user, note=note)
        decided = outcome.id
    return redirect(url_for("moderation.go_on", decision=decided), 303)


def already_judged(thing: Thing, appeal: Appeal) -> Any:
    advice = f"Quelqu’un a répondu avant vous : {appeal.state.label.lower()}. Votre réponse n’a pas été enregistrée."
    return come_second(thing, "Cette contestation est déjà jugée", advice)


def _page(appeal: Appeal, thing: Thing, form: JudgementForm) -> Any:
    if appeal.state is not AppealState.OPEN:
        return already_judged(thing, appeal)
    first = appeal.decision
    review = db.session.get(Review, first.review_id) if first.review_id else None
    revision = db.session.get(Revision, review.revision_id) if review else None
    page = render_template(
        "moderation/appeal.html", appeal=appeal, first=first, thing=thing, form=form,
        reason=explain(first.kind, first.rule), decides=can_judge(current_user, thing, first), **words_of(thing, revision),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _find(number: int, *, lock: bool = False) -> tuple[Appeal, Thing]:
    """The contestation and its thing as this person may read them, or 404."""
    appeal = db.session.get(
        Appeal, number, populate_existing=True, with_for_update={"of": Appeal} if lock else None,
        options=[joinedload(Appeal.decision).joinedload(Decision.by), joinedload(Appeal.by)],
    )  # fmt: skip
    thing = things.find(appeal.decision.kind, appeal.decision.thing_id, lock=lock) if appeal else None
    if appeal is None or thing is None or not can_read(current_user, thing):
        abort(404)
    return appeal, thing
