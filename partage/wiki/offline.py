"""What a phone keeps of a practice: the words in force, ready to show, to search and to edit."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from partage.texts import rendering
from partage.wiki.models import Practice
from partage.wiki.vocabulary import POSTURES, PRACTICE_KINDS


def offline_row(practice: Practice) -> dict[str, Any] | None:
    """The row of the feed; `practice` comes from the kind's `load`. None leaves a tombstone."""
    if not practice.is_live:
        return None
    revision = practice.live
    made = rendering.rendered(revision.body, practice.live_html)
    fields = revision.fields
    return {
        "rev": revision.id, "number": revision.number, "slug": practice.slug, "title": revision.title,
        "summary": revision.summary, "html": str(made.html), "source": revision.body, "note": revision.note,
        "headings": [asdict(heading) for heading in made.headings], "fields": fields,
        "themes": [slug for slug, _ in practice.live_themes], "theme_names": [name for _, name in practice.live_themes],
        "kind_label": PRACTICE_KINDS[practice.practice_kind].label, "practice_kind": practice.practice_kind,
        "posture": practice.posture, "posture_label": POSTURES.get(practice.posture, ""),
        "publics": fields.get("publics", []), "territory": fields.get("territory", []), "licence": fields.get("licence"),
        "sources": fields.get("sources", []), "is_public": practice.is_public,
        "author": practice.author.name if practice.author else "",
        "structure": practice.author.structure.name if practice.author and practice.author.structure else "",
        "published_at": practice.published_at, "verified_at": practice.verified_at, "review_on": practice.review_on,
        "to_verify": practice.is_to_verify,
    }  # fmt: skip
