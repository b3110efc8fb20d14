"""People, and what proves who somebody is."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Any

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partage import clock, events
from partage.accounts.attempts import Attempt as Attempt
from partage.accounts.states import INVITATION_MOVES, REQUEST_MOVES, InvitationState, RequestState
from partage.accounts.structures import STRUCTURE_KINDS as STRUCTURE_KINDS
from partage.accounts.structures import Structure
from partage.db import db, long, short
from partage.workflow import check_transition

ROLES = {
    "moderator": "Modération",
    "coordinator": "Coordination et animation",
    "administrator": "Administration",
}
ERASED_NAME = "Compte supprimé"
INVITATION_LIFE = timedelta(days=7)
RESET_LIFE = timedelta(minutes=30)
OWN_DEVICE_LIFE = timedelta(days=30)
SHARED_DEVICE_IDLE = timedelta(minutes=30)
SHARED_DEVICE_LIFE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=5)


def token_digest(token: str) -> str:
    """What is stored of a 256-bit token: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """256 random bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def normal_email(typed: str) -> str:
    """The one way an address is stored and looked for."""
    return typed.strip().lower()


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
    unread: Mapped[int] = mapped_column(default=0)  # notifications not seen: here, because every page shows the bell
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_on: Mapped[date | None]
    disabled_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    structure: Mapped[Structure | None] = relationship(lazy="raise_on_sql")

    login: Login | None = None  # set by the session that loaded this person

    def get_id(self) -> str:  # what Flask-Login keeps in the cookie: the token of this session, never the user id
        return self.session_token

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

    @property
    def role_labels(self) -> list[str]:
        return [label for role, label in ROLES.items() if role in (self.roles or ())]

    def set_password(self, password_hash: str, *, by: Any, event: str = "account.password_changed") -> None:
        """Keep a new hash. Links to choose another one die; ending the sessions is the caller's."""
        self.password_hash = password_hash
        self._close_resets()
        events.record(event, self, by=by)

    def _close_resets(self) -> None:
        db.session.execute(update(PasswordReset).filter_by(user_id=self.id, used_at=None).values(used_at=clock.now()))

    def change_email(self, email: str, *, by: Any) -> None:
        """Sign in with another address, whose mailbox was proved. Links sent to the former one die."""
        self.email = email
        self._close_resets()
        events.record("account.email_changed", self, by=by)

    def edit_profile(self, *, name: str, job: str, presentation: str, visibility: str, by: Any) -> None:
        self.name, self.job, self.presentation, self.visibility = name, job, presentation, visibility
        events.record("account.profile_changed", self, by=by)

    def move_to(self, structure_id: int | None, *, by: Any) -> None:
        """Work in another structure, or in none."""
        if structure_id != self.structure_id:
            self.structure_id = structure_id
            self.epoch += 1
            events.record("account.structure_changed", self, by=by, structure=structure_id)

    def erase(self, *, by: Any, keep_texts: bool = True) -> None:
        """Empty the row of all that says who this was; `data_rights.erase_person` does the rest."""
        self.email, self.name, self.password_hash = None, ERASED_NAME, ""
        self.roles, self.structure_id, self.job, self.presentation = [], None, "", ""
        self.visibility, self.comfort, self.seen_on = "members", {}, None
        self.erased_at = clock.now()
        self.epoch += 1
        events.record("account.erased", self, by=by, keep_texts=keep_texts)

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
        """False once revoked or idle too long: 30 days on one's own device, 30 minutes (12 hours in all) if shared."""
        if self.is_shared and moment - self.created_at > SHARED_DEVICE_LIFE:
            return False
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
    invited_by: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[invited_by_id])

    @property
    def state(self) -> InvitationState:
        if self.used_at:
            return InvitationState.USED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        return InvitationState.OPEN if clock.now() < self.expires_at else InvitationState.EXPIRED

    @property
    def is_open(self) -> bool:
        return self.state is InvitationState.OPEN

    @classmethod
    def issue(cls, token: str, *, by: Any, email: str | None = None, structure_id: int | None = None) -> Invitation:
        """Open an invitation whose link holds `token`."""
        moment = clock.now()
        invitation = cls(
            digest=token_digest(token), email=email, structure_id=structure_id, invited_by_id=getattr(by, "id", None),
            created_at=moment, expires_at=moment + INVITATION_LIFE,
        )  # fmt: skip
        db.session.add(invitation)
        db.session.flush()
        events.record("invitation.issued", invitation, by=by)
        return invitation

    def accept(self, *, name: str, email: str, password_hash: str, job: str, structure_id: int | None) -> User:
        """Use the link up: the account it opens. The address leaves this row, the account has it."""
        check_transition(INVITATION_MOVES, self.state, InvitationState.USED)
        person = User(email=email, name=name, password_hash=password_hash, job=job, structure_id=structure_id)
        db.session.add(person)
        db.session.flush()
        self.used_at, self.used_by_id, self.email = clock.now(), person.id, None
        events.record("account.opened", person, by=person, invitation=self.id)
        return person

    def withdraw(self, *, by: Any) -> None:
        """The link stops working."""
        check_transition(INVITATION_MOVES, self.state, InvitationState.WITHDRAWN)
        self.withdrawn_at = clock.now()
        events.record("invitation.withdrawn", self, by=by)


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

    @property
    def state(self) -> RequestState:
        if self.decided_at is None:
            return RequestState.WAITING
        return RequestState.APPROVED if self.approved else RequestState.DECLINED

    @classmethod
    def file(cls, *, name: str, email: str, structure_name: str, message: str) -> None:
        """Keep a request for the coordination to read."""
        asked = cls(name=name, email=email, structure_name=structure_name, message=message, created_at=clock.now())
        db.session.add(asked)
        db.session.flush()
        events.record("join_request.filed", asked)

    def approve(self, token: str, *, by: Any) -> Invitation:
        """Say yes: an invitation to the address, with `token` in its link."""
        self._decide(RequestState.APPROVED, by=by)
        return Invitation.issue(token, by=by, email=self.email)

    def decline(self, *, by: Any) -> None:
        self._decide(RequestState.DECLINED, by=by)

    def _decide(self, state: RequestState, *, by: Any) -> None:
        check_transition(REQUEST_MOVES, self.state, state)
        self.decided_at, self.decided_by_id, self.approved = clock.now(), by.id, state is RequestState.APPROVED
        events.record(f"join_request.{state.value}", self, by=by)


class PasswordReset(db.Model):
    """A single-use link to choose a new password, valid 30 minutes; 7 days for an account that never had one."""

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = short(64, unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise_on_sql")

    @classmethod
    def issue(cls, person: User, token: str, *, life: timedelta = RESET_LIFE, by: Any = None) -> None:
        """Make `token` good for one new password of `person`."""
        db.session.add(cls(digest=token_digest(token), user_id=person.id, expires_at=clock.now() + life))
        events.record("account.reset_asked", person, by=by)

    @property
    def is_open(self) -> bool:
        return self.used_at is None and clock.now() < self.expires_at and self.user.is_active
