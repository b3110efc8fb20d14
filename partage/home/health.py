"""Whether the instance works: for /sante, and with more detail for the administration."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from partage import backup, clock, migrate
from partage.config import ROOT, Deployment
from partage.db import db
from partage.jinja import count
from partage.mail import Mail

BACKUP_LATE = timedelta(days=2)
MAIL_LATE = timedelta(hours=2)
LITTLE_SPACE = 1_000_000_000  # bytes


@dataclass(frozen=True)
class Check:
    """One line of the health page; tone is good, look or bad."""

    name: str
    sentence: str
    tone: str = "good"


@cache
def version() -> str:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def database_is_ready() -> bool:
    """True when the database answers and its schema is the one this version expects."""
    try:
        return migrate.current() == _head()
    except (SQLAlchemyError, OSError):
        return False


def checks() -> list[Check]:
    """Everything the administration should know, in words."""
    deployment: Deployment = current_app.extensions["deployment"]
    return [_database(deployment), _mails(deployment), _backup(deployment), _space(deployment)]


@cache
def _head() -> str | None:
    return ScriptDirectory(str(ROOT / "migrations")).get_current_head()


def _database(deployment: Deployment) -> Check:
    engine = "SQLite" if deployment.is_sqlite else "PostgreSQL"
    if database_is_ready():
        return Check("Base de données", f"{engine} répond, son schéma est à jour.")
    return Check("Base de données", f"{engine} attend une mise à jour : lancez « flask partage upgrade ».", "bad")


def _mails(deployment: Deployment) -> Check:
    number, oldest = db.session.execute(select(func.count(Mail.id), func.min(Mail.created_at))).one()
    waiting = count(number, "courriel attend", "courriels attendent") if number else "Aucun courriel n’attend"
    if not deployment.smtp_url:
        return Check("Courriels", f"{waiting}. Aucun serveur d’envoi n’est réglé (PARTAGE_SMTP_URL).", "look")
    late = oldest is not None and clock.now() - oldest > MAIL_LATE
    since = f". Le plus ancien : {clock.moment_in_words(oldest)}" if oldest else ""
    return Check("Courriels", f"{waiting}{since}.", "bad" if late else "good")


def _backup(deployment: Deployment) -> Check:
    last = backup.last(deployment)
    if last is None:
        return Check("Sauvegarde", "Aucune sauvegarde : lancez « flask partage backup ».", "bad")
    at = datetime.fromisoformat(last["at"])
    late = clock.now() - at > BACKUP_LATE
    return Check("Sauvegarde", f"La dernière : {clock.moment_in_words(at)}.", "look" if late else "good")


def _space(deployment: Deployment) -> Check:
    disk = shutil.disk_usage(deployment.data)
    free, total = (f"{size / 1_000_000_000:.0f}" for size in (disk.free, disk.total))
    return Check("Place sur le disque", f"{free} Go libres sur {total}.", "good" if disk.free > LITTLE_SPACE else "bad")
