"""Product settings: typed, one row each, changed by the coordinator on a page with help."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g, has_app_context
from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON

from partage.db import db


@dataclass(frozen=True)
class Definition:
    """One setting: its French name, what it changes, its default, and what makes a value acceptable."""

    key: str
    label: str
    help: str
    default: Any
    check: Callable[[Any], bool] = lambda value: True


DEFINITIONS = {
    definition.key: definition
    for definition in (
        Definition("instance_name", "Nom de cette instance", "Montré à la connexion et sur les pages imprimées.", "Partage",
                   lambda value: 0 < len(value) <= 60),
        Definition("visitors_read", "Ouvrir les fiches publiques aux visiteurs",
                   "Sans compte, on lit les fiches que leur auteur a marquées publiques.", True),
        Definition("join_requests", "Accepter les demandes d’accès",
                   "La page de connexion propose de demander un compte ; la coordination approuve.", True),
        Definition("self_publication", "Publier seul quand il manque des relecteurs",
                   "Quand moins de deux personnes peuvent relire, l’auteur peut publier son propre texte.", True),
        Definition("review_months", "Vérifier les fiches tous les",
                   "En mois. Passé ce délai, la fiche porte « À vérifier ».", 12, lambda value: 1 <= value <= 60),
        Definition("reminder_days", "Rappels aux propriétaires de fiches, tous les",
                   "En jours, jamais moins de 7 : un seul message groupé.", 7, lambda value: 7 <= value <= 60),
        Definition("question_reminder_days", "Question sans réponse : rappeler aux experts après",
                   "En jours ouvrés, de 1 à 20. Une question qui attend une lecture a le même délai.", 2,
                   lambda value: 1 <= value <= 20),
        Definition("question_coordinator_days", "Question sans réponse : prévenir la coordination après",
                   "En jours ouvrés, de 1 à 40. Mettez plus que le délai du rappel.", 4, lambda value: 1 <= value <= 40),
        Definition("question_call_days", "Question sans réponse : appeler tout le réseau après",
                   "En jours ouvrés, de 2 à 60. Les personnes qui suivent le thème le voient dans Partage.", 10,
                   lambda value: 2 <= value <= 60),
        Definition("question_close_days", "Question sans réponse : la clôturer après",
                   "En jours ouvrés, de 5 à 250. Elle rejoint « Ce qui nous manque ».", 30, lambda value: 5 <= value <= 250),
        Definition("contact", "Contact affiché dans les pages légales",
                   "Une adresse de service, jamais celle d’une personne.", "", lambda value: len(value) <= 200),
        Definition("publisher", "Éditeur du service", "Le nom de la structure responsable, pour les mentions légales.", "",
                   lambda value: len(value) <= 200),
        Definition("accessibility_rate", "Taux de conformité au RGAA",
                   "Vide tant qu’aucun audit n’a été mené : la page dit alors « non conforme ».", "",
                   lambda value: value == "" or (value.isdigit() and int(value) <= 100)),
    )
}  # fmt: skip


LATELY = 60  # seconds
_lately: dict[str, Any] = {}


class Setting(db.Model):
    """A setting somebody changed; the others keep their default."""

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


def get(key: str) -> Any:
    """The value of a setting. Read once per request."""
    return _all().get(key, DEFINITIONS[key].default)


def get_lately(key: str) -> Any:
    """The value of a setting, at most a minute old: for what every page shows and nobody minds seeing change late."""
    moment = time.monotonic()
    if not _lately or moment - _lately["read_at"] > LATELY:
        _lately.update(read_at=moment, values=_all())
    return _lately["values"].get(key, DEFINITIONS[key].default)


def put(key: str, value: Any) -> None:
    """Keep a value; ValueError when it has not the type of the default or does not pass its check."""
    definition = DEFINITIONS[key]
    if type(value) is not type(definition.default) or not definition.check(value):
        raise ValueError(key)
    db.session.merge(Setting(key=key, value=value))
    db.session.flush()
    forget()


def forget() -> None:
    """Read the settings again at the next question."""
    _lately.clear()
    if has_app_context():
        g.pop("settings", None)


def _all() -> dict[str, Any]:
    if "settings" not in g:
        g.settings = {row.key: row.value for row in db.session.execute(select(Setting.key, Setting.value))}
    return dict(g.settings)
