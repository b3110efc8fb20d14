"""The words of clean HTML, one line a block: for search and excerpts."""

from __future__ import annotations

import re
from html import unescape

from partage.markup_allowed import ALLOWED

# nh3 writes every tag in full, in lower case, and quotes every value: no need for a parser, four times slower.
TOKEN = re.compile(r'<(/?)([a-z0-9]+)((?:[^">]|"[^"]*")*)>|([^<]+)')
MUTE = re.compile(' class="(?:toc|vh|footnote-ref|footnote-backref)"')
ALT = re.compile(' alt="([^"]*)"')
BLOCKS = ALLOWED.keys() - {"br", "th", "td", "a", "img", "sup", "span", "input", "code", "em", "strong"}
SPACES = frozenset({"br", "th", "td"})
VOID = frozenset({"br", "hr", "img", "input"})


def words(clean: str) -> str:
    """Without the contents list, the calls of footnotes and what is only for screen readers."""
    parts: list[str] = []
    muted = in_code = 0
    for closing, tag, attributes, text in TOKEN.findall(clean):
        if text:
            if not muted:
                parts.append(text if in_code else text.replace("\n", " "))
        elif muted or (not closing and MUTE.search(attributes)):
            muted += 0 if tag in VOID else -1 if closing else 1
        else:
            in_code += 0 if tag != "pre" else -1 if closing else 1
            if tag == "img":
                parts += ALT.findall(attributes)
            else:
                parts.append("\n" if tag in BLOCKS else " " if tag in SPACES and not closing else "")
    lines = unescape("".join(parts)).split("\n")
    return "\n".join(filter(None, (re.sub(" {2,}", " ", line).strip(" \u00a0") for line in lines)))
