"""Forms of the administration pages."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from partage import settings
from partage.accounts.forms import OFFER, NewThing, TextLength, many_lines, one_line
from partage.accounts.models import ROLES, STRUCTURE_KINDS, Structure, User
from partage.forms import FrenchForm
from partage.guard import Guarded
from partage.topics.forms import Checkboxes
from partage.wiki.vocabulary import DEPARTMENTS

ROLE_HELP = {
    "moderator": "Relit et publie dans tous les thèmes, traite les signalements.",
    "coordinator": "Invite, gère structures et thèmes, désigne les experts, anime.",
    "administrator": "Règle l’instance, donne les rôles, voit le journal et les sauvegardes.",
}
ICONS = {
    "bookmark": "Signet", "landmark": "Administration", "signpost": "Orientation", "briefcase": "Emploi",
    "graduation-cap": "Formation", "laptop": "Ordinateur", "smartphone": "Téléphone", "lock-keyhole": "Cadenas",
    "shield": "Bouclier", "handshake": "Poignée de main", "house-plug": "Logement", "id-card": "Carte d’identité",
    "heart-pulse": "Santé", "bus": "Mobilité", "scale": "Droit", "users": "Groupe", "map-pin": "Lieu",
    "life-buoy": "Secours", "lightbulb": "Idée", "building-2": "Bâtiment", "book-open": "Livre", "mail": "Courrier",
}  # fmt: skip


def _as_code(typed: str | None) -> str:
    """« 1 » is 01, « 2a » is 2A."""
    code = (typed or "").strip().upper()
    return code.zfill(2) if code else ""


class RolesForm(FrenchForm):
    roles = Checkboxes("Rôles", choices=list(ROLES.items()))


class MoveForm(FrenchForm):
    """The structure somebody works in."""

    structure = SelectField("Structure", coerce=int)

    def offer(self, structures: list[Structure]) -> None:
        self.structure.choices = [(0, "Aucune structure"), *((one.id, one.name) for one in structures)]


class StructureForm(NewThing):
    name = StringField(
        "Nom", [DataRequired("Donnez le nom de la structure."), TextLength(120)], filters=[one_line]
    )
    structure_kind = SelectField("Genre", choices=list(STRUCTURE_KINDS.items()), default="autre")
    town = StringField("Commune", [TextLength(80)], filters=[one_line])
    department = StringField("Département", description="Son numéro. Exemple : 48, 2A, 974.", filters=[_as_code])
    offer = TextAreaField(
        "Ce que nous proposons", [TextLength(OFFER), Guarded(hint=True)], filters=[many_lines],
        description="Quelques lignes pour les autres structures : quoi, pour qui, quand. 3 000 signes au plus.",
    )  # fmt: skip

    def validate_department(self, field: StringField) -> None:
        if field.data and field.data not in DEPARTMENTS:
            raise ValidationError("Ce n’est pas un numéro de département. Exemple : 48, 2A, 974.")


class TopicForm(NewThing):
    name = StringField("Nom", [DataRequired("Donnez un nom au thème."), TextLength(80)], filters=[one_line])
    description = TextAreaField(
        "Description", [DataRequired("Dites ce que l’on y trouve."), TextLength(400), Guarded(hint=True)], filters=[one_line],
        description="Une ou deux phrases, lues par tout le monde. 400 signes au plus.",
    )  # fmt: skip
    icon = RadioField("Pictogramme", choices=list(ICONS.items()), default="bookmark")
    reading_before_publication = BooleanField(
        "Lire avant de publier",
        description="Ce qu’écrivent les membres attend la lecture d’un expert ou d’une experte du thème.",
    )


class OwnerForm(FrenchForm):
    """Who will keep a practice true from now on."""

    person = RadioField("Nouveau responsable", [InputRequired("Choisissez une personne.")], coerce=int)
    others_too = BooleanField("Lui confier aussi les autres fiches de la même personne")

    def offer(self, people: list[User]) -> None:
        self.person.choices = [(person.id, person.name) for person in people]


def settings_form() -> type[FrenchForm]:
    """One field a definition of settings.py, in its order: a new setting has its place on the page at once."""
    fields = {key: _setting_field(definition) for key, definition in settings.DEFINITIONS.items()}
    return type("SettingsForm", (FrenchForm,), fields)


def _setting_field(definition: settings.Definition) -> Any:
    def fits(_form: Any, field: Any) -> None:
        if field.data is None or not definition.check(field.data):
            raise ValidationError(f"Corrigez cette valeur. {definition.help}")

    if isinstance(definition.default, bool):
        return BooleanField(definition.label, description=definition.help)
    if isinstance(definition.default, int):
        return WholeNumber(definition.label, [fits], description=definition.help)
    return StringField(definition.label, [fits], filters=[one_line], description=definition.help)


class WholeNumber(IntegerField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Écrivez un nombre entier, par exemple 12.") from error
