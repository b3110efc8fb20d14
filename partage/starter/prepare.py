"""What happens before the first request: the database is sound, up to date, and not empty."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from partage.accounts.models import User
from partage.backup import damage
from partage.config import Deployment
from partage.db import db
from partage.migrate import upgrade
from partage.starter import demonstration, load


class Unsound(RuntimeError):
    """The database is damaged: the instance refuses to start; the message says what to do."""


def prepare(deployment: Deployment) -> None:
    """Check, migrate, load the starter content once, and create the cast of a local instance without account."""
    check_sound(deployment)
    upgrade()
    if not load.is_decided():
        load.load()
    db.session.rollback()
    if deployment.is_local:
        demonstration.create(deployment.data)


def has_accounts() -> bool:
    return db.session.scalar(select(User.id).limit(1)) is not None


def check_sound(deployment: Deployment) -> None:
    """Read every page of a SQLite database. Raises Unsound when one is damaged: serving it would spread the damage."""
    path = db.engine.url.database
    if not deployment.is_sqlite or not path:
        return
    found = damage(Path(path), "quick_check")
    if found:
        raise Unsound(
            f"La base de données {path} est abîmée ({found}).\n"
            "Partage ne démarre pas, pour ne rien abîmer de plus. Restaurez la dernière sauvegarde :\n"
            f"  .venv/bin/flask --app wsgi partage restore {deployment.data / 'backups'}/FICHIER.tar --replace"
        )
