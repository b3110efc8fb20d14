"""What no honest text holds, and what Python-Markdown would spend seconds on: refused at once, before it starts."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.tables import TableExtension, TableProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

MAX_HTML = 2_000_000  # 1 kB of « [a][a] » with a long reference becomes megabytes; no honest text comes near
MAX_CELLS = 20_000  # of one table
# Each bracket or backtick of a paragraph may be searched for its end in the whole paragraph. 200 links in a paragraph
# of 10,000 characters, which nobody reads, make 2 million steps.
MAX_STEPS = 100_000_000


class TooMuch(ValueError):
    """A text whose author can make it simpler."""


class Marks(Treeprocessor):
    """Refuses a paragraph with far too many brackets or backticks, before anybody looks for their ends."""

    def run(self, root: Element) -> None:
        for node in root.iter():
            for text in (node.text or "", node.tail or ""):
                steps = (text.count("[") + text.count("`")) * len(text)
                if steps > MAX_STEPS and not isinstance(text, AtomicString):  # code is not searched
                    raise TooMuch("too many brackets in one paragraph")


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
