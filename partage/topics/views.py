"""Themes as readers see them: the list, one theme, following it, stepping down from it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy import select

from partage import access
from partage.access import members, public
from partage.db import db, writing
from partage.topics import models, permissions, queries
from partage.topics.forms import rank_in_words
from partage.topics.models import Expertise, Topic

bp = Blueprint("topics", __name__)


@bp.get("/themes")
@public
def index() -> Any:
    if not permissions.can_read_topics(current_user):
        return access.ask_to_sign_in()
    topics = db.session.scalars(queries.open_topics()).all()
    watched = queries.watched_topic_ids(current_user) if current_user.is_authenticated else frozenset()
    return render_template("topics/index.html", topics=topics, watched=watched)


@bp.get("/themes/<slug>")
@public
def show(slug: str) -> Any:
    if not permissions.can_read_topics(current_user):
        return access.ask_to_sign_in()
    topic = find(slug)
    if not current_user.is_authenticated:
        return render_template("topics/show.html", topic=topic, experts=[], away={})
    experts = db.session.scalars(queries.experts_of(topic.id)).all()
    away = queries.absent_until(expertise.user_id for expertise in experts)
    # those who are there first, whatever their rank
    experts = sorted(experts, key=lambda expertise: expertise.user_id in away)
    return render_template(
        "topics/show.html", topic=topic, experts=experts, away=away, rank=rank_in_words,
        is_watched=topic.id in queries.watched_topic_ids(current_user),
        mine=next((expertise for expertise in experts if permissions.can_step_down(current_user, expertise)), None),
        can_designate=permissions.can_designate(current_user),
    )  # fmt: skip


@bp.post("/themes/<slug>/suivi")
@members
def follow(slug: str) -> Any:
    topic = find(slug)
    with writing():
        models.follow(current_user, topic)
    flash("Ce thème est dans « Mes thèmes ».")
    return redirect(url_for("topics.show", slug=slug), 303)


@bp.post("/themes/<slug>/fin-de-suivi")
@members
def unfollow(slug: str) -> Any:
    topic = find(slug)
    with writing():
        models.unfollow(current_user, topic)
    flash("Ce thème n’est plus dans « Mes thèmes ».")
    return redirect(url_for("topics.show", slug=slug), 303)


@bp.post("/themes/<slug>/retrait")
@members
def step_down(slug: str) -> Any:
    """An expert takes herself off a theme; her designation stays in the history."""
    topic = find(slug)
    with writing():
        own = select(Expertise).filter_by(topic_id=topic.id, user_id=current_user.id, is_current=True)
        mine = db.session.scalar(own) or abort(404)
        mine.end(by=current_user)
    flash("Votre retrait est enregistré. La coordination le voit dans le journal.")
    return redirect(url_for("topics.show", slug=slug), 303)


def find(slug: str) -> Topic:
    """The theme in use of that slug, or 404."""
    return queries.find_topic(slug) or abort(404)
