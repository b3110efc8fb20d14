"""The words a practice is described with: kinds and their headings, public, posture, territory."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One heading of a kind, and the help shown above its box in the guided form."""

    heading: str
    help: str


@dataclass(frozen=True)
class PracticeKind:
    """A template of headings. The grid of the first comes from the cards of a barcamp in Lozère."""

    label: str
    use: str
    parts: tuple[Part, ...]


PRACTICE_KINDS: dict[str, PracticeKind] = {
    "bonne-pratique": PracticeKind(
        "Bonne pratique", "Ce que vous faites, et qui marche.",
        (
            Part("Contexte", "Pour qui, dans quelle situation, avec quelle difficulté."),
            Part("Étapes", "Une étape par ligne. Dites qui fait quoi : vous, ou la personne."),
            Part("Acteurs", "Avec qui : structures, métiers, services."),
            Part("Points de vigilance", "Ce qui peut mal tourner, et comment l’éviter."),
            Part("Facteurs de réussite", "Ce qui fait que cela marche."),
        ),
    ),
    "demarche": PracticeKind(
        "Démarche", "Une démarche administrative, pas à pas.",
        (
            Part("Pièces à apporter", "Une pièce par ligne, avec ce qui la remplace."),
            Part("Étapes", "Une étape par ligne, dans l’ordre."),
            Part("Où aller", "Lieu, site, horaires utiles, sans rendez-vous ou non."),
        ),
    ),
    "cas-d-usage": PracticeKind(
        "Cas d’usage", "Une situation analysée, sans nom.",
        (
            Part("Situation", "Ce que la personne demande. Ni nom, ni date, ni lieu."),
            Part("Analyse", "Difficulté, urgence, aisance, équipement."),
            Part("Urgence", "Ce qui se fait tout de suite."),
            Part("Autonomie", "Ce qui se construit ensuite, avec la personne."),
            Part("Synthèse", "Ce que la situation apprend."),
        ),
    ),
    "analyse-de-pratique": PracticeKind(
        "Analyse de pratique", "Une question de métier, regardée à plusieurs.",
        (
            Part("Situation", "Ce qui s’est passé, sans nom."),
            Part("Analyse", "Ce qui se joue : posture, cadre, relation."),
            Part("Pistes", "Ce que vous feriez la prochaine fois."),
        ),
    ),
    "outil": PracticeKind(
        "Outil", "Un tableau, une trame, une fiche à imprimer.",
        (
            Part("À quoi ça sert", "En deux phrases."),
            Part("Comment s’en servir", "Une étape par ligne."),
            Part("L’outil", "Le tableau ou la trame. Il s’imprime tel quel."),
        ),
    ),
}  # fmt: skip

PUBLICS = {
    "tout-public": "Tout public",
    "jeunes": "Jeunes",
    "demandeurs-d-emploi": "Demandeurs et demandeuses d’emploi",
    "seniors": "Personnes âgées",
    "familles": "Familles",
    "personnes-allophones": "Personnes allophones",
    "personnes-en-situation-de-handicap": "Personnes en situation de handicap",
    "victimes": "Victimes de violences",
    "professionnels": "Professionnels et professionnelles",
}

POSTURES = {
    "apprendre-a-faire": "Apprendre à faire",
    "faire-avec": "Faire avec",
    "faire-a-la-place": "Faire à la place",
}

LICENCES = ("Licence Ouverte 2.0", "CC BY-SA 4.0", "CC BY 4.0", "CC0 1.0")

DEPARTMENTS = frozenset(
    [f"{number:02d}" for number in range(1, 96) if number != 20] + ["2A", "2B", "971", "972", "973", "974", "976"]
)
