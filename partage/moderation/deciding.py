"""Deciding about what was reported or contested, and undoing it. Call inside writing()."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from partage import clock, events
from partage.db import db
from partage.moderation.models import AlreadyDecided, Appeal, Decision, Report
from partage.moderation.permissions import role_of
from partage.moderation.states import Action, ReportState
from partage.moderation.things import Thing
from partage.texts import undo as readings
from partage.texts.models import Review, Revision
from partage.texts.states import RevisionState
from partage.workflow import IllegalTransition


def last_decision(thing: Thing) -> Decision | None:
    """The latest decision that counts, readings aside."""
    kind, number = thing.ref
    counted = select(Decision).filter_by(kind=kind, thing_id=number, undone_at=None, review_id=None)
    return db.session.scalar(counted.order_by(Decision.id.desc()).limit(1))


def open_reports(thing: Thing) -> list[Report]:
    kind, number = thing.ref
    waiting = select(Report).filter_by(kind=kind, thing_id=number, state=ReportState.OPEN).order_by(Report.id)
    return list(db.session.scalars(waiting.with_for_update()))


def take(
    thing: Thing, action: Action, *, by: Any, seen: int, rule: str = "", passage: str = "", note: str = ""
) -> Decision:
    """Decide once about a thing; what was reported is answered. `seen` is the last decision the page showed, or 0.

    Raises AlreadyDecided when somebody decided meanwhile, IllegalTransition when the move makes no sense any more.
    """
    last, reports = last_decision(thing), open_reports(thing)
    if last is not None and last.id != seen:
        raise AlreadyDecided(last)
    _check(thing, action, bool(reports))
    decision = _write(
        thing, action, by=by, since=min((report.at for report in reports), default=None), rule=rule, passage=passage, note=note
    )
    if action is Action.HIDE:
        thing.thing.hide(by=by)
    elif action is Action.RESTORE:
        thing.thing.unhide(by=by)
    for report in reports:
        report.close(decision, upheld=action in (Action.HIDE, Action.SEND_BACK), by=by)
    _tell("decision.made", decision, by=by)
    return decision


def settle(appeal: Appeal, first: Decision, thing: Thing, *, won: bool, by: Any, note: str) -> Decision:
    """Judge a contestation. Won: the text is given back with its first date, and its reporters are told."""
    appeal.settle(first, won=won, by=by, note=note)
    action = Action.RESTORE if won else Action.UPHOLD
    outcome = _write(thing, action, by=by, since=appeal.at, at=appeal.decided_at, rule=first.rule, note=note)
    outcome.author_id = first.author_id
    if won:
        _give_back(first, thing, by=by)
        for report in db.session.scalars(select(Report).filter_by(decision_id=first.id)).all():
            events.record(
                "report.overturned", report, by=by, decision=outcome.id, person=report.by_id, thing_kind=report.kind,
                thing=report.thing_id,
            )  # fmt: skip
    _tell("decision.made", outcome, by=by, appeal=appeal.id)
    return outcome


def record_reading(review: Review, revision: Revision, thing: Thing, *, by: Any) -> Decision:
    """A reading, as a decision: it can be undone within the minute, counted, and a refusal contested."""
    action = {"published": Action.PUBLISH, "sent_back": Action.SEND_BACK, "refused": Action.REFUSE}[review.decision.value]
    decision = _write(thing, action, by=by, since=revision.submitted_at, rule=review.reason, note=review.note)
    decision.author_id, decision.review_id = revision.author_id, review.id
    db.session.flush()
    return decision


def undo(decision: Decision, thing: Thing, *, by: Any) -> str:
    """Take back one's own decision within the minute; everything waits as before, at the address answered.

    Raises IllegalTransition.
    """
    later = select(Decision.id).where(
        Decision.kind == decision.kind, Decision.thing_id == decision.thing_id, Decision.id > decision.id,
        Decision.undone_at.is_(None), Decision.review_id.is_(None) if decision.review_id is None else db.true(),
    )  # fmt: skip
    contested = select(Appeal.id).filter_by(decision_id=decision.id)
    if not decision.can_be_undone or db.session.scalar(later) or db.session.scalar(contested):
        raise IllegalTransition(decision.action, decision.action)
    appeal, waits_at = _judged_by(decision), f"{thing.page}/signalements"
    if decision.review_id is not None:
        review = db.session.get_one(Review, decision.review_id)
        waits_at = f"/relecture/{review.revision_id}"
        readings.take_back(db.session.get_one(Revision, review.revision_id), review, by=by)
        if decision.action is Action.PUBLISH and _stays_hidden(last_decision(thing)):
            thing.text.hide(by=by)
    elif appeal is not None:
        first, waits_at = db.session.get_one(Decision, appeal.decision_id), f"/moderation/contestations/{appeal.id}"
        appeal.reopen(first, by=by)
        if decision.action is Action.RESTORE:
            _take_again(first, thing, by=by)
    else:
        _turn_back(decision, thing, by=by)
    decision.undone_at = clock.now()
    _tell("decision.undone", decision, by=by, since=decision.at.isoformat())
    return waits_at


def _check(thing: Thing, action: Action, reported: bool) -> None:
    hidden = thing.thing.hidden_at is not None
    possible = {
        Action.HIDE: not hidden, Action.RESTORE: hidden, Action.KEEP: reported and not hidden, Action.SEND_BACK: not hidden,
    }  # fmt: skip
    if not possible.get(action, False):
        raise IllegalTransition(action, action)


def _write(thing: Thing, action: Action, *, by: Any, **columns: Any) -> Decision:
    kind, number = thing.ref
    decision = Decision(
        kind=kind, thing_id=number, action=action, author_id=thing.author_id, by_id=by.id, by_role=role_of(by, thing),
        **{"at": clock.now(), **columns},
    )  # fmt: skip
    db.session.add(decision)
    db.session.flush()
    return decision


def _tell(name: str, decision: Decision, *, by: Any, **more: Any) -> None:
    events.record(
        name, decision, by=by, thing_kind=decision.kind, thing=decision.thing_id, action=decision.action.value,
        author=decision.author_id, **more,
    )  # fmt: skip


def _turn_back(decision: Decision, thing: Thing, *, by: Any) -> None:
    if decision.action is Action.HIDE:
        thing.thing.unhide(by=by)
    elif decision.action is Action.RESTORE:
        thing.thing.hide(by=by)
    for report in db.session.scalars(select(Report).filter_by(decision_id=decision.id)).all():
        report.reopen(decision, by=by)


def _stays_hidden(last: Decision | None) -> bool:
    """Only the reading that is undone had given the text back."""
    return last is not None and last.action is Action.HIDE and last.overturned_at is None


def _judged_by(decision: Decision) -> Appeal | None:
    """The contestation this decision answered: made at the same moment by the same person."""
    if decision.action not in (Action.RESTORE, Action.UPHOLD):
        return None
    return db.session.scalar(select(Appeal).filter_by(decided_by_id=decision.by_id, decided_at=decision.at))


def _give_back(first: Decision, thing: Thing, *, by: Any) -> None:
    if first.action is Action.HIDE:
        hidden_again = select(Decision.id).where(
            Decision.kind == first.kind, Decision.thing_id == first.thing_id, Decision.id > first.id,
            Decision.action == Action.HIDE, Decision.undone_at.is_(None),
        )  # fmt: skip
        if db.session.scalar(hidden_again) is None:
            thing.thing.unhide(by=by)
        return
    revision = _untouched(first, RevisionState.DRAFT)
    if revision is not None:  # it waits again, at its first place in the queue
        began = revision.submitted_at
        revision.submit(by=by)
        revision.submitted_at = began


def _take_again(first: Decision, thing: Thing, *, by: Any) -> None:
    if first.action is Action.HIDE:
        thing.thing.hide(by=by)
        return
    revision = _untouched(first, RevisionState.SUBMITTED)
    if revision is not None:
        revision.withdraw(by=by)


def _untouched(first: Decision, state: RevisionState) -> Revision | None:
    """The refused words, when their author has not written since."""
    review = db.session.get(Review, first.review_id) if first.review_id else None
    revision = db.session.get(Revision, review.revision_id) if review else None
    if review is None or revision is None or revision.state is not state or revision.updated_at > review.at:
        return None
    return revision
