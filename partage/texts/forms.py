"""What a reading asks beside its ready reason."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import Length

from partage.forms import FrenchForm
from partage.guard import Guarded


class NoteForm(FrenchForm):
    note = TextAreaField("Précisez le passage", [Length(max=2000, message="2 000 signes au plus."), Guarded()])
