"""The pages about accounts. Each subject has its module; all hang on this blueprint."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template
from flask_wtf import FlaskForm

from partage import errors
from partage.accounts.throttle import TooManyTries

bp = Blueprint("accounts", __name__)


@bp.app_errorhandler(TooManyTries)
def slow_down(error: TooManyTries) -> Any:
    """Says how long to wait. The same for a known and an unknown address."""
    minutes = -(-error.wait // 60)
    wait = f"{error.wait} secondes" if error.wait < 60 else f"{minutes} minute{'s' if minutes > 1 else ''}"
    advice = f"Attendez {wait}, puis recommencez. Rien d’autre n’est bloqué."
    return errors.page(429, advice=advice, headers={"Retry-After": str(error.wait)})


def page(template: str, form: FlaskForm | None = None, **context: Any) -> tuple[str, int]:
    """A page of this feature: 422 when its form has something to correct, what was typed is still in it."""
    status = 422 if form is not None and form.errors else 200
    return render_template(f"accounts/{template}.html", form=form, **context), status


def unkept(answer: Any) -> Response:
    """The same answer, which no cache may hold: its address is a secret."""
    response = make_response(answer)
    response.headers["Cache-Control"] = "no-store"
    return response
