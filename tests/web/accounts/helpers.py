"""What several tests about accounts do: sign in through the page, read the mails, count lines of the journal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from partage import create_app
from partage.db import db
from partage.events import Event
from partage.mail import Mail
from tests.cast import PASSWORD

NEW = "une phrase toute neuve"
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}
TOKEN = re.compile(r"https?://\S+/(?:invitation|mot-de-passe-oublie)/(\S+)")


def enter(client: FlaskClient, email: str = "nadia@exemple.test", password: str = PASSWORD, **more: Any) -> Any:
    """Fill in the sign-in page."""
    where = more.pop("where", {})
    return client.post("/connexion", data={"email": email, "password": password, **more}, environ_base=where)


def is_in(client: FlaskClient) -> bool:
    """True when /compte answers this client."""
    return client.get("/compte").status_code == 200


def words(page: str, email: str = "") -> str:
    """A page without what differs from one reading to the next: the form's token, and the address typed in it."""
    page = re.sub(r'(name="(?:csrf_token|client_id)"[^>]*value=")[^"]*', r"\1", page)
    return page.replace(email, "X") if email else page


def cookie(client: FlaskClient, name: str = "partage") -> str:
    """The value of the session cookie."""
    return client.get_cookie(name).value


def replay(app: Flask, value: str) -> FlaskClient:
    """Another browser that holds a copy of a cookie."""
    client = app.test_client()
    client.set_cookie("partage", value)
    return client


def mails() -> list[Mail]:
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def token_of(mail: Mail) -> str:
    """The token in the link of a mail."""
    return TOKEN.search(mail.body).group(1)


def happened(name: str) -> list[Event]:
    return list(db.session.scalars(select(Event).filter_by(name=name).order_by(Event.id)))


def second_app(folder: Path, **environ: str) -> Flask:
    """Another instance, on its own SQLite file unless told otherwise, migrated."""
    from partage.migrate import upgrade

    folder.chmod(0o700)
    app = create_app({"PARTAGE_DATA": str(folder), "PARTAGE_SECRET_KEY": "y" * 40, **environ})
    app.testing = True
    with app.app_context():
        upgrade()
        db.session.remove()
    return app
