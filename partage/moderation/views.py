"""One queue for everything that waits: the item, three choices, and a way back for a minute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.exc import StaleDataError

from partage import errors, guard, typed
from partage.access import allow, members
from partage.accounts.models import User
from partage.db import db, writing
from partage.jinja import count
from partage.moderation import deciding, queries, things
from partage.moderation.forms import DecisionForm
from partage.moderation.models import AlreadyDecided, Decision, Report
from partage.moderation.permissions import can_decide, can_read, is_concerned
from partage.moderation.reasons import REPORTS, RULES
from partage.moderation.states import DONE, Action, ReportState
from partage.moderation.things import Thing
from partage.texts import rendering
from partage.texts.models import Review, Revision, live_revision
from partage.workflow import IllegalTransition

bp = Blueprint("moderation", __name__)
SIZE = 30
NAMES = {"revision": ("texte à lire", "textes à lire"), "report": ("signalement", ""), "appeal": ("contestation", "")}
CHOICES = {action.value: action for action in (Action.HIDE, Action.KEEP, Action.SEND_BACK, Action.RESTORE)}


@bp.get("/moderation")
@members
def queue() -> str:
    """Everything that waits for this person, oldest first."""
    rows = queries.waiting(current_user)
    page = min(int(request.args.get("page", "1")) if request.args.get("page", "1").isdigit() else 1, 100)
    shown = rows[(page - 1) * SIZE : page * SIZE] if page > 0 else rows[:SIZE]
    return render_template(
        "moderation/queue.html", rows=shown, lead=waiting_in_words(rows), page=page, has_next=len(rows) > page * SIZE,
        asked=queries.asked(shown), delay=queries.usual_delay() if rows or is_concerned(current_user) else None,
        oldest=rows[0].since if rows else None, concerned=is_concerned(current_user),
    )  # fmt: skip


@bp.get("/moderation/suivant")
@members
def go_on() -> Any:
    """The next thing to decide, with the way back from what was just done (`decision`, or the reading of `revision`)."""
    decision = request.args.get("decision", type=int)
    revision = request.args.get("revision", type=int)
    if revision is not None:
        decision = db.session.scalar(
            select(Decision.id).join(Review, Review.id == Decision.review_id)
            .where(Review.revision_id == revision, Decision.by_id == current_user.id)
            .order_by(Decision.id.desc()).limit(1)
        )  # fmt: skip
    following = queries.next_for(current_user)
    target = following.url if following else url_for("moderation.queue")
    return redirect(f"{target}?fait={decision}" if decision else target, 303)


@bp.app_context_processor
def about_moderation() -> dict[str, Any]:
    return {"just_decided": just_decided, "report_reasons": REPORTS, "done_words": DONE, "delay_in_words": delay_in_words}


def just_decided() -> Decision | None:
    """What this person decided less than a minute ago, when the address says so (`?fait=`)."""
    number = request.args.get("fait", type=int)
    if number is None or not current_user.is_authenticated:
        return None
    decision = db.session.get(Decision, number)
    return decision if decision and decision.by_id == current_user.id and decision.can_be_undone else None


@bp.get("/moderation/textes/<int:number>/signalements")
@members
def reported_text(number: int) -> Any:
    return _item(things.find_text(number))


@bp.get("/moderation/remarques/<int:number>/signalements")
@members
def reported_remark(number: int) -> Any:
    return _item(things.find("comment", number))


@bp.post("/moderation/textes/<int:number>/decision")
@members
def decide_text(number: int) -> Any:
    return _decide(lambda lock: things.find_text(number, lock=lock))


@bp.post("/moderation/remarques/<int:number>/decision")
@members
def decide_remark(number: int) -> Any:
    return _decide(lambda lock: things.find("comment", number, lock=lock))


@bp.post("/moderation/decisions/<int:number>/annulation")
@members
def undo(number: int) -> Any:
    """Take back one's own decision, for a minute."""
    try:
        with writing():
            decision = db.session.get(Decision, number, with_for_update=True)
            thing = things.find(decision.kind, decision.thing_id, lock=True) if decision else None
            if decision is None or thing is None:
                abort(404)
            allow(decision.by_id == current_user.id)
            target = deciding.undo(decision, thing, by=current_user)
    except (IllegalTransition, StaleDataError):
        advice = "Une décision s’annule dans la minute, tant que personne n’a agi depuis. Décidez de nouveau si besoin."
        return errors.page(409, title="Il est trop tard pour annuler", advice=advice)
    return redirect(target, 303)


def _item(thing: Thing | None, form: DecisionForm | None = None) -> Any:
    if thing is None or not can_read(current_user, thing):
        abort(404)
    reports = _reports(thing)
    last = deciding.last_decision(thing)
    form = form or DecisionForm(seen=last.id if last else 0)
    page = render_template(
        "moderation/item.html", thing=thing, reports=reports, last=last, form=form, **words_of(thing),
        decides=can_decide(current_user, thing, but=[report.by_id for report in reports]),
        is_mine=thing.author_id == current_user.id, helps={key: f"{one.rule}. {one.fix}" for key, one in RULES.items()},
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _decide(find: Any) -> Any:
    action, form = CHOICES.get(request.form.get("action", "")), DecisionForm()
    if action is None and guard.GESTURE not in request.form:
        abort(400)
    reasoned = action in (Action.HIDE, Action.SEND_BACK, None)
    if (reasoned and not form.validate()) or action is None:
        return _item(find(False), form)
    words = {name: (form[name].data or "").strip() for name in ("rule", "passage", "note")} if reasoned else {}
    try:
        with writing():
            thing = find(True)
            if thing is None or not can_read(current_user, thing):
                abort(404)
            allow(can_decide(current_user, thing, but=[report.by_id for report in deciding.open_reports(thing)]))
            seen = int(form.seen.data) if (form.seen.data or "").isdigit() else 0
            decision = deciding.take(thing, action, by=current_user, seen=seen, **words)
            number = decision.id
    except AlreadyDecided as late:
        return already_decided(find(False), late.decision)
    return redirect(url_for("moderation.go_on", decision=number), 303)


def already_decided(thing: Thing, decision: Decision) -> Any:
    """The second of two people learns what the first decided, by role."""
    done = f"{decision.by_role} a décidé avant vous : {DONE[decision.action]}."
    return come_second(thing, "Cette décision est déjà prise", f"{done} Votre décision n’a pas été enregistrée.")


def come_second(thing: Thing, title: str, advice: str) -> Any:
    """409: what somebody else did meanwhile, and the words typed for nothing, to be used elsewhere."""
    return render_template("moderation/late.html", thing=thing, title=title, advice=advice, words=typed.words()), 409


def words_of(thing: Thing, revision: Revision | None = None) -> dict[str, Any]:
    """What a thing says, whole: a remark as typed, a text rendered (the refused version of it when that is meant)."""
    if thing.is_remark:
        return {"typed": thing.thing.body, "rendered": None, "revision": None}
    shown = revision or live_revision(thing.text.id) or _latest(thing.text.id)
    return {"typed": "", "rendered": rendering.rendered(shown.body) if shown else None, "revision": shown}


def _latest(text_id: int) -> Revision | None:
    return db.session.scalar(select(Revision).filter_by(text_id=text_id).order_by(Revision.id.desc()).limit(1))


def _reports(thing: Thing) -> list[Report]:
    kind, number = thing.ref
    told = select(Report).filter_by(kind=kind, thing_id=number, state=ReportState.OPEN).order_by(Report.id)
    return list(db.session.scalars(told.options(joinedload(Report.by).joinedload(User.structure))))


def waiting_in_words(rows: Iterable[queries.Waiting]) -> str:
    """« 2 textes à lire et 1 signalement attendent, le plus ancien d’abord. »"""
    times = Counter(row.waiting for row in rows)
    parts = [count(times[key], *names) for key, names in NAMES.items() if times[key]]
    if times.total() < 2:
        return f"{parts[0]} attend." if parts else ""
    together = " et ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
    return f"{together} attendent, le plus ancien d’abord."


def delay_in_words(delay: timedelta) -> str:
    """« 3 heures », « 2 jours »: rounded up, so that it promises nothing."""
    hours = int(delay.total_seconds() // 3600) + 1
    return count(hours, "heure") if hours <= 48 else count(hours // 24 + 1, "jour")
