"""Who opens a file: whoever reads or reviews its text, and the person who sent it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, false, or_, select

from partage import kinds
from partage.db import db
from partage.files.models import Attachment
from partage.files.queries import listed
from partage.texts.models import Revision, Text
from partage.texts.permissions import can_see_revision
from partage.texts.queries import visible_text
from partage.texts.states import RevisionState

QUOTA = 200_000_000  # bytes of one person


def visible_attachments(user: Any) -> Select[Any]:
    """The ids of the files of every text a person reads, and of those she sent."""
    own = Attachment.uploaded_by_id == user.id if getattr(user, "is_authenticated", False) else false()
    texts = [kind for kind in kinds.every() if issubclass(kind.model, Text)]
    return select(Attachment.id).where(or_(own, *(Attachment.text_id.in_(kind.visible(user)) for kind in texts)))


def can_open(user: Any, attachment: Attachment) -> bool:
    """True for a reader of the text, its reviewers while it waits, and the sender."""
    if user.is_authenticated and attachment.uploaded_by_id == user.id:
        return True
    if attachment.text_id is None:
        return False
    return visible_text(user, attachment.text_id) is not None or _waits_for(user, attachment.text_id)


def can_attach(user: Any, text_id: int) -> bool:
    """Whoever may propose a change to a text may join a file to it: its readers, and its author before that."""
    own = select(Text.id).where(Text.id == text_id, Text.author_id == user.id)
    return visible_text(user, text_id) is not None or db.session.scalar(own) is not None


def can_erase(user: Any, attachment: Attachment) -> bool:
    """Its sender, while no text shows it: an image given to a text may stand in its words, a document is listed once read."""
    if not user.is_authenticated or attachment.uploaded_by_id != user.id:
        return False
    return attachment.text_id is None or not (attachment.is_image or listed([attachment.id]))


def _waits_for(user: Any, text_id: int) -> bool:
    if not user.is_authenticated:
        return False
    waiting = select(Revision).filter_by(text_id=text_id, state=RevisionState.SUBMITTED)
    return any(can_see_revision(user, revision) for revision in db.session.scalars(waiting))
