"""People and structures, as members read them."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_login import current_user

from partage import operations
from partage.access import allow, members
from partage.accounts import permissions, queries
from partage.accounts.forms import OfferForm
from partage.accounts.models import Structure
from partage.accounts.views import bp, page
from partage.db import db, writing
from partage.pagination import paginate


@bp.get("/personnes/<int:number>")
@members
def person(number: int) -> Any:
    person = queries.find_person(number, current_user) or abort(404)
    return page("person", person=person, is_open=permissions.can_see_profile(current_user, person))


@bp.get("/structures")
@members
def structures() -> Any:
    return page("structures", listing=paginate(queries.structures()))


@bp.get("/structures/<slug>")
@members
def structure(slug: str) -> Any:
    structure = _find(slug)
    people = paginate(queries.people_of(structure), size=50)
    can_edit = permissions.can_edit_offer(current_user, structure)
    return page("structure", structure=structure, people=people, can_edit=can_edit, reader=current_user,
                can_see=permissions.can_see_profile)  # fmt: skip


@bp.route("/structures/<slug>/offre", methods=["GET", "POST"])
@members
def offer(slug: str) -> Any:
    structure = _find(slug)
    allow(permissions.can_edit_offer(current_user, structure))
    form = OfferForm(offer=structure.offer, base=operations.digest(structure.offer))
    if not form.validate_on_submit():
        return page("offer", form, structure=structure)
    with writing():
        if form.base.data == operations.digest(structure.offer):
            structure.describe_offer(form.offer.data, by=current_user)
            flash("« Ce que nous proposons » est enregistré.")
            return redirect(url_for("accounts.structure", slug=slug), 303)
    # two colleagues at once: both texts are on the page, saving again is a choice
    form.base.data = operations.digest(structure.offer)
    return page("offer", form, structure=structure, theirs=structure.offer)[0], 409


def _find(slug: str) -> Structure:
    return db.session.scalar(queries.structures().where(Structure.slug == slug)) or abort(404)
