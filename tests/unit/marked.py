"""Sentences whose passages are marked: « Appelez le [[phone:06 12 34 56 78]]. », one a line, in sections."""

from __future__ import annotations

import re
from pathlib import Path

PASSAGE = re.compile(r"\[\[([a-z_]+):(.*?)\]\](?!\])")
VECTORS = Path(__file__).parent / "vectors" / "personal_data.txt"


def read(part: str) -> list[tuple[str, list[list[str | int]]]]:
    """The sentences of a section (« found », « left alone »), each with its [kind, start, end]."""
    section, found = "", []
    for line in VECTORS.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            section = line[2:]
        elif line and section == part:
            found.append(parse(line))
    return found


def parse(line: str) -> tuple[str, list[list[str | int]]]:
    line = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match.group(1), 16)), line).replace("\\n", "\n")
    text, place, spans = "", 0, []
    for match in PASSAGE.finditer(line):
        text += line[place : match.start()]
        spans.append([match.group(1), len(text), len(text) + len(match.group(2))])
        text += match.group(2)
        place = match.end()
    return text + line[place:], spans
