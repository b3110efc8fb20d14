"""Finds what may designate a person in a text: numbers, addresses, names. `static/js/shared/personal-data.js` is the twin.

The text is first brought to plain ASCII, one character for one code point (accents, no-break spaces and exotic hyphens
go, so they hide nothing); what has no place there, such as a soft hyphen, is left out and remembered in `places`. The rules
of `personal_data.json` then run in order, and the first that takes a passage keeps it: a rule without a kind takes it away
from the others (a SIRET is no telephone). Their patterns repeat nothing without a bound: a hostile text costs what a long
one costs. A change here is a change there, and new vectors.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, NamedTuple

from partage.shared_rules.personal_data_checks import CHECKS, Page
from partage.shared_rules.personal_data_words import DATA, expanded


class Span(NamedTuple):
    """What was found: code points [start, end) of the text given, and its kind."""

    kind: str
    start: int
    end: int


class Rule(NamedTuple):
    """One rule, compiled: group 1 of its pattern is the context before, group 2 the passage."""

    kind: str
    gate: list[str]
    folded: bool
    pattern: re.Pattern[str]
    check: str
    digits: list[int]


VERSION: int = DATA["version"]
KINDS: dict[str, list[str]] = DATA["kinds"]
BLOCKING = frozenset(DATA["blocking"])


def find(text: str) -> list[Span]:
    """The passages that may designate a person, in order, none over another."""
    plain, places = _plain(text)
    page = Page(plain, plain.lower())
    for rule in RULES:
        if not rule.gate or any(word in page.low for word in rule.gate):
            _apply(rule, page)
    spans = [Span(kind, places[start], places[end - 1] + 1) for kind, start, end in page.found]
    return sorted(spans, key=lambda span: span.start)


def _apply(rule: Rule, page: Page) -> None:
    for match in rule.pattern.finditer(page.low if rule.folded else page.plain):
        start, end = match.span(2)
        kind = rule.kind
        if rule.check:
            checked = CHECKS[rule.check](page, start, end, match.start())
            if checked is None:
                continue
            start, end, harmless = checked
            kind = "" if harmless else kind
        if not rule.digits or rule.digits[0] <= page.digits(start, end) <= rule.digits[1]:
            page.take(kind, start, end)


def _plain(text: str) -> tuple[str, range | list[int]]:
    """The text in ASCII, and where each of its characters stood."""
    plain = text.translate(_TABLE)
    if len(plain) == len(text):
        return plain, range(len(text))
    return plain, [place for place, letter in enumerate(text) if _TABLE.get(ord(letter), "") is not None]


class _Table(dict[int, "str | None"]):
    """What each code point becomes: itself in ASCII, U+0001 when nothing else is known."""

    def __missing__(self, code: int) -> str:
        return chr(code) if code < 128 else "\x01"


def _codes(ranges: str) -> list[int]:
    bounds = [[int(bound, 16) for bound in one.split("-")] for one in ranges.split()]
    return [code for bound in bounds for code in range(bound[0], bound[-1] + 1)]


def _table() -> _Table:
    table = _Table()
    for code in _codes(DATA["letters"]):
        first = unicodedata.normalize("NFKD", chr(code))[0]
        if first.isascii() and first.isalnum():
            table[code] = first
    for letter, ranges in DATA["sets"].items():
        table.update(dict.fromkeys(_codes(ranges), letter))
    table.update({int(code, 16): letter for code, letter in DATA["replaced"].items()})
    table.update(dict.fromkeys(_codes(DATA["ignored"]), None))
    return table


def _compiled(rule: dict[str, Any]) -> Rule:
    pattern = re.compile(expanded(f"({rule.get('before', '')})({rule['span']}){rule.get('after', '')}"))
    return Rule(rule["kind"], rule.get("gate", []), "fold" in rule, pattern, rule.get("check", ""), rule.get("digits", []))


_TABLE = _table()
RULES = [_compiled(rule) for rule in DATA["rules"]]
