"""Finds what may designate a person in a text: numbers, addresses, names. `static/js/shared/personal-data.js` is the twin.

The text is first brought to plain ASCII, one character for one code point (accents, no-break spaces and exotic hyphens
go, so they hide nothing); what has no place there, such as a soft hyphen, is left out and remembered in `places`. The rules
of `personal_data.json` then run in order, and the first that takes a passage keeps it: a rule without a kind takes it away
from the others (a SIRET is no telephone). A rule is tried only where one of its `starts` stands (# is the first digit of a
number) and, with a `gate`, only in a text that holds one of its words. Patterns repeat nothing without a bound: a hostile
text costs what a long one costs. A change here is a change there, and new vectors.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

from partage.shared_rules.personal_data_checks import CHECKS
from partage.shared_rules.personal_data_page import Page
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
    starts: list[str]
    folded: bool
    pattern: re.Pattern[str]
    check: str
    digits: list[int]


VERSION: int = DATA["version"]
KINDS: dict[str, list[str]] = DATA["kinds"]
BLOCKING = frozenset(DATA["blocking"])


def find(text: str) -> list[Span]:
    """The passages that may designate a person, in order, none over another."""
    plain, places = plain_text(text)
    page = Page(plain, plain.lower())
    for rule in RULES:
        _apply(rule, page)
    spans = [Span(kind, places[start], places[end - 1] + 1) for kind, start, end in page.found]
    return sorted(spans, key=lambda span: span.start)


def matches(rule: Rule, page: Page) -> Iterator[re.Match[str]]:
    """Where the pattern of a rule holds, one after the other."""
    text = page.low if rule.folded else page.plain
    if rule.gate and not any(word in page.low for word in rule.gate):
        return
    if not rule.starts:
        yield from rule.pattern.finditer(text)
    end = 0
    for place in page.places(rule.starts):
        if place >= end and (match := rule.pattern.match(text, place)):
            end = match.end()
            yield match


def _apply(rule: Rule, page: Page) -> None:
    for match in matches(rule, page):
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


def plain_text(text: str) -> tuple[str, range | list[int]]:
    """The text in ASCII, and where each of its characters stood."""
    plain = _FOREIGN.sub(lambda match: _TABLE.get(match.group(), "\x01"), text)
    if len(plain) == len(text):
        return plain, range(len(text))
    return plain, [place for place, letter in enumerate(text) if letter not in _IGNORED]


def _codes(ranges: str) -> list[int]:
    bounds = [[int(bound, 16) for bound in one.split("-")] for one in ranges.split()]
    return [code for bound in bounds for code in range(bound[0], bound[-1] + 1)]


def _table() -> dict[str, str]:
    """What each letter outside ASCII, and each control, becomes."""
    table = {chr(code): chr(code) for code in range(128)}
    for code in _codes(DATA["letters"]):
        first = unicodedata.normalize("NFKD", chr(code))[0]
        if first.isascii() and first.isalnum():
            table[chr(code)] = first
    for letter, ranges in DATA["sets"].items():
        table.update(dict.fromkeys(map(chr, _codes(ranges)), letter))
    return table | {chr(int(code, 16)): letter for code, letter in DATA["replaced"].items()} | dict.fromkeys(_IGNORED, "")


def _compiled(rule: dict[str, Any]) -> Rule:
    pattern = re.compile(expanded(f"({rule.get('before', '')})({rule['span']}){rule.get('after', '')}"))
    gate, starts = (rule[name].split("|") if name in rule else [] for name in ("gate", "starts"))
    return Rule(rule["kind"], gate, starts, "fold" in rule, pattern, rule.get("check", ""), rule.get("digits", []))


_FOREIGN = re.compile(r"[^\x20-\x7e]")
_IGNORED = frozenset(map(chr, _codes(DATA["ignored"])))
_TABLE = _table()
RULES = [_compiled(rule) for rule in DATA["rules"]]
