"""`flask partage create-admin`: the first account, without any default password."""

from __future__ import annotations

import click
from sqlalchemy import select

from partage.accounts import letters
from partage.accounts.models import INVITATION_LIFE, PasswordReset, User, new_token, normal_email
from partage.cli import partage
from partage.db import db, writing


@partage.command("create-admin")
@click.argument("email")
@click.argument("name")
def create_admin(email: str, name: str) -> None:
    """Ouvre un compte d’administration et montre un lien, valable 7 jours, pour choisir son mot de passe."""
    if "@" not in email:
        raise click.BadParameter("Une adresse e-mail contient « @ ».", param_hint="EMAIL")
    token = new_token()
    with writing():
        person = db.session.scalar(select(User).where(User.email == normal_email(email)))
        if person is None:
            person = User(email=normal_email(email), name=name.strip(), roles=[])
            db.session.add(person)
            db.session.flush()
        person.disabled_at = None
        person.grant_roles([*person.roles, "administrator"], by=None)
        PasswordReset.issue(person, token, life=INVITATION_LIFE)
    click.echo(f"Compte d’administration de {normal_email(email)}. Lien à usage unique, valable 7 jours :")
    click.echo(letters.public_link("accounts.choose_password", token=token))
