"""What time does to texts: old answers and tombstones go, and a new renderer makes its HTML ahead of readers."""

from __future__ import annotations

from sqlalchemy import delete, select

from partage import jobs, markup, operations
from partage.db import db, writing
from partage.texts import rendering
from partage.texts.models import RenderedBody, Revision
from partage.texts.states import RevisionState

AT_ONCE = 100


def forget_old_operations() -> None:
    with writing():
        operations.forget_old()


def render_again() -> int:
    """Render published bodies that lack their HTML under the present renderer; drop the HTML of older ones."""
    missing = (
        select(Revision.body)
        .outerjoin(RenderedBody, rendering.same_body())
        .where(Revision.state == RevisionState.PUBLISHED, RenderedBody.body_sha.is_(None))
        .limit(AT_ONCE)
    )
    bodies = db.session.scalars(missing).all()
    for body in bodies:
        rendering.render(body)
        with writing():
            rendering.keep(body)
    stale = RenderedBody.renderer != markup.RENDERER_VERSION
    if not bodies and db.session.scalar(select(RenderedBody.renderer).where(stale).limit(1)):
        with writing():
            db.session.execute(delete(RenderedBody).where(stale))
    return len(bodies)


jobs.add("texts.forget_old_operations", forget_old_operations)
jobs.add("texts.render_again", render_again)
