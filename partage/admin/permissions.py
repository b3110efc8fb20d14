"""Who may decide about whom."""

from __future__ import annotations

from typing import Any

from partage.accounts.models import User


def can_manage(user: Any, person: User) -> bool:
    """Close an account, end its sessions, move it: never one's own, nor an administrator's unless one is."""
    if not user.is_authenticated or user.id == person.id:
        return False
    return user.has_role("administrator") or (user.has_role("coordinator") and not person.has_role("administrator"))


def can_set_roles(user: Any) -> bool:
    return user.is_authenticated and user.has_role("administrator")
