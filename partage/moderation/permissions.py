"""Who reads, decides, judges a contestation. When is the states' business."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from partage.db import db
from partage.moderation.models import Decision
from partage.moderation.things import Thing
from partage.texts.permissions import Reviewers
from partage.topics.models import Topic
from partage.topics.queries import expert_topic_ids

STAFF = ("moderator", "coordinator")


def is_concerned(user: Any) -> bool:
    """Whether anything may wait for this person: the staff, and designated experts."""
    return user.is_authenticated and (user.has_role(*STAFF) or bool(expert_topic_ids(user)))


def can_read(user: Any, thing: Thing, reviewers: Reviewers | None = None) -> bool:
    """The staff reads everything, experts what is of their themes."""
    if user.has_role(*STAFF):
        return True
    return any(user.id in (reviewers or Reviewers.now()).experts.get(slug, ()) for slug in thing.themes)


def can_decide(
    user: Any, thing: Thing, reviewers: Reviewers | None = None, but: Iterable[int | None] = ()
) -> bool:
    """Moderators everywhere, experts in their themes; the coordination when no moderator is left.

    Never the author, nor `but`: who reported the thing, or who decided the first time.
    """
    if not user.is_authenticated:
        return False
    reviewers = reviewers or Reviewers.now()
    barred = {thing.author_id, *but}
    if user.id in barred:
        return False
    experts = frozenset[int]().union(*(reviewers.experts.get(slug, frozenset()) for slug in thing.themes))
    if user.id in reviewers.moderators | experts:
        return True
    return user.has_role("coordinator") and not reviewers.moderators - barred


def can_judge(user: Any, thing: Thing, first: Decision, reviewers: Reviewers | None = None) -> bool:
    """A contestation goes to somebody else than the first decider, and than whose text it is."""
    return can_decide(user, thing, reviewers, but=(first.by_id, first.author_id))


def can_read_decision(user: Any, thing: Thing, decisions: Iterable[Decision]) -> bool:
    """Whose text it is, and whoever moderates it."""
    return user.id == thing.author_id or any(one.author_id == user.id for one in decisions) or can_read(user, thing)


def role_of(user: Any, thing: Thing) -> str:
    """By which role this person decides, as the author reads it. Never her name."""
    if user.has_role("moderator"):
        return "Modération"
    mine = expert_topic_ids(user)
    names = db.session.scalars(select(Topic.name).where(Topic.slug.in_(thing.themes), Topic.id.in_(mine)).order_by(Topic.id))
    name = names.first() if mine else None
    return f"Expert ou experte du thème {name}" if name else "Coordination"
