"""My account: what is in it, my profile, how pages look for me."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, flash, redirect, url_for
from flask_login import current_user
from sqlalchemy import func, select

from partage.access import members
from partage.accounts import permissions, queries
from partage.accounts.forms import COMFORT, ComfortForm, ProfileForm, StructureChoice
from partage.accounts.models import Structure
from partage.accounts.views import bp, page
from partage.db import db, writing

# (endpoint, title, line, icon): a row appears when its feature is there
MINE = (
    ("accounts.profile", "Mon profil", "Nom, métier, présentation, qui les voit", "user-round"),
    ("topics.choose", "Mes thèmes", "Ce que je suis sur l’accueil", "bookmark"),
    ("topics.absences", "Mes absences", "Les jours où le relais se fait sans moi", "calendar"),
    ("accounts.comfort", "Confort de lecture", "Couleurs, taille, espacement, contraste, police", "sliders-horizontal"),
    ("accounts.change_email", "Adresse e‑mail", "Celle qui sert à se connecter", "mail"),
    ("accounts.change_password", "Mot de passe", "En choisir un autre", "key-round"),
    ("accounts.logins", "Appareils connectés", "Les voir et les déconnecter", "smartphone"),
    ("accounts.data", "Mes données", "Les lire, les emporter, effacer mon compte", "download"),
)


@bp.get("/compte")
@members
def home() -> Any:
    structure = db.session.get(Structure, current_user.structure_id) if current_user.structure_id else None
    rows = [(url_for(endpoint), *words) for endpoint, *words in MINE if endpoint in current_app.view_functions]
    return page("home", structure=structure, rows=rows, coordination=_coordination())


def _coordination() -> list[tuple[str, str, str, str]]:
    """The rows of those who invite, and the door of /administration."""
    rows = []
    if permissions.is_coordination(current_user):
        waiting = db.session.scalar(select(func.count()).select_from(queries.waiting_requests().subquery())) or 0
        state = {0: "Aucune n’attend", 1: "1 demande attend"}.get(waiting, f"{waiting} demandes attendent")
        rows.append((url_for("accounts.invitations"), "Inviter", "Par e‑mail, ou en montrant un QR code", "user-plus"))
        rows.append((url_for("accounts.join_requests"), "Demandes de compte", state, "user-check"))
    if "admin.home" in current_app.view_functions and permissions.is_coordination(current_user):
        rows.append((url_for("admin.home"), "Coordination", "Personnes, thèmes, réglages, journal", "compass"))
    return rows


@bp.route("/compte/profil", methods=["GET", "POST"])
@members
def profile() -> Any:
    form = ProfileForm(obj=current_user)
    if form.validate_on_submit():
        values = {name: form[name].data for name in ("name", "job", "presentation", "visibility")}
        with writing():
            current_user.edit_profile(**values, by=current_user)
        flash("Votre profil est enregistré.")
        return redirect(url_for("accounts.home"), 303)
    return page("profile", form)


@bp.route("/compte/structure", methods=["GET", "POST"])
@members
def choose_structure() -> Any:
    """Once; afterwards the coordination moves people, because a structure's members speak for it."""
    if current_user.structure_id:
        abort(404)
    form = StructureChoice()
    form.offer(list(db.session.scalars(queries.structures())))
    if form.validate_on_submit():
        with writing():
            current_user.move_to(form.structure_id, by=current_user)
        flash("Votre structure est enregistrée.")
        return redirect(url_for("accounts.home"), 303)
    return page("choose_structure", form)


@bp.route("/compte/confort", methods=["GET", "POST"])
@members
def comfort() -> Any:
    form = ComfortForm(data=current_user.comfort)
    if form.validate_on_submit():
        with writing():
            current_user.comfort = form.chosen
        flash("Vos réglages sont enregistrés. Ils vous suivent sur vos autres appareils.")
        return redirect(url_for("accounts.comfort"), 303)
    return page("comfort", form, fields=list(COMFORT))
