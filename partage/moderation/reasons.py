"""Why something is reported or hidden: what is wrong, which rule says so, how to put it right."""

from __future__ import annotations

from dataclasses import dataclass

from partage import kinds
from partage.texts.states import REASONS as READING


@dataclass(frozen=True)
class Reason:
    wrong: str
    rule: str
    fix: str


# four words of a reader, two taps
REPORTS: dict[str, str] = {
    "outdated": "Obsolète",
    "inaccurate": "Inexact",
    "duplicate": "Doublon",
    "unsuitable": "Ne convient pas",
}

RULES: dict[str, Reason] = {
    "personal-data": Reason(
        "Une personne accompagnée peut être reconnue",
        "Règle 1 : aucune donnée sur une personne accompagnée",
        "Retirez noms, numéros, dates et lieux précis, ou remplacez-les par des mots généraux.",
    ),
    "colleague": Reason(
        "Le texte juge ou surveille un collègue",
        "Règle 2 : Partage ne surveille personne",
        "Parlez de la situation et de ce qui a été fait, pas de qui l’a fait.",
    ),
    "pressure": Reason(
        "Le texte presse quelqu’un de répondre",
        "Règle 3 : le droit à la déconnexion",
        "Dites pour quand il faut une réponse, sans désigner qui doit la donner.",
    ),
    "disrespect": Reason(
        "Le ton peut blesser",
        "Respect : on parle aux collègues et des personnes comme en leur présence",
        "Gardez les faits et ce que vous proposez, retirez le jugement.",
    ),
    "unlawful": Reason(
        "Le propos est contraire à la loi",
        "Respect : ni injure, ni discrimination, ni appel à contourner la loi",
        "Retirez le passage. Demandez conseil à la coordination si vous avez un doute.",
    ),
    "misleading": Reason(
        "L’information est fausse et peut faire du tort",
        "Exactitude : ce qui touche aux droits se vérifie avant d’être écrit",
        "Vérifiez auprès de l’organisme, puis indiquez la source avec sa date.",
    ),
    "copied": Reason(
        "Le texte est copié sans l’accord de son auteur",
        "Droit d’auteur : on cite, on dit d’où vient le texte",
        "Résumez avec vos mots, et donnez le lien vers l’original.",
    ),
    "off-topic": Reason(
        "Cela ne concerne pas l’accompagnement",
        "Utilité : ni publicité, ni sujet étranger au métier",
        "Retirez le passage, ou écrivez à la coordination si c’est une annonce utile.",
    ),
}


def explain(kind: str, key: str) -> Reason | None:
    """The reason of that key, whether it comes from moderation or from the reading of this kind of text."""
    if key in RULES:
        return RULES[key]
    known = kinds.get(kind).reasons or READING
    if key not in known:
        return None
    wrong, fix = known[key]
    return Reason(wrong, "Critères de relecture de cette instance", fix)
