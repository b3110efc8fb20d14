"""The guided form and the free editor write the same Markdown: a body cut into boxes by its headings, and put back."""

from __future__ import annotations

import re

from partage.wiki.vocabulary import PRACTICE_KINDS

HEADING = re.compile(r"^##[ \t]+(.+?)[ \t]*#*[ \t]*$")
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


def split(body: str, kind: str) -> tuple[list[str], str]:
    """The text under each heading of `kind`, in its order, and everything else as it was written.

    A heading met twice, or one the kind does not know, goes with the rest: nothing is lost or merged.
    """
    names = [part.heading for part in PRACTICE_KINDS[kind].parts]
    boxes: dict[str, str] = {}
    rest: list[str] = []
    for heading, text in _sections(body):
        known = _match(heading, names)
        if known is not None and known not in boxes:
            boxes[known] = text.strip("\n")
        elif heading or text.strip():
            rest.append((f"## {heading}\n" if heading else "") + text.rstrip("\n"))
    return [boxes.get(name, "") for name in names], "\n\n".join(part.strip("\n") for part in rest)


def join(boxes: list[str], rest: str, kind: str) -> str:
    """The Markdown body of these boxes. Empty boxes leave no heading."""
    names = [part.heading for part in PRACTICE_KINDS[kind].parts]
    sections = [f"## {name}\n\n{text.strip()}" for name, text in zip(names, boxes, strict=False) if text.strip()]
    if rest.strip():
        sections.append(rest.strip())
    return "\n\n".join(sections) + ("\n" if sections else "")


def skeleton(kind: str) -> str:
    """The empty headings of a kind, for the free editor."""
    return "\n\n".join(f"## {part.heading}\n" for part in PRACTICE_KINDS[kind].parts)


def _sections(body: str) -> list[tuple[str, str]]:
    """(heading, text below) in order; the first heading is empty when the body starts without one."""
    sections: list[tuple[str, list[str]]] = [("", [])]
    fence = ""
    for line in body.splitlines():
        mark = FENCE.match(line)
        if mark and not fence:
            fence = mark.group(1)
        elif mark and line.strip().startswith(fence):
            fence = ""
        found = None if fence or mark else HEADING.match(line)
        if found:
            sections.append((found.group(1), []))
        else:
            sections[-1][1].append(line)
    return [(heading, "\n".join(lines)) for heading, lines in sections]


def _match(heading: str, names: list[str]) -> str | None:
    plain = heading.replace("’", "'").casefold()
    return next((name for name in names if name.replace("’", "'").casefold() == plain), None)
