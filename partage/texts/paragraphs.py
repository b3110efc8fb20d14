"""A Markdown text as paragraphs: the unit in which texts are compared and merged.

A list item, a heading and a table row count as paragraphs of their own: people change one step of a procedure, not
"the list". What separates two paragraphs is kept apart from them, so that adding one at the end does not change the
last; and the number of a list item is layout, so that adding a step does not change all those that follow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_LEADING_BLANKS = re.compile(r"(?:[^\S\n]*\n)+")
_NUMBER = re.compile(r"(\s*)[0-9]{1,3}([.)])(?=\s)")
_ITEM = re.compile(r"\s*(?:[-*+]|[0-9]{1,3}[.)])\s")
_ROW = re.compile(r"\s*\|")
_HEADING = re.compile(r"#{1,6}\s+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text`, the `gap` after it (newlines), and what it was `followed_by` in the texts that have this gap."""

    text: str
    gap: str
    followed_by: tuple[str | None, ...]

    @property
    def key(self) -> str:
        """Equal for two paragraphs that only have another number in their list."""
        return _NUMBER.sub(r"\g<1>1\2", self.text, count=1) if _NUMBER.match(self.text) else self.text

    def __str__(self) -> str:
        return self.text + self.gap


def normalise(text: str) -> str:
    """Unix newlines, and no blank lines first: forms and editors change both behind the author's back."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    leading = _LEADING_BLANKS.match(text)
    text = text[leading.end() :] if leading else text
    return text if text.strip() else ""


def split(text: str) -> list[Paragraph]:
    """The paragraphs of a normalised text. Their texts and gaps, put end to end, are the text."""
    lines: list[list[str]] = []
    gaps: list[str] = []
    for line in _LINE.findall(text):
        body, newline = (line[:-1], "\n") if line.endswith("\n") else (line, "")
        if not body.strip():
            gaps[-1] += line
        elif lines and gaps[-1] == "\n" and not _begins(body) and heading(lines[-1][0]) is None:
            lines[-1].append(body)
            gaps[-1] = newline
        else:
            lines.append([body])
            gaps.append(newline)
    texts = ["\n".join(some) for some in lines]
    return [Paragraph(*one) for one in zip(texts, gaps, [(after,) for after in [*texts[1:], None]], strict=False)]


def join(paragraphs: Sequence[Paragraph], ending: str = "") -> str:
    """A text again. Where paragraphs meet that never met before, a blank line keeps them apart; `ending` ends it."""
    followers = [*(paragraph.text for paragraph in paragraphs[1:]), None]
    return "".join(one.text + _gap(one, after, ending) for one, after in zip(paragraphs, followers, strict=False))


def heading(text: str) -> str | None:
    """« Étapes » for « ## Étapes »; None for any other paragraph."""
    found = _HEADING.match(text)
    if not found or "\n" in text:
        return None
    title = text[found.end() :].rstrip()
    bare = title.rstrip("#")
    return bare.rstrip() if not bare or bare[-1].isspace() else title  # « ## Étapes ## », but « # Apprendre C# »


def number_end(text: str) -> int:
    """Where the number of a list item ends; 0 where there is none."""
    found = _NUMBER.match(text)
    return found.end() if found else 0


def _begins(line: str) -> bool:
    return bool(_ITEM.match(line) or _ROW.match(line) or heading(line) is not None)


def _gap(paragraph: Paragraph, follower: str | None, ending: str) -> str:
    if follower in paragraph.followed_by:
        return paragraph.gap
    if follower is None:
        return ending
    if paragraph.gap.count("\n") > 1:
        return paragraph.gap
    tight = any(kind.match(paragraph.text) and kind.match(follower) for kind in (_ITEM, _ROW))
    return "\n" if tight else "\n\n"
