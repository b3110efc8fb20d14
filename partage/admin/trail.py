"""The journal in French: one sentence an event, with the names looked up for a whole page at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select

from partage.accounts.models import Structure, User
from partage.db import db
from partage.events import Event
from partage.texts.models import Revision, Text
from partage.texts.states import REASONS
from partage.topics.models import Topic

# {by} who acted, {person} about whom, {topic}, {text}, {structure}: looked up; never a word of a text
SENTENCES = {
    "account.opened": "{by} a ouvert son compte",
    "account.signed_in": "{by} a ouvert une session",
    "account.signed_out": "{by} a fermé sa session",
    "account.sign_in_refused": "Connexion refusée à {person}",
    "account.reset_asked": "Nouveau mot de passe demandé pour {person}",
    "account.password_changed": "{by} a changé le mot de passe de {person}",
    "account.password_reset": "{by} a choisi un nouveau mot de passe",
    "account.email_changed": "{by} a changé l’adresse de {person}",
    "account.profile_changed": "{by} a modifié le profil de {person}",
    "account.structure_changed": "{by} a changé la structure de {person}",
    "account.roles_changed": "{by} a changé les rôles de {person}",
    "account.sessions_ended": "{by} a fermé les sessions de {person}",
    "account.session_ended": "{by} a fermé une de ses sessions",
    "account.reset_refused": "Nouveau mot de passe demandé pour une adresse sans compte",
    "account.retention_warned": "{person} a reçu un message : compte inutilisé",
    "account.disabled": "{by} a fermé le compte de {person}",
    "account.enabled": "{by} a rouvert le compte de {person}",
    "account.exported": "{by} a téléchargé ses données",
    "account.erased": "{by} a supprimé un compte",
    "invitation.issued": "{by} a créé une invitation",
    "invitation.withdrawn": "{by} a retiré une invitation",
    "join_request.filed": "Une demande d’accès est arrivée",
    "join_request.refused": "Une demande d’accès n’a pas été gardée : l’adresse est déjà connue",
    "join_request.approved": "{by} a accepté une demande d’accès",
    "join_request.declined": "{by} a refusé une demande d’accès",
    "structure.created": "{by} a créé la structure « {structure} »",
    "structure.changed": "{by} a modifié la structure « {structure} »",
    "structure.archived": "{by} a archivé la structure « {structure} »",
    "structure.unarchived": "{by} a rétabli la structure « {structure} »",
    "topic.created": "{by} a créé le thème « {topic} »",
    "topic.changed": "{by} a modifié le thème « {topic} »",
    "topic.archived": "{by} a archivé le thème « {topic} »",
    "topic.unarchived": "{by} a rétabli le thème « {topic} »",
    "expertise.designated": "{by} a désigné {person} pour le thème « {topic} »",
    "expertise.moved": "{by} a changé le rang de {person} dans le thème « {topic} »",
    "expertise.ended": "{by} a mis fin à la désignation de {person} pour le thème « {topic} »",
    "revision.submitted": "{by} a soumis « {text} » à la relecture",
    "revision.published": "{by} a publié « {text} »",
    "revision.sent_back": "{by} a demandé une modification de « {text} »",
    "revision.refused": "{by} a refusé « {text} » avec un motif",
    "revision.withdrawn": "{by} a repris « {text} » dans ses brouillons",
    "revision.restored": "{by} a repris une ancienne version de « {text} »",
    "text.archived": "{by} a archivé « {text} »",
    "text.unarchived": "{by} a rétabli « {text} »",
    "text.hidden": "{by} a masqué « {text} »",
    "text.unhidden": "{by} a rétabli « {text} »",
    "practice.verified": "{by} a vérifié « {text} »",
    "practice.outdated": "{by} a signalé « {text} » à corriger",
    "practice.assigned": "{by} a confié « {text} » à {person}",
    "comment.added": "{by} a écrit une remarque sous « {text} »",
    "comment.resolved": "{by} a clos une remarque sous « {text} »",
    "comment.reopened": "{by} a rouvert une remarque sous « {text} »",
    "comment.hidden": "{by} a masqué une remarque sous « {text} »",
    "comment.unhidden": "{by} a rétabli une remarque sous « {text} »",
    "question.asked": "La question « {text} » est posée",
    "question.imported": "La question « {text} » vient du contenu de départ",
    "question.taken": "{by} s’occupe de la question « {text} »",
    "question.released": "{by} ne s’occupe plus de la question « {text} »",
    "question.routed": "{by} a envoyé la question « {text} » vers le thème « {topic} »",
    "question.resolved": "La question « {text} » est résolue",
    "question.closed": "La question « {text} » est clôturée",
    "question.reopened": "La question « {text} » est rouverte",
    "question.reminded": "La question « {text} » est relancée",
    "question.thread_changed": "Le fil de la question « {text} » a changé",
    "answer.published": "Une réponse à « {text} » est publiée",
    "answer.confirmed": "{by} a confirmé une réponse à « {text} »",
    "answer.unconfirmed": "Une réponse à « {text} » n’est plus confirmée",
    "answer.unpublished": "Une réponse n’est plus publiée : la décision est annulée",
    "question.handed_on": "La question « {text} » a changé de mains",
    "text.unpublished": "« {text} » n’est plus publié : la décision est annulée",
    "revision.taken_back": "{by} a annulé sa décision sur « {text} »",
    "report.filed": "{by} a signalé « {text} »",
    "report.closed": "{by} a répondu à un signalement sur « {text} »",
    "report.reopened": "Un signalement sur « {text} » attend de nouveau",
    "report.overturned": "Après contestation, un signalement sur « {text} » n’est plus retenu",
    "decision.made": "{by} a pris une décision sur « {text} »",
    "decision.undone": "{by} a annulé sa décision sur « {text} »",
    "appeal.filed": "{by} a contesté une décision sur « {text} »",
    "appeal.decided": "{by} a répondu à la contestation sur « {text} »",
    "appeal.reopened": "{by} a repris sa réponse à la contestation sur « {text} »",
    "passage.erased": "{by} a effacé une donnée personnelle de « {text} »",
    "passage.cleaned": "Une donnée personnelle a été retirée de « {text} »",
    "waiting.second_reader": "{person} est appelée par son nom : un texte attend depuis longtemps",
    "file.erased": "{by} a supprimé un fichier de « {text} »",
    "settings.changed": "{by} a changé les réglages",
}
GROUPS = {
    "comptes": ("Comptes et accès", ("account.", "invitation.", "join_request.")),
    "experts": ("Experts désignés", ("expertise.",)),
    "structures": ("Structures et thèmes", ("structure.", "topic.")),
    "fiches": ("Fiches et remarques", ("revision.", "text.", "practice.", "comment.", "file.")),
    "entraide": ("Entraide", ("question.", "answer.")),
    "moderation": ("Modération", ("report.", "decision.", "appeal.", "passage.", "waiting.")),
    "reglages": ("Réglages", ("settings.",)),
}
# when a colleague comes and goes is not the coordination's business; the administration needs it for security
COMINGS_AND_GOINGS = ("account.signed_in", "account.signed_out")


@dataclass(frozen=True)
class Line:
    at: datetime
    sentence: str
    more: str = ""


def recorded(user: Any, group: str = "") -> Select[Any]:
    """The events this person may read, latest first, of one group or all."""
    found = select(Event).order_by(Event.id.desc())
    if group in GROUPS:
        found = found.where(or_(*(Event.name.startswith(prefix, autoescape=True) for prefix in GROUPS[group][1])))
    if not user.has_role("administrator"):
        found = found.where(Event.name.not_in(COMINGS_AND_GOINGS))
    return found


def lines(events: Iterable[Event]) -> list[Line]:
    """The sentences of a page of events. Five queries at most, whatever their number."""
    events = list(events)
    names = _Names(events)
    return [Line(event.at, names.sentence(event), names.more(event)) for event in events]


class _Names:
    """What the ids of some events are called today."""

    def __init__(self, events: list[Event]) -> None:
        self.revisions = _column(Revision.text_id, {event.thing_id for event in events if event.kind == "revision"})
        self.people = _column(User.name, {event.by_id for event in events} | {self._person(event) for event in events})
        self.topics = _column(Topic.name, {self._topic(event) for event in events})
        self.texts = _column(Text.title, {self._text(event) for event in events})
        self.structures = _column(Structure.name, {event.thing_id for event in events if event.kind == "structure"})

    def sentence(self, event: Event) -> str:
        pattern = SENTENCES.get(event.name, "{by} a agi")
        return pattern.format(
            by=self.people.get(event.by_id, "Partage"),
            person=self.people.get(self._person(event), "une personne inconnue"),
            topic=self.topics.get(self._topic(event), "supprimé"),
            text=self.texts.get(self._text(event), "un texte supprimé"),
            structure=self.structures.get(event.thing_id, "supprimée"),
        )

    def more(self, event: Event) -> str:
        reason = REASONS.get(event.detail.get("reason", ""))
        if event.name not in SENTENCES:
            return event.name
        return f"Motif : {reason[0]}" if reason else ""

    def _person(self, event: Event) -> int | None:
        number = event.thing_id if event.kind == "user" else event.detail.get("person", event.detail.get("owner"))
        return number if isinstance(number, int) else None

    def _topic(self, event: Event) -> int | None:
        return event.thing_id if event.kind == "topic" else event.detail.get("topic")

    def _text(self, event: Event) -> int | None:
        if event.kind in ("text", "practice", "question", "answer"):
            return event.thing_id
        if event.detail.get("thing_kind") in ("practice", "question", "answer"):  # what a report or a decision is about
            return event.detail.get("thing")
        return event.detail.get("text", self.revisions.get(event.thing_id) if event.kind == "revision" else None)


def _column(column: Any, ids: set[int | None]) -> dict[int | None, Any]:
    """{id: value} of one column, for the ids that still exist."""
    wanted = {number for number in ids if number is not None}
    if not wanted:
        return {}
    table = column.class_
    return dict(db.session.execute(select(table.id, column).where(table.id.in_(wanted))).all())
