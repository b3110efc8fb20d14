"""The marks of Markdown that this site reads in its own way: addresses, remarks, tasks, new lines, entities."""

from __future__ import annotations

import html
import re
from html.entities import html5
from xml.etree.ElementTree import Element

from markdown.extensions.admonition import AdmonitionProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

BLOCKS = frozenset(
    ("p", "ul", "ol", "dl", "pre", "blockquote", "table", "div", "hr", "h1", "h2", "h3", "h4", "h5", "h6")
)

class Address(InlineProcessor):
    """https://exemple.fr and www.exemple.fr become links; the sign that ends the sentence stays out."""

    ANCESTOR_EXCLUDES = ("a",)
    CHARACTERS = r"[^\s<>\"`\\\[\]{}|^\x02\x03]"  # \x02: what the library has already read stands there
    AFTER = ".,;:!?'*_~…»”’"

    def __init__(self) -> None:
        super().__init__(rf"(?<![\w/@])(?i:https?://(?=\w)|www\.(?=[\w-]{{1,63}}\.\w)){self.CHARACTERS}+")

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        address = m[0][: self.length(m[0])]
        link = Element("a", {"href": address if "://" in address[:8] else f"https://{address}"})
        link.text = AtomicString(address)
        return link, m.start(), m.start() + len(address)

    def length(self, address: str) -> int:
        """How much of it is the address: « (voir https://exemple.fr/a_(b)). » ends at its second bracket."""
        unopened = address.count(")") - address.count("(")
        end = len(address)
        while address[end - 1] in self.AFTER or (address[end - 1] == ")" and unopened > 0):
            end -= 1
            unopened -= address[end] == ")"
        return end


class Mail(InlineProcessor):
    """<claire@exemple.fr>, without the entity soup of the original (search and screen readers gain nothing from it)."""

    def __init__(self) -> None:
        super().__init__(r"<(?:mailto:)?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)>")

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        link = Element("a", {"href": f"mailto:{m[1]}"})
        link.text = m[1]
        return link, m.start(), m.end()


class Admonition(AdmonitionProcessor):
    """Two kinds only, whatever word is typed after the three exclamation marks."""

    WARNINGS = ("warning", "attention", "danger", "caution", "important", "alerte")

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        kind = "warning" if match[1].lower().split()[0] in self.WARNINGS else "note"
        title = {"warning": "Attention", "note": "À savoir"}[kind] if match[2] is None else match[2]
        return kind, title or None


class Tasks(Treeprocessor):
    """« - [ ] » and « - [x] » become boxes that nobody can tick in the page."""

    MARK = re.compile(r"\[([ xX])\] +(?=\S)")

    def run(self, root: Element) -> None:
        for item in root.iter("li"):
            home = item[0] if not (item.text or "").strip() and len(item) and item[0].tag == "p" else item
            mark = self.MARK.match(home.text or "")
            if not mark:
                continue
            item.set("class", "task")
            done = mark[1] != " "
            box = Element("input", {"type": "checkbox", "aria-label": "Fait" if done else "À faire", "disabled": ""})
            if done:
                box.set("checked", "")
            box.tail, home.text = " " + (home.text or "")[mark.end() :], None
            home.insert(0, box)


class Decode(Treeprocessor):
    """Entities become characters, so that what follows judges what a browser would see (« java&#115;cript: »)."""

    ENTITY = re.compile(r"&(#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]*);", re.IGNORECASE)
    UNSEEN = re.compile("[\r\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # markup.normalise saw them only if typed in full

    def run(self, root: Element) -> None:
        for node in root.iter():
            node.text, node.tail = self.decoded(node.text), self.decoded(node.tail)
            for name, value in node.items():
                node.set(name, self.decoded(value) or "")

    def decoded(self, text: str | None) -> str | None:
        return self.UNSEEN.sub("", self.ENTITY.sub(self.character, text)) if text and "&" in text else text

    def character(self, m: re.Match[str]) -> str:
        return html.unescape(m[0]) if m[1][0] == "#" or m[1] + ";" in html5 else m[0]


class Plain(Treeprocessor):
    """Most points and cells hold no mark at all: none is looked for in them, 14 times each."""

    MARK = re.compile(r"[\\`*_\[!<\x02]|  \n|://|www\.", re.IGNORECASE)

    def run(self, root: Element) -> None:
        for node in root.iter():
            if node.text and not self.MARK.search(node.text):
                node.text = AtomicString(node.text)


class Breaks(Treeprocessor):
    """A new line typed inside a paragraph is a new line on screen."""

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            if parent.tag not in ("pre", "code") and any("\n" in text for text in self.texts(parent)):
                self.break_lines(parent)

    @staticmethod
    def texts(parent: Element) -> list[str]:
        return [parent.text or "", *(child.tail or "" for child in parent)]

    def break_lines(self, parent: Element) -> None:
        neighbours = [None, *parent, None]
        made: list[Element] = []
        for index, text in enumerate(self.texts(parent)):
            before, after = neighbours[index : index + 2]
            if before is not None:
                made.append(before)
            first, *lines = self.lines(text, before, after)
            if before is None:
                parent.text = first
            else:
                before.tail = first
            for line in lines:
                made.append(Element("br"))
                made[-1].tail = line
        parent[:] = made

    def lines(self, text: str, before: Element | None, after: Element | None) -> list[str]:
        """The lines to show; what only separates from a block, or from nothing, is no new line."""
        first, *others = text.split("\n")
        lines = [first, *(line.lstrip(" ") for line in others)]
        if others and not first.strip(" ") and self.stands_apart(before):
            lines = lines[1:]
        if len(lines) > 1 and not lines[-1] and self.stands_apart(after):
            lines.pop()
        return lines

    @staticmethod
    def stands_apart(neighbour: Element | None) -> bool:
        return neighbour is None or neighbour.tag in BLOCKS
