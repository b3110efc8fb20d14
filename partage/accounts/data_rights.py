"""Taking one's data away, and leaving: each kind of text gives up or hands over what it holds, then the account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import delete, or_, select, update

from partage import clock, kinds
from partage.accounts import queries
from partage.accounts.models import ERASED_NAME, Invitation, JoinRequest, Login, PasswordReset, Structure, User
from partage.db import db
from partage.events import Event
from partage.mail import Mail
from partage.operations import Operation, Refused


class LastAdministrator(Refused):
    """Nobody could administer the instance any more."""

    def __init__(self) -> None:
        super().__init__("Vous êtes la seule personne à administrer Partage ici. Confiez d’abord ce rôle à quelqu’un.")


def export_person(user: User) -> dict[str, Any]:
    """All that is kept about a person, ready for JSON."""
    return {
        "produced_at": clock.now().isoformat(),
        "account": _account(user),
        "sessions": _rows(Login, Login.user_id == user.id, "created_at", "seen_at", "label", "is_shared", "revoked_at"),
        "password_links": _rows(PasswordReset, PasswordReset.user_id == user.id, "expires_at", "used_at"),
        "invitations_sent": _rows(Invitation, Invitation.invited_by_id == user.id, "created_at", "used_at",
                                  "withdrawn_at"),
        "join_requests": _rows(JoinRequest, JoinRequest.email == user.email, "created_at", "name", "email",
                               "structure_name", "message", "decided_at", "approved"),
        "mails_waiting": _rows(Mail, Mail.to == user.email, "created_at", "subject"),
        "writes": _rows(Operation, Operation.user_id == user.id, "at", "name"),
        "journal": _rows(Event, or_(Event.by_id == user.id, (Event.kind == "user") & (Event.thing_id == user.id)),
                         "at", "name", "kind", "thing_id"),
        **{kind.name: kind.export(user) for kind in kinds.every() if kind.export},
        "other_traces": _traces(user),
    }  # fmt: skip


def erase_person(user: User, keep_texts: bool, by: Any) -> None:
    """Leave 0 rows with the name or the address; texts stay under « Compte supprimé » or go. Call inside writing().

    Raises LastAdministrator.
    """
    if queries.is_last_administrator(user):
        raise LastAdministrator
    for kind in kinds.every():
        if kind.forget:
            kind.forget(user, keep_texts)
    _forget_mails(user)
    _forget_links(user)
    for model in (Login, PasswordReset, Operation):
        db.session.execute(delete(model).where(model.user_id == user.id))
    db.session.execute(update(Invitation).where(Invitation.email == user.email).values(email=None))
    db.session.execute(delete(JoinRequest).where(JoinRequest.email == user.email))
    user.erase(by=by, keep_texts=keep_texts)


def _forget_links(user: User) -> None:
    """What she followed and kept at hand: the rows whose very key is the person, in any feature."""
    for table, column in _pointing_to_people():
        if column.primary_key:
            db.session.execute(delete(table).where(column == user.id))


def _forget_mails(user: User) -> None:
    """Those to the person do not leave; those that name her, to others, say « Compte supprimé »."""
    db.session.execute(delete(Mail).where(Mail.to == user.email))
    named = or_(Mail.subject.contains(user.name, autoescape=True), Mail.body.contains(user.name, autoescape=True))
    for mail in db.session.scalars(select(Mail).where(named)):
        mail.subject = mail.subject.replace(user.name, ERASED_NAME)[:200]
        mail.body = mail.body.replace(user.name, ERASED_NAME)


def _account(user: User) -> dict[str, Any]:
    structure = db.session.get(Structure, user.structure_id) if user.structure_id else None
    columns = ("email", "name", "job", "presentation", "visibility", "roles", "comfort", "created_at", "seen_on")
    return {
        **{name: _plain(getattr(user, name)) for name in columns},
        "structure": structure.name if structure else None,
    }


def _rows(model: Any, condition: Any, *columns: str) -> list[dict[str, Any]]:
    wanted = select(*(getattr(model, name) for name in columns)).where(condition)
    found = db.session.execute(wanted.order_by(*model.__table__.primary_key))
    return [{name: _plain(value) for name, value in zip(columns, row, strict=True)} for row in found]


def _traces(user: User) -> list[dict[str, Any]]:
    """Every row that points to the person: which table, as what, which row. Not its words, maybe somebody else's."""
    told = {model.__table__ for model in (Login, PasswordReset, Operation, Event)}
    traces = []
    for table, column in _pointing_to_people():
        if table not in told:
            found = db.session.execute(select(*table.primary_key).where(column == user.id).order_by(*table.primary_key))
            traces += [{"table": table.name, "as": column.name, "row": [_plain(key) for key in row]} for row in found]
    return traces


def _pointing_to_people() -> Iterator[tuple[Any, Any]]:
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table is User.__table__ for key in column.foreign_keys):
                yield table, column


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value  # a datetime is a date
