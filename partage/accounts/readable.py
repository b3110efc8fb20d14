"""An export in French: the same rows as the file, with names people know and dates in words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from partage import clock
from partage.accounts.forms import COMFORT, VISIBILITY
from partage.accounts.models import ROLES

LABELS = {
    "email": "Adresse e‑mail", "name": "Nom", "job": "Métier ou fonction", "presentation": "Présentation",
    "visibility": "Visible par", "roles": "Rôles", "comfort": "Confort de lecture", "created_at": "Depuis",
    "seen_on": "Vu pour la dernière fois", "structure": "Structure", "structure_name": "Structure",
    "seen_at": "Utilisé pour la dernière fois", "label": "Appareil", "is_shared": "Poste partagé",
    "revoked_at": "Déconnecté", "message": "Message", "subject": "Objet", "decided_at": "Réponse",
    "approved": "Acceptée", "used_at": "Utilisée", "withdrawn_at": "Retirée", "title": "Titre", "summary": "Résumé",
    "body": "Texte", "note": "Note", "state": "État", "number": "Version", "published_at": "Publié",
    "updated_at": "Modifié", "submitted_at": "Envoyé en relecture", "archived_at": "Archivé",
    "why": "Pourquoi", "topic": "Thème",
    "since": "Depuis", "until": "Jusqu’au", "ended_at": "Fin", "first_day": "Premier jour", "last_day": "Dernier jour",
    "url": "Adresse de la page", "at": "Date", "text": "Texte", "practice": "Fiche", "reason": "Motif",
    "what": "Nature", "kind": "Genre", "themes": "Thèmes", "publics": "Publics", "posture": "Posture",
    "territory": "Territoire", "licence": "Licence", "sources": "Sources", "is_public": "Visible sans compte",
    "consulted": "Consultée le",
}  # fmt: skip
WORDS = {**ROLES, **VISIBILITY, "expertise": "Désignation", "followed topic": "Thème suivi", "absence": "Absence",
         "draft": "Brouillon", "submitted": "En relecture", "published": "Publiée",
         "superseded": "Remplacée"}  # fmt: skip
LISTS = (
    ("sessions", "Appareils connectés"), ("invitations_sent", "Invitations envoyées"),
    ("join_requests", "Demandes de compte"), ("mails_waiting", "E‑mails en attente d’envoi"),
)  # fmt: skip


def sections(found: dict[str, Any], plurals: dict[str, str]) -> dict[str, Any]:
    """What the page shows of `data_rights.export_person`: facts in lists, and how many rows only the file has."""
    lists = [*LISTS, *((name, plural) for name, plural in plurals.items() if name in found)]
    return {
        "account": _facts(found["account"]),
        "lists": [(title, [_facts(row) for row in found[name]]) for name, title in lists if found[name]],
        "journal": len(found["journal"]),
        "traces": len(found["other_traces"]) + len(found["writes"]),
    }


def _facts(row: dict[str, Any]) -> list[tuple[str, str]]:
    facts = [(_label(name), _value(value)) for name, value in row.items()]
    return [(label, value) for label, value in facts if value]


def _label(name: str) -> str:
    """Kinds name what they export in French or with the words of the code."""
    return LABELS.get(name) or name[:1].upper() + name[1:].replace("_", " ")


def _value(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, list):
        return ", ".join(filter(None, map(_value, value)))
    if isinstance(value, dict):
        return ", ".join(_pair(name, item) for name, item in value.items() if _value(item))
    return WORDS.get(str(value)) or _day(str(value))


def _pair(name: str, value: Any) -> str:
    label, choices = COMFORT.get(name, ("", {}))
    shown = choices.get(value) if isinstance(value, str) else None
    return f"{label or _label(name)} : {shown or _value(value)}"


def _day(value: str) -> str:
    try:
        moment = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except ValueError:
        return value
    return clock.moment_in_words(moment) if isinstance(moment, datetime) else clock.day_in_words(moment)
