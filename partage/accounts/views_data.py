"""My data: read it, take it away, leave."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, make_response, redirect, url_for
from flask_login import current_user, logout_user

from partage import kinds
from partage.access import fresh, members
from partage.accounts import data_rights, readable
from partage.accounts.forms import EraseForm
from partage.accounts.views import bp, page
from partage.accounts.views_sign_in import WIPE
from partage.db import writing


@bp.get("/compte/mes-donnees")
@members
def data() -> Any:
    return page("data")


@bp.get("/compte/mes-donnees/lecture")
@members
@fresh
def read_data() -> Any:
    found = data_rights.export_person(current_user)
    return page("read_data", **readable.sections(found, {kind.name: kind.plural for kind in kinds.every()}))


@bp.get("/compte/mes-donnees/fichier")
@members
@fresh
def export_data() -> Any:
    text = json.dumps(data_rights.export_person(current_user), ensure_ascii=False, indent=1, default=str)
    response = Response(text, mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="partage-mes-donnees.json"'
    return response


@bp.route("/compte/mes-donnees/effacement", methods=["GET", "POST"])
@members
@fresh
def erase() -> Any:
    form = EraseForm()
    if not form.validate_on_submit():
        return page("erase", form)
    try:
        with writing():
            data_rights.erase_person(current_user._get_current_object(), form.texts.data == "keep", current_user)
    except data_rights.LastAdministrator as refusal:
        form.form_errors = [str(refusal)]
        return page("erase", form)
    logout_user()
    response = make_response(redirect(url_for("accounts.goodbye", compte="efface"), 303))
    response.headers["Clear-Site-Data"] = WIPE
    return response
