"""How the tests send a file, and what they find kept."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select

from partage.db import db
from partage.files.models import Attachment

JSON = {"Accept": "application/json"}


def send(client: Any, name: str, content: bytes, *, headers: dict[str, str] | None = JSON, **fields: Any) -> Any:
    fields.setdefault("alternative", "Une capture d’écran")
    given = {key: value for key, value in fields.items() if value is not None}
    data = {"file": (io.BytesIO(content), name), **given}
    return client.post("/fichiers", data=data, headers=headers or {})


def rows() -> list[Attachment]:
    found = select(Attachment).order_by(Attachment.id).execution_options(populate_existing=True)
    return list(db.session.scalars(found))


def stored() -> list[Path]:
    """Every file of the store, whatever its name, half-written ones included."""
    folder = current_app.extensions["deployment"].data / "files"
    return [path for path in folder.rglob("*") if path.is_file() and path.name != "swept"]
