"""Dresses the finished tree: our typography, anchors, links, pictures, tables and contents list."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor

from partage.markup_allowed import ATTACHMENT, HREF

TOC_FROM = 5  # headings
H = ("h1", "h2", "h3", "h4", "h5", "h6")


class Dress(Treeprocessor):
    """The finished tree gets our typography, anchors, links, pictures, tables and contents list."""

    def __init__(self, toc: bool, own_host: str, salt: str) -> None:
        super().__init__()
        self.toc, self.own_host, self.salt = toc, own_host, salt
        self.headings: list[dict[str, Any]] = []

    def run(self, root: Element) -> None:
        typography(root)
        self._notes(root)
        self._pictures(root)
        self._anchors(root)
        self._links(root)
        self._tables(root)
        listed = [heading for heading in self.headings if heading["level"] <= 3]
        if self.toc and len(listed) >= TOC_FROM:
            root.insert(0, contents(listed))
        for node in root.iter():  # the serialiser leaves « &lt; » alone; here it is text, not an entity
            node.text = node.text and node.text.replace("&", "&amp;")
            node.tail = node.tail and node.tail.replace("&", "&amp;")
            for name, value in node.items():
                node.set(name, value.replace("&", "&amp;"))

    def _notes(self, root: Element) -> None:
        """Number footnotes as they are called, and rename their ids: they hold what the author typed as a label."""

        def label(node: Element) -> str:
            return node.get("id", "").partition(":")[2]

        calls, numbers = list(root.iter("sup")), dict[str, int]()
        for call in calls:
            numbers.setdefault(label(call), len(numbers) + 1)
        for notes in root.iterfind(".//div[@class='footnote']/ol"):
            for note in notes:
                numbers.setdefault(label(note), len(numbers) + 1)
            notes[:] = sorted(notes, key=lambda note: numbers[label(note)])
            for number, note in enumerate(notes, start=1):
                note.set("id", f"s-note-{self.salt}-{number}")
        for call in calls:
            number = numbers[label(call)]
            call.set("id", self._call(call.get("id", ""), numbers))
            call[0].attrib.update({"href": f"#s-note-{self.salt}-{number}", "aria-label": f"Note {number}"})
            call[0].text = str(number)
        called = {call.get("id") for call in calls}
        for link in root.iterfind(".//a[@class='footnote-backref']"):
            back = self._call(link.get("href", "")[1:], numbers)
            link.attrib.update({"href": f"#{back}", "aria-label": "Retour au texte"})
            if back not in called:  # nobody calls this note: a way back would lead nowhere
                link.clear()
                link.tag = "span"

    def _call(self, reference: str, numbers: dict[str, int]) -> str:
        """« fnref2:label » → « s-appel-<salt>-<number>-2 »; the salt keeps two texts on one page apart."""
        rank, _, label = reference.removeprefix("fnref").partition(":")
        return f"s-appel-{self.salt}-{numbers.get(label, 0)}-{rank or 1}"

    def _pictures(self, root: Element) -> None:
        linked = {image for link in root.iter("a") for image in link.iter("img")}
        for image in list(root.iter("img")):
            if not ATTACHMENT.fullmatch(image.get("src", "")):
                # A picture from elsewhere would tell its host who reads what: readers choose to follow a link instead.
                link = {} if image in linked else {"href": image.get("src", "")}
                image.tag, image.text = "a" if link else "span", image.get("alt") or "Image"
                image.attrib.clear()
                image.attrib.update(link)

    def _anchors(self, root: Element) -> None:
        found = [node for node in root.iter() if node.tag in H]
        shift = 1 if any(node.tag == "h1" for node in found) else 0  # the page owns <h1>; the text keeps its hierarchy
        used: set[str] = set()
        counts: dict[str, int] = {}
        for node in found:
            text = re.sub("[ \n]+", " ", "".join(visible(node))).strip()
            if not text:
                node.tag = "p"
                continue
            level = min(int(node.tag[1]) + shift, 5)
            anchor = base = "s-" + slug(text) + ("" if self.toc else f"-{self.salt}")
            while anchor in used:
                counts[base] = counts.get(base, 1) + 1
                anchor = f"{base}-{counts[base]}"
            used.add(anchor)
            node.tag = f"h{level}"
            node.set("id", anchor)
            self.headings.append({"level": level, "anchor": anchor, "text": text})

    def _links(self, root: Element) -> None:
        for link in list(root.iter("a")):
            if link.get("class"):
                continue
            href = link.get("href", "").strip().replace(" ", "%20")
            link.set("href", href)
            if not HREF.fullmatch(href) or not (host := self._host(href)):
                link.tag = "span"  # the words stay, the link goes
                link.attrib.clear()
                continue
            if not (link.text or len(link)):
                link.text = href
            if host not in ("here", self.own_host):
                link.set("class", "external")
                link.set("rel", "noopener noreferrer")
                SubElement(link, "span", {"class": "vh"}).text = " (autre site)"

    @staticmethod
    def _host(href: str) -> str:
        """« here » when the link leads to no other site, the host otherwise, nothing when it cannot be read."""
        if not href.lower().startswith("http"):
            return "here"
        with contextlib.suppress(ValueError):
            return urlsplit(href).hostname or ""
        return ""

    @staticmethod
    def _tables(root: Element) -> None:
        for parent in list(root.iter()):
            for index, table in enumerate(parent):
                if table.tag != "table":
                    continue
                attributes = {"class": "table-scroll", "role": "region", "tabindex": "0", "aria-label": "Tableau"}
                frame = parent[index] = Element("div", attributes)
                frame.append(table)
                frame.tail, table.tail = table.tail, None
        for cell in [*root.iter("th"), *root.iter("td")]:
            if align := cell.attrib.pop("align", None):
                cell.set("class", f"align-{align}")
            if cell.tag == "th":
                cell.set("scope", "col")


THIN, WIDE = "\u202f", "\u00a0"
# One possessive run of spaces, entered only at its start: a line of 100,000 spaces stays linear.
SPACES = re.compile(r"(?<! ) ++(?=([;!?])|[:»])|(?<=«) ++")


def typography(root: Element) -> None:
    """French no-break spaces where an ordinary space already stands, never in code."""
    inside_code = {node for code in root.iter("code") for node in code.iter()}
    for node in root.iter():
        if node.text and node not in inside_code:
            node.text = SPACES.sub(lambda m: THIN if m[1] else WIDE, node.text)
        if node.tail:
            node.tail = SPACES.sub(lambda m: THIN if m[1] else WIDE, node.tail)


def visible(node: Element) -> Iterator[str]:
    """The words of a heading, without the numbers that call footnotes."""
    yield node.get("alt", "") if node.tag == "img" else node.text or ""
    for child in node:
        if child.tag != "sup":
            yield from visible(child)
        yield child.tail or ""


def slug(text: str) -> str:
    """Lower case ASCII words with hyphens, at most 60 characters; « partie » when no letter or digit is left."""
    folded = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    kept = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[\u0300-\u036f]", "", folded))
    return kept.strip("-")[:60].rstrip("-") or "partie"


def contents(headings: list[dict[str, Any]]) -> Element:
    """The contents list: level 3 under the level 2 that precedes it."""
    nav = Element("nav", {"class": "toc", "aria-label": "Sommaire"})
    SubElement(nav, "p", {"class": "toctitle"}).text = "Sommaire"
    top = SubElement(nav, "ul")
    for heading in headings:
        place = top
        if heading["level"] == 3 and len(top):
            below = top[-1].find("ul")
            place = SubElement(top[-1], "ul") if below is None else below
        SubElement(SubElement(place, "li"), "a", {"href": f"#{heading['anchor']}"}).text = heading["text"]
    return nav
