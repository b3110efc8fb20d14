"""Somebody tries to run a script in her colleagues' pages: every payload in every corner of Markdown."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path

import pytest

from partage.markup import CHILDREN, highlight, normalise, render
from partage.markup_allowed import CLEANER

# Written here again, not read from the code: a slip there must not widen the test.
TAGS = {
    "p", "h2", "h3", "h4", "h5", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td",
    "blockquote", "pre", "code", "em", "strong", "br", "hr", "a", "img", "sup", "div", "span", "nav", "input",
}  # fmt: skip
ATTRIBUTES = {
    "id", "class", "href", "title", "rel", "src", "alt", "loading", "start", "scope", "role", "tabindex", "aria-label",
    "type", "disabled", "checked",
}  # fmt: skip
CLASSES = {
    "", "external", "vh", "toc", "toctitle", "task", "table-scroll", "footnote", "footnote-ref", "footnote-backref",
    "admonition note", "admonition warning", "admonition-title", "align-left", "align-center", "align-right",
}  # fmt: skip
VOID = {"br", "hr", "img", "input"}


class Inspector(HTMLParser):
    """What a browser could act upon in a page, and every reason to worry."""

    def __init__(self) -> None:
        super().__init__()
        self.dangers: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.dangers.append(f"<{tag}>")
        if tag not in VOID:
            self.open.append(tag)
        if tag == "input" and dict(attrs).get("type") != "checkbox":
            self.dangers.append("an input that is not a box")
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.dangers.append(f"</{tag}> closes something else")

    def handle_comment(self, data: str) -> None:
        self.dangers.append("a comment")

    handle_decl = handle_pi = unknown_decl = handle_comment

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name not in ATTRIBUTES or name.startswith("on"):
            self.dangers.append(f"{tag} {name}")
        if name == "class" and value not in CLASSES:
            self.dangers.append(f"class {value}")
        if name == "id":
            self.ids.append(value)
            if not re.fullmatch("s-[a-z0-9-]+", value):
                self.dangers.append(f"id {value}")
        if name == "src" and not re.fullmatch(r"/fichiers/[A-Za-z0-9_-]+(/[A-Za-z0-9._-]+)?", value):
            self.dangers.append(f"src {value}")
        if name == "href":
            seen = re.sub(r"[\x00-\x20\x7f-\xa0\u2000-\u200f\u2028-\u202f]", "", value).lower()  # as a lenient browser
            scheme = re.match(r"[^/?#]*?:", seen)
            if scheme and scheme[0] not in ("http:", "https:", "mailto:", "tel:"):
                self.dangers.append(f"href {value}")
            if not scheme and not re.match(r"#s-|/(?![/\\])|/$", seen):
                self.dangers.append(f"href {value}")


def dangers(html: str) -> list[str]:
    """Every reason not to show this HTML to a colleague."""
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    repeated = ["a repeated id"] if len(inspector.ids) != len(set(inspector.ids)) else []
    return inspector.dangers + repeated + [f"<{tag}> stays open" for tag in inspector.open]


CORPUS = json.loads(Path(__file__).with_name("data").joinpath("markup_hostile.json").read_text())
CORNERS: dict[str, str] = CORPUS["corners"]  # each holds the place of a payload: {} or {0}
PAYLOADS: list[str] = CORPUS["scripts"] + CORPUS["addresses"]


TOGETHER = ThreadPoolExecutor(CHILDREN)  # every child works: each payload is still rendered, and judged, on its own


def risky(texts: dict[str, str], *, toc: bool = True) -> dict[str, list[str]]:
    """The payloads whose page is not safe, with the reasons."""
    pages = TOGETHER.map(lambda text: render(text, toc=toc).html, texts.values())
    judged = ((payload, dangers(page)) for payload, page in zip(texts, pages, strict=True))
    return {payload: reasons for payload, reasons in judged if reasons}


@pytest.mark.parametrize("corner", CORNERS)
def test_a_script_hidden_in_a_corner_reaches_nobody(corner: str) -> None:
    assert risky({payload: CORNERS[corner].format(payload) for payload in PAYLOADS}) == {}


@pytest.mark.parametrize("corner", CORNERS)
def test_a_script_hidden_in_two_lines_reaches_nobody(corner: str) -> None:
    broken = {payload: payload[: len(payload) // 2] + "\n" + payload[len(payload) // 2 :] for payload in PAYLOADS}
    assert risky({payload: CORNERS[corner].format(lines) for payload, lines in broken.items()}, toc=False) == {}


def test_no_combination_is_forgotten() -> None:
    assert len(CORNERS) * len(set(PAYLOADS)) >= 5_000


def test_payloads_put_together_reach_nobody() -> None:
    every = [corner.format(payload) for payload in PAYLOADS[::4] for corner in CORNERS.values()]
    assert risky({every[start]: "\n\n".join(every[start : start + 20]) for start in range(0, len(every), 20)}) == {}


def test_a_highlight_lets_no_payload_through() -> None:
    for payload in PAYLOADS:
        clean = normalise(payload)
        html = str(highlight(clean, [(i, i + 2) for i in range(0, len(clean), 3)]))
        assert set(re.findall(r"<[^>]*>", html)) <= {"<mark>", "</mark>"}


def test_the_second_wall_holds_alone() -> None:
    shells = [
        "{}",
        '<a href="{}">x</a>',
        "<a title='{}' href='{}'>x</a>",
        '<img alt="{}" src="{}">',
        "<p id={} class='{}'>x",
    ]
    for payload in PAYLOADS:
        for shell in shells:
            html = shell.format(payload, payload)
            assert dangers(CLEANER.clean(normalise(html))) == [], html


INDISCREET = [
    "<script>", "<p onclick=x>", "<p style=x>", "<a href=javascript:x>", "<a href='java&#10;script:x'>", "<a href=//x>",
    "<p>", "<img src=https://x>", "<p id=login>", "<p class=x>", "<!-- x -->", "<input>", "<ul><li></ul>",
    "<a href='#x'></a>",
]  # fmt: skip


def test_the_inspector_sees_what_it_looks_for() -> None:
    for bad in INDISCREET:
        assert dangers(bad), bad
    assert not dangers('<p>x<a href="/a">y</a></p>')
