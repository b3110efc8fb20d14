"""What a decision, a report, a contestation and an erasure ask for."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from partage.forms import FrenchForm
from partage.guard import Guarded
from partage.moderation.reasons import RULES

MIN_PASSAGE = 3


class DecisionForm(FrenchForm):
    """Hide, or ask for a change: never without a rule and how to put it right."""

    seen = HiddenField()
    rule = RadioField(
        "Ce qui ne va pas", [InputRequired("Choisissez un motif : la personne saura quoi corriger.")],
        choices=[(key, reason.wrong) for key, reason in RULES.items()],
    )  # fmt: skip
    passage = TextAreaField("Le passage", [Length(max=2000, message="Citez 2 000 signes au plus."), Guarded()])
    note = TextAreaField("Précisez comment corriger", [Length(max=2000, message="2 000 signes au plus."), Guarded()])


class ReportForm(FrenchForm):
    note = TextAreaField("Une phrase", [Length(max=400, message="400 signes au plus."), Guarded()])


class AppealForm(FrenchForm):
    body = TextAreaField("Pourquoi cette décision vous paraît injuste", [
        Length(max=2000, message="2 000 signes au plus."), Guarded(),
    ])


class JudgementForm(FrenchForm):
    note = TextAreaField("Votre réponse à l’auteur", [
        InputRequired("Expliquez en une phrase : l’auteur la lira."), Length(max=2000, message="2 000 signes au plus."),
        Guarded(),
    ])  # fmt: skip


class ErasureForm(FrenchForm):
    kind = HiddenField()
    number = HiddenField()
    passage = StringField("Le passage exact", [
        InputRequired("Copiez ici le passage à effacer."), Length(max=500, message="500 signes au plus."),
    ])  # fmt: skip
    everywhere = BooleanField("Partout dans Partage", [Optional()])

    def validate_passage(self, field: StringField) -> None:
        if len(field.data.strip()) < MIN_PASSAGE:
            raise ValidationError("Ce passage est trop court : il se trouverait dans trop de mots. 3 signes au moins.")
