"""What templates can call, and French typography put in once, when a template is compiled."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from flask_login import current_user
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from partage import clock

BEFORE = re.compile(r" (?=[;!?](?:\s|<|$|»))|(?<=\S) (?=[:»])")
AFTER = re.compile(r"(?<=«) ")


@dataclass(frozen=True)
class Area:
    """One part of the product in the navigation."""

    slug: str
    label: str
    url: str
    icon: str


AREAS = [
    Area("accueil", "Accueil", "/", "house"), Area("pratiques", "Pratiques", "/pratiques", "book-open"),
    Area("entraide", "Entraide", "/entraide", "messages-square"),
]  # fmt: skip
# macros of nearly every page: as globals they cost nothing, an import in each template costs at each request
EVERYWHERE = {"icon": ("icon",), "form": ("token", "gesture"), "chrome": ("parts", "footer")}
SAME_FOR_ALL = {"icon", "parts", "footer"}  # the same arguments, the same HTML: made once
LEGAL = [("/aide", "Aide"), ("/accessibilite", "Accessibilité"), ("/confidentialite", "Confidentialité"),
         ("/mentions-legales", "Mentions légales")]  # fmt: skip


def typography(text: str) -> str:
    """Put no-break spaces where French wants them; only where an ordinary space already stands.

    Safe HTML stays safe HTML: nothing but spaces is replaced.
    """
    if " " not in text:
        return text
    return type(text)(AFTER.sub("\u00a0", BEFORE.sub("\u00a0", text)))


class FrenchTypography(Extension):
    """Apply `typography` to the text between the tags of every template, at compile time."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type == "data":
                token = Token(token.lineno, token.type, _outside_tags(token.value))
            yield token


def _outside_tags(source: str) -> str:
    return "".join(part if part.startswith("<") else typography(part) for part in re.split(r"(<[^>]*>)", source))


def init_app(app: Flask) -> None:
    app.jinja_env.add_extension(FrenchTypography)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        day=clock.day_in_words, month=clock.month_in_words, moment=clock.moment_in_words, fr=typography, count=count,
        iso_day=iso_day,
    )
    app.jinja_env.globals.update(areas=tuple(AREAS), legal_links=tuple(LEGAL), show_bell=True, new_id=lambda: str(uuid.uuid4()))
    app.context_processor(_about_the_page)
    # first: a macro looks for the names it uses when its module is made
    app.jinja_env.globals["page_token"] = page_token
    for file, names in EVERYWHERE.items():
        module = app.jinja_env.get_template(f"components/{file}.html").module
        for name in names:
            macro = getattr(module, name)
            app.jinja_env.globals[name] = lru_cache(maxsize=500)(macro) if name in SAME_FOR_ALL else macro
    app.jinja_env.globals["token"] = page_token


def page_token() -> Any:
    """The token of the forms of this page, made once for all of them."""
    if "form_token" not in g:
        g.form_token = current_app.jinja_env.get_template("components/form.html").module.token()  # type: ignore[attr-defined]
    return g.form_token


def count(number: int, singular: str, plural: str = "") -> str:
    """« 1 fiche », « 3 fiches », « aucune fiche » is the caller's sentence."""
    word = singular if abs(number) < 2 else (plural or singular + "s")
    return f"{number} {word}"


def iso_day(written: str) -> str:
    """« 2026-11-20 » in words, or as it stands when it is no date."""
    try:
        return clock.day_in_words(date.fromisoformat(written))
    except ValueError:
        return written


def _about_the_page() -> dict[str, Any]:
    path = request.path if has_request_context() else ""
    # both stand on the person the session loaded: no page pays a query for its bell
    return {
        "comfort": getattr(current_user, "comfort", None), "unread": getattr(current_user, "unread", 0), "page_url_path": path,
    }  # fmt: skip
