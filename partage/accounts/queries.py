"""Accounts, structures, sessions and invitations: what lists and views start from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, String, cast, false, select
from sqlalchemy.orm import joinedload, selectinload

from partage import clock
from partage.accounts.models import (
    OWN_DEVICE_LIFE,
    Invitation,
    JoinRequest,
    Login,
    PasswordReset,
    Structure,
    User,
    normal_email,
    token_digest,
)
from partage.db import db, is_writing


def find_account(email: str) -> User | None:
    """The open account of that address."""
    return db.session.scalar(select(User).where(User.email == normal_email(email), *_active()))


def anybody() -> User | None:
    """The first account, to do for nobody what is done for somebody."""
    return db.session.scalars(select(User).order_by(User.id).limit(1)).first()


def is_known(email: str) -> bool:
    """True when an account, even closed, holds that address."""
    return db.session.scalar(select(User.id).where(User.email == normal_email(email))) is not None


def is_waiting(email: str) -> bool:
    """True when that address asked for an account and nobody answered yet."""
    return db.session.scalar(waiting_requests().where(JoinRequest.email == normal_email(email)).limit(1)) is not None


def visible_people(user: Any) -> Select[Any]:
    """Ids of the people this person may look up: open accounts, for members only."""
    if user is None or not user.is_authenticated:
        return select(User.id).where(false())
    return select(User.id).where(*_active())


def visible_structures(user: Any) -> Select[Any]:
    """Ids of the structures this person may look up: those in use, for members only."""
    if user is None or not user.is_authenticated:
        return select(Structure.id).where(false())
    return select(Structure.id).where(Structure.archived_at.is_(None))


def structures() -> Select[Any]:
    """The structures in use, by name."""
    return select(Structure).where(Structure.archived_at.is_(None)).order_by(Structure.name, Structure.id)


def people_of(structure: Structure) -> Select[Any]:
    """The open accounts of a structure, by name."""
    return select(User).where(User.structure_id == structure.id, *_active()).order_by(User.name, User.id)


def find_person(number: int, reader: Any) -> User | None:
    """Somebody `reader` may look up, with her structure."""
    found = select(User).where(User.id == number, User.id.in_(visible_people(reader)))
    return db.session.scalar(found.options(joinedload(User.structure)))


def administrators() -> Select[Any]:
    """The open accounts that hold the role of administrator. On PostgreSQL, `.with_for_update()` makes a count hold."""
    return select(User).where(cast(User.roles, String).contains('"administrator"'), *_active())


def is_last_administrator(person: User) -> bool:
    """True when nobody else could administer the instance. Call inside writing(): the others are locked."""
    if not person.has_role("administrator"):
        return False
    others = administrators().where(User.id != person.id).with_for_update()
    return db.session.scalars(others).first() is None


def living_logins(person: User) -> list[Login]:
    """The sessions of a person that still open something, the last used first."""
    found = select(Login).where(
        Login.user_id == person.id, Login.revoked_at.is_(None), Login.seen_at > clock.now() - OWN_DEVICE_LIFE
    )
    rows = db.session.scalars(found.order_by(Login.seen_at.desc(), Login.id.desc()))
    return [login for login in rows if login.is_alive(clock.now())]


def find_reset(token: str) -> PasswordReset | None:
    """The link to choose a password that holds `token`, used or not, with its account; locked inside writing()."""
    found = select(PasswordReset).where(PasswordReset.digest == token_digest(token))
    return db.session.scalar(_locked(found.options(selectinload(PasswordReset.user))))


def find_invitation(token: str) -> Invitation | None:
    """The invitation whose link holds `token`, open or not, with its structure; locked inside writing()."""
    found = select(Invitation).where(Invitation.digest == token_digest(token))
    return db.session.scalar(_locked(found.options(selectinload(Invitation.structure))))


def open_invitations() -> Select[Any]:
    """What waits for an answer, the newest first, with structure and author."""
    return (
        select(Invitation)
        .where(Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None), Invitation.expires_at > clock.now())
        .options(joinedload(Invitation.structure), joinedload(Invitation.invited_by))
        .order_by(Invitation.id.desc())
    )


def waiting_requests() -> Select[Any]:
    """The requests for an account nobody has decided, the oldest first."""
    return select(JoinRequest).where(JoinRequest.decided_at.is_(None)).order_by(JoinRequest.id)


def _locked(found: Select[Any]) -> Select[Any]:
    # PostgreSQL lets two transactions read the same open link; SQLite has one writer at a time and ignores this
    return found.with_for_update().execution_options(populate_existing=True) if is_writing() else found


def _active() -> tuple[Any, Any]:
    return User.disabled_at.is_(None), User.erased_at.is_(None)
