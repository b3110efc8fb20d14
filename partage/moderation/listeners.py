"""A reading is a decision too; and what was erased is noted, so that an old backup does not bring it back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from partage import events, purge_journal
from partage.accounts import data_rights
from partage.accounts.models import User
from partage.db import db
from partage.moderation import deciding, things
from partage.texts.models import Review


def note_reading(event: events.Event, revision: Any, quiet: bool) -> None:
    """Somebody read the words of somebody else and decided. Corrected words of a hidden text give it back."""
    if quiet or event.by_id is None or event.by_id == revision.author_id:
        return
    reviews = select(Review).filter_by(revision_id=revision.id, by_id=event.by_id, undone_at=None)
    review = db.session.scalar(reviews.order_by(Review.id.desc()).limit(1))
    thing = things.find_text(revision.text_id)
    if review is not None and thing is not None:
        reader = db.session.get_one(User, event.by_id)
        deciding.record_reading(review, revision, thing, by=reader)
        if event.name == "revision.published" and thing.text.hidden_at is not None:
            thing.text.unhide(by=reader)


def note_erased_account(event: events.Event, person: Any, quiet: bool) -> None:
    purge_journal.note_account(person.id, keep_texts=bool(event.detail.get("keep_texts", True)))


def erase_account_again(number: int, keep_texts: bool) -> None:
    """After the restore of a backup made before the person left."""
    person = db.session.get(User, number)
    if person is not None and person.erased_at is None:
        data_rights.erase_person(person, keep_texts, by=None)


def listen() -> None:
    for name in ("revision.published", "revision.sent_back", "revision.refused"):
        events.subscribe(name, note_reading)
    events.subscribe("account.erased", note_erased_account)
    purge_journal.listen(erase_account_again)
