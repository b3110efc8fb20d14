"""argon2id, at most two hashes at once in a process, and the same time spent on an unknown address."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from partage.text import fold

MINIMUM, MAXIMUM = 12, 256
OWN_PART = 8  # characters that must be left once the person's own words are taken out
# OWASP's memory-hard choice: 46 MiB, one pass, one lane. Two at once keep the process under its memory budget.
_hasher = PasswordHasher(memory_cost=46 * 1024, time_cost=1, parallelism=1)
_slots = threading.BoundedSemaphore(2)
# of a random password nobody kept; a test holds its parameters to those above, or an unknown address would show
NOBODY = "$argon2id$v=19$m=47104,t=1,p=1$NfMFrB2NawBhD/jubUauQA$R3H5ZDThht5gfSNgi8s0GrSJBbPPRo+l58R+Q8DNK78"


def hash_password(password: str) -> str:
    """The argon2id string to store. Slow: never call it inside a write transaction."""
    with _slots:
        return _hasher.hash(password)


def verify(stored: str | None, password: str) -> bool:
    """True when `password` is the one of `stored`. An empty `stored` costs the same time and is False."""
    with _slots:
        try:
            _hasher.verify(stored or NOBODY, password)
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
        return f"Ce mot de passe est trop court : {MINIMUM} caractères au moins. Une phrase de 4 mots convient."
    if len(password) > MAXIMUM:
        return f"Ce mot de passe est trop long : {MAXIMUM} caractères au plus."
    folded = unicodedata.normalize("NFKC", password).casefold()
    if folded in common() or len(set(folded)) < 4:
        return "Ce mot de passe est trop courant. Choisissez une phrase à vous."
    bare = fold(folded)
    rest = bare
    for word in own_words(*context):
        rest = rest.replace(word, "")
    if rest != bare and len(rest) < OWN_PART:
        return "Ce mot de passe ressemble à votre nom, à votre adresse ou à Partage. Choisissez une phrase à vous."
    return None


def own_words(*context: str) -> list[str]:
    """The words of more than 3 letters in names and addresses, the longest first, without accents."""
    words = re.split(r"[^a-z0-9]+", fold(" ".join(("partage", *context))))
    return sorted({word for word in words if len(word) > 3}, key=len, reverse=True)


@cache
def common() -> frozenset[str]:
    """The common passwords of 12 characters or more: shorter ones are refused by length."""
    lines = (Path(__file__).parent / "common_passwords.txt").read_text().splitlines()
    return frozenset(line for line in lines if not line.startswith("# "))
