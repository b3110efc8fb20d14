"""Who may do what with people and structures."""

from __future__ import annotations

from typing import Any

from partage.accounts.models import ROLES, Structure, User


def is_coordination(user: Any) -> bool:
    """Invites, answers requests, corrects what any structure says of itself."""
    return bool(user.is_authenticated and user.has_role("coordinator", "administrator"))


def can_edit_offer(user: Any, structure: Structure) -> bool:
    """People of the structure, who know what it does; the coordination, who may have to correct it."""
    return bool(user.is_authenticated and (user.structure_id == structure.id or is_coordination(user)))


def can_see_profile(reader: Any, person: User) -> bool:
    """Job and presentation: everybody's unless the person keeps them for the coordination."""
    return person.visibility == "members" or reader.id == person.id or reader.has_role(*ROLES)
