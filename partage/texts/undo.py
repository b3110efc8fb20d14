"""Undoing what a reading just decided: the words wait again. Only while nothing happened since."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from partage import clock, events
from partage.db import db
from partage.texts.models import OPEN, Review, Revision, Text
from partage.texts.states import UNDO_MOVES, Decision, RevisionState
from partage.workflow import IllegalTransition, check_transition


def take_back(revision: Revision, review: Review, *, by: Any) -> None:
    """Put the revision back to submitted; what was in force before is in force again. Raises IllegalTransition."""
    check_transition(UNDO_MOVES, revision.state, RevisionState.SUBMITTED)
    if review.undone_at is not None:
        raise IllegalTransition(revision.state, RevisionState.SUBMITTED)
    if review.decision is Decision.PUBLISHED:
        _unpublish(revision, by=by)
    elif revision.state is not RevisionState.DRAFT or revision.updated_at > review.at:
        raise IllegalTransition(revision.state, RevisionState.SUBMITTED)
    revision.state, review.undone_at = RevisionState.SUBMITTED, clock.now()
    db.session.flush()
    events.record("revision.taken_back", revision, by=by, text=revision.text_id)


def _unpublish(revision: Revision, *, by: Any) -> None:
    text, since = db.session.get_one(Text, revision.text_id), revision.published_at
    if revision.state is not RevisionState.PUBLISHED or since is None or not text.is_live or _is_followed(revision):
        raise IllegalTransition(revision.state, RevisionState.SUBMITTED)
    superseded = select(Revision).filter_by(text_id=text.id, state=RevisionState.SUPERSEDED)
    former = db.session.scalar(superseded.order_by(Revision.number.desc()).limit(1))
    revision.state, revision.number, revision.published_at = RevisionState.SUBMITTED, None, None
    db.session.flush()  # ours leaves before the former one comes back, or « one published revision » refuses it
    if former is not None:
        former.state = RevisionState.PUBLISHED
    text.went_back(former, since=since, by=by)
    db.session.flush()
    events.record("text.unpublished", text, by=by)


def _is_followed(revision: Revision) -> bool:
    """Somebody already writes on top of it, or its author began something else on the text."""
    begun = (Revision.author_id == revision.author_id) & Revision.state.in_(OPEN)
    others = select(Revision.id).where(
        Revision.text_id == revision.text_id, Revision.id != revision.id, (Revision.base_id == revision.id) | begun
    )
    return db.session.scalar(others.limit(1)) is not None
