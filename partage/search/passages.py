"""The lines of a text that a result shows, and the parts of it where the words stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from partage.search.index import HEADING_MARK
from partage.text import fold, stem

ROOM = 250  # characters in which a passage is chosen


@dataclass(frozen=True)
class Passage:
    """Some lines of a text, and the parts where the words looked for stand, the part of these lines first."""

    text: str
    parts: tuple[str, ...] = ()


def finder(forms: Collection[str]) -> re.Pattern[str] | None:
    """What finds these words in a folded text; « r.s.a. » is the word « rsa », « aujourd'hui » is « aujourdhui »."""
    spelt = ("[.']?".join(map(re.escape, form)) for form in sorted(forms))
    return re.compile(rf"\b(?:{'|'.join(spelt)})\b") if forms else None


def best_passage(plain: str, words: re.Pattern[str] | None) -> Passage:
    """The lines with most different words, the earliest of equals; a heading only when no line is as good.

    `plain` is that of the document, `words` the `finder` of the forms looked for.
    """
    lines = plain.split("\n")
    chosen, best, part, headings = Passage(_from(lines, 0)), (0, False), "texte", []
    if words is None:
        return chosen
    for number, (line, folded) in enumerate(zip(lines, fold(plain).split("\n"), strict=True)):
        is_heading = line.startswith(HEADING_MARK)
        part = _as_said(line[1:]) if is_heading else part
        found = {stem(re.sub("[.']", "", form)) for form in words.findall(folded)}
        if found and is_heading:
            headings.append(part)
        if found and (len(found), not is_heading) > best:
            best, chosen = (len(found), not is_heading), Passage(_from(lines, number), (part,))
    return replace(chosen, parts=tuple(dict.fromkeys((*chosen.parts, *headings))))


def _from(lines: Sequence[str], first: int) -> str:
    """The line and what follows it, as far as a passage may reach without entering the next part."""
    start = lines[first]
    kept = [start[1:].rstrip(" :") + " :" if start.startswith(HEADING_MARK) else start]
    for line in lines[first + 1 :]:
        if line.startswith(HEADING_MARK) or sum(map(len, kept)) > ROOM:
            break
        kept.append(line)
    return " ".join(_ended(line) for line in kept)


def _ended(line: str) -> str:
    """Lines of a list or a table have no full stop of their own."""
    return line + "." if line[-1:].isalnum() or line.endswith((")", "»")) else line


def _as_said(heading: str) -> str:
    """« Étapes » becomes « étapes » inside a sentence; « France Travail », « CAF » stay."""
    return heading[:1].lower() + heading[1:] if heading[1:] == heading[1:].lower() else heading
