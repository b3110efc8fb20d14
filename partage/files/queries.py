"""Selects over files."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, exists, func, select
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


def space_used(user: Any) -> int:
    """Bytes a person's files take."""
    return db.session.scalar(select(func.sum(Attachment.size)).filter_by(uploaded_by_id=user.id)) or 0
