"""The same people in every test, and what they may do.

Nadia and Youssef are members; Claire and Maud are designated experts of « Accès aux droits » (Maud also of « Emploi »);
Inès moderates, Paul coordinates, Agnès administers.
"""

from __future__ import annotations

from types import SimpleNamespace

from flask import Flask
from flask.testing import FlaskClient

from partage import clock
from partage.accounts.models import Login, Structure, User, new_token, token_digest
from partage.accounts.passwords import hash_password
from partage.db import db, writing
from partage.topics.models import Topic

PASSWORD = "quatre mots pour entrer"
_hash = ""


def create_cast() -> SimpleNamespace:
    """Everybody, two structures and two themes, committed. Attributes are ids; use `person()` to load one."""
    global _hash
    _hash = _hash or hash_password(PASSWORD)
    with writing():
        structures = [
            Structure(slug="france-services-valdorgue", name="France services de Valdorgue", structure_kind="france-services",
                      town="Valdorgue", department="48"),
            Structure(slug="mission-locale-montbrun", name="Mission locale de Montbrun", structure_kind="mission-locale",
                      town="Montbrun", department="48"),
        ]  # fmt: skip
        db.session.add_all(structures)
        topics = [
            Topic(slug="acces-aux-droits", name="Accès aux droits et démarches", icon="landmark", position=1),
            Topic(slug="emploi-formation", name="Emploi et formation", icon="briefcase", position=2),
        ]
        db.session.add_all(topics)
        db.session.flush()
        people = {}
        for name, last, roles in (
            ("nadia", "Berger", []), ("youssef", "Amrani", []), ("claire", "Fabre", []), ("maud", "Teyssier", []),
            ("ines", "Delmas", ["moderator"]), ("paul", "Vidal", ["coordinator"]), ("agnes", "Roux", ["administrator"]),
        ):  # fmt: skip
            first = {"ines": "Inès", "agnes": "Agnès"}.get(name, name.capitalize())
            people[name] = User(
                email=f"{name}@exemple.test", name=f"{first} {last}", password_hash=_hash, roles=roles,
                structure_id=structures[len(people) % 2].id, job="Conseil",
            )  # fmt: skip
        db.session.add_all(people.values())
        db.session.flush()
        rights, work = topics
        rights.designate(people["claire"], by=people["paul"], why="Référente du réseau", quiet=True)
        rights.designate(people["maud"], by=people["paul"], why="Formée par la CAF", deputy_order=1, quiet=True)
        work.designate(people["maud"], by=people["paul"], why="Conseillère emploi", quiet=True)
        ids = {name: person.id for name, person in people.items()}
        ids |= {"rights": rights.id, "work": work.id, "valdorgue": structures[0].id, "montbrun": structures[1].id}
    return SimpleNamespace(**ids)


def person(number: int) -> User:
    """The account of that id, as it is now."""
    return db.session.get_one(User, number, populate_existing=True)


def sign_in(app: Flask, number: int, *, shared: bool = False, fresh: bool = True) -> FlaskClient:
    """A client whose session belongs to that person, without paying for a password hash."""
    token, moment = new_token(), clock.now()
    with writing():
        db.session.add(
            Login(digest=token_digest(token), user_id=number, created_at=moment, seen_at=moment, is_shared=shared,
                  fresh_at=moment if fresh else None, label="Navigateur de test")
        )  # fmt: skip
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
        session.permanent = not shared
    return client
