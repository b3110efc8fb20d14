"""The form every feature derives from."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms.i18n import get_translations


class FrenchForm(FlaskForm):
    """The few sentences WTForms says by itself come from its French catalogue."""

    class Meta(FlaskForm.Meta):
        locales = ("fr",)

        def get_translations(self, form: Any) -> Any:
            return get_translations(self.locales)
