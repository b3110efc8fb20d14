"""Selects over files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from partage.db import db
from partage.files.models import Attachment
from partage.texts.models import Revision


def find(public_id: str) -> Attachment | None:
    return db.session.scalar(select(Attachment).filter_by(public_id=public_id))


def sent_by(user: Any) -> Select[Any]:
    """What a person sent, latest first."""
    return select(Attachment).filter_by(uploaded_by_id=user.id).order_by(Attachment.id.desc())


def shown_under(text_id: Any) -> tuple[Any, ...]:
    """The conditions for a document to be listed under a text: it was there when a version by its sender was published.

    Any reader may join a file to a text, for a change that waits for its review: that shows nothing yet.
    """
    published = aliased(Revision)
    reviewed = exists().where(
        published.text_id == Attachment.text_id, published.author_id == Attachment.uploaded_by_id,
        published.number.is_not(None), published.published_at >= Attachment.created_at,
    )  # fmt: skip
    return Attachment.text_id == text_id, Attachment.width.is_(None), reviewed


def documents_of(text_id: int) -> Select[Any]:
    """What is listed under a text, oldest first. Images show where the text places them."""
    return select(Attachment).where(*shown_under(text_id)).order_by(Attachment.id)


def listed(numbers: Iterable[int]) -> set[int]:
    """Those of these documents that readers find under their text, or in its words."""
    mentioned = exists().where(
        Revision.text_id == Attachment.text_id, Revision.number.is_not(None), Revision.body.contains(Attachment.public_id)
    )
    under = and_(*shown_under(Attachment.text_id))
    return set(db.session.scalars(select(Attachment.id).where(Attachment.id.in_(numbers), or_(under, mentioned))))


def joined_to(text_id: int, sender_id: int | None) -> Select[Any]:
    """The documents a person joined to a text, for whoever reads her change: publishing it lists them under the text."""
    return (
        select(Attachment)
        .where(Attachment.text_id == text_id, Attachment.uploaded_by_id == sender_id, Attachment.width.is_(None))
        .order_by(Attachment.id)
    )


def space_used(user: Any) -> int:
    """Bytes a person's files take."""
    return db.session.scalar(select(func.sum(Attachment.size)).filter_by(uploaded_by_id=user.id)) or 0
