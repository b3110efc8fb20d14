"""The form that sends one file."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import Length

from partage.forms import FrenchForm
from partage.guard import Guarded


class FileForm(FrenchForm):
    """One file; for an image, the words that replace it for whoever does not see it."""

    file = FileField("Fichier", [FileRequired("Choisissez un fichier.")])
    alternative = StringField(
        "Si c’est une image, que montre-t-elle ?",
        [Length(max=300, message="Cette description est trop longue : 300 signes au plus."), Guarded(hint=True)],
        description="Une phrase courte, lue à qui ne voit pas l’image.",
    )
    decorative = BooleanField(
        "Cette image ne dit rien de plus que le texte", description="Elle n’est alors pas décrite."
    )
    text_id = HiddenField()
    client_id = HiddenField(validators=[Length(max=64)])

    @property
    def text_number(self) -> int | None:
        raw = self.text_id.data or ""
        return int(raw) if raw.isdigit() else None

    def complain(self, field: str, message: str) -> None:
        """Say something about a field that only a look into the file could tell."""
        getattr(self, field).errors = [*getattr(self, field).errors, message]

    def all_errors(self) -> dict[str, list[str]]:
        return {name: [str(error) for error in errors] for name, errors in self.errors.items()}

    def validate(self, extra_validators: Any = None) -> bool:
        if self.alternative.data:
            self.alternative.data = " ".join(self.alternative.data.split())
        return bool(super().validate(extra_validators))
