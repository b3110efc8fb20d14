"""The text analyser in Python. `tests/browser/test_shared_rules.py` runs the same vectors in Chromium."""

from __future__ import annotations

import json
import random
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from snowballstemmer.french_stemmer import FrenchStemmer

from partage import text
from partage.shared_rules import data

VECTORS = json.loads((Path(__file__).parent / "vectors" / "analyser.json").read_text(encoding="utf-8"))
RULES = data.load("analyser")


@pytest.mark.parametrize("name", [path.stem for path in data.HERE.glob("*.json")])
def test_the_browser_has_the_same_data(name):
    twin = data.BROWSER / f"{name}-data.js"
    assert twin.read_text(encoding="utf-8") == data.as_module(name), "run python -m partage.shared_rules.data"


def test_every_text_gives_its_words_and_its_terms():
    assert len(VECTORS["analysed"]) >= 400
    wrong = [
        one["text"]
        for one in VECTORS["analysed"]
        if [list(token) for token in text.tokens(one["text"])] != one["tokens"]
        or text.terms(one["text"]) != one["terms"]
    ]
    assert wrong == []


def test_a_token_says_where_its_word_stands():
    for one in VECTORS["analysed"]:
        for start, end, folded in one["tokens"]:
            assert text.fold(one["text"][start:end]).replace(".", "").replace("'", "") == folded


def test_folding_gives_what_the_vectors_say():
    assert [[given, text.fold(given)] for given, _ in VECTORS["folded"]] == VECTORS["folded"]


@pytest.mark.parametrize("forms", VECTORS["meet"], ids=lambda forms: forms[0])
def test_the_forms_of_a_word_meet(forms):
    assert {tuple(text.terms(form)) for form in forms} == {tuple(text.terms(forms[0]))}


@pytest.mark.parametrize("forms", VECTORS["meet"], ids=lambda forms: forms[0])
def test_typing_without_accents_or_in_capitals_finds_the_same(forms):
    for form in forms:
        assert text.terms(text.fold(form)) == text.terms(form)
        assert text.terms(form.upper()) == text.terms(form)
        assert text.terms(unicodedata.normalize("NFD", form)) == text.terms(form)


@pytest.mark.parametrize(("one", "other"), VECTORS["apart"])
def test_words_that_only_look_alike_stay_apart(one, other):
    assert text.terms(one) != text.terms(other)


def test_each_exception_is_a_stem_of_its_own():
    """Otherwise « travaux » would meet « travail » in the table, and not in the index."""
    assert [stem for stem in RULES["stems"].values() if text.stem(stem) != stem] == []


def test_stop_words_are_dropped_unless_there_is_nothing_else():
    assert text.terms("la CAF et le RSA") == ["caf", "rsa"]
    assert text.terms("le la les") == ["le", "la", "le"]


def test_a_search_of_stop_words_keeps_them():
    assert [word.folded for word in text.query("où est le")] == ["ou", "est", "le"]


@pytest.mark.parametrize("one", VECTORS["queries"], ids=lambda one: one["text"][:20])
def test_a_search_becomes_the_words_of_the_vectors(one):
    assert [[word.folded, word.stem, word.prefix, word.fuzzy] for word in text.query(one["text"])] == one["words"]


def test_only_the_word_being_typed_may_be_a_beginning():
    assert [word.prefix for word in text.query("demande logem")] == [False, True]
    assert [word.prefix for word in text.query("demande logem ")] == [False, False]
    assert [word.prefix for word in text.query("demande lo")] == [False, False]


def test_numbers_and_short_words_forgive_no_typo():
    assert [word.fuzzy for word in text.query("CAF 48000 logement")] == [False, False, True]


def test_a_folded_word_is_letters_and_digits_whatever_was_typed():
    r = random.Random(11)
    alphabet = "aéœÉ1 '’-.·()\u0301\u00ad\u200d😀𝐁ﬁ\ud800\udc00İß&<_/" + "\n\t\u00a0"
    for _ in range(2000):
        given = "".join(r.choice(alphabet) for _ in range(r.randint(0, 40)))
        end = 0
        for token in text.tokens(given):
            assert end <= token.start < token.end <= len(given)
            assert token.folded.isalnum()
            assert text.fold(token.folded) == token.folded
            end = token.end
        assert all(term.isalnum() for term in text.terms(given))


def test_every_letter_folds_to_letters():
    """What search engines split at, or what a browser folds otherwise, must not come out of a word."""
    bounds = [
        [int(bound, 16) for bound in one.split("-")] for ranges in RULES["letters"].values() for one in ranges.split()
    ]
    letters = [chr(code) for bound in bounds for code in range(bound[0], bound[-1] + 1)]
    assert len(letters) > 40_000
    split = [
        letter for letter in letters if [one.folded for one in text.tokens(text.fold(letter))] != [text.fold(letter)]
    ]
    assert split == []


def test_hostile_texts_come_back():
    for given in ("a" * 100_000, "é" * 100_000, "l'" * 30_000, "A." * 100_000, "e-" * 30_000, "a·e" * 30_000,
                  "a\u0301" * 100_000, "a\u00ad" * 100_000, "ai" * 100_000, "aujourd'" * 30_000):  # fmt: skip
        assert all(len(term) <= RULES["longest_word"] for term in text.terms(given))


def test_threads_do_not_mix_their_words():
    """The Snowball object keeps the word it works on in itself; gunicorn has eight threads."""
    words = [
        f"{stem}{ending}" for stem in ("declar", "accompagn", "utilis", "form") for ending in ("ation", "er", "ees")
    ]
    # new words each time, so that no cache answers for the stemmer
    tasks = [
        f"{'bcdfghjklm'[number % 10]}{'aeiou'[number % 5]}{number % 97}{word}"
        for number in range(100)
        for word in words
    ]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(text.stem, tasks))
    alone = FrenchStemmer()
    expected = [alone.stemWord(task[:-3] + "e" if task.endswith("ees") else task) for task in tasks]
    assert together == expected


@pytest.mark.parametrize(("a", "b", "near"), VECTORS["edits"])
def test_one_typo_is_recognised(a, b, near):
    assert text.within_one_edit(a, b) is near
    assert text.within_one_edit(b, a) is near


def test_one_typo_is_what_the_definition_says():
    r = random.Random(3)
    for _ in range(20_000):
        a, b = ("".join(r.choice("abc") for _ in range(r.randint(0, 6))) for _ in "ab")
        assert text.within_one_edit(a, b) is (_distance(a, b) <= 1), (a, b)


def test_words_one_typo_apart_share_a_key():
    r = random.Random(4)
    for _ in range(5000):
        a = "".join(r.choice("abcdef") for _ in range(r.randint(6, 12)))
        b = _one_edit(r, a)
        assert text.edits1_keys(a) & text.edits1_keys(b), (a, b)
        assert text.within_one_edit(a, b)


def test_the_keys_of_a_word_are_those_of_the_vectors():
    assert [[word, sorted(text.edits1_keys(word))] for word, _ in VECTORS["keys"]] == VECTORS["keys"]


@pytest.mark.parametrize("one", VECTORS["excerpts"], ids=lambda one: one["plain"][:12])
def test_an_excerpt_is_that_of_the_vectors(one):
    snippet, spans = text.excerpt_spans(one["plain"], one["stems"], one["width"])
    assert (snippet, [list(span) for span in spans]) == (one["snippet"], one["spans"])


def test_an_excerpt_marks_the_words_searched_and_stays_short():
    r = random.Random(5)
    for _ in range(100):
        plain = " ".join(r.choice(["le", "logement", "demandes", "été 😀", "l’aide", "x" * 30]) for _ in range(200))
        stems = {text.stem("logement"), text.stem("aide")}
        snippet, spans = text.excerpt_spans(plain, stems, 120)
        assert spans
        assert len(snippet) <= 122
        for start, end in spans:
            assert text.stem(text.fold(snippet[start:end])) in stems


def test_an_excerpt_prefers_the_passage_with_most_different_words():
    plain = "Le logement, le logement, le logement. " + "Rien. " * 100 + "Une aide pour le logement social."
    snippet, _ = text.excerpt_spans(plain, {"log", "aid", "social"}, 60)
    assert "aide pour le logement social" in snippet


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("L’été, à Mende !", "l-ete-a-mende"),
        ("Œuvrer avec l'e-mail", "oeuvrer-avec-l-e-mail"),
        ("  --  ", "texte"),
        ("😀", "texte"),
        ("日本語", "texte"),
        ("../../etc/passwd", "etc-passwd"),
        ("mot " * 40, "-".join(["mot"] * 20)),
        ("a" * 200, "a" * 80),
    ],
)
def test_a_title_becomes_a_slug(title, slug):
    assert text.slugify(title) == slug


def test_a_slug_without_letters_takes_the_fallback():
    assert text.slugify("???", fallback="fiche") == "fiche"


def _one_edit(r: random.Random, word: str) -> str:
    place = r.randrange(len(word) - 1)
    return r.choice([
        word[:place] + word[place + 1 :],
        word[:place] + r.choice("abcdef") + word[place:],
        word[:place] + r.choice("abcdef") + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    ])  # fmt: skip


def _distance(a: str, b: str) -> int:
    """Optimal string alignment, as in the books."""
    rows = [list(range(len(b) + 1))]
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
