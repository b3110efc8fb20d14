"""Where people work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from partage import clock, events
from partage.db import db, long, short

STRUCTURE_KINDS = {
    "mission-locale": "Mission locale",
    "france-services": "France services",
    "france-travail": "France Travail",
    "mediatheque": "Médiathèque",
    "centre-social": "Centre social",
    "ccas": "CCAS",
    "association": "Association",
    "autre": "Autre structure",
}


class Structure(db.Model):
    """Where people work. `offer` is « Ce que nous proposons »."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = short(100, unique=True)
    name: Mapped[str] = short(120)
    structure_kind: Mapped[str] = short(30, default="autre")
    town: Mapped[str] = short(80, default="")
    department: Mapped[str] = short(3, default="")
    offer: Mapped[str] = long(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    archived_at: Mapped[datetime | None]

    @property
    def title(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        return STRUCTURE_KINDS.get(self.structure_kind, STRUCTURE_KINDS["autre"])

    @property
    def place(self) -> str:
        """« Montbrun (48) », or what is known of it."""
        return f"{self.town} ({self.department})" if self.town and self.department else self.town or self.department

    def describe_offer(self, offer: str, *, by: Any) -> None:
        """Replace « Ce que nous proposons »."""
        if offer != self.offer:
            self.offer = offer
            events.record("structure.changed", self, by=by)
