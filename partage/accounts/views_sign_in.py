"""Signing in, signing out, and typing the password again before something sensitive."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, redirect, request, url_for
from flask_login import current_user

from partage import settings
from partage.access import local_path, members, public
from partage.accounts import letters, proof, sessions
from partage.accounts.forms import ConfirmForm, SignInForm
from partage.accounts.views import bp, page
from partage.db import writing

WIPE = '"cache", "storage"'


@bp.route("/connexion", methods=["GET", "POST"])
@public
def sign_in() -> Any:
    if current_user.is_authenticated:
        return redirect(local_path(request.args.get("next", "/")), 303)
    form = SignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        proven = proof.by_password(form.email.data, form.password.data)
        if proven:
            with writing():
                if proven.settle():
                    sessions.open_session(proven.person, shared=form.shared.data)
                    return redirect(local_path(form.next.data or "/"), 303)
        form.form_errors = ["Cette adresse et ce mot de passe ne vont pas ensemble."]
    join = settings.get("join_requests")
    return page("sign_in", form, instance=letters.instance_name(), join_requests=join)


@bp.post("/deconnexion")
@public
def sign_out() -> Any:
    with writing():
        sessions.close_session()
    response = make_response(redirect(url_for("accounts.goodbye"), 303))
    response.headers["Clear-Site-Data"] = WIPE
    return response


@bp.get("/au-revoir")
@public
def goodbye() -> Any:
    if current_user.is_authenticated:
        return redirect("/", 303)
    return page("goodbye", erased="compte" in request.args)


@bp.route("/compte/confirmation", methods=["GET", "POST"])
@members
def confirm() -> Any:
    form = ConfirmForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        proven = proof.by_password(current_user.email, form.password.data)
        if proven:
            with writing():
                if proven.settle():
                    sessions.renew_session(proven.person)
                    flash("C’est bien vous. Vous pouvez continuer pendant 10 minutes.")
                    return redirect(local_path(form.next.data or url_for("accounts.home")), 303)
        form.password.errors = ["Ce n’est pas le bon mot de passe. Rien n’est changé. Essayez encore."]
    return page("confirm", form)
