"""People and structures, and what proves who somebody is."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Any

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partage import clock, events
from partage.db import db, long, short

ROLES = {
    "moderator": "Modération",
    "coordinator": "Coordination et animation",
    "administrator": "Administration",
}
STRUCTURE_KINDS = {
    "mission-locale": "Mission locale",
    "france-services": "France services",
    "france-travail": "France Travail",
    "mediatheque": "Médiathèque",
    "centre-social": "Centre social",
    "ccas": "CCAS",
    "association": "Association",
    "autre": "Autre structure",
}
ERASED_NAME = "Compte supprimé"
INVITATION_LIFE = timedelta(days=7)
RESET_LIFE = timedelta(minutes=30)
OWN_DEVICE_LIFE = timedelta(days=30)
SHARED_DEVICE_IDLE = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=5)


def token_digest(token: str) -> str:
    """What is stored of a 256-bit token: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """256 random bits, safe in a URL."""
    return secrets.token_urlsafe(32)


class Structure(db.Model):
    """Where people work. `offer` is « Ce que nous proposons »."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = short(100, unique=True)
    name: Mapped[str] = short(120)
    structure_kind: Mapped[str] = short(30, default="autre")
    town: Mapped[str] = short(80, default="")
    department: Mapped[str] = short(3, default="")
    offer: Mapped[str] = long(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    archived_at: Mapped[datetime | None]

    @property
    def title(self) -> str:
        return self.name


class User(UserMixin, db.Model):
    """A person's account. An erased one keeps its row, without name or address, so that texts keep an author."""

    __allow_unmapped__ = True  # `login` and `session_token` live for one request, outside the table

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = short(254, unique=True)
    name: Mapped[str] = short(80)
    password_hash: Mapped[str] = short(200, default="")
    roles: Mapped[list[str]] = mapped_column(default=list)
    structure_id: Mapped[int | None] = mapped_column(ForeignKey("structure.id", ondelete="SET NULL"), index=True)
    job: Mapped[str] = short(120, default="")
    presentation: Mapped[str] = long(default="")
    # who sees job and presentation: "members" or "staff" (coordination only)
    visibility: Mapped[str] = short(10, default="members")
    comfort: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # raised when rights change: the phone then starts its copy again from nothing
    epoch: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_on: Mapped[date | None]
    disabled_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    structure: Mapped[Structure | None] = relationship(lazy="raise_on_sql")

    login: Login | None = None  # set by the session that loaded this person

    def get_id(self) -> str:  # what Flask-Login keeps in the cookie: the token of this session, never the user id
        return self.session_token  # type: ignore[no-any-return]

    session_token = ""

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None and self.erased_at is None

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split()[:2]).upper() or "?"

    def has_role(self, *roles: str) -> bool:
        """True when the person holds at least one of `roles`."""
        return not set(roles).isdisjoint(self.roles or ())

    def grant_roles(self, roles: list[str], *, by: Any) -> None:
        """Set the roles of a person. Unknown names are a programming error."""
        if not set(roles) <= set(ROLES):
            raise ValueError(roles)
        before, self.roles = self.roles, sorted(set(roles))
        if before != self.roles:
            self.epoch += 1
            events.record("account.roles_changed", self, by=by, before=before, after=self.roles)

    def disable(self, *, by: Any) -> None:
        """Close the account: no session survives, texts stay."""
        self.disabled_at = clock.now()
        self.epoch += 1
        events.record("account.disabled", self, by=by)

    def enable(self, *, by: Any) -> None:
        self.disabled_at = None
        events.record("account.enabled", self, by=by)


class Login(db.Model):
    """One signed-in device. The cookie holds the token, the table its digest; revoking is a column."""

    __table_args__ = (Index("ix_login_user", "user_id", "revoked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = short(64, unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    fresh_at: Mapped[datetime | None]
    label: Mapped[str] = short(80, default="")
    is_shared: Mapped[bool] = mapped_column(default=False)
    revoked_at: Mapped[datetime | None]

    def is_alive(self, moment: datetime) -> bool:
        """False once revoked or idle too long: 30 days on one's own device, 30 minutes on a shared one."""
        idle = SHARED_DEVICE_IDLE if self.is_shared else OWN_DEVICE_LIFE
        return self.revoked_at is None and moment - self.seen_at <= idle

    def revoke(self) -> None:
        self.revoked_at = self.revoked_at or clock.now()


class Invitation(db.Model):
    """A single-use link to open an account, valid 7 days. Without an address it is shown as a QR code."""

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = short(64, unique=True)
    email: Mapped[str | None] = short(254)
    structure_id: Mapped[int | None] = mapped_column(ForeignKey("structure.id", ondelete="SET NULL"))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    withdrawn_at: Mapped[datetime | None]

    structure: Mapped[Structure | None] = relationship(lazy="raise_on_sql")

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None and clock.now() < self.expires_at


class JoinRequest(db.Model):
    """Somebody asks for an account; a coordinator approves (an invitation leaves) or declines."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = short(80)
    email: Mapped[str] = short(254)
    structure_name: Mapped[str] = short(120, default="")
    message: Mapped[str] = long(default="")
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    approved: Mapped[bool | None]


class PasswordReset(db.Model):
    """A single-use link to choose a new password, valid 30 minutes."""

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = short(64, unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Attempt(db.Model):
    """How many tries of one kind a source made in a window. Shared by all workers, survives a restart."""

    key: Mapped[str] = mapped_column(primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(default=0)
