"""Who may review, edit, resolve. When is the states' business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from partage import clock, kinds, settings
from partage.accounts.models import User
from partage.db import db
from partage.texts.models import Comment, Revision, Text
from partage.topics.models import Expertise, Topic
from partage.topics.queries import in_force


@dataclass(frozen=True)
class Reviewers:
    """Everybody who may review: moderators everywhere, designated experts in their themes."""

    moderators: frozenset[int]
    experts: dict[str, frozenset[int]]  # by slug of theme

    @classmethod
    def now(cls) -> Reviewers:
        """Two queries, whatever the number of texts to judge afterwards."""
        active = (User.disabled_at.is_(None), User.erased_at.is_(None))
        people = db.session.execute(select(User.id, User.roles).where(*active))
        moderators = frozenset(number for number, roles in people if "moderator" in roles)
        rows = db.session.execute(
            select(Topic.slug, Expertise.user_id)
            .join(Topic, Topic.id == Expertise.topic_id)
            .join(User, User.id == Expertise.user_id)
            .where(in_force(clock.today()), *active)
        )
        experts: dict[str, set[int]] = {}
        for slug, number in rows:
            experts.setdefault(slug, set()).add(number)
        return cls(moderators, {slug: frozenset(numbers) for slug, numbers in experts.items()})

    def of(self, revision: Revision) -> frozenset[int]:
        """Who may review this revision by right, its author included."""
        found = set(self.moderators)
        for slug in revision.fields.get("themes", []):
            found |= self.experts.get(slug, frozenset())
        return frozenset(found)

    @property
    def everybody(self) -> frozenset[int]:
        return self.moderators.union(*self.experts.values())


def can_review(user: Any, revision: Revision, reviewers: Reviewers | None = None) -> bool:
    """Moderators everywhere, designated experts in their themes, the coordinator when nobody else can.

    Never the author, except where the instance has fewer than two reviewers and its settings allow it.
    """
    if not user.is_authenticated:
        return False
    reviewers = reviewers or Reviewers.now()
    entitled = reviewers.of(revision)
    if user.id not in entitled and not (user.has_role("coordinator") and not entitled - {revision.author_id}):
        return False
    if revision.author_id == user.id:
        return settings.get("self_publication") and len(reviewers.everybody) < 2
    return True


def can_see_author(user: Any, text: Text) -> bool:
    """A name its owner hides is for herself, and for those whom the kind of the text names."""
    if not text.hides_author or (user.is_authenticated and text.author_id == user.id):
        return True
    sees = kinds.get(text.kind).sees_author
    return sees is not None and sees(user, text)


def can_see_revision(user: Any, revision: Revision) -> bool:
    """An unpublished revision is for its author and whoever may review it."""
    return user.is_authenticated and (
        revision.author_id == user.id or user.has_role("coordinator") or can_review(user, revision)
    )


def can_resolve(user: Any, comment: Comment, text: Text) -> bool:
    """Its author, the owner of the text, and moderators close a remark."""
    return user.is_authenticated and (
        user.id in (comment.author_id, text.owner_id) or user.has_role("moderator", "coordinator")
    )
