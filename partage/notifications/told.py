"""The one table: which event tells whom, and in which words. A sentence holds a title only for who may read it.

A row is added here for a new event, or its name in SILENT: a test reads every `events.record` of the code.
`titled` is used when members can read the thing, `untitled` when only this person may (her own text, a reading).
{by} who did it, {title}, {topic}, {first}: « À vous d’abord » for the one expert who is told first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from partage.events import Event
from partage.notifications import who

People = Callable[[Event, Any], Iterable[int | None]]
DECISIONS = "decisions"  # the page of moderation about the thing: why, and how to contest
WRITING = "writing"  # where its author writes it


@dataclass(frozen=True)
class Told:
    """One kind of notification. The first row that concerns a person is the one she gets."""

    on: str  # the event
    whom: People
    titled: str
    untitled: str = ""
    name: str = ""  # what is stored, when several rows are about one event
    about: Callable[[Event, Any], tuple[str, int] | None] = who.itself
    alike: Callable[[Event, Any], Iterable[int]] | None = None  # things whose unseen notifications this one replaces
    by: Callable[[Event, Any], int | None] = who.doer
    to: str = ""  # another address than the thing's: a path, DECISIONS or WRITING
    gone: str = ""  # what is said when she can no longer open the thing
    follows: bool = False  # told because she follows the text: she can stop from the list

    @property
    def key(self) -> str:
        return self.name or self.on


ROWS = (
    Told("question.asked", who.experts, "Nouvelle question, {topic} : « {title} ». {first}",
         "Une question attend une lecture. {first}"),
    Told("question.routed", who.asker, "Votre question « {title} » est passée au thème {topic}.",
         "Votre question est passée à un autre thème.", name="question.routed.mine"),
    Told("question.routed", who.experts, "Une question arrive dans {topic} : « {title} ». {first}",
         "Une question qui attend une lecture change de thème. {first}"),
    Told("question.handed_on", who.first_told, "Personne ne s’occupe plus de « {title} ». {first}",
         "Personne ne s’occupe plus d’une question qui attend une lecture. {first}"),
    Told("question.taken", who.asker, "{by} s’occupe de votre question « {title} ».", "{by} s’occupe de votre question."),
    Told("question.released", who.experts, "{by} ne s’occupe plus de « {title} ». {first}"),
    Told("question.reminded", who.at_stage(1), "« {title} » attend toujours une réponse. {first}",
         "Une question attend toujours une lecture. {first}", name="question.reminded.1"),
    Told("question.reminded", who.at_stage(2), "« {title} » reste sans réponse. Trouvez quelqu’un qui peut aider.",
         name="question.reminded.2"),
    Told("question.reminded", who.at_stage(3), "Appel à tout le réseau : « {title} » attend une réponse. La vôtre peut aider.",
         name="question.reminded.3"),
    Told("question.closed", who.asker, "Votre question « {title} » est clôturée sans réponse. Vous pouvez la rouvrir."),
    Told("question.closed", who.followers, "« {title} » est clôturée sans réponse.", name="question.closed.followed",
         follows=True),
    Told("question.resolved", who.accepted, "Votre réponse à « {title} » a aidé.", name="answer.accepted"),
    Told("question.resolved", who.asker, "Votre question « {title} » est marquée comme résolue.", name="question.resolved.mine"),
    Told("question.resolved", who.followers, "« {title} » est résolue.", follows=True),
    Told("question.reopened", who.asker, "Votre question « {title} » est rouverte.", name="question.reopened.mine"),
    Told("question.reopened", who.experts, "« {title} » est rouverte : elle attend une réponse. {first}"),
    Told("question.reopened", who.followers, "« {title} » est rouverte.", name="question.reopened.followed", follows=True),
    Told("answer.published", who.asker_answered, "{by} a répondu à votre question « {title} ».",
         "{by} a répondu à votre question.", name="answer.published.mine", by=who.author_number),
    Told("answer.published", who.thread_followers, "{by} a répondu à « {title} ».", alike=who.same_thread,
         by=who.author_number, follows=True),
    Told("answer.confirmed", who.author, "{by} a confirmé votre réponse à « {title} »."),
    Told("answer.confirmed", who.asker, "{by} a confirmé une réponse à votre question « {title} ».",
         name="answer.confirmed.mine"),
    Told("answer.unconfirmed", who.author, "Votre réponse à « {title} » n’est plus confirmée."),
    Told("revision.submitted", who.readers, "Une modification de « {title} » attend une lecture.", "Un texte attend une lecture.",
         about=who.the_revision),
    Told("revision.published", who.author, "Votre texte « {title} » est publié.", "Votre texte est publié.",
         name="revision.published.mine"),
    Told("revision.published", who.thread_of_practice, "Une question que vous suivez est devenue une fiche : « {title} ».",
         name="practice.made"),
    Told("revision.published", who.theme_followers, "Nouvelle fiche dans vos thèmes : « {title} ».", name="practice.new"),
    Told("revision.published", who.practice_followers, "« {title} » a une nouvelle version.", follows=True),
    Told("revision.sent_back", who.author, "Une modification vous est demandée pour « {title} ».",
         "Une modification vous est demandée pour « {title} ».", to=WRITING),
    Told("revision.refused", who.author, "« {title} » n’est pas retenu. Le motif est avec votre texte.",
         "« {title} » n’est pas retenu. Le motif est avec votre texte.", to=DECISIONS),
    Told("text.hidden", who.author, "« {title} » n’est plus montré aux autres. Voyez pourquoi.",
         "« {title} » n’est plus montré aux autres. Voyez pourquoi.", to=DECISIONS),
    Told("text.unhidden", who.author, "« {title} » est de nouveau montré à tout le monde."),
    Told("comment.hidden", who.author, "", "Votre remarque n’est plus montrée aux autres. Voyez pourquoi.", to=DECISIONS),
    Told("comment.unhidden", who.author, "Votre remarque sous « {title} » est de nouveau montrée."),
    Told("comment.added", who.owners, "{by} a écrit une remarque sous « {title} ».", name="comment.added.mine"),
    Told("comment.added", who.remark_followers, "{by} a écrit une remarque sous « {title} ».", alike=who.same_remarks,
         follows=True),
    Told("comment.resolved", who.author, "Votre remarque sous « {title} » est traitée."),
    Told("practice.outdated", who.owners, "« {title} » est signalée : à corriger.", "« {title} » est signalée : à corriger."),
    Told("practice.assigned", who.owners, "« {title} » vous est confiée : vous la tenez à jour.",
         "« {title} » vous est confiée : vous la tenez à jour."),
    Told("expertise.designated", who.named, "Vous voici parmi les experts du thème {title}.", about=who.the_topic),
    Told("expertise.ended", who.named, "Vous n’êtes plus parmi les experts du thème {title}.", about=who.the_topic),
    Told("account.disabled", who.coordination_if_orphans, "", "Des fiches n’ont plus de responsable. Confiez-les à quelqu’un.",
         name="practice.orphans", about=who.orphans, to="/administration/fiches-sans-responsable"),
    Told("account.erased", who.coordination_if_orphans, "", "Des fiches n’ont plus de responsable. Confiez-les à quelqu’un.",
         name="practice.orphans", about=who.orphans, to="/administration/fiches-sans-responsable"),
    Told("report.filed", who.moderators, "« {title} » est signalé.", "Un texte est signalé.", about=who.reported,
         to="/moderation"),
    Told("report.closed", who.reporter_after("hide"), "",
         name="report.closed.hide", about=who.reported, gone="Ce que vous avez signalé n’est plus montré."),
    Told("report.closed", who.reporter_after("send_back"), "Votre signalement est retenu : « {title} » est à corriger.",
         name="report.closed.send_back", about=who.reported, gone="Votre signalement est retenu."),
    Told("report.closed", who.named, "Votre signalement est lu : « {title} » reste en ligne.", about=who.reported,
         gone="Votre signalement est lu."),
    Told("report.overturned", who.named, "Après contestation, « {title} », que vous aviez signalé, est de nouveau montré.",
         about=who.reported),
    Told("decision.made", who.asked_to_change, "Une modification vous est demandée pour « {title} ».",
         "Une modification vous est demandée pour « {title} ».", about=who.reported, to=DECISIONS),
    Told("appeal.filed", who.second_judges, "Une décision sur « {title} » est contestée.", "Une décision est contestée.",
         about=who.reported, to="/moderation"),
    Told("appeal.decided", who.contester_when("won"), "Votre contestation est acceptée pour « {title} ».",
         "Votre contestation est acceptée.", name="appeal.decided.won", about=who.reported, to=DECISIONS),
    Told("appeal.decided", who.named, "La décision sur « {title} » est maintenue.",
         "La décision que vous contestiez est maintenue.", about=who.reported, to=DECISIONS),
    Told("waiting.second_reader", who.named, "", "Un texte attend depuis longtemps. On vous demande par votre nom.",
         about=who.queue, to="/moderation"),
    Told("passage.erased", who.author, "La modération a effacé une donnée personnelle de « {title} ».",
         "La modération a effacé une donnée personnelle de l’un de vos textes."),
)  # fmt: skip
TABLE: dict[str, list[Told]] = {}
for _row in ROWS:
    TABLE.setdefault(_row.on, []).append(_row)
BY_KEY = {row.key: row for row in ROWS}

# Each for its reason: the person's own gesture, or what a page already shows to whoever looks after it. A decision
# undone within the minute tells nobody and takes back what it had told (listeners.py).
SILENT = frozenset(
    """
    account.opened account.signed_in account.signed_out account.sign_in_refused account.reset_asked account.password_changed
    account.password_reset account.email_changed account.profile_changed account.structure_changed account.roles_changed
    account.sessions_ended account.session_ended account.reset_refused account.retention_warned account.enabled
    account.exported invitation.issued invitation.withdrawn join_request.filed join_request.refused join_request.approved
    join_request.declined structure.created structure.changed structure.archived structure.unarchived topic.created
    topic.changed topic.archived topic.unarchived expertise.moved revision.withdrawn revision.restored text.archived
    text.unarchived practice.verified practice.archived question.archived question.imported question.thread_changed
    comment.reopened file.erased settings.changed report.reopened appeal.reopened
    decision.undone passage.cleaned text.unpublished answer.unpublished revision.taken_back
    """.split()
)
