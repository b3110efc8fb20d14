"""Changing the address one signs in with: asked here, proved by the mailbox, told to the former one."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_login import current_user

from partage import errors
from partage.access import fresh, members, public
from partage.accounts import email_change, letters, queries, sessions, throttle
from partage.accounts.forms import NewEmailForm
from partage.accounts.views import bp, page, unkept
from partage.db import writing
from partage.forms import FrenchForm


@bp.route("/compte/adresse", methods=["GET", "POST"])
@members
@fresh
def change_email() -> Any:
    form = NewEmailForm()
    if not form.validate_on_submit():
        return page("change_email", form)
    if form.email.data == current_user.email:
        form.email.errors = ["C’est déjà votre adresse. Tapez la nouvelle."]
        return page("change_email", form)
    throttle.take((throttle.EMAIL_BY_PERSON, str(current_user.id)))
    email, token = form.email.data, email_change.token_for(current_user, form.email.data)
    with writing():  # the same page, the same work, whether the address is somebody’s or not
        if queries.is_known(email):
            letters.email_taken(current_user, email)
        else:
            letters.new_email(current_user, email, token)
    flash("Ouvrez le lien envoyé à votre nouvelle adresse. D’ici là, l’ancienne sert toujours.")
    return redirect(url_for("accounts.home"), 303)


@bp.route("/adresse/<token>", methods=["GET", "POST"])
@public
def confirm_email(token: str) -> Any:
    """The mailbox is proved by opening the link; a button changes it, because mail scanners open links."""
    change = email_change.read(token)
    if change is None:
        return errors.page(410, advice="Demandez-en un autre depuis « Mon compte », « Adresse e‑mail ».")
    form = FrenchForm()
    if not form.validate_on_submit():
        return unkept(page("confirm_email", form, email=change.email))
    with writing():
        change = email_change.read(token) or abort(410)
        person, former = change.person, change.person.email
        person.change_email(change.email, by=person)
        is_me = current_user.is_authenticated and current_user.id == person.id
        sessions.close_others(person, keep=current_user.login if is_me else None)
        letters.email_changed(former)
    flash("Votre adresse est changée. Connectez-vous avec elle désormais.")
    return redirect(url_for("accounts.home" if is_me else "accounts.sign_in"), 303)
