"""What templates can call, and French typography put in once, when a template is compiled."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from flask import Flask, g, has_request_context, request
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


AREAS = [Area("accueil", "Accueil", "/", "house"), Area("pratiques", "Pratiques", "/pratiques", "book-open")]
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
    app.jinja_env.globals.update(areas=tuple(AREAS), legal_links=tuple(LEGAL), show_bell=False, new_id=lambda: str(uuid.uuid4()))
    app.context_processor(_about_the_page)
    for file, names in EVERYWHERE.items():
        module = app.jinja_env.get_template(f"components/{file}.html").module
        app.jinja_env.globals.update({name: _once(name, getattr(module, name)) for name in names})


def _once(name: str, macro: Callable[..., Any]) -> Callable[..., Any]:
    """A macro whose HTML is made once: by process for what is the same for all, by page for the token of its forms."""
    if name in SAME_FOR_ALL:
        return lru_cache(maxsize=500)(macro)
    if name != "token":
        return macro

    def token() -> Any:
        if "form_token" not in g:
            g.form_token = macro()
        return g.form_token

    return token


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
    return {"comfort": getattr(current_user, "comfort", None), "page_url_path": request.path if has_request_context() else ""}
