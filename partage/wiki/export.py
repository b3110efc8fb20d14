"""A practice outside Partage: Markdown with front matter, and the QR code of its sheet."""

from __future__ import annotations

import io

import segno
import yaml

from partage.wiki.queries import PracticePage


def markdown(practice: PracticePage) -> str:
    """The body, byte for byte, under a YAML front matter."""
    fields = practice.fields
    head = {
        "title": practice.title,
        "summary": practice.summary,
        "themes": fields.get("themes", []),
        "kind": fields.get("kind"),
        "public": fields.get("publics", []),
        "posture": fields.get("posture") or None,
        "territory": fields.get("territory", []),
        "licence": fields.get("licence"),
        "sources": fields.get("sources", []),
        "author": practice.author or "Partage",
        "verified": practice.verified_at.date().isoformat() if practice.verified_at else None,
        "review": practice.review_on.isoformat() if practice.review_on else None,
        "state": "published",
        "slug": practice.slug,
    }
    kept = {key: value for key, value in head.items() if value not in (None, [], "")}
    return f"---\n{yaml.safe_dump(kept, allow_unicode=True, sort_keys=False)}---\n\n{practice.body}"


def qr_code(address: str) -> bytes:
    """An SVG image of the address."""
    image = io.BytesIO()
    segno.make(address, error="m").save(image, kind="svg", scale=4, border=2, xmldecl=True, svgclass=None, lineclass=None)
    return image.getvalue()
