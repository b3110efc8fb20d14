"""« Toujours juste » or « À corriger », from a page or from the outbox."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from partage import guard
from partage.db import db
from partage.kinds import Invalid, Write
from partage.operations import Outcome
from partage.wiki.models import Practice
from partage.wiki.permissions import readable

MAX_NOTE = 300


def check(payload: dict[str, Any]) -> dict[str, Any]:
    if payload.get("answer") not in ("right", "fix") or not str(payload.get("text_id", "")).isdigit():
        raise Invalid({"answer": ["Choisissez « Toujours juste » ou « À corriger »."]})
    note = " ".join(str(payload.get("note") or "").split())
    if len(note) > MAX_NOTE:
        raise Invalid({"note": ["Une phrase suffit : 300 signes au plus."]})
    guard.check({"note": note}, reason=str(payload.get(guard.REASON) or ""))
    return {"text_id": int(payload["text_id"]), "answer": payload["answer"], "note": note}


def apply(user: Any, content: dict[str, Any], base: int | None = None) -> Outcome:
    practice = db.session.scalar(select(Practice).where(Practice.id == content["text_id"], *readable(user)))
    if practice is None:
        raise NotFound
    if content["answer"] == "fix":
        practice.report_outdated(by=user, note=content["note"])
    else:
        practice.confirm_still_right(by=user)
    return Outcome(
        location=f"/pratiques/{practice.slug}", message="Merci. La personne qui tient cette fiche le saura.",
        ids={"text": practice.id},
    )  # fmt: skip


FRESHNESS = Write("practice.freshness", check, apply)
