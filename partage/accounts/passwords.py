"""argon2id, at most two hashes at once in a process, and the same time spent on an unknown address."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MINIMUM, MAXIMUM = 12, 256
# OWASP's memory-hard choice: 46 MiB, one pass, one lane. Two at once keep the process under its memory budget.
_hasher = PasswordHasher(memory_cost=46 * 1024, time_cost=1, parallelism=1)
_slots = threading.BoundedSemaphore(2)
_DUMMY = "a password nobody has"


def hash_password(password: str) -> str:
    """The argon2id string to store. Slow: never call it inside a write transaction."""
    with _slots:
        return _hasher.hash(password)


def verify(stored: str | None, password: str) -> bool:
    """True when `password` is the one of `stored`. An empty `stored` costs the same time and is False."""
    with _slots:
        try:
            _hasher.verify(stored or _dummy_hash(), password)
        except (VerificationError, InvalidHashError):
            return False
    return bool(stored)


def needs_rehash(stored: str) -> bool:
    return _hasher.check_needs_rehash(stored)


def weakness(password: str, *context: str) -> str | None:
    """The French sentence that says what is wrong with a new password, or None.

    Length and a list of common ones, no rule of classes (ASVS 6.2.5); `context` words are the person's own.
    """
    if len(password) < MINIMUM:
        return f"Ce mot de passe est trop court : {MINIMUM} caractères au moins. Une phrase de 4 mots convient très bien."
    if len(password) > MAXIMUM:
        return f"Ce mot de passe est trop long : {MAXIMUM} caractères au plus."
    folded = unicodedata.normalize("NFKC", password).casefold()
    if folded in common() or len(set(folded)) < 4:
        return "Ce mot de passe est trop courant. Choisissez une phrase à vous."
    for word in context:
        if len(word) > 3 and word.casefold() in folded and len(folded) - len(word) < 8:
            return "Ce mot de passe ressemble à votre nom, à votre adresse ou à Partage. Choisissez une phrase à vous."
    return None


@cache
def common() -> frozenset[str]:
    """The common passwords of 12 characters or more: shorter ones are refused by length."""
    return frozenset((Path(__file__).parent / "common_passwords.txt").read_text().split())


@cache
def _dummy_hash() -> str:
    return _hasher.hash(_DUMMY)
