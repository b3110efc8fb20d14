"""Themes: create, edit, order, archive. Who is expert of them is decided in the topics feature."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select

from partage import operations
from partage.access import staff
from partage.admin import queries, verbs
from partage.admin.forms import ICONS, TopicForm
from partage.admin.views import bp
from partage.db import db, writing
from partage.topics.models import Topic
from partage.topics.queries import topics_short_of_experts

WORDS = ("name", "description", "icon", "reading_before_publication")


@bp.get("/themes")
@staff("coordinator", "administrator")
def topics() -> str:
    themes = db.session.scalars(queries.all_topics()).all()
    present = {topic.id: number for topic, number in topics_short_of_experts()}
    return render_template("admin/topics.html", topics=themes, present=present)


@bp.route("/themes/nouveau", methods=["GET", "POST"])
@staff("coordinator", "administrator")
def new_topic() -> Any:
    form = TopicForm()
    if form.validate_on_submit():
        words = {name: form[name].data for name in WORDS}

        def create() -> operations.Outcome:
            topic = Topic.create(verbs.free_slug(Topic, words["name"], fallback="theme"), by=current_user, **words)
            return operations.Outcome(url_for("topics.experts", slug=topic.slug))

        outcome = operations.once(current_user, form.key, "topic.create", words, create)
        flash("Le thème est créé. Désignez maintenant deux experts ou expertes.")
        return redirect(outcome.location, 303)
    return render_template("admin/topic.html", form=form, topic=None), 422 if form.errors else 200


@bp.route("/themes/<slug>", methods=["GET", "POST"])
@staff("coordinator", "administrator")
def topic(slug: str) -> Any:
    known = find(slug)
    form = TopicForm(obj=known)
    if known.icon not in ICONS:  # one of an older list stays choosable
        form.icon.choices = [*form.icon.choices, (known.icon, "Pictogramme actuel")]
    if form.validate_on_submit():
        with writing():
            find(slug).describe(by=current_user, **{name: form[name].data for name in WORDS})
        flash("Le thème est enregistré.")
        return redirect(url_for("admin.topics"), 303)
    return render_template("admin/topic.html", form=form, topic=find(slug)), 422 if form.errors else 200


@bp.post("/themes/<slug>/rang")
@staff("coordinator", "administrator")
def move_topic(slug: str) -> Any:
    """One place up or down in the list everybody reads."""
    with writing():
        order = list(db.session.scalars(queries.all_topics().where(Topic.archived_at.is_(None))))
        index = next((place for place, one in enumerate(order) if one.slug == slug), None)
        if index is None:
            abort(404)
        step = -1 if request.form.get("sens") == "haut" else 1
        order.insert(max(0, index + step), order.pop(index))
        for position, one in enumerate(order, start=1):
            one.position = position
    return redirect(url_for("admin.topics"), 303)


@bp.post("/themes/<slug>/archivage")
@staff("coordinator", "administrator")
def archive_topic(slug: str) -> Any:
    with writing():
        find(slug).archive(by=current_user)
    flash("Le thème est archivé. Ses fiches restent lisibles.")
    return redirect(url_for("admin.topics"), 303)


@bp.post("/themes/<slug>/retablissement")
@staff("coordinator", "administrator")
def unarchive_topic(slug: str) -> Any:
    with writing():
        find(slug).unarchive(by=current_user)
    flash("Le thème est rétabli.")
    return redirect(url_for("admin.topics"), 303)


def find(slug: str) -> Topic:
    return db.session.scalar(select(Topic).filter_by(slug=slug)) or abort(404)
