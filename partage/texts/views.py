"""History, comparison, remarks and what readers keep: the same pages for every kind of text."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_login import current_user
from sqlalchemy.orm import joinedload

from partage import guard, kinds, operations, pagination
from partage.access import allow, members, public
from partage.db import db, writing
from partage.kinds import Invalid
from partage.texts import compare, queries, rendering, reviewing, writes
from partage.texts.models import Comment, Favourite, Text, Thanks, Watch
from partage.texts.permissions import can_resolve, can_see_author

bp = Blueprint("texts", __name__)


@bp.app_context_processor
def about_kinds() -> dict[str, Any]:
    return {
        "url_of": lambda text: kinds.get(text.kind).url(text), "kind_of": lambda text: kinds.get(text.kind),
        "author_of": author_of,
    }  # fmt: skip


def author_of(text: Text, revision: Any) -> str:
    """Who wrote a version, for this reader: a name its owner hides is for the experts of the theme and the staff."""
    if revision.author_id == text.author_id and not can_see_author(current_user, text):
        return "Une personne du réseau"
    return revision.author.name if revision.author else (text.imported_from.capitalize() or "Compte supprimé")


def find_text(text_id: int) -> Text:
    """The text of that id as this person may read it, or 404."""
    text = queries.visible_text(current_user, text_id)
    if text is None:
        abort(404)
    return text


@bp.get("/textes/<int:text_id>/historique")
@public
def history(text_id: int) -> str:
    text = find_text(text_id)
    page = pagination.paginate(queries.history(text_id))
    return render_template("texts/history.html", text=text, page=page)


@bp.get("/textes/<int:text_id>/versions/<int:number>")
@public
def version(text_id: int, number: int) -> str:
    text, revision = find_text(text_id), queries.version(text_id, number)
    if revision is None:
        abort(404)
    return render_template(
        "texts/version.html", text=text, revision=revision, rendered=rendering.rendered(revision.body)
    )


@bp.get("/textes/<int:text_id>/comparaison")
@public
def comparison(text_id: int) -> str:
    """`?de=2&a=3`: word differences between two versions."""
    text = find_text(text_id)
    numbers = request.args.get("de", ""), request.args.get("a", "")
    if not all(number.isdigit() for number in numbers):
        abort(404)
    old, new = (queries.version(text_id, int(number)) for number in numbers)
    if old is None or new is None:
        abort(404)
    return render_template(
        "texts/comparison.html", text=text, old=old, new=new, blocks=compare.compare(old.body, new.body),
        lines=reviewing.changed_lines(text.kind, old, new),
    )  # fmt: skip


@bp.post("/textes/<int:text_id>/versions/<int:number>/retablissement")
@members
def restore(text_id: int, number: int) -> Any:
    """Propose an old version again, as this person's draft: it is reviewed like any other."""
    with writing():
        text, revision = find_text(text_id), queries.version(text_id, number)
        if revision is None or (kinds.get(text.kind).is_signed and text.author_id != current_user.id):
            abort(404)
        writes.restore(current_user, text, revision)
        target = f"{kinds.get(text.kind).url(text)}/modifier"
    flash(f"La version {number} est dans vos brouillons. Relisez-la, puis envoyez-la à la relecture.", "says")
    return redirect(target, 303)


@bp.post("/textes/<int:text_id>/remarques")
@members
def comment(text_id: int) -> Any:
    sent = request.form.get("body", "")
    if "replace" in request.form:  # a button of the guard, without script
        return remark_again(text_id, guard.replaced({"body": sent}, request.form["replace"])["body"])
    try:
        content = writes.check_comment({**request.form.to_dict(), "text_id": text_id})
    except Invalid as refusal:
        return remark_again(text_id, sent, refusal.errors)
    key = request.form.get("client_id") or str(uuid.uuid4())
    outcome = operations.once(
        current_user, key[:64], "comment.add", content, lambda: writes.add_comment(current_user, content)
    )
    flash(outcome.message, "done")
    flash(key, "saved")
    return redirect(outcome.location, 303)


def remark_again(text_id: int, body: str, errors: dict[str, list[str]] | None = None) -> Any:
    """The remark as it was typed, with what stops it."""
    return render_template(
        "texts/remark.html", text=find_text(text_id), body=body, errors=errors or {}, passages=guard.report({"body": body}),
        client_id=request.form.get("client_id", ""), reason=request.form.get(guard.REASON, ""),
    ), 422  # fmt: skip


@bp.post("/remarques/<int:number>/resolution")
@members
def resolve(number: int) -> Any:
    return _on_comment(number, Comment.resolve, "La remarque est marquée comme traitée.")


@bp.post("/remarques/<int:number>/reouverture")
@members
def reopen(number: int) -> Any:
    return _on_comment(number, Comment.reopen, "La remarque est rouverte.")


@bp.post("/textes/<int:text_id>/favori")
@members
def favourite(text_id: int) -> Any:
    """Keep a text at hand, or no longer (`on=0`)."""
    return _keep(Favourite, text_id, "La {} est dans vos favoris.", "La {} n’est plus dans vos favoris.")


@bp.post("/textes/<int:text_id>/suivi")
@members
def watch(text_id: int) -> Any:
    """Follow a text, or no longer (`on=0`)."""
    return _keep(Watch, text_id, "Vous suivez cette {}.", "Vous ne suivez plus cette {}.")


@bp.post("/textes/<int:text_id>/merci")
@members
def thank(text_id: int) -> Any:
    """« M’a servi » under a practice, « Merci » under an answer, or no longer (`on=0`): counted on the text alone."""
    return _keep(Thanks, text_id, "Merci : c’est compté, sans votre nom.", "C’est retiré.")


def _on_comment(number: int, verb: Any, said: str) -> Any:
    with writing():
        remark = db.session.get(Comment, number, options=[joinedload(Comment.text)])
        if remark is None or queries.visible_text(current_user, remark.text_id) is None:
            abort(404)
        allow(can_resolve(current_user, remark, remark.text))
        verb(remark, by=current_user)
        target = kinds.get(remark.text.kind).url(remark.text)
    flash(said, "done")
    return redirect(f"{target}#remarques", 303)


def _keep(table: Any, text_id: int, kept: str, dropped: str) -> Any:
    on = request.form.get("on", "1") == "1"
    with writing():
        text = find_text(text_id)
        writes.keep(table, current_user, text_id, on)
        target, label = kinds.get(text.kind).url(text), kinds.get(text.kind).label.lower()
    flash((kept if on else dropped).format(label), "done")
    return redirect(target, 303)
