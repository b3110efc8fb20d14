"""Forms about themes: which ones I follow, when I am away, who is designated."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, ValidationError
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, ListWidget

from partage import clock
from partage.accounts.forms import NewThing, TextLength, one_line
from partage.accounts.models import User
from partage.forms import FrenchForm
from partage.guard import Guarded
from partage.topics.models import Topic

LONGEST_ABSENCE = timedelta(days=366)
LONGEST_GRANT = timedelta(days=5 * 366)
MAX_DEPUTY = 4


def rank_in_words(deputy_order: int) -> str:
    """« En première ligne », « 1re suppléance »…"""
    return f"{deputy_order}{'re' if deputy_order == 1 else 'e'} suppléance" if deputy_order else "En première ligne"


RANKS = [(order, rank_in_words(order)) for order in range(MAX_DEPUTY + 1)]


class Day(DateField):
    """A day: the browser's calendar, or « 3/3/2026 » typed by hand."""

    def __init__(self, label: str, validators: list[Any], **options: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%d", "%d/%m/%Y"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Écrivez une date comme 03/03/2026.") from error


class Checkboxes(SelectMultipleField):
    """Several choices, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class FollowedForm(FrenchForm):
    """« Choisir mes thèmes »."""

    topics = Checkboxes("Thèmes que je suis", coerce=int)

    def offer(self, topics: list[Topic]) -> None:
        self.topics.choices = [(topic.id, topic.name) for topic in topics]


class AbsenceForm(NewThing):
    """Two days, both included. No reason is asked."""

    first_day = Day("Premier jour d’absence", [InputRequired("Indiquez le premier jour.")])
    last_day = Day("Dernier jour d’absence", [InputRequired("Indiquez le dernier jour.")])

    def validate_last_day(self, field: Day) -> None:
        first, last = self.first_day.data, field.data
        if last is None or first is None:
            return
        if last < first:
            raise ValidationError("Le dernier jour vient après le premier : corrigez l’une des deux dates.")
        if last < clock.today():
            raise ValidationError("Cette absence est déjà passée : indiquez un dernier jour à venir.")
        if last - first > LONGEST_ABSENCE:
            raise ValidationError("Une absence dure un an au plus : indiquez un dernier jour plus proche.")


class DesignationForm(NewThing):
    """Make somebody a designated expert: who, why, until when, in which line."""

    person = RadioField("Personne à désigner", [InputRequired("Choisissez une personne.")], coerce=int)
    why = StringField(
        "Pourquoi cette personne",
        [DataRequired("Dites pourquoi : les membres le liront."), TextLength(300), Guarded(hint=True)], filters=[one_line],
        description="Une phrase que les membres lisent : formation, métier, mission. 300 signes au plus.",
    )  # fmt: skip
    until = Day("Jusqu’au", [MayBeEmpty()], description="Laissez vide si la désignation n’a pas de fin prévue.")
    deputy_order = SelectField(
        "Rang", choices=RANKS, coerce=int, default=0,
        description="La première ligne reçoit d’abord. Les suppléances prennent le relais dans l’ordre.",
    )  # fmt: skip

    def offer(self, people: list[User]) -> None:
        self.person.choices = [(person.id, person.name) for person in people]

    def validate_until(self, field: Day) -> None:
        if field.data is None:
            return
        if field.data < clock.today():
            raise ValidationError("Cette date est passée : choisissez un jour à venir.")
        if field.data - clock.today() > LONGEST_GRANT:
            raise ValidationError("Choisissez une date dans les 5 ans, ou laissez vide.")


class RankForm(FrenchForm):
    """The order in which deputies replace."""

    deputy_order = SelectField("Rang", choices=RANKS, coerce=int)
