"""Asking for an account, and what the coordination answers."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_login import current_user

from partage import clock, events, settings
from partage.access import public, staff
from partage.accounts import letters, queries, throttle
from partage.accounts.forms import JoinForm
from partage.accounts.models import JoinRequest, User, new_token
from partage.accounts.views import bp, page
from partage.db import db, kept_if, writing
from partage.pagination import paginate


@bp.route("/demander-un-compte", methods=["GET", "POST"])
@public
def join() -> Any:
    if not settings.get("join_requests"):
        abort(404)
    form = JoinForm()
    if not form.validate_on_submit():
        return page("join", form)
    throttle.take((throttle.JOIN_BY_ADDRESS, throttle.address()))
    answers = {name: form[name].data for name in ("name", "email", "structure_name", "message")}
    with writing():  # a known address, or one that already asked, changes nothing and shows nothing
        is_new = not any([queries.is_known(answers["email"]), queries.is_waiting(answers["email"])])
        with kept_if(is_new):
            JoinRequest.file(**answers)
        if not is_new:
            events.record("join_request.refused", User())
    return redirect(url_for("accounts.join_sent"), 303)


@bp.get("/demander-un-compte/suite")
@public
def join_sent() -> Any:
    return page("join_sent")


@bp.get("/compte/demandes")
@staff("coordinator", "administrator")
def join_requests() -> Any:
    return page("join_requests", listing=paginate(queries.waiting_requests()), today=clock.today())


@bp.post("/compte/demandes/<int:number>/invitation")
@staff("coordinator", "administrator")
def approve(number: int) -> Any:
    token = new_token()
    with writing():
        request = _find(number)
        request.approve(token, by=current_user)
        letters.invite(request.email, token, known=queries.is_known(request.email))
        name = request.name
    flash(f"L’invitation part à {name}. Elle est valable 7 jours.")
    return redirect(url_for("accounts.join_requests"), 303)


@bp.post("/compte/demandes/<int:number>/refus")
@staff("coordinator", "administrator")
def decline(number: int) -> Any:
    with writing():
        request = _find(number)
        request.decline(by=current_user)
        letters.decline(request.email)
        name = request.name
    flash(f"La demande de {name} est refusée. Un e‑mail le lui dit.")
    return redirect(url_for("accounts.join_requests"), 303)


def _find(number: int) -> JoinRequest:
    return db.session.get(JoinRequest, number, with_for_update=True) or abort(404)
