"""Remarks, as the rest of the house knows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import joinedload

from partage import kinds
from partage.db import db
from partage.kinds import Kind
from partage.texts.models import Comment, Review
from partage.texts.writes import COMMENT, FAVOURITE, THANKS, WATCH


def visible(user: Any) -> Select[Any]:
    """Remarks under the texts a signed-in person can read."""
    if not getattr(user, "is_authenticated", False):
        return select(Comment.id).where(db.false())
    readable = [Comment.text_id.in_(kind.visible(user)) for kind in kinds.every() if kind.remarks]
    return select(Comment.id).where(Comment.hidden_at.is_(None), or_(db.false(), *readable))


def load(ids: Iterable[int]) -> list[Comment]:
    return list(db.session.scalars(select(Comment).where(Comment.id.in_(list(ids))).options(joinedload(Comment.text))))


def export(user: Any) -> list[dict[str, Any]]:
    remarks = db.session.scalars(select(Comment).filter_by(author_id=user.id).options(joinedload(Comment.text)))
    return [
        {"remarque": remark.body, "sous": remark.text.title, "le": remark.created_at.isoformat()} for remark in remarks
    ]


def forget(user: Any, keep: bool) -> None:
    """Keep the remarks without their author, or remove them."""
    if keep:
        db.session.execute(update(Comment).where(Comment.author_id == user.id).values(author_id=None))
    else:
        db.session.execute(delete(Comment).where(Comment.author_id == user.id))
    db.session.execute(update(Review).where(Review.by_id == user.id).values(by_id=None))


KINDS = (
    Kind(
        name="comment", label="Remarque", plural="Remarques", model=Comment, icon="message-square", area="pratiques",
        visible=visible, load=load, url=lambda remark: f"{kinds.get(remark.text.kind).url(remark.text)}#remarques",
        written={Comment: ("body",), Review: ("note",)}, export=export, forget=forget,
        writes=(COMMENT, FAVOURITE, WATCH, THANKS),
    ),
)  # fmt: skip
