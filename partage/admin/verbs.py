"""What the coordination does to structures. Call inside writing()."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from partage import clock, events
from partage.accounts.models import Structure
from partage.db import db
from partage.text import slugify


def create_structure(*, by: Any, name: str, **words: str) -> Structure:
    """Add a structure; its address is made of its name."""
    structure = Structure(slug=free_slug(Structure, name, fallback="structure"), name=name.strip(), **words)
    db.session.add(structure)
    db.session.flush()
    events.record("structure.created", structure, by=by)
    return structure


def describe_structure(structure: Structure, *, by: Any, **words: str) -> None:
    """Set name, structure_kind, town, department and offer. The address stays: links to it exist."""
    for name, value in words.items():
        setattr(structure, name, value.strip())
    db.session.flush()
    events.record("structure.changed", structure, by=by)


def archive_structure(structure: Structure, *, by: Any) -> None:
    """Out of the lists one chooses from; the people who work there keep it."""
    structure.archived_at = structure.archived_at or clock.now()
    events.record("structure.archived", structure, by=by)


def unarchive_structure(structure: Structure, *, by: Any) -> None:
    structure.archived_at = None
    events.record("structure.unarchived", structure, by=by)


def free_slug(model: type[Any], name: str, *, fallback: str) -> str:
    """The slug of a name, with a number when another has it, or when it is the address of the « new » page."""
    base = slugify(name, fallback)
    alike = db.session.scalars(select(model.slug).where(model.slug.startswith(base, autoescape=True)))
    taken = {"nouveau", "nouvelle", *alike}
    choices = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in choices if slug not in taken)
