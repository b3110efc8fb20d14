"""A text being read by the rules of personal data. `static/js/shared/personal-data-page.js` is the twin."""

from __future__ import annotations

import re
from functools import cached_property

from partage.shared_rules.personal_data_words import CONTEXTS

AROUND = 80  # how far a context is looked for
_TOKEN = re.compile(r"[^ \n]{1,140}")
_NUMBER = re.compile(r"(?<![0-9])[0-9]")

Checked = tuple[int, int, bool] | None
Token = tuple[int, int, str]


class Page:
    """A text being read: as it is in ASCII, in lower case, and what was taken of it so far."""

    def __init__(self, plain: str, low: str) -> None:
        self.plain, self.low = plain, low
        self.taken = bytearray(len(plain))
        self.found: list[tuple[str, int, int]] = []
        self.name_ends: set[int] = set()

    def places(self, starts: list[str]) -> list[int]:
        """Where one of these words stands, in order; « # » stands where a number begins."""
        found: set[int] = set()
        for word in starts:
            if word == "#":
                found.update(self.numbers)
            place = self.low.find(word) if word != "#" else -1
            while place >= 0:
                found.add(place)
                place = self.low.find(word, place + 1)
        return sorted(found)

    @cached_property
    def numbers(self) -> list[int]:
        return [match.start() for match in _NUMBER.finditer(self.low)]

    def take(self, kind: str, start: int, end: int) -> None:
        """Keep the passage for this kind, unless an earlier rule had part of it."""
        if end <= start or self.taken.find(1, start, end) >= 0:
            return
        self.taken[start:end] = b"\x01" * (end - start)
        if kind:
            self.found.append((kind, start, end))
        if kind == "name":
            self.name_ends.add(end)

    def digits(self, start: int, end: int) -> int:
        return sum(letter.isdigit() for letter in self.plain[start:end])

    def tokens(self, start: int, end: int) -> list[Token]:
        """The words of a passage: where each stands, and in lower case without final dot nor article elided."""
        found = []
        for match in _TOKEN.finditer(self.plain, start, end):
            word = CONTEXTS["elided"].sub("", match.group().lower())
            elided = match.end() - match.start() - len(word) if match.group()[0].islower() else 0
            found.append((match.start() + elided, match.end(), word.rstrip(".")))
        return found

    def follows(self, name: str, start: int) -> bool:
        """Whether what stands before `start` is the context of that name."""
        return bool(CONTEXTS[name].search(self.plain[max(0, start - AROUND) : start]))

    def follows_folded(self, name: str, start: int) -> bool:
        return bool(CONTEXTS[name].search(self.low[max(0, start - AROUND) : start]))
