"""« Effacer une donnée personnelle »: what will go is counted first, because nothing brings it back."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask_login import current_user

from partage.access import fresh, staff
from partage.jinja import count
from partage.moderation import erasing, things
from partage.moderation.forms import ErasureForm
from partage.moderation.things import Thing
from partage.moderation.views import bp


@bp.get("/moderation/effacement")
@staff("moderator")
@fresh
def erasure() -> Any:
    thing = _thing(request.args.get("kind", ""), request.args.get("number", ""))
    form = ErasureForm(formdata=None, kind=thing.ref[0] if thing else "", number=thing.ref[1] if thing else "")
    return _page(form, thing)


@bp.post("/moderation/effacement")
@staff("moderator")
@fresh
def erase() -> Any:
    """« Compter » says what would go; « Effacer » does it."""
    form = ErasureForm()
    thing = _thing(form.kind.data or "", form.number.data or "")
    chosen = request.form.getlist("file")
    passage = (form.passage.data or "").strip()
    if (not form.validate() and (passage or not chosen)) or (thing is None and not form.everywhere.data):
        return _page(form, thing, chosen=chosen)
    texts = None if form.everywhere.data or thing is None else erasing.scope(thing)
    if request.form.get("action") != "erase" or request.form.get("counted") != _what(form):
        counted = erasing.places(passage, texts) if passage else (0, 0)
        return _page(form, thing, counted=counted, chosen=chosen)
    known = {file.public_id for file in erasing.files(erasing.scope(thing))}
    target = f"{thing.page}/signalements" if thing else "/moderation"
    done = erasing.erase(
        passage, thing, everywhere=bool(form.everywhere.data), files=known.intersection(chosen), by=current_user
    )
    said = f"C’est effacé : {count(done, 'endroit')}. Les téléphones suivront à leur prochain contact."
    flash(said if done else "Ce passage ne se trouve nulle part : rien n’a été effacé.", "done" if done else "look")
    return redirect(target, 303)


def _page(form: ErasureForm, thing: Thing | None, *, counted: Any = None, chosen: list[str] | None = None) -> Any:
    texts = erasing.scope(thing)
    page = render_template(
        "moderation/erasure.html", form=form, thing=thing, suggestions=erasing.suggestions(texts) if texts else [],
        files=erasing.files(texts) if texts else [], chosen=chosen or [], counted=counted, what=_what(form),
        not_found=counted is not None and not counted[0] and not chosen,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _what(form: ErasureForm) -> str:
    """What was counted: another passage, or another reach, is counted first too."""
    return f"{int(bool(form.everywhere.data))}:{(form.passage.data or '').strip()}"


def _thing(kind: str, number: str) -> Thing | None:
    if not kind or not number.isdigit():
        return None
    thing = things.find(kind, int(number))
    if thing is None:
        abort(404)
    return thing
