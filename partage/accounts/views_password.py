"""Forgotten password, and choosing another one."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_login import current_user

from partage import errors, events
from partage.access import members, public
from partage.accounts import letters, passwords, proof, queries, sessions, throttle
from partage.accounts.forms import ChangePasswordForm, ForgottenForm, NewPasswordForm
from partage.accounts.models import PasswordReset, User, new_token
from partage.accounts.views import bp, page, unkept
from partage.db import kept_if, writing


@bp.route("/mot-de-passe-oublie", methods=["GET", "POST"])
@public
def forgotten() -> Any:
    form = ForgottenForm()
    if not form.validate_on_submit():
        return page("forgotten", form)
    throttle.take(
        (throttle.RESET_BY_ADDRESS, throttle.address()),
        (throttle.RESET_BY_ACCOUNT, f"{form.email.data} {throttle.network()}"),
    )
    person = queries.find_account(form.email.data)
    with writing():
        _send_link(form.email.data, person)
    return redirect(url_for("accounts.reset_sent"), 303)


@bp.get("/mot-de-passe-oublie/suite")
@public
def reset_sent() -> Any:
    return page("reset_sent")


@bp.route("/mot-de-passe-oublie/<token>", methods=["GET", "POST"])
@public
def choose_password(token: str) -> Any:
    link = queries.find_reset(token)
    if link is None or not link.is_open:
        return errors.page(410, advice="Demandez un autre lien depuis la page « Mot de passe oublié ».")
    form, person = NewPasswordForm(), link.user
    form.context = (person.name, person.email or "", letters.instance_name())
    if not form.validate_on_submit():
        return unkept(page("choose_password", form, person=person, is_first=not person.password_hash))
    password_hash = passwords.hash_password(form.password.data)
    with writing():
        link = queries.find_reset(token)
        if link is None or not link.is_open:  # somebody else used it while we were hashing
            abort(410)
        link.user.set_password(password_hash, by=link.user, event="account.password_reset")
        sessions.close_others(link.user)
        throttle.forgive(throttle.PASSWORD_BY_ACCOUNT, f"{link.user.email} {throttle.network()}")
        letters.password_changed(link.user)
    flash("Votre mot de passe est enregistré. Connectez-vous.")
    return redirect(url_for("accounts.sign_in"), 303)


@bp.route("/compte/mot-de-passe", methods=["GET", "POST"])
@members
def change_password() -> Any:
    form = ChangePasswordForm()
    form.context = (current_user.name, current_user.email or "", letters.instance_name())
    if not form.validate_on_submit():
        return page("change_password", form)
    proven = proof.by_password(current_user.email, form.current.data)
    if proven:
        password_hash = passwords.hash_password(form.password.data)
        with writing():
            if proven.settle():
                _replace_password(proven.person, password_hash)
                flash("Votre mot de passe est changé. Vos autres appareils sont déconnectés.")
                return redirect(url_for("accounts.home"), 303)
    form.current.errors = ["Ce n’est pas le bon mot de passe. Rien n’est changé. Essayez encore."]
    return page("change_password", form)


def _send_link(email: str, person: User | None) -> None:
    token = new_token()
    with kept_if(person is not None):
        if whose := person or queries.anybody():
            PasswordReset.issue(whose, token)
            letters.reset(email, token)
    if person is None:
        events.record("account.reset_refused", User())


def _replace_password(person: User, password_hash: str) -> None:
    person.set_password(password_hash, by=person)
    sessions.close_others(person, keep=current_user.login)
    sessions.renew_session(person)
    letters.password_changed(person)
