"""The welcome page, the pages every public body owes, and /sante."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from partage import clock, settings
from partage.access import public
from partage.config import Deployment
from partage.db import db
from partage.home import conformity, health, queries
from partage.questions.standing import standing

bp = Blueprint("home", __name__)


@bp.app_context_processor
def footer() -> dict[str, str]:
    """The state of conformity, named in the footer of every page, as the law asks."""
    try:
        return {"accessibility_state": conformity.state(settings.get_lately("accessibility_rate"))}
    except SQLAlchemyError:  # the page that says the database is away has a footer too
        db.session.rollback()
        return {}


@bp.get("/")
@public
def welcome() -> str:
    if current_user.is_authenticated:
        return render_template("home/member.html", desk=queries.desk(current_user), standing=standing)
    return render_template(
        "home/visitor.html", instance=settings.get("instance_name"), is_open=settings.get("visitors_read"),
        lines=queries.lately_public(current_user), joins=settings.get("join_requests"),
    )  # fmt: skip


@bp.get("/aide")
@public
def help_page() -> str:
    return render_template("home/help.html", contact=settings.get("contact"))


@bp.get("/accessibilite")
@public
def accessibility() -> str:
    rate = settings.get("accessibility_rate")
    return _legal("accessibility", state=conformity.state(rate), rate=rate)


@bp.get("/confidentialite")
@public
def privacy() -> str:
    return _legal("privacy")


@bp.get("/mentions-legales")
@public
def legal() -> str:
    return _legal("legal")


@bp.get("/sante")
@public
def health_check() -> tuple[Response, int]:
    """For a probe: 200 when the database answers and its schema is the one of this version. Nothing else is told."""
    ready = health.database_is_ready()
    answer = jsonify(etat="ok" if ready else "indisponible", base=ready, version=health.version())
    answer.headers["Cache-Control"] = "no-store"
    return answer, 200 if ready else 503


def _legal(page: str, **more: Any) -> str:
    """A page filled from the settings of the instance."""
    deployment: Deployment = current_app.extensions["deployment"]
    return render_template(
        f"home/{page}.html", instance=settings.get("instance_name"), publisher=settings.get("publisher"),
        contact=settings.get("contact"), address=deployment.public_url, today=clock.today(),
        version=health.version(), **more,
    )  # fmt: skip
