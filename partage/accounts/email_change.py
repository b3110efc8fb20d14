"""The link that proves a new address. Nothing waits in the database: the token says what it is for, signed, for an hour.

It holds for the account as it was: another address or another password since, and it is worth nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from partage import clock
from partage.accounts import queries
from partage.accounts.models import User, token_digest
from partage.db import db

LIFE = timedelta(hours=1)


@dataclass(frozen=True)
class Change:
    """Somebody who asked for an address, and the address."""

    person: User
    email: str


def token_for(person: User, email: str) -> str:
    return str(_signer().dumps([person.id, email, _as_it_is(person), int((clock.now() + LIFE).timestamp())]))


def read(token: str) -> Change | None:
    """The change this token still allows."""
    try:
        number, email, stamp, end = _signer().loads(token)
    except BadData:
        return None
    if clock.now().timestamp() > end:
        return None
    person = db.session.get(User, number)
    if person is None or not person.is_active or _as_it_is(person) != stamp or queries.is_known(email):
        return None
    return Change(person, email)


def _as_it_is(person: User) -> str:
    return token_digest(f"{person.email}\n{person.password_hash}")[:32]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="partage.email-change")
