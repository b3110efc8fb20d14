"""What people write in moderation: reports, decisions, appeals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, delete, false, select, update

from partage.db import db
from partage.kinds import Kind
from partage.moderation.models import Appeal, Decision, Report, SecondReader


def nobody(user: Any) -> Select[Any]:
    """No channel shows reports: they are read in moderation only."""
    return select(Report.id).where(false())


def load(ids: Iterable[int]) -> list[Report]:
    return list(db.session.scalars(select(Report).where(Report.id.in_(list(ids)))))


def export(user: Any) -> list[dict[str, Any]]:
    """What she reported and contested, and what was decided of her texts."""
    reports = db.session.scalars(select(Report).filter_by(by_id=user.id).order_by(Report.id))
    appeals = db.session.scalars(select(Appeal).filter_by(by_id=user.id).order_by(Appeal.id))
    decisions = db.session.scalars(select(Decision).filter_by(author_id=user.id).order_by(Decision.id))
    return [
        *(
            {"décision": one.action.label, "par": one.by_role, "motif": one.rule, "passage": one.passage, "précision": one.note,
             "le": one.at.isoformat()}
            for one in decisions
        ),
        *({"signalement": report.note, "motif": report.reason, "le": report.at.isoformat()} for report in reports),
        *({"contestation": appeal.body, "le": appeal.at.isoformat()} for appeal in appeals),
    ]


def forget(user: Any, keep: bool) -> None:
    """Reports and decisions stay without the person; what she contested in her own words goes."""
    db.session.execute(update(Report).where(Report.by_id == user.id).values(by_id=None, note=""))
    db.session.execute(update(Appeal).where(Appeal.by_id == user.id).values(by_id=None, body=""))
    db.session.execute(update(Appeal).where(Appeal.decided_by_id == user.id).values(decided_by_id=None))
    for column in (Decision.by_id, Decision.author_id):
        db.session.execute(update(Decision).where(column == user.id).values({column.key: None}))
    db.session.execute(delete(SecondReader).where(SecondReader.user_id == user.id))


KINDS = (
    Kind(
        name="report", label="Signalement", plural="Signalements", model=Report, icon="flag", area="", visible=nobody,
        load=load, url=lambda report: "/moderation", export=export, forget=forget,
        written={Report: ("note",), Decision: ("passage", "note", "by_role"), Appeal: ("body", "note")},
    ),
)  # fmt: skip
