"""Erasing a passage from a text and all that hangs on it, or from everything; its files too when asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from partage import clock, guard, purge, purge_journal, purge_scope
from partage.db import db, writing
from partage.files.models import Attachment
from partage.moderation.models import Decision
from partage.moderation.permissions import role_of
from partage.moderation.states import Action
from partage.moderation.things import Thing
from partage.texts import rendering
from partage.texts.models import Comment, Revision
from partage.texts.states import RevisionState

SHOWN = 12
AGAIN = 3  # somebody may write the passage again while it is being erased


def scope(thing: Thing | None) -> list[int]:
    """The texts that go together: the thread of an answer, the practice made from it."""
    return sorted(purge_scope.related([thing.text.id])) if thing else []


def suggestions(texts: list[int]) -> list[str]:
    """Passages of these texts that the guard takes for personal data, the first ones."""
    revisions = db.session.execute(select(Revision.title, Revision.summary, Revision.body).where(Revision.text_id.in_(texts)))
    remarks = db.session.scalars(select(Comment.body).where(Comment.text_id.in_(texts)))
    words = dict.fromkeys([*(one for row in revisions for one in row), *remarks])
    found = dict.fromkeys(passage.text for one in words if one for passage in guard.found(one))
    return [passage for passage in found if passage and passage != purge.MARK][:SHOWN]


def files(texts: list[int]) -> list[Attachment]:
    """What is joined to these texts."""
    return list(db.session.scalars(select(Attachment).where(Attachment.text_id.in_(texts)).order_by(Attachment.id)))


def places(passage: str, texts: list[int] | None) -> tuple[int, int]:
    """How many times it stands, in how many rows."""
    found = purge.find(passage, texts)
    return sum(times for _, _, times in found), len(found)


def erase(passage: str, thing: Thing | None, *, everywhere: bool, files: Iterable[str], by: Any) -> int:
    """Erase, note it in the journal, leave no byte behind. Answers how many places. Opens its own transactions."""
    texts = None if everywhere or thing is None else scope(thing)
    about, chosen, done = thing.ref if thing else None, list(files), 0
    if passage:
        purge_journal.note_passage(passage, texts)
        for _ in range(AGAIN):
            if not purge.find(passage, texts):
                break
            _render_first(passage, texts)
            with writing():
                erased = purge.erase(passage, texts, by=by)
                _keep_html(erased.revisions)
                done += erased.places
    with writing():
        for public_id in chosen:
            purge_journal.note_file(public_id)
        gone = purge.erase_files(chosen, by=by)
        if about is not None and (done or gone):
            _note(about, by=by)
    rendering.render.cache_clear()
    rendering.render_without_contents.cache_clear()
    purge.checkpoint()
    return done + gone


def _note(about: tuple[str, int], *, by: Any) -> None:
    """The author reads that something was erased; the row says neither what nor where."""
    from partage.moderation import things

    thing = things.find(*about)
    if thing is not None:
        db.session.add(
            Decision(
                kind=about[0], thing_id=about[1], action=Action.ERASE, author_id=thing.author_id, by_id=by.id,
                by_role=role_of(by, thing), at=clock.now(), rule="personal-data",
            )
        )  # fmt: skip


def _render_first(passage: str, texts: list[int] | None) -> None:
    """Outside the transaction, what it will keep: the HTML of the published bodies as they will be."""
    holding = Revision.body.contains(passage, autoescape=True)
    live = select(Revision.body).where(Revision.state == RevisionState.PUBLISHED, holding)
    if texts is not None:
        live = live.where(Revision.text_id.in_(texts))
    for body in db.session.scalars(live.limit(200)).all():
        rendering.render(body.replace(passage, purge.MARK))


def _keep_html(revisions: list[Revision]) -> None:
    for revision in revisions:
        if revision.state is RevisionState.PUBLISHED:
            rendering.keep(revision.body)
