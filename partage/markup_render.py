"""Markdown to safe HTML: raw HTML is never interpreted, every link and id is written here, then nh3 cleans the rest."""

from __future__ import annotations

import hashlib
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension

from partage.markup_allowed import CLEANER
from partage.markup_dress import Dress
from partage.markup_limits import MAX_HTML, Marks, Tables, TooMuch
from partage.markup_lines import Lines
from partage.markup_marks import Address, Admonition, Breaks, Decode, Mail, Plain, Tasks
from partage.markup_words import words


def render(text: str, toc: bool, own_host: str) -> dict[str, Any]:
    """The HTML of one text, its headings and its words. Raises whatever Python-Markdown trips over."""
    ours = OurMarkdown(toc, own_host, hashlib.sha256(text.encode()).hexdigest()[:6])
    # A parser made for this text (0.1 ms): no reference or footnote of one person's text shows up in the next.
    extensions: list[Extension | str] = [
        Tables(use_align_attribute=True),
        FootnoteExtension(BACKLINK_TEXT="↩", BACKLINK_TITLE="Retour au texte", PLACE_MARKER="\x02notes\x03"),
        DefListExtension(),
        SaneListExtension(),
        ours,
    ]
    raw = Markdown(extensions=extensions, output_format="html").convert(text)
    if len(raw) > MAX_HTML:
        raise TooMuch("the HTML outgrew its limit")
    clean = CLEANER.clean(raw)
    return {"html": clean, "headings": ours.dress.headings, "plain": words(clean)}


class OurMarkdown(Extension):
    """What this site adds to Python-Markdown, and what it takes away."""

    def __init__(self, toc: bool, own_host: str, salt: str) -> None:
        super().__init__()
        self.dress = Dress(toc, own_host, salt)

    def extendMarkdown(self, md: Markdown) -> None:
        # Without these three, what looks like HTML is plain text and comes out escaped: nothing typed is lost or run.
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.deregister("entity")
        md.preprocessors.register(Lines(md), "lines", 25)  # after tabs have become spaces
        md.inlinePatterns.register(Address(), "address", 115)  # after links, before emphasis: « /_page_ » stays whole
        md.inlinePatterns.register(Mail(), "automail", 110)
        md.parser.blockprocessors.register(Admonition(md.parser), "admonition", 105)
        md.treeprocessors.register(Tasks(), "tasks", 30)  # before inline patterns: « [x] » could be a reference
        md.treeprocessors.register(Marks(), "marks", 25)
        md.treeprocessors.register(Plain(), "plain", 21)  # just before inline patterns
        md.treeprocessors.register(Breaks(), "breaks", 12)  # after them, before new lines are added between blocks
        md.treeprocessors.register(Decode(), "decode", 5)  # before backslashes are undone: « \&amp; » stays as typed
        md.treeprocessors.register(self.dress, "dress", -5)  # last: it sees the characters readers will see
