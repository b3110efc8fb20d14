"""Reading practices: the list, the page, the sheet to print, the Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select

from partage import pagination
from partage.access import members, public
from partage.db import db
from partage.files.checks import megabytes
from partage.files.queries import documents_of
from partage.texts import rendering
from partage.texts.queries import comments
from partage.topics.models import Topic
from partage.wiki import export, pieces, queries
from partage.wiki.models import FreshnessAnswer, Practice
from partage.wiki.permissions import can_archive, can_keep_true
from partage.wiki.vocabulary import POSTURES, PRACTICE_KINDS, PUBLICS

bp = Blueprint("wiki", __name__)
FEW = 4  # practices on the page of their theme


@bp.app_context_processor
def words() -> dict[str, Any]:
    """Labels every template of the wiki shows."""
    return {"PRACTICE_KINDS": PRACTICE_KINDS, "POSTURES": POSTURES, "PUBLICS": PUBLICS, "practices_on": practices_on}


def practices_on(theme: str) -> Sequence[Practice]:
    """The latest ones of a theme that this person may read: its page shows a few."""
    return db.session.scalars(queries.listing(current_user, theme=theme).limit(FEW)).all()


@bp.get("/pratiques")
@public
def index() -> str:
    theme = request.args.get("theme", "")
    facets = {facet: value for name, facet in queries.FILTERS.items() if (value := request.args.get(name, "").strip())}
    page = pagination.paginate(queries.listing(current_user, theme=theme, facets=facets))
    topics = db.session.execute(
        select(Topic.slug, Topic.name, Topic.icon).where(Topic.archived_at.is_(None)).order_by(Topic.position)
    ).all()
    chosen = {name: request.args.get(name, "").strip()[:60] for name in queries.FILTERS}
    return render_template(
        "wiki/index.html", page=page, topics=topics, theme=theme, facets=facets,
        themes=queries.themes_of(practice.id for practice in page.items), filters=pieces.filters(topics, theme, chosen),
    )  # fmt: skip


@bp.get("/pratiques/<slug>")
@public
def show(slug: str) -> Any:
    practice = queries.find_page(slug, current_user)
    if practice is None:
        return elsewhere(slug)
    shows_remarks = practice.has_remarks and current_user.is_authenticated
    remarks = db.session.scalars(comments(practice.id)).all() if shows_remarks else []
    documents = db.session.scalars(documents_of(practice.id)).all() if practice.has_documents else []
    return render_template(
        "wiki/show.html", practice=practice, pieces=pieces.of(practice), remarks=remarks, documents=documents, weight=megabytes,
        keeps_true=can_keep_true(current_user, practice), archives=can_archive(current_user, practice),
    )  # fmt: skip


@bp.get("/pratiques/<slug>/a-imprimer")
@public
def print_sheet(slug: str) -> str:
    practice = find_or_404(slug)
    return render_template(
        "wiki/print.html", practice=practice, address=page_address(slug),
        rendered=rendering.render_without_contents(practice.body),
    )  # fmt: skip


@bp.get("/pratiques/<slug>/qr.svg")
@public
def qr_code(slug: str) -> Response:
    find_or_404(slug)
    return Response(export.qr_code(page_address(slug)), mimetype="image/svg+xml")


@bp.get("/pratiques/<slug>.md")
@public
def download(slug: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{slug}.md"'}
    return Response(export.markdown(find_or_404(slug)), content_type="text/markdown; charset=utf-8", headers=headers)


@bp.get("/pratiques/<slug>/fraicheur")
@members
def freshness(slug: str) -> str:
    """What readers said to whoever keeps this practice true."""
    practice = find_or_404(slug)
    if not can_keep_true(current_user, practice):
        abort(404)
    answers = db.session.scalars(
        select(FreshnessAnswer)
        .where(FreshnessAnswer.practice_id == practice.id, FreshnessAnswer.still_right.is_(False))
        .order_by(FreshnessAnswer.id.desc())
        .limit(50)
    ).all()
    return render_template("wiki/freshness.html", practice=practice, answers=answers)


def elsewhere(slug: str) -> Any:
    """Where a page that readers do not have leads those it concerns; for all others it does not exist."""
    practice = queries.find_away(slug, current_user) or abort(404)
    if practice.hidden_at:
        return redirect(f"/moderation/textes/{practice.id}", 303)
    if practice.archived_at:
        return render_template("wiki/archived.html", practice=practice, archives=can_archive(current_user, practice))
    return redirect(url_for("wiki.edit", slug=slug), 303)


def find_or_404(slug: str) -> queries.PracticePage:
    """The page of a practice this person may read."""
    found = queries.find_page(slug, current_user)
    if found is None:
        abort(404)
    return found


def page_address(slug: str) -> str:
    """The full address of a practice, from the configured one: never from the Host a client sent."""
    return f"{current_app.extensions['deployment'].public_url}/pratiques/{slug}"
