"""Selects over texts of any kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, defer, joinedload

from partage import kinds
from partage.accounts.models import User
from partage.db import db
from partage.texts.models import OPEN, Comment, Review, Revision, Text
from partage.texts.states import RevisionState


def visible_texts(user: Any, text_ids: Iterable[int]) -> dict[int, Text]:
    """Of these texts, by id, those that this person may read, whatever their kind: one query for each kind among them."""
    found: dict[int, Text] = {}
    of_kind: dict[str, set[int]] = defaultdict(set)
    for number, kind in db.session.execute(select(Text.id, Text.kind).where(Text.id.in_(set(text_ids)))):
        of_kind[kind].add(number)
    for name, numbers in of_kind.items():
        model = kinds.get(name).model
        seen = kinds.get(name).visible(user).where(model.id.in_(numbers)).correlate(None)
        found |= {text.id: text for text in db.session.scalars(select(model).where(model.id.in_(seen)))}
    return found


def visible_text(user: Any, text_id: int) -> Text | None:
    """The text of that id when this person may read it, whatever its kind."""
    return visible_texts(user, [text_id]).get(text_id)


def history(text_id: int) -> Select[Any]:
    """Every version that was in force, latest first, without bodies."""
    return (
        select(Revision)
        .where(Revision.text_id == text_id, Revision.number.is_not(None))
        .options(joinedload(Revision.author), defer(Revision.body))
        .order_by(Revision.number.desc())
    )


def version(text_id: int, number: int) -> Revision | None:
    """« Version 3 » of a text."""
    return db.session.scalar(
        select(Revision).filter_by(text_id=text_id, number=number).options(joinedload(Revision.author))
    )


def open_revision(text_id: int, user: Any) -> Revision | None:
    """What this person has begun or submitted on a text."""
    return db.session.scalar(
        select(Revision).where(Revision.text_id == text_id, Revision.author_id == user.id, Revision.state.in_(OPEN))
    )


def my_open_revisions(user: Any) -> Select[Any]:
    """Drafts and waiting texts of a person, latest first, with what was decided about them."""
    return (
        select(Revision)
        .join(Revision.text)
        .where(Revision.author_id == user.id, Revision.state.in_(OPEN))
        .options(contains_eager(Revision.text), joinedload(Revision.reviews), defer(Revision.body))
        .order_by(Revision.updated_at.desc())
    )


def submitted() -> Select[Any]:
    """Everything that waits for a review, oldest first."""
    return (
        select(Revision)
        .join(Revision.text)
        .where(Revision.state == RevisionState.SUBMITTED)
        .options(
            contains_eager(Revision.text), joinedload(Revision.author).joinedload(User.structure), defer(Revision.body)
        )
        .order_by(Revision.submitted_at)
    )


def comments(text_id: int) -> Select[Any]:
    """Remarks under a text, open ones first, oldest first."""
    return (
        select(Comment)
        .where(Comment.text_id == text_id, Comment.hidden_at.is_(None))
        .options(joinedload(Comment.author))
        .order_by(Comment.resolved_at.is_not(None), Comment.created_at)
    )


def last_review(revision_id: int) -> Review | None:
    """The latest decision on a revision."""
    return db.session.scalar(
        select(Review).filter_by(revision_id=revision_id, undone_at=None).options(joinedload(Review.by))
        .order_by(Review.id.desc()).limit(1)
    )
