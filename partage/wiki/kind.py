"""The practice, as the rest of the house knows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, update

from partage.db import db
from partage.kinds import Kind, Words
from partage.texts import rendering
from partage.texts.leaving import export_texts, forget_texts
from partage.texts.models import Revision, Text
from partage.texts.states import RevisionState
from partage.topics.models import Topic
from partage.wiki import queries
from partage.wiki.forms import show_sources
from partage.wiki.models import FreshnessAnswer, Practice
from partage.wiki.offline import offline_row
from partage.wiki.permissions import visible_practices
from partage.wiki.vocabulary import POSTURES, PRACTICE_KINDS, PUBLICS
from partage.wiki.writes import SAVE
from partage.wiki.writes_freshness import FRESHNESS


def load(ids: Iterable[int]) -> list[Practice]:
    """Practices with their words in force, their HTML and their themes at hand. Two queries."""
    found = queries.with_live_revision(ids)
    themes = queries.themes_of(practice.id for practice, _, _ in found)
    for practice, revision, row in found:
        practice.live, practice.live_html, practice.live_themes = revision, row, themes.get(practice.id, [])
    return [practice for practice, _, _ in found]


def words(practice: Practice) -> Words | None:
    """What the search keeps; nothing before publication or once archived."""
    if not practice.is_live:
        return None
    if getattr(practice, "live", None) is None or practice.live.state is not RevisionState.PUBLISHED:
        load([practice.id])
    revision = practice.live
    made = rendering.rendered(revision.body, practice.live_html)
    names = [name for _, name in practice.live_themes]
    facets = [("kind", practice.practice_kind), *(("theme", slug) for slug, _ in practice.live_themes)]
    facets += [("public", value) for value in revision.fields.get("publics", [])]
    return Words(
        title=revision.title,
        headings=" \n".join(heading.text for heading in made.headings),
        body=f"{revision.summary}\n{made.plain}",
        facts=", ".join([PRACTICE_KINDS[practice.practice_kind].label, *names]),
        facets=tuple(facets),
    )


def describe(fields: dict[str, Any]) -> dict[str, Any]:
    """The facets of a practice in words."""
    themes = db.session.execute(select(Topic.slug, Topic.name).where(Topic.slug.in_(fields.get("themes", [])))).all()
    names = dict(themes)
    return {
        "Thèmes": [names.get(slug, slug) for slug in fields.get("themes", [])],
        "Genre": PRACTICE_KINDS[fields["kind"]].label if fields.get("kind") in PRACTICE_KINDS else "",
        "Posture": POSTURES.get(fields.get("posture", ""), ""),
        "Public visé": [PUBLICS.get(value, value) for value in fields.get("publics", [])],
        "Territoire": fields.get("territory", []),
        "Licence": fields.get("licence", ""),
        "Sources": show_sources(fields.get("sources", [])).splitlines(),
        "Visiteurs": "Montrée aussi aux visiteurs" if fields.get("is_public") else "Lue avec un compte",
    }


def export(user: Any) -> list[dict[str, Any]]:
    answers = db.session.scalars(select(FreshnessAnswer).filter_by(user_id=user.id))
    return export_texts("practice", user) + [
        {"réponse sur une fiche": "Toujours juste" if answer.still_right else "À corriger", "précision": answer.note}
        for answer in answers
    ]


def forget(user: Any, keep: bool) -> None:
    forget_texts("practice", user, keep)
    db.session.execute(update(FreshnessAnswer).where(FreshnessAnswer.user_id == user.id).values(user_id=None, note=""))


KINDS = (
    Kind(
        name="practice", label="Fiche", plural="Fiches pratiques", model=Practice, icon="book-open", area="pratiques",
        visible=visible_practices, load=load, url=lambda practice: f"/pratiques/{practice.slug}", words=words,
        offline_row=offline_row, remarks=True,
        written={
            Text: ("title", "slug", "imported_from"), Practice: ("summary",),
            Revision: ("title", "summary", "body", "fields", "note"), FreshnessAnswer: ("note",),
        },
        export=export, forget=forget, describe=describe, writes=(SAVE, FRESHNESS),
    ),
)  # fmt: skip
