"""The accounts of an instance somebody tries at home: one person for each role, passwords made on the spot."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, update

from partage import events
from partage.accounts.models import Structure, User
from partage.accounts.passwords import hash_password
from partage.db import db, writing
from partage.questions.models import Answer, Question
from partage.starter.questions import read_threads
from partage.texts.models import Revision, Text
from partage.topics.models import Topic
from partage.wiki.models import Practice, PracticeTopic

FILE = "demo-accounts.txt"
WORDS = (
    "abeille abricot agenda amande ancre argile atelier avoine balade balcon bambou barque bassin berger biscuit "
    "blouse bonnet bouleau boussole brioche brouette cabane cactus cadran calcaire caravane carnet cascade castor "
    "cerise chemin chouette citron clocher colline copain coquille coton crayon cuivre dentelle digue domino "
    "falaise farine fenouil ferme ficelle figue flocon fontaine framboise galet gamelle girafe glacier gouache "
    "grange grelot grenier guitare hameau haricot hibou horloge jardin jonquille lagune laine lanterne laurier "
    "lavande lierre luzerne magnolia malice marmite merle miroir mistral moulin muguet myrtille navette noisette "
    "nuage olivier orage ortie oseille palette panier papillon passerelle peluche pinson plaine poirier potager "
    "prairie prune quartz rameau refuge renard rivage rocher roulotte ruche sabot safran sapin sarrasin semelle "
    "sentier sillon source tambour tartine tilleul torrent tournesol truite tulipe vallon vanille verger village "
    "violette volet voyage wagon"
).split()


@dataclass(frozen=True)
class Part:
    """Somebody of the cast, and what she is there to show."""

    first: str
    last: str
    shown: str
    job: str
    structure: str
    roles: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        return f"{self.first.lower().replace('è', 'e')}@exemple.test"


CAST = (
    Part("Nadia", "Berger", "membre", "Conseillère emploi", "mission-locale-valdorgue"),
    Part("Claire", "Fabre", "experte désignée", "Conseillère France services", "france-services-montbrun"),
    Part("Maud", "Teyssier", "experte désignée", "Conseillère numérique", "mediatheque-la-roque-bleue"),
    Part("Inès", "Delmas", "modération", "Assistante sociale", "ccas-valdorgue", ("moderator",)),
    Part("Paul", "Vidal", "coordination", "Coordinateur du réseau", "centre-social-les-quatre-vents", ("coordinator",)),
    Part("Agnès", "Roux", "administration", "Responsable informatique", "ccas-valdorgue", ("administrator",)),
)
# theme: who is in the first line, who replaces her
EXPERTS = {
    "acces-aux-droits": ("claire", "maud"),
    "donnees-personnelles": ("claire", "maud"),
    "accueil-orientation": ("claire", "maud"),
    "emploi-formation": ("claire", "maud"),
    "apprendre-le-numerique": ("maud", "claire"),
    "equipement-connexion": ("maud", "claire"),
    "securite-en-ligne": ("maud", "claire"),
    "travailler-ensemble": ("claire", "maud"),
}


def create(folder: Path) -> bool:
    """Create the cast when the instance has no account, and write the passwords to `folder`; False when it has some."""
    if db.session.scalar(select(User.id).limit(1)) is not None:
        return False
    passwords = {part.email: " ".join(secrets.choice(WORDS) for _ in range(4)) for part in CAST}
    hashes = {email: hash_password(password) for email, password in passwords.items()}
    _write(folder / FILE, passwords)
    with writing():
        structures = {row.slug: row.id for row in db.session.execute(select(Structure.slug, Structure.id))}
        people = {
            part.first.lower(): User(
                email=part.email, name=f"{part.first} {part.last}", password_hash=hashes[part.email],
                roles=list(part.roles), structure_id=structures.get(part.structure), job=part.job,
            )
            for part in CAST
        }  # fmt: skip
        db.session.add_all(people.values())
        db.session.flush()
        for topic in db.session.scalars(select(Topic).where(Topic.slug.in_(EXPERTS))):
            for order, name in enumerate(EXPERTS[topic.slug]):
                topic.designate(people[name], by=people["paul"], why="Pour la démonstration", deputy_order=order, quiet=True)
        _hand_over({name: person.id for name, person in people.items()})
    return True


def _hand_over(people: dict[str, int]) -> None:
    """Give each starter practice to the first expert of its theme: somebody answers for it, as in a real network."""
    rows = db.session.execute(
        select(Practice, Topic.slug)
        .join(PracticeTopic, PracticeTopic.practice_id == Practice.id)
        .join(Topic, Topic.id == PracticeTopic.topic_id)
        .where(Practice.owner_id.is_(None))
    )
    for practice, theme in rows.all():
        practice.owner_id = people[EXPERTS.get(theme, ("claire",))[0]]
    _sign(people)


def _sign(people: dict[str, int]) -> None:
    """Nadia asked; the first expert of the theme and Paul answered; the second expert confirmed what was to be."""
    marks = {(thread.slug, place): one.is_confirmed for thread in read_threads() for place, one in enumerate(thread.answers, 1)}
    for question in db.session.scalars(select(Question).where(Question.author_id.is_(None))).all():
        question.author_id = people["nadia"]
        theme = db.session.get_one(Topic, question.topic_id).slug
        first, second = (people[name] for name in EXPERTS.get(theme, ("claire", "maud")))
        answers = db.session.scalars(select(Answer).filter_by(question_id=question.id).order_by(Answer.id)).all()
        for place, answer in enumerate(answers, 1):
            answer.author_id = first if answer.by_expert else people["paul"]
            if marks.get((question.slug, place)):
                answer.confirmed_by_id, answer.confirmed_at = second, answer.created_at + timedelta(days=1)
            _sign_words(answer)
        _sign_words(question)
        db.session.flush()
        events.record("question.thread_changed", question, quiet=True)  # the index and the copies hold their names


def _sign_words(text: Text) -> None:
    db.session.execute(update(Revision).where(Revision.text_id == text.id).values(author_id=text.author_id))


def accounts(folder: Path) -> str:
    """The table of the accounts as it was written, "" when this instance has none."""
    path = folder / FILE
    return path.read_text() if path.exists() else ""


def _write(path: Path, passwords: dict[str, str]) -> None:
    lines = [f"  {part.shown:<18}{part.email:<24}{passwords[part.email]}" for part in CAST]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        os.fchmod(descriptor, 0o600)
        handle.write("\n".join(lines) + "\n")
