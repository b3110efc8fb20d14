"""/recherche, what is suggested while typing, and what looks like a title being written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, after_this_request, jsonify, render_template, request
from flask_login import current_user
from sqlalchemy import select

from partage import kinds
from partage.access import members, public
from partage.db import db
from partage.pagination import Page, page_number
from partage.search import fruitless, queries
from partage.search.results import Result
from partage.text import slugify
from partage.topics.models import Topic

bp = Blueprint("search", __name__)

VALUE = re.compile(r"[a-z0-9-]{1,100}")  # a facet in an address; anything else is as if absent


@dataclass(frozen=True)
class Choice:
    """A way to narrow the results."""

    value: str
    label: str
    icon: str = ""


@bp.get("/recherche")
@public
def search() -> str:
    typed = request.args.get("q", "")[: queries.LONGEST_QUERY].replace("\0", "").strip()
    chosen, theme, number = _kinds_asked(), _asked("theme"), page_number()
    results = queries.search(
        current_user, typed, kinds=chosen, facets=[("theme", theme)] if theme else [], page=number
    )
    if results.words and not results.found_something and number == 1:
        _count_as_fruitless(typed, results.words)
    return render_template(
        "search/results.html", typed=typed, results=results, page=Page(results.items, number, results.has_next),
        genre=_slug(kinds.get(chosen[0])) if chosen else "", theme=theme, theme_name=_theme_name(theme),
        genres=[Choice(_slug(one), one.plural, one.icon) for one in map(kinds.get, results.kinds)],
        themes=_themes(results.themes),
    )  # fmt: skip


@bp.get("/api/suggestions")
@public
def suggestions() -> Response:
    found = queries.suggest(current_user, request.args.get("q", ""), kinds=_kinds_asked())
    return jsonify([_as_json(result) for result in found])


@bp.post("/api/ressemblances")
@members
def lookalikes() -> Response:
    """What resembles a title, and a body if there is one, while they are being written; `genre` narrows it.

    It only reads. Asked by POST because a situation being described must not stand in the log of a proxy.
    """
    title, body = request.form.get("titre", ""), request.form.get("texte", "")
    written = [kind.name for kind in kinds.searchable() if kind.area]  # a theme or a structure resembles no text
    found = queries.similar(current_user, title, _kinds_asked() or written, body=body)
    return jsonify([_as_json(result) | {"facts": result.facts} for result in found])


def _kinds_asked() -> list[str]:
    """The kinds of `?genre=fiche`, also given by their name; none means all."""
    asked = request.args.getlist("genre")
    return [kind.name for kind in kinds.searchable() if _slug(kind) in asked or kind.name in asked]


def _asked(name: str) -> str:
    value = request.args.get(name, "")
    return value if VALUE.fullmatch(value) else ""


def _slug(kind: kinds.Kind) -> str:
    return slugify(kind.label)


def _themes(slugs: list[str]) -> list[Choice]:
    known = select(Topic.slug, Topic.name, Topic.icon).where(Topic.slug.in_(slugs)).order_by(Topic.position, Topic.id)
    return [Choice(*row) for row in db.session.execute(known)] if slugs else []


def _theme_name(slug: str) -> str:
    return (db.session.scalar(select(Topic.name).filter_by(slug=slug)) or "") if slug else ""


def _as_json(result: Result) -> dict[str, Any]:
    return {"kind": result.kind.name, "label": result.kind.label, "title": result.title, "url": result.url}


def _count_as_fruitless(typed: str, words: list[str]) -> None:
    """The second exception to « GET changes nothing »: a count of words, without the person, once the page is made."""
    if not fruitless.may_count(typed, words):
        return

    @after_this_request
    def note(response: Response) -> Response:
        fruitless.note(words)
        return response
