"""What is kept of tries: how many, when, under a digest that names nobody."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from partage.db import db


class Attempt(db.Model):
    """How many tries of one kind a source made in a window. Shared by all workers, survives a restart."""

    key: Mapped[str] = mapped_column(primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(default=0)
