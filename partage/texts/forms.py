"""What a reading asks beside its ready reason."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length

from partage.guard import Guarded


class NoteForm(FlaskForm):
    note = TextAreaField("Précisez le passage", [Length(max=2000, message="2 000 signes au plus."), Guarded()])
