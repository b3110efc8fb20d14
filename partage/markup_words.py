"""The words of clean HTML, without its marks: for search and excerpts."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from partage.markup_allowed import ALLOWED


class Words(HTMLParser):
    """The words of clean HTML, one line a block: for search and excerpts."""

    BLOCKS = ALLOWED.keys() - {"br", "th", "td", "a", "img", "sup", "span", "input", "code", "em", "strong"}
    MUTE = frozenset({"toc", "vh", "footnote-ref", "footnote-backref"})
    VOID = frozenset({"br", "hr", "img", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.muted = 0
        self.in_code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if self.muted or values.get("class") in self.MUTE:
            self.muted += tag not in self.VOID
            return
        self.in_code += tag == "pre"
        self.parts.append("\n" if tag in self.BLOCKS else " " if tag in ("br", "td", "th") else values.get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if self.muted:
            self.muted -= 1
            return
        self.in_code -= tag == "pre"
        self.parts.append("\n" if tag in self.BLOCKS else "")

    def handle_data(self, data: str) -> None:
        if not self.muted:
            self.parts.append(data if self.in_code else data.replace("\n", " "))

    def text(self) -> str:
        lines = (re.sub(" {2,}", " ", line).strip(" \u00a0") for line in "".join(self.parts).split("\n"))
        return "\n".join(filter(None, lines))
