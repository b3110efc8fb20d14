"""Choosing a password, and hashing it (S15, V6.2)."""

from __future__ import annotations

import pytest

from partage.accounts import passwords

MINE = ("Nadia Berger", "nadia@exemple.test", "Mission locale de Montbrun", "Partage")


@pytest.mark.parametrize(
    "password",
    ["tout en minuscules", "Éàü îôê ëïèù", "🙂🙃😉😌😍🥰😘😗😙😚😋😛", "1829 4756 3014", " au début et à la fin ",
     "x9" + "qu’il pleuve " * 18],
)  # fmt: skip
def test_any_twelve_characters_will_do(password):
    assert passwords.weakness(password, *MINE) is None


@pytest.mark.parametrize("password", ["", "onze lettre", "🙂" * 11])
def test_shorter_is_refused(password):
    assert "trop court" in passwords.weakness(password)


def test_at_least_64_are_allowed_and_endless_ones_refused_at_once():
    assert passwords.weakness("une longue phrase à retenir. " * 8) is None
    assert "trop long" in passwords.weakness("x" * 10_000)


@pytest.mark.parametrize(
    "password",
    ["123456789012", "azertyuiop12", "motdepasse1234", "administrateur", "MotDePasse1234", "qwertyuiop123",
     "1q2w3e4r5t6y", "aaaaaaaaaaaa", "ababababababab", "soleil123456", "password1234", "jetaimejetaime"],
)  # fmt: skip
def test_common_ones_are_refused_whatever_their_capitals(password):
    assert "trop courant" in passwords.weakness(password)


@pytest.mark.parametrize(
    "password",
    ["nadiaberger2026", "Berger-Nadia!!", "nadia@exemple.test", "partage-partage", "MissionLocaleMontbrun48"],
)
def test_ones_made_of_own_words_are_refused(password):
    assert passwords.weakness(password, *MINE)


def test_own_word_inside_a_long_sentence_is_fine():
    assert passwords.weakness("nadia mange des cerises au printemps", *MINE) is None


def test_list_holds_long_ones_only_and_enough_of_them():
    common = passwords.common()
    assert len(common) > 10_000
    assert min(map(len, common)) >= passwords.MINIMUM
    assert all(word == word.casefold() for word in common)


def test_hash_is_strong_salted_and_of_the_bytes_typed():
    one, other = passwords.hash_password("quatre mots"), passwords.hash_password("quatre mots")
    assert one != other and one.startswith("$argon2id$")
    assert passwords.verify(one, "quatre mots")
    assert not passwords.verify(one, "quatre mots ") and not passwords.verify(one, "Quatre mots")
    assert not passwords.needs_rehash(one)


def test_long_password_is_not_cut():
    stored = passwords.hash_password("a" * 100 + "b")
    assert not passwords.verify(stored, "a" * 100 + "c")


def test_unknown_account_costs_the_same_hash_and_is_never_right():
    assert not passwords.needs_rehash(passwords.NOBODY)
    assert not passwords.verify(None, "x") and not passwords.verify("", "")
    assert not passwords.verify("not a hash", "x")
