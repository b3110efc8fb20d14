"""People: find somebody, set roles, move, close or open an account, end sessions."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from partage import events, operations
from partage.access import allow, fresh, staff
from partage.accounts import sessions
from partage.accounts.models import User
from partage.accounts.queries import is_last_administrator
from partage.admin import permissions, queries
from partage.admin.forms import ROLE_HELP, MoveForm, RolesForm
from partage.admin.views import bp
from partage.db import db, writing

LAST_ONE = "Il faut toujours un compte d’administration ouvert. Donnez d’abord ce rôle à quelqu’un d’autre."


@bp.get("/personnes")
@staff("coordinator", "administrator")
def people() -> str:
    words = request.args.get("nom", "").strip()[:80]
    return render_template("admin/people.html", page=queries.people_page(words), words=words)


@bp.get("/personnes/<int:number>")
@staff("coordinator", "administrator")
def person(number: int) -> str:
    who = find(number)
    return render_template(
        "admin/person.html", who=who, role_help=ROLE_HELP,
        expertises=db.session.scalars(queries.expertises_of(who)).all(),
        roles=RolesForm(formdata=None, data={"roles": who.roles}) if permissions.can_set_roles(current_user) else None,
        move=move_form(who) if permissions.can_manage(current_user, who) else None,
    )  # fmt: skip


@bp.post("/personnes/<int:number>/roles")
@staff("administrator")
@fresh
def set_roles(number: int) -> Any:
    find(number)
    form = RolesForm()
    if not form.validate():
        abort(422)
    with writing():
        who = find(number)
        if "administrator" not in form.roles.data and is_last_administrator(who):
            raise operations.Refused(LAST_ONE)
        who.grant_roles(form.roles.data, by=current_user)
    return told(number, "Les rôles sont enregistrés.")


@bp.post("/personnes/<int:number>/structure")
@staff("coordinator", "administrator")
def move(number: int) -> Any:
    who = managed(number)
    form = move_form(who, sent=True)
    if not form.validate():
        abort(422)
    with writing():
        find(number).move_to(form.structure.data or None, by=current_user)
    return told(number, "La structure est enregistrée.")


@bp.post("/personnes/<int:number>/fermeture")
@staff("coordinator", "administrator")
@fresh
def disable(number: int) -> Any:
    """Close the account; her sessions end, or they would live again the day it reopens."""
    managed(number)
    with writing():
        who = find(number)
        if who.disabled_at is not None:
            abort(409)
        who.disable(by=current_user)
        sessions.close_others(who)
    return told(number, "Le compte est fermé. Ses textes restent.")


@bp.post("/personnes/<int:number>/reouverture")
@staff("coordinator", "administrator")
@fresh
def enable(number: int) -> Any:
    managed(number)
    with writing():
        who = find(number)
        if who.disabled_at is None:
            abort(409)
        who.enable(by=current_user)
    return told(number, "Le compte est rouvert.")


@bp.post("/personnes/<int:number>/fin-des-sessions")
@staff("coordinator", "administrator")
def end_sessions(number: int) -> Any:
    managed(number)
    with writing():
        who = find(number)
        sessions.close_others(who)
        events.record("account.sessions_ended", who, by=current_user)
    return told(number, "Ses sessions sont fermées, sur tous ses appareils.")


def find(number: int) -> User:
    """The account of that id, or 404 when it never was or is erased."""
    return queries.find_person(number) or abort(404)


def managed(number: int) -> User:
    who = find(number)
    allow(permissions.can_manage(current_user, who))
    return who


def move_form(who: User, *, sent: bool = False) -> MoveForm:
    form = MoveForm() if sent else MoveForm(formdata=None, structure=who.structure_id or 0)
    offered = list(db.session.scalars(queries.open_structures()))
    if who.structure is not None and who.structure not in offered:
        offered.append(who.structure)  # archived since: still hers
    form.offer(offered)
    return form


def told(number: int, sentence: str) -> Any:
    flash(sentence)
    return redirect(url_for("admin.person", number=number), 303)
