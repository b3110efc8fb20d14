"""The process that turns Markdown into safe HTML; markup.py starts it, and kills it when a text takes too long.

Two walls: raw HTML is never interpreted and every link and id is written here; then nh3 keeps only what ALLOWED lists.
Run by path, not with `-m`: that would import partage/__init__ (Flask, SQLAlchemy: +0.3 s and +40 MB for each child).
"""

from __future__ import annotations

import contextlib
import hashlib
import html
import json
import os
import re
import resource
import sys
import time
import unicodedata
from collections.abc import Iterator
from html.entities import html5
from html.parser import HTMLParser
from typing import Any, BinaryIO
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

MEMORY = 512 * 1024 * 1024  # bytes of address space: a text that wants more is refused, the machine does not swap
KEPT_MEMORY = 150 * 1024  # kB: past it the child leaves after answering, or one greedy text would hold it for ever
CPU_SECONDS = 3  # a child whose parent died while it worked stops by itself
MAX_HTML = 2_000_000  # 1 kB of « [a][a] » with a long reference becomes megabytes; no honest text comes near
TOC_FROM = 5  # headings
H = ("h1", "h2", "h3", "h4", "h5", "h6")

SITE_PATH = r"/(?![/\\])[^\\\s\x00-\x20]*|/"  # « //host » and « /\host » leave the site in a browser
# A user name in an address (https://caf.fr@elsewhere) only serves to mislead the reader: no « @ » before the path.
HREF = re.compile(
    rf"(?:{SITE_PATH}|#s-[a-z0-9-]+|(?i:https?)://[^\s/?#\\@]+(?:[/?#][^\s]*)?|(?i:mailto):\S+|(?i:tel):[+0-9().-]+)"
)
ATTACHMENT = re.compile(r"/fichiers/[A-Za-z0-9_-]+(?:/(?!\.{1,2}$)[A-Za-z0-9._-]+)?")
TITLE = re.compile(r"[^\x00]*")
ANCHOR = re.compile(r"s-[a-z0-9-]+")


def _one_of(*values: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, values)))


# What may reach a page: tag → attribute → the whole shape its value must have. Everything else is dropped by nh3.
ALLOWED: dict[str, dict[str, re.Pattern[str]]] = {
    **{tag: {} for tag in ("ul", "dl", "dt", "dd", "blockquote", "pre", "code", "em", "strong", "br", "hr")},
    **{tag: {} for tag in ("table", "thead", "tbody", "tr")},
    **{tag: {"id": ANCHOR} for tag in ("h2", "h3", "h4", "h5", "sup")},
    "p": {"class": _one_of("admonition-title", "toctitle")},
    "ol": {"start": re.compile(r"[0-9]{1,9}")},
    "li": {"class": _one_of("task"), "id": ANCHOR},
    "th": {"class": _one_of("align-left", "align-center", "align-right"), "scope": _one_of("col")},
    "td": {"class": _one_of("align-left", "align-center", "align-right")},
    "a": {
        "href": HREF, "title": TITLE, "rel": _one_of("noopener noreferrer"),
        "class": _one_of("external", "footnote-ref", "footnote-backref"),
        "aria-label": re.compile("Note [0-9]+|Retour au texte"),
    },
    "img": {"src": ATTACHMENT, "alt": TITLE, "title": TITLE, "loading": _one_of("lazy")},
    "input": {
        "type": _one_of("checkbox"), "disabled": _one_of(""), "checked": _one_of(""),
        "aria-label": _one_of("Fait", "À faire"),
    },
    "span": {"class": _one_of("vh")},
    "nav": {"class": _one_of("toc"), "aria-label": _one_of("Sommaire")},
    "div": {
        "class": _one_of("admonition note", "admonition warning", "footnote", "table-scroll"),
        "role": _one_of("region"), "tabindex": _one_of("0"), "aria-label": _one_of("Tableau"),
    },
}  # fmt: skip


def _filter(tag: str, attribute: str, value: str) -> str | None:
    shape = ALLOWED.get(tag, {}).get(attribute)  # nh3 asks about every attribute, of forbidden tags too
    return value if shape and shape.fullmatch(value) else None


CLEANER = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes={"*": set(), **{tag: set(shapes) for tag, shapes in ALLOWED.items()}},  # "*": nh3 adds lang and title
    attribute_filter=_filter,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}, "img": {"loading": "lazy"}},
)


def render(text: str, toc: bool, own_host: str) -> dict[str, Any]:
    """The HTML of one text, its headings and its words. Raises whatever Python-Markdown trips over."""
    ours = OurMarkdown(toc, own_host, hashlib.sha256(text.encode()).hexdigest()[:6])
    # A parser made for this text (0.1 ms): no reference or footnote of one person's text shows up in the next.
    extensions: list[Extension | str] = [
        TableExtension(use_align_attribute=True),
        FootnoteExtension(BACKLINK_TEXT="↩", BACKLINK_TITLE="Retour au texte", PLACE_MARKER="\x02notes\x03"),
        DefListExtension(),
        SaneListExtension(),
        FencedCodeExtension(),
        ours,
    ]
    raw = Markdown(extensions=extensions, output_format="html").convert(text)
    if len(raw) > MAX_HTML:
        raise ValueError("the HTML outgrew its limit")
    clean = CLEANER.clean(raw)
    words = Words()
    words.feed(clean)
    words.close()
    return {"html": clean, "headings": ours.dress.headings, "plain": words.text()}


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
        md.inlinePatterns.register(Mail(r"<(?:mailto:)?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)>"), "automail", 110)
        md.parser.blockprocessors.register(Admonition(md.parser), "admonition", 105)
        md.treeprocessors.register(Tasks(), "tasks", 30)  # before inline patterns: « [x] » could be a reference
        md.treeprocessors.register(Decode(), "decode", 5)  # before backslashes are undone: « \&amp; » stays as typed
        md.treeprocessors.register(self.dress, "dress", -5)  # last: it sees the characters readers will see


class Mail(InlineProcessor):
    """<claire@exemple.fr>, without the entity soup of the original (search and screen readers gain nothing from it)."""

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


class Words(HTMLParser):
    """The words of clean HTML, one line a block: for search and excerpts."""

    BLOCKS = ALLOWED.keys() - {"th", "td", "a", "img", "sup", "span", "input", "code", "em", "strong"}
    MUTE = frozenset({"toc", "vh", "footnote-ref", "footnote-backref"})
    VOID = frozenset({"br", "hr", "img", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.muted = 0
        self.in_code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if self.muted or values.get("class") in self.MUTE:
            self.muted += tag not in self.VOID
            return
        self.in_code += tag == "pre"
        self.parts.append("\n" if tag in self.BLOCKS else " " if tag in ("td", "th") else values.get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if self.muted:
            self.muted -= 1
            return
        self.in_code -= tag == "pre"
        self.parts.append("\n" if tag in self.BLOCKS else "")

    def handle_data(self, data: str) -> None:
        if not self.muted:
            self.parts.append(data if self.in_code else data.replace("\n", " "))

    def text(self) -> str:
        lines = (re.sub(" {2,}", " ", line).strip(" \u00a0") for line in "".join(self.parts).split("\n"))
        return "\n".join(filter(None, lines))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests one by one until the parent closes its end or dies."""
    _send(answers, {"ready": True})
    while len(head := requests.read(4)) == 4:
        request = json.loads(requests.read(int.from_bytes(head, "big")))
        _limit_time()
        try:
            answer = render(**request)
        except Exception as error:  # whatever the library trips over is this text's refusal, not the end of the child
            answer = {"error": type(error).__name__}
        _send(answers, answer)
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > KEPT_MEMORY:
            return


def _limit_time() -> None:
    """CPU_SECONDS more than what earlier texts used, if the administrator set no lower limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(time.process_time()) + 1 + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _send(answers: BinaryIO, answer: dict[str, Any]) -> None:
    body = json.dumps(answer, ensure_ascii=False).encode()
    answers.write(len(body).to_bytes(4, "big") + body)
    answers.flush()


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print goes to the log, not into the protocol
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS refuses it; the 2 s of the parent still hold there
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    render("# Titre\n\n- un\n- deux\n", toc=True, own_host="")  # regular expressions compile before anybody waits
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
