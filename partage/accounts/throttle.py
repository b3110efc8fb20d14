"""How many tries, in how long: kept in the database, so that all workers count together and a restart forgets nothing.

No address is stored: a key is a digest under the instance's secret. Nobody is ever locked out for good: waits hang on
(account, network), so a right password from elsewhere passes.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass

from flask import current_app, request
from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from partage import clock
from partage.accounts.models import Attempt
from partage.db import db, writing

HOUR, DAY = 3600, 86400


@dataclass(frozen=True)
class Limit:
    """`tries` in `seconds`. With a `ceiling`, the wait doubles from 30 seconds up to it, counted from the last try."""

    name: str
    tries: int
    seconds: int
    ceiling: int = 0

    def wait(self, past: list[tuple[int, int]], now: int) -> int:
        """Seconds before another try, after `past` (moment, count) ones, oldest first."""
        left = sum(count for _, count in past) - self.tries
        if left < 0:
            return 0
        if self.ceiling:
            return max(0, past[-1][0] + min(30 * 2 ** min(left, 20), self.ceiling) - now)
        for moment, count in past:
            left -= count
            if left < 0:
                return max(1, moment + self.seconds - now)
        return self.seconds


PASSWORD_BY_ADDRESS = Limit("password-address", 10, 60)
PASSWORD_BY_ACCOUNT = Limit("password-account", 10, DAY, ceiling=900)
RESET_BY_ADDRESS = Limit("reset-address", 10, HOUR)
RESET_BY_ACCOUNT = Limit("reset-account", 3, HOUR)
LINK_BY_ADDRESS = Limit("link-address", 30, 600)
EMAIL_BY_PERSON = Limit("email-person", 5, HOUR)
JOIN_BY_ADDRESS = Limit("join-address", 5, HOUR)
INVITE_BY_PERSON = Limit("invite-person", 100, HOUR)
LONGEST = DAY


class TooManyTries(Exception):
    """Answered as 429 with Retry-After: `wait` seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


@dataclass(frozen=True)
class Ticket:
    """One try that was counted."""

    moment: int
    uses: tuple[tuple[Limit, str], ...]

    def give_back(self) -> None:
        """The try was right: it does not count, and growing waits start again from nothing. Call inside writing()."""
        for limit, key in self.uses:
            mine = Attempt.key == key
            if limit.ceiling:
                db.session.execute(delete(Attempt).where(mine))
            else:
                this = update(Attempt).where(mine, Attempt.window == self.moment, Attempt.count > 0)
                db.session.execute(this.values(count=Attempt.count - 1))


def take(*uses: tuple[Limit, str]) -> Ticket:
    """Count one try for each (limit, source), or raise TooManyTries and count nothing."""
    keyed = tuple(sorted(((limit, _key(limit, source)) for limit, source in uses), key=lambda use: use[1]))
    now = int(clock.now().timestamp())
    _check(keyed, now)  # cheap, before the lock: a flood writes nothing
    with writing():
        for _, key in keyed:
            _add(key, 0, 0)  # holds the key until commit, or two workers would both take the last try
        _check(keyed, now)
        for _, key in keyed:
            _add(key, now, 1)
    return Ticket(now, keyed)


def forgive(limit: Limit, source: str) -> None:
    """Start again from nothing: somebody proved who she is in another way. Call inside writing()."""
    db.session.execute(delete(Attempt).where(Attempt.key == _key(limit, source)))


def address() -> str:
    """Where the request comes from: one IPv4 address, or one IPv6 /64."""
    return _network(32)


def network() -> str:
    """The neighbourhood of the request: IPv4 /24, IPv6 /64."""
    return _network(24)


def forget_old() -> None:
    """Drop the tries no limit looks at any more. Call inside writing()."""
    db.session.execute(delete(Attempt).where(Attempt.window < int(clock.now().timestamp()) - LONGEST))


def _check(keyed: tuple[tuple[Limit, str], ...], now: int) -> None:
    waits = [limit.wait(_past(key, now - limit.seconds), now) for limit, key in keyed]
    if max(waits) > 0:
        raise TooManyTries(max(waits))


def _past(key: str, since: int) -> list[tuple[int, int]]:
    rows = select(Attempt.window, Attempt.count).where(Attempt.key == key, Attempt.window > since, Attempt.count > 0)
    return [(moment, count) for moment, count in db.session.execute(rows.order_by(Attempt.window))]


def _add(key: str, moment: int, count: int) -> None:
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(Attempt).values(key=key, window=moment, count=count)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["key", "window"], set_={"count": Attempt.count + count})
    )


def _key(limit: Limit, source: str) -> str:
    secret = str(current_app.secret_key).encode()
    return f"{limit.name}:{hmac.new(secret, source.encode(), hashlib.sha256).hexdigest()[:32]}"


def _network(length: int) -> str:
    try:
        source = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    source = getattr(source, "ipv4_mapped", None) or source
    return str(ipaddress.ip_network((source, length if source.version == 4 else 64), strict=False))
