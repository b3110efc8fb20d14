"""Attachment: what is known of a stored file. Its bytes are in the store."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from partage import clock
from partage.db import db, short


class Attachment(db.Model):
    """An image or a document somebody joined. `public_id` is random: it says nothing of the others."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = short(32, unique=True)
    text_id: Mapped[int | None] = mapped_column(ForeignKey("text.id", ondelete="CASCADE"), index=True)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = short(120)
    media_type: Mapped[str] = short(80)
    size: Mapped[int]
    sha256: Mapped[str] = short(64)
    width: Mapped[int | None]
    height: Mapped[int | None]
    alternative: Mapped[str] = short(300, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
