"""The lists and patterns of `personal_data.json`, ready to use: `static/js/shared/personal-data-words.js` is the twin.

After a change of the data: `python -m partage.shared_rules.data`, then a sentence in tests/unit/vectors/personal_data.txt.
Patterns see a text in plain ASCII, name fragments as `<date>`, and bound every repetition. `strong` first names are written as
they sound (no mute h, no doubled letter, i for y: « moamed »), `weak` ones are also French words and need a context.
"""

from __future__ import annotations

import re

from partage.shared_rules.data import load

DATA = load("personal_data")


def expanded(pattern: str) -> str:
    """A pattern whose `<name>` are replaced by the fragments they name."""
    while True:
        longer = re.sub(r"<([a-z0-9]+)>", lambda match: DATA["fragments"][match.group(1)], pattern)
        if longer == pattern:
            return pattern
        pattern = longer


LISTS: dict[str, frozenset[str]] = {name: frozenset(words.split()) for name, words in DATA["lists"].items()}
CONTEXTS: dict[str, re.Pattern[str]] = {name: re.compile(expanded(pattern)) for name, pattern in DATA["contexts"].items()}
IBAN_LENGTHS: dict[str, int] = {one[:2].lower(): int(one[2:]) for one in DATA["iban"].split()}
