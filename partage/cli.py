"""`flask --app wsgi partage …`: everything an administrator or a scheduler types."""

from __future__ import annotations

import click
from flask.cli import AppGroup

partage = AppGroup("partage", help="Partage : installer, remplir, sauvegarder, faire tourner.")


@partage.command("upgrade")
def upgrade_command() -> None:
    """Prépare ou met à jour la base de données."""
    from partage.migrate import upgrade

    upgrade()
    click.echo("La base de données est à jour.")
