"""The mails about accounts, and the links in them: always on the public address, whatever the Host of the request."""

from __future__ import annotations

from typing import Any

from flask import current_app

from partage import mail, settings
from partage.accounts.models import User
from partage.text import fold


def public_link(endpoint: str, **values: Any) -> str:
    """The address of a page as people type it, from a request, a command or a job alike."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.extensions['deployment'].public_url}{path}"


def invite(email: str, token: str, *, known: bool) -> None:
    """An invitation; somebody who has an account is told so, and only by this mail."""
    name = instance_name()
    if known:
        _queue(email, f"Vous avez déjà un compte sur {name}", "already_member", link=public_link("accounts.sign_in"),
               forgotten=public_link("accounts.forgotten"))  # fmt: skip
    else:
        link = public_link("accounts.invitation", token=token)
        _queue(email, f"Votre invitation sur {name}", "invitation", link=link)


def decline(email: str) -> None:
    _queue(email, f"Votre demande de compte sur {instance_name()}", "declined", contact=settings.get("contact"))


def reset(email: str, token: str) -> None:
    link = public_link("accounts.choose_password", token=token)
    _queue(email, "Choisir un nouveau mot de passe", "reset", link=link)


def password_changed(person: User) -> None:
    link = public_link("accounts.forgotten")
    _queue(person.email, "Votre mot de passe a changé", "password_changed", link=link, contact=settings.get("contact"))


def new_email(person: User, email: str, token: str) -> None:
    """The link to the new address, and a word to the one in use: it is not too late to refuse."""
    link = public_link("accounts.confirm_email", token=token)
    _queue(email, "Confirmez votre nouvelle adresse", "new_email", link=link)
    _queue(person.email, "Votre adresse va changer", "new_email_asked", link=public_link("accounts.change_password"),
           contact=settings.get("contact"))  # fmt: skip


def email_taken(person: User, email: str) -> None:
    """The same two mails when another account holds the new address: only its mailbox learns it."""
    _queue(email, "Cette adresse a déjà un compte", "email_taken", link=public_link("accounts.sign_in"),
           forgotten=public_link("accounts.forgotten"))  # fmt: skip
    _queue(person.email, "Votre adresse va changer", "new_email_asked", link=public_link("accounts.change_password"),
           contact=settings.get("contact"))  # fmt: skip


def email_changed(former: str | None) -> None:
    _queue(former, "Votre adresse a changé", "email_changed", contact=settings.get("contact"))


def unused(person: User, day: Any) -> None:
    """The account will be erased on `day` unless its person signs in."""
    _queue(person.email, "Votre compte va être effacé", "unused", link=public_link("accounts.sign_in"), day=day)


def instance_name() -> str:
    """« Partage », or « Partage, réseau du Causse »."""
    name = str(settings.get("instance_name")).strip()
    return name if "partage" in fold(name) else f"Partage, {name}"


def _queue(email: str | None, subject: str, template: str, **context: Any) -> None:
    if email:
        mail.queue(email, subject, f"accounts/{template}", instance=instance_name(), **context)
