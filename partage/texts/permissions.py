"""Who may review, edit, resolve. When is the states' business."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, or_, select

from partage import settings
from partage.accounts.models import User
from partage.db import db
from partage.texts.models import Comment, Revision, Text
from partage.topics.models import Expertise, Topic
from partage.topics.queries import expert_topic_ids


def revision_topic_ids(revision: Revision) -> set[int]:
    """The themes a revision speaks of."""
    slugs = revision.fields.get("themes", [])
    return set(db.session.scalars(select(Topic.id).where(Topic.slug.in_(slugs)))) if slugs else set()


def can_review(user: Any, revision: Revision) -> bool:
    """Moderators everywhere, designated experts in their themes, the coordinator when nobody else can.

    Never the author, except where the instance has fewer than two reviewers and its settings allow it.
    """
    if not user.is_authenticated:
        return False
    topics = revision_topic_ids(revision)
    entitled = user.has_role("moderator") or bool(expert_topic_ids(user) & topics)
    if not entitled and user.has_role("coordinator"):
        entitled = not other_reviewers(revision, topics)
    if entitled and revision.author_id == user.id:
        return settings.get("self_publication") and count_reviewers() < 2
    return entitled


def other_reviewers(revision: Revision, topics: set[int]) -> bool:
    """True when a moderator or an expert of these themes, other than the author, could decide."""
    return db.session.scalar(select(_reviewers(topics).where(User.id != revision.author_id).exists())) or False


def count_reviewers() -> int:
    """How many people may review something in this instance."""
    everywhere = set(db.session.scalars(select(Topic.id)))
    return db.session.scalar(select(func.count()).select_from(_reviewers(everywhere).subquery())) or 0


def _reviewers(topics: set[int]) -> Any:
    experts = select(Expertise.user_id).where(Expertise.is_current, Expertise.topic_id.in_(topics))
    moderates = User.roles.cast(db.String).like('%"moderator"%')
    return select(User.id).where(User.disabled_at.is_(None), User.erased_at.is_(None), or_(moderates, User.id.in_(experts)))


def can_see_revision(user: Any, revision: Revision) -> bool:
    """An unpublished revision is for its author and whoever may review it."""
    return user.is_authenticated and (revision.author_id == user.id or user.has_role("coordinator") or can_review(user, revision))


def can_resolve(user: Any, comment: Comment, text: Text) -> bool:
    """Its author, the owner of the text, and moderators close a remark."""
    return user.is_authenticated and (user.id in (comment.author_id, text.owner_id) or user.has_role("moderator", "coordinator"))
