"""Every error in one place: a clear French page that says what to do, or the same as JSON for /api/."""

from __future__ import annotations

import logging
import sqlite3
from typing import Any

from flask import Flask, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from partage import typed
from partage.db import db
from partage.kinds import Invalid
from partage.operations import KeyReused, Refused
from partage.workflow import IllegalTransition

log = logging.getLogger(__name__)

PAGES = {
    400: ("Cette demande est incomplète", "Revenez à la page précédente, rechargez-la, puis recommencez."),
    401: ("Connectez-vous pour continuer", "Votre session est finie. Rien n’a été envoyé."),
    403: ("Cette page ne vous est pas ouverte", "Demandez à la coordination si vous en avez besoin."),
    404: ("Cette page n’existe pas", "Elle a pu changer d’adresse. Cherchez-la par ses mots."),
    405: ("Cette page ne s’ouvre pas ainsi", "Revenez à la page précédente et utilisez son bouton."),
    409: ("Cette page a changé entre-temps", "Quelqu’un a agi avant vous. Rien n’est perdu : rechargez la page pour voir."),
    410: ("Ce lien a déjà servi ou n’est plus valable", "Demandez-en un nouveau."),
    413: ("C’est trop lourd", "Un fichier pèse 20 Mo au plus, un texte 100 000 signes. Choisissez plus léger."),
    422: ("Ce texte ne peut pas être enregistré ainsi", "Revenez à la page précédente et corrigez ce qui est signalé."),
    429: ("Trop d’essais en peu de temps", "Attendez quelques minutes, puis recommencez."),
    500: ("Le serveur n’a pas pu répondre", "Rien n’a été enregistré. Réessayez dans un instant."),
    503: ("Le serveur est occupé", "Rien n’a été enregistré. Réessayez dans une minute."),
    507: ("Le serveur n’a plus de place", "Rien n’a été enregistré. Gardez votre texte et prévenez la coordination."),
}
CODES = {400: "csrf", 401: "sign-in", 403: "forbidden", 404: "gone", 413: "too-large", 429: "later", 503: "later"}


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(IllegalTransition, lambda error: page(409))
    app.register_error_handler(StaleDataError, lambda error: page(409))
    app.register_error_handler(IntegrityError, _integrity)
    app.register_error_handler(KeyReused, lambda error: page(422))
    app.register_error_handler(Refused, lambda error: page(422, advice=str(error)))
    app.register_error_handler(Invalid, lambda error: page(422, advice=next(iter(error.errors.values()))[0]))
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _unexpected)


def page(code: int, *, title: str = "", advice: str = "", headers: dict[str, str] | None = None, **more: Any) -> Any:
    """The answer for an HTTP status: (body, status, headers). What the person had typed is on the page."""
    default_title, default_advice = PAGES.get(code, PAGES[500])
    title, advice = title or default_title, advice or default_advice
    if request.path.startswith("/api/"):
        told = jsonify(partage=True, code=CODES.get(code, "error"), error=title, advice=advice)
        return told, code, {"X-Partage": "1", **(headers or {})}
    body = render_template("errors/page.html", code=code, title=title, advice=advice, words=typed.words(), **more)
    return body, code, headers or {}


def _http(error: HTTPException) -> Any:
    if error.response is not None or (error.code or 500) < 400:
        return error
    headers = {"Retry-After": "60"} if error.code in (429, 503) else None
    return page(error.code or 500, headers=headers)


def _csrf(_error: CSRFError) -> Any:
    return page(
        400, title="Cette page est restée ouverte trop longtemps",
        advice="Rien n’a été envoyé. Revenez à la page précédente, rechargez-la, puis renvoyez.",
    )  # fmt: skip


def _integrity(error: IntegrityError) -> Any:
    # « only one » is the database's promise: the second of two simultaneous clicks lands here
    db.session.rollback()
    log.warning("integrity on %s: %s", request.endpoint, error.orig)  # names a constraint, never a value
    return page(409)


def _database(error: DBAPIError) -> Any:
    db.session.rollback()
    message = str(error.orig)
    if isinstance(error.orig, sqlite3.OperationalError) and ("full" in message or "disk I/O" in message):
        log.error("the data disk refuses writes: %s", message)
        return page(507)
    if isinstance(error, OperationalError):
        log.error("the database is busy or away: %s", message.splitlines()[0] if message else "")
        return page(503, headers={"Retry-After": "5"})
    return _unexpected(error)


def _unexpected(error: Exception) -> Any:
    db.session.rollback()
    if isinstance(error, OSError) and error.errno == 28:
        log.error("no space left on the data disk")
        return page(507)
    log.exception("unexpected error on %s", request.endpoint)
    return page(500)
