"""What data rights and erasure know of files. They are no search result, and no row of the offline copy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from partage.db import db
from partage.files.models import WRITTEN, Attachment
from partage.files.permissions import visible_attachments
from partage.kinds import Kind


def load(ids: Iterable[int]) -> list[Attachment]:
    return list(db.session.scalars(select(Attachment).where(Attachment.id.in_(list(ids)))))


def export(user: Any) -> list[dict[str, Any]]:
    sent = db.session.scalars(select(Attachment).filter_by(uploaded_by_id=user.id).order_by(Attachment.id))
    return [
        {
            "nom": file.name, "description": file.alternative, "adresse": file.url, "octets": file.size,
            "envoyé le": file.created_at.isoformat(),
        }
        for file in sent
    ]  # fmt: skip


def forget(user: Any, keep: bool) -> None:
    """What no text shows goes with its sender; the rest follows its text, without a name."""
    for file in db.session.scalars(select(Attachment).filter_by(uploaded_by_id=user.id, text_id=None)).all():
        file.erase(by=None)
    for file in db.session.scalars(select(Attachment).filter_by(uploaded_by_id=user.id)):
        file.uploaded_by_id = None


KINDS = (
    Kind(
        name="file", label="Fichier joint", plural="Fichiers joints", model=Attachment, icon="paperclip", area="",
        visible=visible_attachments, load=load, url=lambda file: file.url, written=WRITTEN,
        export=export, forget=forget,
    ),
)  # fmt: skip
