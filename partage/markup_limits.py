"""What no honest text holds, and what Python-Markdown would spend seconds on: refused at once, before it starts."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.tables import TableExtension, TableProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

MAX_HTML = 2_000_000  # 1 kB of « [a][a] » with a long reference becomes megabytes; no honest text comes near
MAX_DEPTH = 30  # points in points, remarks in points: the library reads each line again at each level
MAX_CELLS = 20_000  # of one table
MAX_NOTES = 2_000  # calls of footnotes: the library compares each with all the others
MAX_STEPS = 5_000_000  # characters passed while looking for the ends of brackets: about a second of work
OPENING = re.compile(r"[\[\]()]|`+")


class TooMuch(ValueError):
    """A text whose author can make it simpler."""


class Marks(Treeprocessor):
    """Refuses paragraphs whose brackets and backticks end too far away or not at all, before anybody looks for ends.

    Python-Markdown looks for the end of each in all that follows: 5,000 « [ » in a paragraph make it read 25 million
    characters. A link that is closed costs its own length, so honest texts come nowhere near the limit.
    """

    def run(self, root: Element) -> None:
        left, notes = MAX_STEPS, 0
        for node in root.iter():
            for text in (node.text, node.tail):
                if text and not isinstance(text, AtomicString):  # code is not searched
                    left -= steps(text)
                    notes += text.count("[^")
        if left < 0 or notes > MAX_NOTES:
            raise TooMuch("too many brackets that do not end")


def steps(text: str) -> int:
    """The distance from each « [ », « ]( » and run of backticks to its end, or to the end of the text."""
    total = 0
    open_ones: dict[str, list[int]] = {"[": [], "(": []}
    ticks: dict[str, int] = {}
    for found in OPENING.finditer(text):
        mark, at = found[0], found.start()
        if mark == "[" or mark == "(":
            open_ones[mark].append(at if mark == "[" or text[at - 1 : at] == "]" else len(text))
        elif mark == "]" or mark == ")":
            waiting = open_ones["[" if mark == "]" else "("]
            total += max(0, at - waiting.pop()) if waiting else 0
        else:
            total += at - ticks.get(mark, at)
            ticks[mark] = at
    return total + sum(len(text) - at for group in (*open_ones.values(), ticks.values()) for at in group)


class Cells(TableProcessor):
    def run(self, parent: Element, blocks: list[str]) -> None:
        if len(self.separator) * (blocks[0].count("\n") + 1) > MAX_CELLS:
            raise TooMuch("too many cells in one table")
        super().run(parent, blocks)


class Tables(TableExtension):
    """Tables that end before they fill the memory: 40,000 lines under 1,000 columns are 40 million cells."""

    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(Cells(md.parser, self.getConfigs()), "table", 75)
