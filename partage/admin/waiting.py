"""« Ce qui vous attend »: one row for each thing that wants the coordination, and none when all is well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app, url_for
from sqlalchemy import func, select

from partage import clock
from partage.accounts.models import User
from partage.accounts.queries import waiting_requests
from partage.admin import queries
from partage.db import db
from partage.jinja import count
from partage.mail import Mail
from partage.search.models import FruitlessSearch
from partage.texts.models import Revision
from partage.texts.states import RevisionState
from partage.topics.models import Absence, Expertise, Topic
from partage.topics.queries import topics_short_of_experts

SHOWN = 3
REVIEW_DAYS = timedelta(days=7)
MAIL_HOURS = timedelta(hours=2)


@dataclass(frozen=True)
class Row:
    icon: str
    title: str
    sub: str
    url: str


def rows() -> list[Row]:
    """What waits, the most pressing first."""
    found = [*_topics(), _requests(), _reviews(), _owners(), _mails(), _fruitless()]
    return [row for row in found if row is not None]


def _topics() -> list[Row]:
    short = topics_short_of_experts()
    none = [topic for topic, here in short if not here]
    alone = [topic for topic, here in short if here]
    lacking = [_several(none, "aucun expert présent")] if len(none) > SHOWN else [_without_expert(one) for one in none]
    return lacking + ([_several(alone, "qu’un expert présent")] if alone else [])


def _without_expert(topic: Topic) -> Row:
    away = db.session.execute(
        select(User.name, func.max(Absence.last_day))
        .join(Expertise, (Expertise.user_id == User.id) & (Expertise.topic_id == topic.id) & Expertise.is_current)
        .join(Absence, Absence.user_id == User.id)
        .where(Absence.first_day <= clock.today(), Absence.last_day >= clock.today())
        .group_by(User.id)
        .order_by(User.name)
    )
    absent = [f"{name} : absence jusqu’au {clock.day_in_words(last)}" for name, last in away]
    return Row(
        "user-x", f"Le thème {topic.name} n’a aucun expert présent", ". ".join(absent) or "Personne n’est désigné.",
        url_for("topics.experts", slug=topic.slug),
    )  # fmt: skip


def _several(topics: list[Topic], lack: str) -> Row:
    one = topics[0] if len(topics) == 1 else None
    title = f"Le thème {one.name} n’a {lack}" if one else f"{len(topics)} thèmes n’ont {lack}"
    url = url_for("topics.experts", slug=one.slug) if one else url_for("admin.topics")
    advice = "Désignez une deuxième personne." if one else _listed([topic.name for topic in topics])
    return Row("user-x", title, advice, url)


def _requests() -> Row | None:
    url = page("accounts.join_requests")
    waiting = db.session.scalars(waiting_requests().limit(100)).all() if url else []
    if not url or not waiting:
        return None
    title = f"{count(len(waiting), 'demande')} d’accès à approuver"
    return Row("user-check", title, _listed([request.structure_name or request.name for request in waiting]), url)


def _reviews() -> Row | None:
    """Texts nobody read for a week: whoever coordinates finds somebody."""
    url = page("texts.queue")
    late = (Revision.state == RevisionState.SUBMITTED, Revision.submitted_at < clock.now() - REVIEW_DAYS)
    titles = db.session.scalars(select(Revision.title).where(*late).order_by(Revision.submitted_at).limit(100)).all()
    if not url or not titles:
        return None
    title = f"{count(len(titles), 'texte attend', 'textes attendent')} une relecture depuis plus de 7 jours"
    return Row("hourglass", title, _listed(list(titles)), url)


def _owners() -> Row | None:
    orphans = db.session.scalars(queries.without_owner().limit(100)).unique().all()
    if not orphans:
        return None
    title = f"{count(len(orphans), 'fiche n’a', 'fiches n’ont')} plus de responsable"
    return Row("book-open", title, _listed([practice.title for practice in orphans]), url_for("admin.orphans"))


def _mails() -> Row | None:
    stuck = select(func.count()).select_from(Mail).where(Mail.created_at < clock.now() - MAIL_HOURS)
    number = db.session.scalar(stuck) or 0
    if not number:
        return None
    title = f"{count(number, 'courriel attend', 'courriels attendent')} depuis plus de 2 heures"
    return Row("mail", title, "Le serveur d’envoi ne répond pas, ou n’est pas réglé.", url_for("admin.health"))


def _fruitless() -> Row | None:
    since = clock.today() - timedelta(days=30)
    times = db.session.scalar(select(func.sum(FruitlessSearch.times)).where(FruitlessSearch.day >= since)) or 0
    if not times:
        return None
    words = db.session.execute(queries.fruitless().limit(SHOWN))
    title = f"{count(times, 'recherche')} sans résultat depuis un mois"
    return Row("search", title, ", ".join(found for found, _ in words), url_for("admin.fruitless"))


def page(endpoint: str, **values: Any) -> str | None:
    """The address of a page another feature may not have yet."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def _listed(names: list[str]) -> str:
    """« A, B, C et 4 autres »."""
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" et {count(more, 'autre')}" if more > 0 else "")
