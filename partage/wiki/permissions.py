"""Who reads and who writes practices."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, false, select

from partage import settings
from partage.wiki.models import Practice

PUBLISHED = (Practice.published_at.is_not(None), Practice.archived_at.is_(None), Practice.hidden_at.is_(None))


def readable(user: Any) -> tuple[Any, ...]:
    """The conditions on Practice for what a person may read: what is published; for a visitor, what is marked public.

    Conditions rather than a subquery: the database walks the index of a list and stops at the page it shows.
    """
    if getattr(user, "is_authenticated", False):
        return PUBLISHED
    return (*PUBLISHED, Practice.is_public) if settings.get("visitors_read") else (false(),)


def visible_practices(user: Any) -> Select[Any]:
    """The ids of the practices a person may read, for whoever loops over kinds."""
    return select(Practice.id).where(*readable(user))


def can_keep_true(user: Any, practice: Any) -> bool:
    """The owner, and coordinators, answer for the freshness of a practice."""
    return user.is_authenticated and (practice.owner_id == user.id or user.has_role("coordinator"))


def can_archive(user: Any, practice: Any) -> bool:
    return user.is_authenticated and (practice.owner_id == user.id or user.has_role("coordinator", "moderator"))
