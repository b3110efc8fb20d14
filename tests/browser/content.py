"""A few published practices, and what colleagues do to them on the server while somebody's phone is away."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from partage import operations
from partage.accounts.models import Structure, User
from partage.db import db, writing
from partage.search import index as search_index
from partage.texts import rendering
from partage.texts.models import Revision, live_revision
from partage.texts.states import RevisionState
from partage.topics.models import Topic
from partage.wiki.models import Practice

INTERVIEW = """## Contexte

Une personne arrive avec un interprète pour la première fois.

## Étapes

Prévoyez plus de temps et placez bien l’interprète.

Expliquez à la personne ce que vous allez faire ensemble.

## Points de vigilance

Ne demandez pas à un enfant de traduire.
"""
ENERGY = """## Contexte

Énergies chères : une facture que la personne ne peut pas payer.

## Étapes

1. Regardez si un chèque énergie est en attente.
2. Appelez le fournisseur avec la personne.

## Facteurs de réussite

La personne garde la main sur le téléphone.
"""
HOUSING = """## Contexte

Une demande de logement social se renouvelle chaque année.

## Étapes

Préparez l’avis d’imposition et la pièce d’identité.

Vérifiez l’adresse électronique : la messagerie reçoit le rappel.
"""
PRACTICES = (
    ("rendez-vous-interprete", "Préparer un premier rendez-vous avec un interprète",
     "Ce qui change quand on parle à trois.", INTERVIEW, "acces-aux-droits"),
    ("facture-energie", "Aider face à une facture d’énergie", "Les aides à demander, dans l’ordre.", ENERGY, "acces-aux-droits"),
    ("demande-logement", "Renouveler une demande de logement", "Une démarche à ne pas laisser passer.", HOUSING,
     "emploi-formation"),
)  # fmt: skip


def publish_all(cast: SimpleNamespace) -> dict[str, int]:
    """The practices of these tests, by slug."""
    with writing():  # the cast puts its rows without events
        for kind, model in (("structure", Structure), ("topic", Topic)):
            for number in db.session.scalars(select(model.id)).all():
                operations.log_change(kind, number)
    practices = {slug: publish(cast, slug, *words) for slug, *words in PRACTICES}
    for kind_, ids in search_index.every_thing():
        with writing():
            search_index.refresh(kind_, ids)
    return practices


def publish(cast: SimpleNamespace, slug: str, title: str, summary: str, body: str, theme: str, **fields: Any) -> int:
    """A practice by Maud, published by Claire."""
    rendering.render(body)
    with writing():
        practice = Practice(slug=slug, title=title, author_id=cast.maud, owner_id=cast.maud)
        db.session.add(practice)
        db.session.flush()
        _publish(practice.id, cast, title, summary, body, {**FIELDS, "themes": [theme], **fields}, None)
        return practice.id


FIELDS = {
    "kind": "bonne-pratique", "publics": ["tout-public"], "posture": "faire-avec", "territory": ["48"],
    "licence": "Licence Ouverte 2.0", "is_public": False,
    "sources": [{"title": "Guide du réseau", "url": "https://exemple.test/guide", "consulted": "2026-11-20"}],
}  # fmt: skip


def republish(text_id: int, cast: SimpleNamespace, change: dict[str, str] | None = None, **words: Any) -> int:
    """A new version by Maud: `change` replaces passages of the body. Answers its id."""
    live = live_revision(text_id)
    body = live.body
    for before, after in (change or {}).items():
        assert before in body
        body = body.replace(before, after)
    rendering.render(body)
    with writing():
        live = live_revision(text_id)
        title, summary = words.get("title", live.title), words.get("summary", live.summary)
        return _publish(text_id, cast, title, summary, body, live.fields, live.id)


def _publish(text_id: int, cast: SimpleNamespace, title: str, summary: str, body: str, fields: Any, base: int | None) -> int:
    revision = Revision(text_id=text_id, author_id=cast.maud, base_id=base, state=RevisionState.DRAFT)
    revision.write(title=title, summary=summary, body=body, fields=fields, note="")
    db.session.add(revision)
    db.session.flush()
    rendering.keep(body)
    by = db.session.get_one(User, cast.claire)
    revision.submit(by=by)
    revision.publish(by=by)
    return revision.id
