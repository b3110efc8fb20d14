"""What a person sets for herself: the themes she follows, the days she is away."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

from partage import operations
from partage.access import members
from partage.db import db, writing
from partage.topics import models, queries
from partage.topics.forms import AbsenceForm, FollowedForm
from partage.topics.models import Absence
from partage.topics.views import bp


@bp.route("/compte/themes", methods=["GET", "POST"])
@members
def choose() -> Any:
    topics = list(db.session.scalars(queries.open_topics()))
    form = FollowedForm(topics=sorted(queries.watched_topic_ids(current_user)))
    form.offer(topics)
    if form.validate_on_submit():
        with writing():
            models.follow_exactly(current_user, form.topics.data or [])
        flash("Vos thèmes sont enregistrés.")
        return redirect("/", 303)
    return render_template("topics/choose.html", form=form, topics=topics), 422 if form.errors else 200


@bp.route("/compte/absences", methods=["GET", "POST"])
@members
def absences() -> Any:
    form = AbsenceForm()
    if form.validate_on_submit():
        first, last = form.first_day.data, form.last_day.data

        def declare() -> operations.Outcome:
            Absence.declare(current_user, first, last)
            return operations.Outcome(url_for("topics.absences"))

        outcome = operations.once(current_user, form.key, "absence.declare", [first, last], declare)
        flash("Votre absence est notée. Le relais se fera sans vous.")
        return redirect(outcome.location, 303)
    declared = db.session.scalars(queries.absences_of(current_user)).all()
    return render_template("topics/absences.html", form=form, absences=declared), 422 if form.errors else 200


@bp.post("/compte/absences/<int:number>/retrait")
@members
def remove_absence(number: int) -> Any:
    with writing():
        # looked up among her own: somebody else's is a 404, not a leak
        absence = db.session.scalar(queries.absences_of(current_user).where(Absence.id == number)) or abort(404)
        db.session.delete(absence)
    flash("Cette absence est retirée.")
    return redirect(url_for("topics.absences"), 303)
