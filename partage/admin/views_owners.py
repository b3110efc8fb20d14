"""Practices whose owner left: hand them to somebody who will keep them true."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select

from partage import pagination
from partage.access import staff
from partage.accounts.models import User
from partage.admin import queries
from partage.admin.forms import OwnerForm
from partage.admin.views import bp
from partage.db import db, writing
from partage.jinja import count
from partage.topics.queries import find_people, present_experts
from partage.wiki.models import Practice, PracticeTopic
from partage.wiki.queries import themes_of


@bp.get("/fiches-sans-responsable")
@staff("coordinator", "administrator")
def orphans() -> str:
    page = pagination.paginate(queries.without_owner())
    return render_template("admin/orphans.html", page=page, themes=themes_of(practice.id for practice in page.items))


@bp.route("/fiches-sans-responsable/<int:number>", methods=["GET", "POST"])
@staff("coordinator", "administrator")
def assign(number: int) -> Any:
    practice = find(number)
    words = request.values.get("nom", "").strip()[:80]
    form = OwnerForm()
    form.offer(offered := _offered(practice, words))
    if form.validate_on_submit():
        with writing():
            given = _give(find(number), form)
        flash(f"{count(given, 'fiche est confiée', 'fiches sont confiées')}. C’est noté dans « Mes fiches ».")
        return redirect(url_for("admin.orphans"), 303)
    same = Practice.owner_id.is_not_distinct_from(practice.owner_id)
    others = queries.how_many(queries.without_owner().where(same)) - 1
    return render_template(
        "admin/assign.html", practice=practice, form=form, people=offered, words=words, others=others
    ), 422 if form.errors else 200


def _offered(practice: Practice, words: str) -> list[User]:
    """Who is searched by name, else the experts of its themes who are there."""
    if words:
        return find_people(words)
    topics = db.session.scalars(select(PracticeTopic.topic_id).filter_by(practice_id=practice.id))
    return present_experts(list(topics))


def _give(practice: Practice, form: OwnerForm) -> int:
    """Assign it, and the others of the same owner when asked; answers how many."""
    owner = db.session.get_one(User, form.person.data)
    given = [practice]
    if form.others_too.data:
        same = Practice.owner_id.is_not_distinct_from(practice.owner_id)
        given = list(db.session.scalars(queries.without_owner().where(same)).unique())
    for one in given:
        one.assign(owner, by=current_user)
    return len(given)


def find(number: int) -> Practice:
    """A practice nobody answers for; 404 once it has an owner again."""
    return db.session.scalar(queries.without_owner().where(Practice.id == number)) or abort(404)
