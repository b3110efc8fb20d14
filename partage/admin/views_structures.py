"""Structures: list, create, edit, archive."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy import select

from partage import operations, pagination
from partage.access import staff
from partage.accounts.models import Structure
from partage.admin import queries, verbs
from partage.admin.forms import StructureForm
from partage.admin.views import bp
from partage.db import db, writing

WORDS = ("name", "structure_kind", "town", "department", "offer")


@bp.get("/structures")
@staff("coordinator", "administrator")
def structures() -> str:
    return render_template("admin/structures.html", page=pagination.paginate(queries.structures(), size=50))


@bp.route("/structures/nouvelle", methods=["GET", "POST"])
@staff("coordinator", "administrator")
def new_structure() -> Any:
    form = StructureForm()
    if form.validate_on_submit():
        words = words_of(form)

        def create() -> operations.Outcome:
            verbs.create_structure(by=current_user, **words)
            return operations.Outcome(url_for("admin.structures"))

        outcome = operations.once(current_user, form.key, "structure.create", words, create)
        flash("La structure est créée.")
        return redirect(outcome.location, 303)
    return render_template("admin/structure.html", form=form, structure=None), 422 if form.errors else 200


@bp.route("/structures/<slug>", methods=["GET", "POST"])
@staff("coordinator", "administrator")
def structure(slug: str) -> Any:
    form = StructureForm(obj=find(slug))
    if form.validate_on_submit():
        with writing():
            verbs.describe_structure(find(slug), by=current_user, **words_of(form))
        flash("La structure est enregistrée.")
        return redirect(url_for("admin.structures"), 303)
    return render_template("admin/structure.html", form=form, structure=find(slug)), 422 if form.errors else 200


@bp.post("/structures/<slug>/archivage")
@staff("coordinator", "administrator")
def archive_structure(slug: str) -> Any:
    with writing():
        verbs.archive_structure(find(slug), by=current_user)
    flash("La structure est archivée. Les personnes qui y travaillent la gardent.")
    return redirect(url_for("admin.structures"), 303)


@bp.post("/structures/<slug>/retablissement")
@staff("coordinator", "administrator")
def unarchive_structure(slug: str) -> Any:
    with writing():
        verbs.unarchive_structure(find(slug), by=current_user)
    flash("La structure est rétablie.")
    return redirect(url_for("admin.structures"), 303)


def find(slug: str) -> Structure:
    return db.session.scalar(select(Structure).filter_by(slug=slug)) or abort(404)


def words_of(form: StructureForm) -> dict[str, str]:
    return {name: (form[name].data or "").strip() for name in WORDS}
