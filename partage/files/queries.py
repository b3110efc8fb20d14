"""Selects over files."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from partage.db import db
from partage.files.models import Attachment


def find(public_id: str) -> Attachment | None:
    return db.session.scalar(select(Attachment).filter_by(public_id=public_id))


def sent_by(user: Any) -> Select[Any]:
    """What a person sent, latest first."""
    return select(Attachment).filter_by(uploaded_by_id=user.id).order_by(Attachment.id.desc())


def attached_to(text_id: int) -> Select[Any]:
    """The documents and images of a text, oldest first."""
    return select(Attachment).filter_by(text_id=text_id).order_by(Attachment.id)


def space_used(user: Any) -> int:
    """Bytes a person's files take."""
    return db.session.scalar(select(func.sum(Attachment.size)).filter_by(uploaded_by_id=user.id)) or 0
