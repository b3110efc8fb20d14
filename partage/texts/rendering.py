"""A body's HTML: made once by the write that needs it, then read with the page."""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache

from sqlalchemy import ColumnElement, and_

from partage import markup
from partage.db import db
from partage.texts.models import RenderedBody, Revision, body_digest


@lru_cache(maxsize=256)
def render(body: str) -> markup.Rendered:
    """Render outside any transaction. Raises markup.TextRefused with a French sentence."""
    return markup.render(body)


def keep(body: str) -> None:
    """Store the HTML of `body`, rendered just before by `render`. Call inside writing()."""
    key = (body_digest(body), markup.RENDERER_VERSION)
    if db.session.get(RenderedBody, key) is None:
        made = render(body)
        db.session.add(
            RenderedBody(
                body_sha=key[0], renderer=key[1], html=str(made.html), plain=made.plain,
                headings=[asdict(heading) for heading in made.headings],
            )
        )  # fmt: skip


def rendered(body: str, row: RenderedBody | None = None) -> markup.Rendered:
    """The HTML of a body from its row when it has one; a miss renders without storing (reads never write)."""
    if row is None:
        return render(body)
    headings = tuple(markup.Heading(**heading) for heading in row.headings)
    return markup.Rendered(html=markup.trust(row.html), headings=headings, plain=row.plain)


def same_body() -> ColumnElement[bool]:
    """Joins a revision to the HTML kept of its words, made by the present renderer."""
    return and_(RenderedBody.body_sha == Revision.body_sha, RenderedBody.renderer == markup.RENDERER_VERSION)


@lru_cache(maxsize=64)
def render_without_contents(body: str) -> markup.Rendered:
    """The same without its contents list: a printed sheet has no links."""
    return markup.render(body, toc=False)
