"""What a person wrote, for her export, and what becomes of it when she leaves: the same for every kind of text."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select, update

from partage import kinds, operations
from partage.db import db
from partage.texts.models import OPEN, Revision, Text


def export_texts(kind: str, user: Any) -> list[dict[str, Any]]:
    """Every version she wrote of texts of this kind, JSON-ready."""
    mine = select(Revision).join(Revision.text).where(Revision.author_id == user.id, Text.kind == kind)
    return [
        {
            "titre": revision.title, "résumé": revision.summary, "texte": revision.body, "état": revision.state.label,
            "ce qui change": revision.note, "le": revision.updated_at.isoformat(), "description": revision.fields,
        }
        for revision in db.session.scalars(mine.order_by(Revision.id))
    ]  # fmt: skip


def forget_texts(kind: str, user: Any, keep: bool) -> None:
    """Her drafts go with her. What was published stays without a name, or is archived when she asks."""
    _tell_phones(kind, user)
    of_kind = select(Text.id).where(Text.kind == kind)
    db.session.execute(
        delete(Revision).where(Revision.author_id == user.id, Revision.state.in_(OPEN), Revision.text_id.in_(of_kind))
    )
    db.session.execute(delete(Text).where(Text.kind == kind, Text.author_id == user.id, Text.published_at.is_(None)))
    if not keep:
        alone = select(Text).where(Text.kind == kind, Text.author_id == user.id, Text.archived_at.is_(None))
        for text in db.session.scalars(alone).all():
            text.archive(by=None)
    for column in (Text.author_id, Text.owner_id):
        db.session.execute(update(Text).where(Text.kind == kind, column == user.id).values({column.key: None}))
    mine = update(Revision).where(Revision.author_id == user.id, Revision.text_id.in_(of_kind))
    db.session.execute(mine.values(author_id=None), execution_options={"synchronize_session": False})


def _tell_phones(kind: str, user: Any) -> None:
    """The copies that say her name are read again at their next contact."""
    if kinds.get(kind).offline_row is not None:
        hers = select(Text.id).where(Text.kind == kind, Text.author_id == user.id, Text.published_at.is_not(None))
        for number in db.session.scalars(hers.order_by(Text.id)).all():
            operations.log_change(kind, number)
