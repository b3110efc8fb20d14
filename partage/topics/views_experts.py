"""Designating experts: for the coordination and the administration."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from partage import operations
from partage.access import staff
from partage.accounts.models import User
from partage.db import db, writing
from partage.topics import queries
from partage.topics.forms import RANKS, DesignationForm, RankForm, rank_in_words
from partage.topics.models import Expertise, Topic
from partage.topics.views import bp, find


@bp.route("/administration/themes/<slug>/experts", methods=["GET", "POST"])
@staff("coordinator", "administrator")
def experts(slug: str) -> Any:
    """Who is designated for this theme; search somebody, then designate her."""
    topic = find(slug)
    words = request.values.get("nom", "").strip()[:80]
    current = db.session.scalars(queries.experts_of(topic.id)).all()
    known = {expertise.user_id for expertise in current}
    people = [person for person in queries.find_people(words) if person.id not in known]
    form = DesignationForm()
    form.offer(people)
    if form.validate_on_submit():
        return redirect(_designate(topic, form).location, 303)
    return render_template(
        "topics/experts.html", topic=topic, experts=current, form=form, people=people, words=words, rank=rank_in_words,
        away=queries.absent_until(known), ranks=RANKS,
    ), 422 if form.errors else 200  # fmt: skip


def _designate(topic: Topic, form: DesignationForm) -> operations.Outcome:
    choice = [topic.id, form.person.data, form.why.data, form.until.data, form.deputy_order.data]

    def effect() -> operations.Outcome:
        person = db.session.get_one(User, form.person.data)
        topic.designate(
            person, by=current_user, why=form.why.data, until=form.until.data, deputy_order=form.deputy_order.data
        )
        flash(f"{person.name} est sur la liste des experts désignés de ce thème.")
        return operations.Outcome(url_for("topics.experts", slug=topic.slug))

    return operations.once(current_user, form.key, "expertise.designate", choice, effect)


@bp.post("/administration/experts/<int:number>/rang")
@staff("coordinator", "administrator")
def move(number: int) -> Any:
    form = RankForm()
    if not form.validate():
        abort(422)
    with writing():
        expertise = _current(number)
        expertise.move(form.deputy_order.data, by=current_user)
        slug = db.session.get_one(Topic, expertise.topic_id).slug
    flash("Le rang est changé.")
    return redirect(url_for("topics.experts", slug=slug), 303)


@bp.post("/administration/experts/<int:number>/fin")
@staff("coordinator", "administrator")
def end(number: int) -> Any:
    with writing():
        expertise = _current(number)
        expertise.end(by=current_user)
        slug = db.session.get_one(Topic, expertise.topic_id).slug
    flash("La désignation est finie. Elle reste dans l’historique.")
    return redirect(url_for("topics.experts", slug=slug), 303)


def _current(number: int) -> Expertise:
    """The designation, or 404. One that is over stays findable: its verbs have no effect the second time."""
    return db.session.get(Expertise, number) or abort(404)
