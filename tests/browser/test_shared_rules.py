"""What runs in Python and in JavaScript gives the same results in Chromium: the vectors, then texts made at random."""

from __future__ import annotations

import json
import random
import threading
import unicodedata
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from partage import text
from partage.config import ROOT
from partage.shared_rules import data, personal_data
from tests.unit import marked
from tests.unit.test_personal_data import random_texts

pytestmark = pytest.mark.browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip

# Each gives what JavaScript makes of one entry of the vectors, in the shape the entry has.
ANALYSER = {
    "analysed": """({text}) => ({text, tokens: [...rule.tokens(text)].map((one) => [one.start, one.end, one.folded]),
                                 terms: rule.terms(text)})""",
    "folded": "([given]) => [given, rule.fold(given)]",
    "queries": """({text}) => ({text, words: rule.query(text).map(
                                (one) => [one.folded, one.stem, one.prefix, one.fuzzy])})""",
    "edits": "([a, b]) => [a, b, rule.withinOneEdit(a, b)]",
    "keys": "([word]) => [word, [...rule.editsKeys(word)].sort()]",
    "excerpts": """({plain, stems, width}) => ({plain, stems, width, ...rule.excerptSpans(plain, stems, width)})""",
}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def page(playwright: Playwright) -> Iterator[Page]:
    """A page of a site made of the repository, in a real browser."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(ROOT)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/static/vendor/vendor.json")
    yield page
    browser.close()
    server.shutdown()
    server.server_close()


def in_browser(page: Page, module: str, function: str, entries: list[Any]) -> list[Any]:
    """What `function`, where `rule` is the module, makes of each entry."""
    program = """async ([module, entries]) => {
        const rule = await import(module);
        return JSON.stringify(JSON.parse(entries).map(FUNCTION));
    }""".replace("FUNCTION", function)
    # JSON in ASCII both ways: a half emoji crosses it, where Playwright's own encoding refuses it
    return json.loads(page.evaluate(program, [f"/static/js/shared/{module}.js", json.dumps(entries)]))


@pytest.mark.parametrize("part", ANALYSER)
def test_the_analyser_gives_what_the_vectors_say(page, part):
    vectors = json.loads((ROOT / "tests/unit/vectors/analyser.json").read_text(encoding="utf-8"))[part]
    assert in_browser(page, "analyser", ANALYSER[part], vectors) == vectors


def test_both_analysers_have_the_same_version(page):
    assert in_browser(page, "analyser", "() => rule.ANALYSER_VERSION", [0]) == [text.ANALYSER_VERSION]


def test_every_letter_folds_alike(page):
    """Python and the browser carry different versions of Unicode: our letters must be older than both."""
    bounds = [[int(bound, 16) for bound in one.split("-")] for ranges in data.load("analyser")["letters"].values()
              for one in ranges.split()]  # fmt: skip
    letters = [chr(code) for bound in bounds for code in range(bound[0], bound[-1] + 1)]
    letters = [letter for letter in letters if unicodedata.category(letter) != "Cn"]
    expected = [[letter, text.fold(letter), [token.folded for token in text.tokens(letter)]] for letter in letters]
    function = "(letter) => [letter, rule.fold(letter), [...rule.tokens(letter)].map((one) => one.folded)]"
    assert in_browser(page, "analyser", function, letters) == expected


def test_invented_words_have_the_same_stem(page):
    r = random.Random(21)
    endings = [*data.load("analyser")["endings"], "ement", "ation", "issait", "ances", "euse", "eux", "ique", "ite", ""]
    words = sorted({
        "".join(r.choice("aeiouybcdfghjlmnpqrstvxz") for _ in range(r.randint(1, 12))) + r.choice(endings)
        for _ in range(5000)
    })  # fmt: skip
    assert in_browser(page, "analyser", "(word) => rule.stem(word)", words) == [text.stem(word) for word in words]


def test_random_texts_are_read_alike(page):
    r = random.Random(22)
    alphabet = [*"aéœÉ1 l'd’eqx-.·()&<_/\n\t", "\u0301", "\u00ad", "\u200d", "\u00a0", "\u2028", "\ud800", "\udc00",
                "😀", "𝐁", "ﬁ", "İ", "ß", "Σ", "ك", "aujourd", "prud", "qu", " le ", " logement ", "s"]  # fmt: skip
    texts = ["".join(r.choice(alphabet) for _ in range(r.randint(0, 40))) for _ in range(2000)]
    # a high and a low half side by side are one character in JavaScript, two in Python: no real text holds them so
    texts = [one.replace("\ud800\udc00", "") for one in texts]
    expected = [
        [[list(token) for token in text.tokens(one)], text.terms(one), [word.folded for word in text.query(one)],
         [snippet, [list(span) for span in spans]]]
        for one in texts
        for snippet, spans in [text.excerpt_spans(one, ["log", "a"], 15)]
    ]  # fmt: skip
    function = """(text) => {
        const {snippet, spans} = rule.excerptSpans(text, ['log', 'a'], 15);
        return [[...rule.tokens(text)].map((one) => [one.start, one.end, one.folded]), rule.terms(text),
                rule.query(text).map((one) => one.folded), [snippet, spans]];
    }"""
    found = in_browser(page, "analyser", function, texts)
    assert [(one, a, b) for one, a, b in zip(texts, found, expected, strict=True) if a != b] == []


FIND = "(text) => rule.find(text).map(({kind, start, end}) => [kind, start, end])"


@pytest.mark.parametrize("part", ["found", "left alone"])
def test_the_guard_finds_what_the_vectors_say(page, part):
    vectors = marked.read(part)
    found = in_browser(page, "personal-data", FIND, [text for text, _ in vectors])
    assert [(text, spans) for (text, expected), spans in zip(vectors, found, strict=True) if spans != expected] == []


def test_random_texts_hold_the_same_personal_data(page):
    r = random.Random(23)
    vectors = [text for part in ("found", "left alone") for text, _ in marked.read(part)]
    mixed = [" ".join(r.choice(vectors)[r.randint(0, 9) :][: r.randint(5, 60)] for _ in range(4)) for _ in range(1500)]
    texts = [one.replace("\ud800\udc00", "") for one in random_texts(r, 1500)] + mixed
    expected = [[list(span) for span in personal_data.find(one)] for one in texts]
    found = in_browser(page, "personal-data", FIND, texts)
    assert [(one, a, b) for one, a, b in zip(texts, found, expected, strict=True) if a != b] == []


def test_the_guard_reads_every_letter_alike(page):
    """A letter may hide a digit or a name: each alone in the middle of a telephone, then of a name."""
    codes = [*range(0x80, 0x3010), *range(0xFE00, 0x10000), *range(0x1D400, 0x1D800)]
    texts = [f"06 12{chr(code)}34 56 78, M{chr(code)}lle Dupont" for code in codes]
    expected = [[list(span) for span in personal_data.find(one)] for one in texts]
    found = in_browser(page, "personal-data", FIND, texts)
    assert [(one, a, b) for one, a, b in zip(texts, found, expected, strict=True) if a != b] == []
