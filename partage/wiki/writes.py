"""What a person can do to a practice, from a page or from the outbox of her phone: the same checks, the same verbs."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from partage import text
from partage.accounts.models import User
from partage.db import db
from partage.files.models import attach_mentioned
from partage.kinds import Invalid, Write
from partage.operations import Conflict, Outcome, Refused
from partage.texts import rendering
from partage.texts.models import Revision, live_revision
from partage.texts.queries import open_revision
from partage.texts.reconcile import reconcile
from partage.texts.states import RevisionState
from partage.wiki import queries
from partage.wiki.forms import PracticeForm
from partage.wiki.models import Practice
from partage.wiki.vocabulary import LICENCES

SUBMIT, KEEP, WITHDRAW = "submit", "draft", "withdraw"


def check(payload: dict[str, Any]) -> dict[str, Any]:
    """The clean content of a practice, its body rendered once; raises Invalid."""
    data = MultiDict[str, str]()
    for name, value in payload.items():
        if isinstance(value, list):
            data.setlist(name, [str(one) for one in value])
        elif value not in (None, False):
            data[name] = str(value)
    for name, value in (("mode", "libre"), ("posture", ""), ("licence", LICENCES[0]), ("kind", "bonne-pratique")):
        data.setdefault(name, value)
    form = PracticeForm(formdata=data, meta={"csrf": False})
    form.is_whole = payload.get("action") == SUBMIT
    if not form.validate():
        raise Invalid({name: [str(error) for error in errors] for name, errors in form.errors.items()})
    return content_of(form, str(payload.get("action") or KEEP), merge=str(payload.get("merge") or "ask"))


def content_of(form: PracticeForm, action: str, merge: str = "auto") -> dict[str, Any]:
    """What a validated form says, JSON-ready."""
    return {
        "text_id": int(form.text_id.data) if (form.text_id.data or "").isdigit() else None,
        "base_id": int(form.base_id.data) if (form.base_id.data or "").isdigit() else None,
        "title": " ".join((form.title.data or "").split()),
        "summary": " ".join((form.summary.data or "").split()),
        "body": form.full_body(),
        "fields": form.fields_of_revision(),
        "note": (form.note.data or "").strip(),
        "action": action if action in (SUBMIT, WITHDRAW) else KEEP,
        "merge": merge,
    }


def apply(user: Any, content: dict[str, Any], base: int | None = None) -> Outcome:
    """Keep the words as this person's open revision, and submit it when asked. Raises Conflict, Refused, NotFound."""
    practice = _practice(user, content)
    revision = open_revision(practice.id, user)
    if revision is None:
        revision = Revision(text_id=practice.id, author_id=user.id, base_id=base or content["base_id"])
    elif base or content["base_id"]:
        revision.base_id = base or content["base_id"]
    if content["action"] == WITHDRAW and revision.state is RevisionState.SUBMITTED:
        revision.withdraw(by=user)
    if content["action"] == SUBMIT or revision.state is RevisionState.SUBMITTED:
        _catch_up(practice, revision, content)  # a draft may lag behind: keeping it must always work
    if revision.state is RevisionState.SUBMITTED and not (content["summary"] and content["fields"]["themes"] and content["body"]):
        raise Refused("Cette fiche attend sa relecture : elle garde un résumé, un thème et un texte.")
    words = {name: content[name] for name in ("title", "summary", "body", "fields", "note")}
    revision.write(**words)
    db.session.add(revision)
    rendering.keep(content["body"])
    if not practice.published_at:
        practice.title = content["title"]
    db.session.flush()
    attach_mentioned(practice.id, content["body"], by=user)
    if content["action"] == SUBMIT and revision.state is RevisionState.DRAFT:
        revision.submit(by=user)
    waits = revision.state is RevisionState.SUBMITTED
    message = "Envoyée à la relecture." if waits else "Enregistré."
    where = url_for("wiki.mine") if waits else url_for("wiki.edit", slug=practice.slug)
    return Outcome(location=where, message=message, ids={"text": practice.id, "revision": revision.id})


def _practice(user: Any, content: dict[str, Any]) -> Practice:
    if content["text_id"] is None:
        practice = Practice(slug=free_slug(content["title"]), title=content["title"], author_id=user.id, owner_id=user.id)
        db.session.add(practice)
        db.session.flush()
        return practice
    slug = db.session.scalar(select(Practice.slug).filter_by(id=content["text_id"]))
    practice_or_none = queries.find_for_writing(slug, user) if slug else None
    if practice_or_none is None:
        raise NotFound
    return practice_or_none


def _catch_up(practice: Practice, revision: Revision, content: dict[str, Any]) -> None:
    """Bring what was written on an older version onto the live one: paragraphs that do not touch merge."""
    live = live_revision(practice.id)
    if live is None or revision.base_id == live.id:
        return
    base = db.session.get(Revision, revision.base_id) if revision.base_id else None
    if base is not None and base.text_id != practice.id:
        raise Refused("Cette version de départ est celle d’un autre texte.")
    merged = reconcile(base, content, live)
    if not merged.is_clean or content["merge"] == "ask":
        author = db.session.scalar(select(User.name).filter_by(id=live.author_id)) or "Partage"
        raise Conflict(merged, live, author=author, text=practice.id)
    content.update(title=merged.title, summary=merged.summary, body=merged.body, fields=merged.fields)
    revision.base_id = live.id


def free_slug(title: str) -> str:
    """An address no practice has."""
    slug = first = text.slugify(title, fallback="fiche")
    number = 2
    while queries.slug_is_taken(slug):
        slug, number = f"{first}-{number}", number + 1
    return slug


SAVE = Write("practice.save", check, apply)
