"""What remains of HTML typed by people; plain words, excerpts, highlights, keys, and cleaning."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata

import pytest
from markupsafe import Markup

from partage import markup
from partage.markup import digest, excerpt, highlight, normalise, render, trust
from tests.unit.test_markup import LONG, THIN, html

# HTML typed by people


@pytest.mark.parametrize(
    "typed",
    [
        "<b>gras</b>", "<script>alert(1)</script>", "<div>\n\nbloc\n\n</div>", "<!-- remarque -->", "<?php x ?>",
        "<style>p{}</style>", "<details>\n<summary>plus</summary>\n</details>", "<img src=x onerror=alert(1)>",
        "<![CDATA[x]]>", "</p>", "<svg/onload=alert(1)>", "<a href='/x'>y</a>", "<!DOCTYPE html>", "<input type=text>",
        "a < b et c > d",
    ],
)  # fmt: skip
def test_what_looks_like_html_is_text_and_is_not_lost(typed: str) -> None:
    rendered = render(typed)
    assert rendered.plain.split() == typed.split()
    assert not re.search(r"<(?!/?p>|br>)", rendered.html)


def test_entities_are_characters() -> None:
    assert html("&eacute; &lt;b&gt; &#233; AT&T &inconnu; `&eacute;` \\&eacute;") == (
        "<p>é &lt;b&gt; é AT&amp;T &amp;inconnu; <code>&amp;eacute;</code> \\é</p>"
    )


def test_an_entity_cannot_smuggle_what_normalise_removes() -> None:
    assert html("a&#8238;b&#x2066;c&#2;d&#3;e&#55296;f&#0;") == "<p>abcde\ufffdf\ufffd</p>"


def test_one_text_leaves_nothing_to_the_next() -> None:
    render("[secret]: https://a.example\n\n[^n]: note\n\n[secret][] [^n]\n")
    assert "href" not in html("[secret][] [^n]\n")


# Plain words


def test_plain_words_have_one_line_a_block() -> None:
    text = (
        "# Titre & *suite*\n\nUn [lien](https://a.fr) et\nla suite[^1].\n\n- [x] fait\n- à **faire**\n\n"
        "|a|b|\n|-|-|\n|c|d|\n\n```\nx < 1\ny\n```\n\n![photo](/fichiers/a)\n\n[^1]: La note.\n"
    )
    lines = "Titre & suite|Un lien et la suite.|fait|à faire|a b|c d|x < 1|y|photo|La note."
    assert render(text).plain == lines.replace("|", "\n")


def test_the_contents_list_is_not_read_twice() -> None:
    assert render(LONG).plain == "A\nB\nC\nD & D\nE\nF"


def test_nothing_renders_to_nothing() -> None:
    for text in ("", " ", "\n\n\t\n"):
        assert render(text) == markup.Rendered(html=Markup(""), headings=(), plain="")


# Excerpts, highlights, keys


def test_an_excerpt_stops_after_a_word() -> None:
    assert excerpt("Un deux\ntrois  quatre", 100) == "Un deux trois quatre"
    assert excerpt("Un deux, trois quatre", 12) == "Un deux…"
    assert excerpt(f"Est-ce juste{THIN}? Oui", 16) == "Est-ce juste…"
    assert excerpt("anticonstitutionnellement", 10) == "anticonst…"
    assert len(excerpt("mot " * 500)) <= 200


def test_a_highlight_escapes_what_it_marks() -> None:
    assert highlight("<b> & logement", [(6, 14), (0, 3)]) == Markup(
        "<mark>&lt;b&gt;</mark> &amp; <mark>logement</mark>"
    )


def test_spans_that_overlap_or_stick_out_make_one_clean_mark() -> None:
    assert highlight("abcdef", [(4, 99), (0, 2), (1, 3), (3, 3), (5, 2), (-5, 1)]) == Markup(
        "<mark>abc</mark>d<mark>ef</mark>"
    )
    assert highlight("<i>", []) == Markup("&lt;i&gt;")


def test_a_key_changes_with_the_text_the_version_and_the_options(monkeypatch: pytest.MonkeyPatch) -> None:
    first = digest("texte")
    assert re.fullmatch("[0-9a-f]{64}", first) and first == digest("texte")
    others = {digest("texte "), digest("texte", toc=False)}
    monkeypatch.setattr(markup, "RENDERER_VERSION", "autre")
    others.add(digest("texte"))
    assert len(others | {first}) == 4
    assert digest("\ud800")


def test_stored_html_comes_back_as_it_was() -> None:
    made = render("**oui**").html
    assert trust(str(made)) == made and isinstance(trust("x"), Markup)


# Cleaning


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\0b\x02c\x03d\x1be\x7ff\x9bg", "abcdefg"),
        ("a\tb", "a\tb"),
        ("page\fpage\vligne\u2028ligne\x85fin", "page\npage\nligne\nligne\nfin"),
        ("a\u202eb\u2066c\u2069d\ufeff", "abcd"),
        ("a\ud800b\udfffc", "abc"),
        ("\ud83d\ude00", "😀"),
        ("e\u0301te\u0301", "été"),
        ("a   \nb  \nc \nd\t\n   \ne", "a  \nb  \nc\nd\n\ne"),
        ("\n\n    code\n\n", "    code"),
        ("é\u202f! «\u00a0x\u00a0» 👩\u200d🌾 مرحبا\u200f", "é\u202f! «\u00a0x\u00a0» 👩\u200d🌾 مرحبا\u200f"),
    ],
)
def test_cleaning_keeps_words_and_drops_what_nobody_sees(typed: str, kept: str) -> None:
    assert normalise(typed) == kept
    assert normalise(kept) == kept


def test_a_pile_of_accents_is_cut_before_it_costs_anything() -> None:
    piled = normalise("a" + "\u0301\u0327" * 500_000 + " mot")
    assert piled.endswith(" mot") and len(piled) < 40
    assert len(normalise("\u0f73" * 500_000)) < 70
    assert normalise("नमस्ते दुनिया " * 50).split() == ["नमस्ते", "दुनिया"] * 50
    assert unicodedata.is_normalized("NFC", piled) and normalise(piled) == piled


def test_marks_that_the_library_uses_inside_cannot_be_typed() -> None:
    for token in ("\x02wzxhzdk:0\x03", "\x02klzzwxh:0000\x03", "\x0260\x03script", "\x02amp\x03lt;"):
        rendered = render(f"avant {token} après\n\n```\nsecret\n```\n")
        assert rendered.plain.startswith("avant ") and rendered.html.count("secret") == 1
        assert "\x02" not in rendered.html and "<script" not in rendered.html


def test_the_module_needs_no_flask() -> None:
    code = (
        "import sys, importlib.util as u; s = u.spec_from_file_location('markup', sys.argv[1]);"
        "m = u.module_from_spec(s); sys.modules['markup'] = m; s.loader.exec_module(m); m.render('x');"
        "print(sorted({'flask', 'markdown', 'nh3', 'partage'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, markup.__file__], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
