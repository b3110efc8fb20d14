"""/notifications: what was told, in sentences made for whoever reads them now."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user

from partage import pagination
from partage.access import members
from partage.db import writing
from partage.notifications import opened, queries
from partage.notifications.models import Notification
from partage.texts import writes
from partage.texts.models import Watch

bp = Blueprint("notifications", __name__)
bp.after_app_request(opened.mark_opened)


@bp.get("/notifications")
@members
def index() -> str:
    page = pagination.paginate(queries.notifications_of(current_user))
    return render_template("notifications/index.html", page=page, lines=queries.lines(page.items, current_user))


@bp.post("/notifications/lecture")
@members
def read_all() -> Any:
    with writing():
        queries.mark_seen(current_user.id)
    flash("Tout est marqué comme vu.")
    return redirect(url_for("notifications.index"), 303)


@bp.post("/notifications/<int:number>/lecture")
@members
def read(number: int) -> Any:
    with writing():
        find_or_404(number)
        queries.mark_seen(current_user.id, Notification.id == number)
    return redirect(url_for("notifications.index"), 303)


@bp.post("/notifications/<int:number>/arret")
@members
def stop(number: int) -> Any:
    """Follow the text this came from no longer."""
    with writing():
        text = queries.text_followed(current_user, find_or_404(number))
        if text is None:
            abort(404)
        writes.keep(Watch, current_user, text.id, False)
        queries.mark_seen(current_user.id, Notification.id == number)
    flash("C’est noté : vous ne suivez plus ce texte.")
    return redirect(url_for("notifications.index"), 303)


def find_or_404(number: int) -> Notification:
    return queries.find(current_user, number) or abort(404)
