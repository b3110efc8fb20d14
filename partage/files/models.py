"""Attachment: what is known of a stored file. Its bytes are in the store."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, update
from sqlalchemy.orm import Mapped, mapped_column

from partage import clock, events
from partage.db import db, short
from partage.text import slugify

LINK = re.compile(r"/fichiers/([0-9a-f]{32})\b")


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

    @property
    def is_image(self) -> bool:
        return self.width is not None

    @property
    def url(self) -> str:
        """Its address in pages; the end only helps whoever reads it."""
        stem, _, extension = self.name.rpartition(".")
        return f"/fichiers/{self.public_id}/{slugify(stem, fallback='fichier')}.{extension}"

    @property
    def markdown(self) -> str:
        """What to write in a text to show it."""
        words = re.sub(r"[\[\]\\`*_<>]", " ", self.alternative if self.is_image else self.name)
        return f"{'!' if self.is_image else ''}[{' '.join(words.split())}]({self.url})"

    def erase(self, *, by: Any) -> None:
        """Forget the file. Its bytes go within a day, once no backup in progress can miss them."""
        events.record("file.erased", self, by=by, text=self.text_id)
        db.session.delete(self)


# columns with words of people, for erasure, export and the schema's guard
WRITTEN: dict[type[Any], tuple[str, ...]] = {Attachment: ("name", "alternative")}


def attach_mentioned(text_id: int, body: str, *, by: Any) -> None:
    """Give the text the files `by` sent before it existed and its body shows. Call inside writing()."""
    mentioned = set(LINK.findall(body))
    if mentioned:
        own = (Attachment.text_id.is_(None), Attachment.uploaded_by_id == by.id)
        db.session.execute(update(Attachment).where(Attachment.public_id.in_(mentioned), *own).values(text_id=text_id))
