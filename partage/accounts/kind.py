"""What search, offline copies, erasure and data rights know of structures and people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from partage.accounts.models import Invitation, JoinRequest, Login, Structure, User
from partage.accounts.queries import visible_people, visible_structures
from partage.db import db
from partage.kinds import Kind, Words


def _structures(ids: Iterable[int]) -> list[Structure]:
    return list(db.session.scalars(select(Structure).where(Structure.id.in_(list(ids)))))


def _people(ids: Iterable[int]) -> list[User]:
    return list(db.session.scalars(select(User).where(User.id.in_(list(ids))).options(joinedload(User.structure))))


def _words(structure: Structure) -> Words | None:
    if structure.archived_at is not None:
        return None
    where = ", ".join(filter(None, (structure.kind_label, structure.place)))
    facets = (("structure_kind", structure.structure_kind), ("territory", structure.department))
    return Words(title=structure.name, headings=where, body=structure.offer, facts=where,
                 facets=tuple((facet, value) for facet, value in facets if value))  # fmt: skip


def _offline_row(structure: Structure) -> dict[str, Any] | None:
    if structure.archived_at is not None:
        return None
    return {"slug": structure.slug, "name": structure.name, "kind_label": structure.kind_label, "town": structure.town,
            "department": structure.department, "offer": structure.offer}  # fmt: skip


KINDS = (
    Kind(
        name="structure", label="Structure", plural="Structures", model=Structure, icon="building-2", area="",
        visible=visible_structures, load=_structures, url=lambda structure: f"/structures/{structure.slug}",
        words=_words, offline_row=_offline_row, written={Structure: ("name", "town", "offer")},
    ),
    # a person is no search result: names are found through themes and structures; data_rights exports and erases
    Kind(
        name="person", label="Personne", plural="Personnes", model=User, icon="user-round", area="",
        visible=visible_people, load=_people, url=lambda person: f"/personnes/{person.id}",
        written={
            User: ("name", "email", "job", "presentation"), Login: ("label",), Invitation: ("email",),
            JoinRequest: ("name", "email", "structure_name", "message"),
        },
    ),
)  # fmt: skip
