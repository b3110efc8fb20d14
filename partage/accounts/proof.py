"""Who proved what. Whatever the proof (a password today), it ends in `sessions.open_session` or `renew_session`."""

from __future__ import annotations

from dataclasses import dataclass

from partage import events
from partage.accounts import passwords, queries, throttle
from partage.accounts.models import User, normal_email
from partage.db import writing


@dataclass(frozen=True)
class Proof:
    """A password was right a moment ago, outside any transaction."""

    person: User
    stored: str
    rehashed: str
    ticket: throttle.Ticket

    def settle(self) -> bool:
        """Under the lock: forget the try, keep a stronger hash. False when the account changed meanwhile."""
        self.ticket.give_back()
        if not self.person.is_active or self.person.password_hash != self.stored:
            return False
        if self.rehashed:
            self.person.password_hash = self.rehashed
        return True


def by_password(email: str, password: str) -> Proof | None:
    """The account of `email` if this is its password; None for an unknown, closed or mistyped one, in the same time.

    Raises throttle.TooManyTries. Call outside writing(): hashing is slow on purpose.
    """
    email = normal_email(email)
    ticket = throttle.take(
        (throttle.PASSWORD_BY_ADDRESS, throttle.address()),
        (throttle.PASSWORD_BY_ACCOUNT, f"{email} {throttle.network()}"),
    )
    person = queries.find_account(email)
    stored = person.password_hash if person else ""
    if not passwords.verify(stored, password) or person is None:
        with writing():
            # an event without address: neither the typed one nor where it came from
            events.record("account.sign_in_refused", person or User())
        return None
    rehashed = passwords.hash_password(password) if passwords.needs_rehash(stored) else ""
    return Proof(person, stored, rehashed, ticket)
