"""Sending a file, opening it, one's own files."""

from __future__ import annotations

import errno
import logging
import uuid
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask_login import current_user

from partage import errors, pagination
from partage.access import allow, members, public
from partage.db import db, writing
from partage.files import checks, queries
from partage.files.forms import FileForm
from partage.files.models import Attachment
from partage.files.permissions import QUOTA, can_attach, can_erase, can_open
from partage.files.store import store
from partage.files.uploads import NoAlternative, keep
from partage.security import is_shared_device
from partage.texts.models import Text
from partage.texts.queries import visible_texts

bp = Blueprint("files", __name__)
log = logging.getLogger(__name__)
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
KEPT = timedelta(hours=1)  # an image withdrawn from a reader leaves her browser within the hour


@bp.app_context_processor
def about_files() -> dict[str, Any]:
    """What the page of a change shows of the documents its author joined."""
    return {"joined_to": lambda *ids: db.session.scalars(queries.joined_to(*ids)).all(), "weight_of": checks.megabytes}


@bp.get("/fichiers")
@members
def index() -> Any:
    form = FileForm(client_id=str(uuid.uuid4()), text_id=request.args.get("texte", ""))
    return _page(form)


@bp.post("/api/fichiers", endpoint="add_from_outbox")
@bp.post("/fichiers")
@members
def add() -> Any:
    form = FileForm()
    if not form.validate_on_submit():
        return _refused(form)
    if form.text_number is not None and not can_attach(current_user, form.text_number):
        abort(404)
    try:
        attachment, notes = keep(
            current_user, form.file.data, alternative=form.alternative.data or "", decorative=form.decorative.data,
            text_id=form.text_number, client_id=form.client_id.data or "",
        )  # fmt: skip
    except NoAlternative as missing:
        form.complain("alternative", str(missing))
        return _refused(form)
    except checks.FileRefused as refusal:
        form.complain("file", str(refusal))
        return _refused(form)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        log.error("no room left for a file")
        return _no_room()
    return _added(attachment, notes)


@bp.get("/fichiers/<public_id>")
@bp.get("/fichiers/<public_id>/<name>")
@public
def show(public_id: str, name: str = "") -> Response:
    attachment = queries.find(public_id)
    if attachment is None or not can_open(current_user, attachment):
        abort(404)
    try:
        content = store().open(attachment.public_id)
    except FileNotFoundError:
        log.error("the bytes of file %s are missing", attachment.id)
        abort(404)
    response = send_file(
        content, mimetype=attachment.media_type, as_attachment=not attachment.is_image, download_name=attachment.name,
        conditional=False, etag=attachment.sha256,
    )  # fmt: skip
    response.content_length = attachment.size
    _guard(response, attachment)
    response.make_conditional(request, accept_ranges=True, complete_length=attachment.size)
    return response


@bp.post("/fichiers/<public_id>/suppression")
@members
def erase(public_id: str) -> Any:
    attachment = queries.find(public_id)
    if attachment is None or not can_open(current_user, attachment):
        abort(404)
    allow(can_erase(current_user, attachment))
    with writing():
        attachment.erase(by=current_user)
    flash("Fichier supprimé.", "done")
    return redirect(url_for("files.index"), 303)


def _guard(response: Response, attachment: Attachment) -> None:
    """No script runs from a file, no other site shows it, and a shared device keeps nothing of it."""
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if is_shared_device():
        response.headers["Cache-Control"] = "no-store"
    elif attachment.is_image:
        response.headers["Cache-Control"] = f"private, max-age={int(KEPT.total_seconds())}"
    else:
        response.headers["Cache-Control"] = "private, no-cache"


def _told(status: int, **content: Any) -> Any:
    """JSON marked as ours: the outbox believes nothing else."""
    return jsonify(partage=True, **content), status, {"X-Partage": "1"}


def _wants_json() -> bool:
    prefers = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.path.startswith("/api/") or prefers == "application/json"


def _page(form: FileForm) -> str:
    page, number = pagination.paginate(queries.sent_by(current_user)), form.text_number
    texts = visible_texts(current_user, (file.text_id for file in page.items if file.text_id))
    return render_template(
        "files/index.html", form=form, page=page, accept=checks.ACCEPT,
        texts=texts, listed=queries.listed([file.id for file in page.items]),
        text=db.session.get(Text, number) if number and can_attach(current_user, number) else None,
        used=checks.megabytes(queries.space_used(current_user)), quota=checks.megabytes(QUOTA), weight=checks.megabytes,
    )  # fmt: skip


def _refused(form: FileForm) -> Any:
    if _wants_json():
        return _told(422, code="invalid", errors=form.all_errors())
    return _page(form), 422


def _no_room() -> Any:
    if _wants_json():
        title, advice = errors.PAGES[507]
        return _told(507, errors={"file": [f"{title}. {advice}"]})
    return errors.page(507)


def _added(attachment: Attachment, notes: list[str]) -> Any:
    if _wants_json():
        facts = ("url", "markdown", "name", "media_type", "size", "width", "height", "alternative")
        told = {fact: getattr(attachment, fact) for fact in facts}
        return _told(201, id=attachment.public_id, notes=notes, **told)
    is_joined = attachment.text_id and not attachment.is_image
    then = "Il paraîtra sous le texte une fois relu." if is_joined else "Copiez la ligne ci-dessous dans votre texte."
    flash(" ".join(["Fichier ajouté.", *notes, then]), "done")
    return redirect(url_for("files.index", texte=attachment.text_id), 303)
