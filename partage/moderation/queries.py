"""The one queue of everything that waits, what was decided, and what can be said of it in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Select, extract, func, select
from sqlalchemy.orm import contains_eager, joinedload

from partage import clock, kinds
from partage.accounts.models import User
from partage.db import db
from partage.moderation import things
from partage.moderation.models import Appeal, Decision, Report, SecondReader
from partage.moderation.permissions import can_decide, can_judge, can_read, is_concerned
from partage.moderation.reasons import REPORTS, RULES
from partage.moderation.states import Action, AppealState, ReportState
from partage.moderation.things import Ref, Thing
from partage.texts.models import Revision
from partage.texts.permissions import Reviewers, can_review
from partage.texts.queries import submitted
from partage.topics.models import Topic

MOST = 500
LATELY = timedelta(days=90)


@dataclass
class Waiting:
    """One row of the queue. `barred` are those who may not decide it."""

    waiting: str  # "revision", "report", "appeal"
    number: int
    what: str
    icon: str
    title: str
    since: datetime
    by: str
    url: str
    themes: list[str]
    may_decide: bool = False
    may_read: bool = False
    more: str = ""
    barred: frozenset[int | None] = field(default_factory=frozenset)


def waiting(user: Any) -> list[Waiting]:
    """What waits and this person may read, oldest first. The number of queries does not grow with the queue."""
    if not is_concerned(user):
        return []
    reviewers = Reviewers.now()
    rows = [row for row in everything(user, reviewers) if row.may_read or row.may_decide]
    return sorted(rows, key=lambda row: row.since)


def waiting_count(user: Any) -> int:
    """How many things this person may decide now: for her home page."""
    return sum(row.may_decide for row in waiting(user))


def next_for(user: Any, but: str = "") -> Waiting | None:
    """The oldest thing this person may decide, other than the one at the address `but`."""
    return next((row for row in waiting(user) if row.may_decide and row.url != but), None)


def everything(user: Any, reviewers: Reviewers) -> list[Waiting]:
    """Readings, reports grouped by thing, contestations."""
    reports, appeals = open_reports(), open_appeals()
    found = things.find_many({*reports, *((one.decision.kind, one.decision.thing_id) for one in appeals)})
    names = dict(db.session.execute(select(Topic.slug, Topic.name)).all())
    rows = [_reading(user, revision, reviewers, names) for revision in db.session.scalars(submitted().limit(MOST))]
    rows += [_reported(user, found[ref], told, reviewers, names) for ref, told in reports.items() if ref in found]
    for appeal in appeals:
        thing = found.get((appeal.decision.kind, appeal.decision.thing_id))
        if thing is not None:
            rows.append(_contested(user, thing, appeal, reviewers, names))
    return rows


def open_reports() -> dict[Ref, list[Report]]:
    """Open reports by thing, the thing that waits for longest first."""
    query = select(Report).filter_by(state=ReportState.OPEN).options(joinedload(Report.by)).order_by(Report.at, Report.id)
    grouped: dict[Ref, list[Report]] = {}
    for report in db.session.scalars(query.limit(MOST)):
        grouped.setdefault((report.kind, report.thing_id), []).append(report)
    return grouped


def open_appeals() -> list[Appeal]:
    query = select(Appeal).join(Appeal.decision).filter(Appeal.state == AppealState.OPEN)
    query = query.options(contains_eager(Appeal.decision), joinedload(Appeal.by)).order_by(Appeal.at)
    return list(db.session.scalars(query.limit(MOST)))


def decisions_about(thing: Thing) -> list[Decision]:
    """Every decision about a thing, latest first, with who took it and its reading."""
    kind, number = thing.ref
    found = select(Decision).filter_by(kind=kind, thing_id=number).order_by(Decision.id.desc())
    return list(db.session.scalars(found.options(joinedload(Decision.by), joinedload(Decision.review))))


def appeals_of(decisions: Iterable[Decision]) -> dict[int, Appeal]:
    """{decision: its contestation}."""
    numbers = [one.id for one in decisions]
    found = db.session.scalars(select(Appeal).where(Appeal.decision_id.in_(numbers))) if numbers else ()
    return {appeal.decision_id: appeal for appeal in found}


def journal() -> Select[Any]:
    """All decisions, latest first, with who took them."""
    return select(Decision).options(joinedload(Decision.by)).order_by(Decision.id.desc())


def asked(rows: Iterable[Waiting]) -> dict[tuple[str, int], str]:
    """{what waits: who was asked by name for it, last}."""
    numbers = [row.number for row in rows]
    if not numbers:
        return {}
    found = db.session.execute(
        select(SecondReader.waiting, SecondReader.thing_id, User.name)
        .join(User, User.id == SecondReader.user_id)
        .where(SecondReader.thing_id.in_(numbers))
        .order_by(SecondReader.at)
    )
    return {(waiting, number): name for waiting, number, name in found}


def usual_delay() -> timedelta | None:
    """The median time from waiting to decided, over the last 90 days; None when nothing was decided."""
    rows = db.session.execute(
        select(Decision.at, Decision.since)
        .where(Decision.at >= clock.now() - LATELY, Decision.since.is_not(None), Decision.undone_at.is_(None))
        .order_by(Decision.id.desc()).limit(5000)
    )  # fmt: skip
    delays = [(at - since).total_seconds() for at, since in rows if since is not None]
    return timedelta(seconds=median(delays)) if delays else None


@dataclass
class Year:
    """What was decided in one year, in numbers, without names."""

    year: int
    kinds: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    appeals: int = 0
    won: int = 0


def numbers() -> list[Year]:
    """Decisions by kind, action and rule, contestations and how many were won; latest year first."""
    years: dict[int, Year] = {}
    year = extract("year", Decision.at)
    rows = db.session.execute(
        select(year, Decision.kind, Decision.action, Decision.rule, func.count())
        .where(Decision.undone_at.is_(None))
        .group_by(year, Decision.kind, Decision.action, Decision.rule)
    )
    labels = {kind.name: kind.label for kind in kinds.every()}
    for number, kind, action, rule, times in rows:
        counted = years.setdefault(int(number), Year(int(number)))
        counted.kinds[labels.get(kind, kind)] += times
        counted.actions[action.label] += times
        if rule in RULES and action in (Action.HIDE, Action.SEND_BACK):
            counted.rules[RULES[rule].rule] += times
    year = extract("year", Appeal.at)
    for number, state, times in db.session.execute(select(year, Appeal.state, func.count()).group_by(year, Appeal.state)):
        counted = years.setdefault(int(number), Year(int(number)))
        counted.appeals += times
        counted.won += times if state is AppealState.WON else 0
    return sorted(years.values(), key=lambda one: -one.year)


def _reading(user: Any, revision: Revision, reviewers: Reviewers, names: dict[str, str]) -> Waiting:
    kind = kinds.get(revision.text.kind)
    author = revision.author
    told = author.name + (f", {author.structure.name}" if author.structure else "") if author else "Compte supprimé"
    decides = can_review(user, revision, reviewers)
    hidden = revision.text.hidden_at is not None
    return Waiting(
        "revision", revision.id, f"{kind.label} : {'modification' if revision.base_id else 'à lire avant publication'}",
        kind.icon, revision.title, revision.submitted_at or revision.updated_at, told, f"/relecture/{revision.id}",
        _names(revision.fields.get("themes", []), names), may_decide=decides,
        may_read=decides or user.has_role("moderator", "coordinator"),
        more="Texte masqué, corrigé : le publier le montre de nouveau" if hidden else "", barred=frozenset({revision.author_id}),
    )  # fmt: skip


def _reported(user: Any, thing: Thing, told: list[Report], reviewers: Reviewers, names: dict[str, str]) -> Waiting:
    reasons = ", ".join(dict.fromkeys(REPORTS.get(report.reason, report.reason).lower() for report in told))
    barred = frozenset({thing.author_id, *(report.by_id for report in told)})
    times = "signalement" if len(told) == 1 else f"{len(told)} signalements"
    return Waiting(
        "report", told[0].id, f"{thing.kind.label} : {times}", "flag", thing.title, told[0].at, _authors(told),
        f"{thing.page}/signalements", _names(thing.themes, names), more=f"Motif : {reasons}", barred=barred,
        may_decide=can_decide(user, thing, reviewers, but=barred), may_read=can_read(user, thing, reviewers),
    )  # fmt: skip


def _contested(user: Any, thing: Thing, appeal: Appeal, reviewers: Reviewers, names: dict[str, str]) -> Waiting:
    first = appeal.decision
    return Waiting(
        "appeal", appeal.id, f"{thing.kind.label} : contestation", "scale", thing.title, appeal.at,
        appeal.by.name if appeal.by else "Compte supprimé", f"/moderation/contestations/{appeal.id}",
        _names(thing.themes, names), more=f"Décision contestée : {first.action.label.lower()}",
        barred=frozenset({first.by_id, first.author_id}), may_decide=can_judge(user, thing, first, reviewers),
        may_read=can_read(user, thing, reviewers),
    )  # fmt: skip


def _authors(told: list[Report]) -> str:
    return ", ".join(dict.fromkeys(report.by.name if report.by else "Compte supprimé" for report in told))


def _names(slugs: Iterable[str], names: dict[str, str]) -> list[str]:
    return [names[slug] for slug in slugs if slug in names]
