"""What a person can do to any text, from a page or from the outbox of her phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, select
from werkzeug.exceptions import NotFound

from partage import events, guard, kinds, markup, operations
from partage.db import db
from partage.kinds import Invalid, Write
from partage.operations import Outcome, Refused
from partage.texts import rendering
from partage.texts.models import Comment, Favourite, Revision, Text, Thanks, Watch, live_revision
from partage.texts.queries import last_review, open_revision, visible_text
from partage.texts.states import RevisionState

MAX_COMMENT = 4000


def check_comment(payload: dict[str, Any]) -> dict[str, Any]:
    """A remark: some words, 4,000 characters at most."""
    body = markup.normalise(str(payload.get("body") or "")).strip()
    if not body:
        raise Invalid({"body": ["Écrivez votre remarque avant de l’envoyer."]})
    if len(body) > MAX_COMMENT:
        raise Invalid({"body": ["Cette remarque est trop longue : 4 000 signes au plus."]})
    guard.check({"body": body}, reason=str(payload.get(guard.REASON) or ""))
    return {"text_id": _number(payload, "text_id"), "body": body}


def add_comment(user: Any, content: dict[str, Any], base: int | None = None) -> Outcome:
    """Add a remark under a text this person can read."""
    text = _visible(user, content["text_id"])
    if not kinds.get(text.kind).remarks:
        raise NotFound
    remark = Comment(text_id=text.id, author_id=user.id, body=content["body"])
    db.session.add(remark)
    db.session.flush()
    events.record("comment.added", remark, by=user, text=text.id)
    return Outcome(location=f"{kinds.get(text.kind).url(text)}#remarques", message="Votre remarque est ajoutée.",
                   ids={"text": text.id, "comment": remark.id})  # fmt: skip


def check_kept(payload: dict[str, Any]) -> dict[str, Any]:
    return {"text_id": _number(payload, "text_id"), "on": bool(payload.get("on", True))}


def keeping(table: Any, said: str) -> Callable[..., Outcome]:
    """The verb of a gesture in one tap: a favourite, a watch or thanks, or no longer."""

    def apply(user: Any, content: dict[str, Any], base: int | None = None) -> Outcome:
        text = _visible(user, content["text_id"])
        keep(table, user, text.id, content["on"])
        return Outcome(location=kinds.get(text.kind).url(text), message=said, ids={"text": text.id})

    return apply


def keep(table: Any, user: Any, text_id: int, on: bool) -> None:
    """Add or remove a person's favourite, watch or thanks; twice is once."""
    dropped = delete(table).where(table.user_id == user.id, table.text_id == text_id).returning(table.text_id)
    former = db.session.scalars(dropped).all()
    if on:
        db.session.add(table(user_id=user.id, text_id=text_id))
    db.session.flush()
    if on and not former and table is Watch:
        bring_to_phones(text_id)


def bring_to_phones(text_id: int) -> None:
    """Number the change of a text that phones keep when it is followed: her phone takes it at its next contact.

    Following no more numbers nothing: her phone forgets the text when it changes next, which harms nobody meanwhile.
    """
    kind = kinds.get(db.session.get_one(Text, text_id).kind)
    if kind.kept is not None:
        operations.log_change(kind.name, text_id)


def restore(user: Any, text: Text, revision: Revision) -> Revision:
    """Put the words of an old version in this person's draft of the text."""
    live = live_revision(text.id)
    draft = open_revision(text.id, user)
    if draft is not None and draft.state is RevisionState.SUBMITTED:
        raise Refused("Une modification de vous attend déjà une relecture. Reprenez-la d’abord.")
    if draft is not None:
        raise Refused("Vous avez déjà un brouillon sur ce texte. Envoyez-le ou supprimez-le d’abord : il serait perdu.")
    draft = Revision(text_id=text.id, author_id=user.id, base_id=live.id if live else None)
    draft.write(title=revision.title, summary=revision.summary, body=revision.body, fields=revision.fields,
                note=f"Retour à la version {revision.number}")  # fmt: skip
    db.session.add(draft)
    rendering.keep(revision.body)
    db.session.flush()
    events.record("revision.restored", draft, by=user, text=text.id, number=revision.number)
    return draft


def can_discard(user: Any, revision: Revision | None) -> bool:
    """Its author, while it is a draft nobody has read: what was decided of a text is kept with it."""
    if revision is None or revision.author_id != user.id or revision.state is not RevisionState.DRAFT:
        return False
    return last_review(revision.id) is None


def discard(revision: Revision) -> None:
    """Forget a draft, and the text with it when it is nothing else. Nobody is told: nobody had read it."""
    others = select(Revision.id).where(Revision.text_id == revision.text_id, Revision.id != revision.id)
    is_all = db.session.scalar(others.limit(1)) is None
    forgotten: Any = (Text, Text.id == revision.text_id) if is_all else (Revision, Revision.id == revision.id)
    db.session.execute(delete(forgotten[0]).where(forgotten[1]))


def _number(payload: dict[str, Any], name: str) -> int:
    value = payload.get(name)
    if isinstance(value, bool) or not str(value).isdigit():
        raise Invalid({name: ["Ce texte n’est pas désigné."]})
    return int(str(value))


def _visible(user: Any, text_id: int) -> Text:
    text = visible_text(user, text_id)
    if text is None:
        raise NotFound
    return text


COMMENT = Write("comment.add", check_comment, add_comment)
FAVOURITE = Write("text.favourite", check_kept, keeping(Favourite, "Favori enregistré."))
WATCH = Write("text.watch", check_kept, keeping(Watch, "Suivi enregistré."))
THANKS = Write("text.thanks", check_kept, keeping(Thanks, "Merci : c’est compté, sans votre nom."))
