"""A few published practices, and what colleagues do to them on the server while somebody's phone is away."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from partage import markup, operations
from partage.accounts.models import Structure, User
from partage.config import ROOT
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


def fill_board(cast: SimpleNamespace) -> SimpleNamespace:
    """Some questions, made by their verbs: the ids of `resolved`, `mine` (Nadia's), `other` (of a theme Nadia is no expert of)."""
    from partage.questions.models import Answer, Question
    from tests.factories import answer_question, ask_question, trust

    trust(cast.nadia, cast.youssef)
    resolved = ask_question(
        cast.youssef, title="Comment prouver un hébergement ?", body="La personne dort chez un proche depuis deux mois."
    )
    answer_question(resolved, cast.maud, body="Le guichet prend aussi une facture de téléphone.")
    helped = answer_question(resolved, cast.claire, body="Une **attestation** suffit, avec le nom du tourterellier qui héberge.")
    with writing():
        people = {name: db.session.get_one(User, getattr(cast, name)) for name in ("youssef", "maud")}
        answer = db.session.get_one(Answer, helped)
        answer.confirm(by=people["maud"])
        db.session.get_one(Question, resolved).accept(answer, by=people["youssef"])
    mine = ask_question(cast.nadia, title="Quelle aide pour un abonnement de bus ?", body="Elle cherche un stage loin de chez elle.")
    other = ask_question(cast.youssef, topic="emploi-formation", title="Où trouver un stage de jardinier ?", body="Sans permis.")
    own_answer = answer_question(resolved, cast.nadia, body="Chez nous, un courrier suffit.")
    return SimpleNamespace(resolved=resolved, mine=mine, other=other, helped=helped, own_answer=own_answer)


def many_practices(server: Any, number: int) -> None:
    """As many more published pages of about 2.5 kB, made of the sentences of the starter, straight into the tables."""
    sentences = _sentences()
    columns = "kind, slug, title, author_id, owner_id, created_at, published_at, is_public, imported_from"
    now = "2026-11-01 08:00:00"
    start = server.rows("SELECT max(id) FROM text")[0][0] + 1
    seq = server.rows("SELECT max(value) FROM counter WHERE name = 'change'")[0][0]
    statements: list[tuple[str, tuple[Any, ...]]] = []
    for place in range(number):
        text = start + place
        chosen = [sentences[(place * 7 + step * 13) % len(sentences)] for step in range(24)]
        body = "## Contexte\n\n" + "\n\n".join(chosen[:12]) + "\n\n## Étapes\n\n" + "\n\n".join(chosen[12:])
        html = "".join(f"<p>{line}</p>" for line in chosen)
        title, sha = f"Fiche numéro {place}", f"sha{place}"
        fields = json.dumps({**FIELDS, "themes": ["acces-aux-droits"]})
        statements += [
            (f"INSERT INTO text (id, {columns}) VALUES (?, 'practice', ?, ?, ?, ?, ?, ?, 0, '')",
             (text, f"fiche-{place}", title, server.cast.maud, server.cast.maud, now, now)),
            ("INSERT INTO practice (id, summary, practice_kind, posture, verified_at) VALUES (?, ?, 'bonne-pratique', 'faire-avec', ?)",
             (text, chosen[0][:200], now)),
            ("INSERT INTO revision (text_id, number, state, title, summary, body, body_sha, fields, note, author_id, created_at,"
             " updated_at, published_at, version) VALUES (?, 1, 'published', ?, ?, ?, ?, ?, '', ?, ?, ?, ?, 1)",
             (text, title, chosen[0][:200], body, sha, fields, server.cast.maud, now, now, now)),
            ("INSERT INTO rendered_body (body_sha, renderer, html, headings, plain) VALUES (?, ?, ?, '[]', ?)",
             (sha, markup.RENDERER_VERSION, html, "\n".join(chosen))),
            ("INSERT INTO change (kind, thing_id, seq, gone, at) VALUES ('practice', ?, ?, 0, ?)", (text, seq + place + 1, now)),
        ]  # fmt: skip
    statements.append(("UPDATE counter SET value = ? WHERE name = 'change'", (seq + number,)))
    server.execute_all(statements)


def _sentences() -> list[str]:
    bodies = [path.read_text().split("---", 2)[-1] for path in sorted((ROOT / "partage/starter/pratiques").glob("*.md"))]
    lines = [line.strip("-*# 0123456789.") for body in bodies for line in body.splitlines()]
    return [line for line in lines if 40 < len(line) < 300 and "<" not in line and "|" not in line]
