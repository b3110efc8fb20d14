"""Forms about accounts. They check shape and say, in French, what to do; models protect rules."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from partage.accounts import passwords
from partage.accounts.models import Structure, normal_email
from partage.forms import FrenchForm
from partage.guard import Guarded

NAME, JOB, PRESENTATION, OFFER, MESSAGE = 80, 120, 1000, 3000, 1000
SHARED_HELP = (
    "Rien ne reste sur cet appareil. La session se ferme avec le navigateur, ou après 30 minutes sans rien faire."
)
LENGTH_HELP = "12 caractères au moins. Une phrase de 4 mots se retient bien. Les espaces comptent."
VISIBILITY = {"members": "Tous les membres", "staff": "La coordination et la modération"}
COMFORT: dict[str, tuple[str, dict[str, str]]] = {
    "theme": ("Couleurs", {"": "Comme l’appareil", "light": "Clair", "dark": "Sombre"}),
    "text": ("Taille du texte", {"": "Normale", "large": "Grande", "larger": "Très grande"}),
    "spacing": ("Espace entre les lignes et les lettres", {"": "Normal", "wide": "Large"}),
    "contrast": ("Contraste", {"": "Comme l’appareil", "more": "Renforcé"}),
    "font": ("Police", {"": "Celle de l’appareil", "readable": "Lettres faciles à distinguer"}),
}


def options(labels: Mapping[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in labels.items()]


def one_line(typed: str | None) -> str:
    """Without control characters, with single spaces."""
    return " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in typed or "").split())


def many_lines(typed: str | None) -> str:
    """Without control characters but line ends, and no more than one empty line in a row."""
    text = (typed or "").replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
    return re.sub(r"\n{3,}", "\n\n", text).strip()


class TextLength(Length):
    """At most `limit` characters, said in French."""

    def __init__(self, limit: int) -> None:
        shown = f"{limit:,}".replace(",", "\u202f")
        super().__init__(max=limit, message=f"Ce texte est trop long : {shown} signes au plus.")


def well_formed(form: FlaskForm, field: EmailField) -> None:
    """An address a mail can leave for. Nothing is asked of the network."""
    try:
        # test_environment lets the reserved domain .test through, which no real mailbox uses
        validate_email(field.data, check_deliverability=False, test_environment=True, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise ValidationError("Vérifiez cette adresse : il manque un signe ou il y en a un de trop.") from error
    field.data = normal_email(field.data)


def name_field() -> StringField:
    return StringField(
        "Prénom et nom", [DataRequired("Tapez votre prénom et votre nom."), TextLength(NAME)], filters=[one_line]
    )


def email_field(label: str) -> EmailField:
    return EmailField(label, [DataRequired("Tapez votre adresse e‑mail."), well_formed], filters=[one_line])


class NewThing(FrenchForm):
    """A form that creates something: sent twice, it has one effect."""

    client_id = HiddenField(default=lambda: uuid4().hex)

    @property
    def key(self) -> str:
        return (self.client_id.data or uuid4().hex)[:64]


class SignInForm(FrenchForm):
    email = EmailField("Adresse e‑mail", [DataRequired("Tapez votre adresse e‑mail.")], filters=[one_line])
    password = PasswordField("Mot de passe", [InputRequired("Tapez votre mot de passe.")])
    shared = BooleanField("C’est un poste partagé", description=SHARED_HELP)
    next = HiddenField()


class ConfirmForm(FrenchForm):
    password = PasswordField("Mot de passe", [InputRequired("Tapez votre mot de passe.")])
    next = HiddenField()


class ForgottenForm(FrenchForm):
    email = email_field("Adresse e‑mail")


class NewPasswordForm(FrenchForm):
    """A password to choose. `context` holds the words it may not be made of."""

    password = PasswordField(
        "Nouveau mot de passe", [InputRequired("Choisissez un mot de passe.")], description=LENGTH_HELP
    )
    again = PasswordField("Le même, encore une fois", [InputRequired("Tapez une seconde fois le mot de passe.")])
    context: tuple[str, ...] = ()

    def validate_password(self, field: PasswordField) -> None:
        problem = passwords.weakness(field.data, *self.context)
        if problem:
            raise ValidationError(problem)

    def validate_again(self, field: PasswordField) -> None:
        if self.password.data and field.data != self.password.data:
            raise ValidationError("Les deux mots de passe diffèrent : tapez-les de nouveau.")


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField("Mot de passe actuel", [InputRequired("Tapez votre mot de passe actuel.")])


class NewEmailForm(FrenchForm):
    email = email_field("Nouvelle adresse e‑mail")


class StructureChoice(FrenchForm):
    structure = SelectField("Structure", coerce=int, default=0)

    def offer(self, structures: list[Structure], none: str = "Ma structure n’est pas dans la liste") -> None:
        self.structure.choices = options({0: none, **{item.id: item.name for item in structures}})

    @property
    def structure_id(self) -> int | None:
        return self.structure.data or None


class WelcomeForm(NewPasswordForm, StructureChoice):
    """What somebody invited says of herself."""

    name = name_field()
    email = email_field("Adresse e‑mail")
    job = StringField("Métier ou fonction", [TextLength(JOB), Guarded(hint=True)], filters=[one_line])
    shared = BooleanField("C’est un poste partagé", description=SHARED_HELP)


class InvitationForm(NewThing, StructureChoice):
    email = EmailField("Adresse e‑mail", [MayBeEmpty(), well_formed], filters=[one_line])


class JoinForm(FrenchForm):
    name = name_field()
    email = email_field("Adresse e‑mail professionnelle")
    structure_name = StringField(
        "Structure", [DataRequired("Tapez le nom de votre structure."), TextLength(120)], filters=[one_line]
    )
    message = TextAreaField("Ce que vous attendez de Partage", [TextLength(MESSAGE), Guarded(hint=True)], filters=[many_lines])


class ProfileForm(FrenchForm):
    name = name_field()
    job = StringField("Métier ou fonction", [TextLength(JOB), Guarded(hint=True)], filters=[one_line])
    presentation = TextAreaField("Présentation", [TextLength(PRESENTATION), Guarded(hint=True)], filters=[many_lines])
    visibility = RadioField("Qui voit votre métier et votre présentation", choices=options(VISIBILITY))


class OfferForm(FrenchForm):
    """« Ce que nous proposons ». `base` is the digest of the text the page showed."""

    offer = TextAreaField("Ce que nous proposons", [TextLength(OFFER), Guarded(hint=True)], filters=[many_lines])
    base = HiddenField()


class ComfortForm(FrenchForm):
    theme, text, spacing, contrast, font = (
        RadioField(label, choices=options(choices), default="") for label, choices in COMFORT.values()
    )

    @property
    def chosen(self) -> dict[str, str]:
        """What differs from the ordinary look."""
        return {name: self[name].data for name in COMFORT if self[name].data}


class EraseForm(FrenchForm):
    texts = RadioField(
        "Vos textes",
        [InputRequired("Choisissez ce que deviennent vos textes.")],
        choices=options({"keep": "Les garder sous « Compte supprimé »", "remove": "Les retirer aussi"}),
    )
    sure = BooleanField(
        "J’ai compris que c’est définitif",
        [InputRequired("Cochez cette case : l’effacement est définitif.")],
        description="Personne ne pourra rétablir ce compte, pas même la coordination.",
    )
