"""The coordination's desk: what waits, searches without result, health."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import func, select

from partage import clock, events, pagination, settings
from partage.access import staff
from partage.accounts.models import Structure, User
from partage.admin import queries, trail, waiting
from partage.admin.forms import settings_form
from partage.db import db, writing
from partage.home import health as instance_health

bp = Blueprint("admin", __name__, url_prefix="/administration")


@bp.get("")
@staff("coordinator", "administrator")
def home() -> str:
    people = select(func.count(User.id)).where(User.disabled_at.is_(None), User.erased_at.is_(None))
    places = select(func.count(Structure.id)).where(Structure.archived_at.is_(None))
    return render_template(
        "admin/home.html", rows=waiting.rows(), page=waiting.page, weekday=clock.DAYS[clock.today().weekday()],
        today=clock.today(), accounts=db.session.scalar(people), structures=db.session.scalar(places),
        to_verify=db.session.scalars(queries.to_verify().limit(5)).unique().all(),
        fruitless=db.session.execute(queries.fruitless().limit(5)).all(),
    )  # fmt: skip


@bp.get("/recherches-sans-resultat")
@staff("coordinator", "administrator")
def fruitless() -> str:
    page = pagination.paginate(queries.fruitless(), scalars=False, size=50)
    return render_template("admin/fruitless.html", page=page, days=queries.FRUITLESS_DAYS)


@bp.get("/fiches-a-verifier")
@staff("coordinator", "administrator")
def to_verify() -> str:
    return render_template("admin/to_verify.html", page=pagination.paginate(queries.to_verify()))


@bp.get("/sante")
@staff("coordinator", "administrator")
def health() -> str:
    return render_template("admin/health.html", checks=instance_health.checks(), version=instance_health.version())


@bp.get("/journal")
@staff("coordinator", "administrator")
def journal() -> str:
    group = request.args.get("quoi", "")
    page = pagination.paginate(trail.recorded(current_user, group), size=50)
    lines = trail.lines(page.items)
    return render_template("admin/journal.html", page=page, lines=lines, group=group, groups=trail.GROUPS)


@bp.route("/reglages", methods=["GET", "POST"])
@staff("coordinator", "administrator")
def change_settings() -> Any:
    form = settings_form()(data={key: settings.get(key) for key in settings.DEFINITIONS})
    if form.validate_on_submit():
        with writing():
            changed = [key for key in settings.DEFINITIONS if form[key].data != settings.get(key)]
            for key in changed:
                settings.put(key, form[key].data)
            if changed:
                events.record("settings.changed", current_user, by=current_user, keys=changed)
        flash("Les réglages sont enregistrés.")
        return redirect(url_for("admin.change_settings"), 303)
    status = 422 if form.errors else 200
    return render_template("admin/settings.html", form=form, keys=list(settings.DEFINITIONS)), status
