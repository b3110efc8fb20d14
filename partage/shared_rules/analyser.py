"""The one text analyser: from a text to the words that search, its index and the typo table compare.

`static/js/shared/words.js` takes the same steps on the same data (analyser.json) for the copy kept on the phone. A
change here is a change there, new vectors, and `version` + 1 in the data: indexes made by another version are rebuilt.

The order of the steps is the point. Accents go first, because half of what is typed on a phone has none: whatever comes
after cannot tell « declaree » from « déclarée », so they meet by construction. But the French Snowball stemmer knows
participles by their accents (« é », « ée »), and would then leave « declaree » apart from « declare ». Rewriting final
`ees?` to `e` between the two repairs that. It has to look at the folded word: looking for the accented « ée » before
folding would miss exactly the people who type without accents.

The other `endings` repair what Snowball does to everyday plurals, which it takes for verbs: it keeps « emplois »,
« revenus », « photos » whole, and stems « conseillers » and « conseiller » differently. `stems` are the words it would
confuse to our readers' harm (« CAF » and « café », « loyer » and « loi », « département » and « départ »), or would
never join (« travaux » and « travail »).
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

# not snowballstemmer.stemmer("french"): that one silently becomes PyStemmer, of another version, where it is installed
from snowballstemmer.french_stemmer import FrenchStemmer

from partage.shared_rules.data import load

_DATA = load("analyser")


class Token(NamedTuple):
    """A word of a text: code points [start, end), and the word folded, made of letters and digits only."""

    start: int
    end: int
    folded: str


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word somebody searches. `prefix`: she may still be typing it; `fuzzy`: a typo may be forgiven."""

    folded: str
    stem: str
    prefix: bool
    fuzzy: bool


def _chars(ranges: str) -> set[str]:
    bounds = [[int(bound, 16) for bound in one.split("-")] for one in ranges.split()]
    return {chr(code) for bound in bounds for code in range(bound[0], bound[-1] + 1)}


def _class(ranges: str) -> str:
    """« 41-5A 61 » as the inside of a character class."""
    return "".join("-".join(re.escape(chr(int(bound, 16))) for bound in one.split("-")) for one in ranges.split())


ANALYSER_VERSION: int = _DATA["version"]
LONGEST_WORD: int = _DATA["longest_word"]
FUZZY_FROM: int = _DATA["fuzzy_from"]
STOP_WORDS = frozenset(_DATA["stop_words"])

# What a letter is comes from our own ranges rather than from Unicode's categories: Python and each browser carry
# different versions of Unicode, and would cut the same text at different places.
_LETTERS = "".join(_class(ranges) for ranges in _DATA["letters"].values())
_MARKS = _class(_DATA["marks"])
_IGNORED = _class(_DATA["ignored"])
_LETTER = re.compile(f"[{_LETTERS}]")
_NUMBER = re.compile(r"[0-9]")
_INITIAL = f"(?![0-9])[{_LETTERS}][{_MARKS}]*"
_WORD = re.compile(
    f"{_INITIAL}(?:\\.{_INITIAL})+(?![{_LETTERS}{_MARKS}])"  # R.S.A. is RSA
    f"|[{_LETTERS}](?:[{_IGNORED}]*[{_LETTERS}{_MARKS}])*"
)
_SILENT = re.compile(f"[{_MARKS}{_IGNORED}]")
_APOSTROPHES = _chars(_DATA["apostrophes"])
_HYPHENS = _chars(_DATA["hyphens"])
_INCLUSIVE = _chars(_DATA["inclusive_separators"])
_INCLUSIVE_ENDINGS = frozenset(_DATA["inclusive_endings"])
_ELIDED = frozenset(_DATA["elided"])
_JOINED = frozenset(_DATA["joined"])
_HYPHEN_PREFIXES = frozenset(_DATA["hyphen_prefixes"])
_STRAIGHT = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
_FOLDINGS = str.maketrans(_DATA["foldings"])
_STEMS: dict[str, str] = _DATA["stems"]
_ENDINGS: dict[str, str] = _DATA["endings"]
_LONGEST_ENDING = max(map(len, _ENDINGS))
_local = threading.local()


def fold(text: str) -> str:
    """Lower case, no accents, ligatures spelt out, straight apostrophes. The length may change."""
    plain = unicodedata.normalize("NFKD", text.translate(_STRAIGHT))  # NFKD would turn ´ into a space and an accent
    return _SILENT.sub("", plain).lower().translate(_FOLDINGS)


def tokens(text: str) -> Iterator[Token]:
    """The words of a text, in order. Elided articles (l', qu') and inclusive endings (·e·s) are no words."""
    held: Token | None = None  # « aujourd » waiting for « hui »
    inclusive_after = -1  # where a separator would begin an inclusive ending
    for match in _WORD.finditer(text):
        start, end = match.span()
        folded = _fold_word(match.group())
        before, after = text[start - 1 : start], text[end : end + 1]
        if held:
            if start == held.end + 1:
                start, folded = held.start, held.folded + folded
            else:
                yield held
            held = None
        elif start - 1 == inclusive_after and before in _INCLUSIVE and folded in _INCLUSIVE_ENDINGS:
            inclusive_after = end
            continue
        if after in _APOSTROPHES and folded in _JOINED:
            held = Token(start, end, folded)
            continue
        if after in _APOSTROPHES and folded in _ELIDED and before not in _APOSTROPHES:
            continue  # 'd' between quotes is a letter, d' an elision
        if folded in _HYPHEN_PREFIXES and after in _HYPHENS and _LETTER.match(text, end + 1):
            continue  # e-mail, e-administration
        inclusive_after = end if len(folded) > 1 and not _NUMBER.search(folded) else -1
        yield Token(start, end, folded)
    if held:
        yield held


def content_tokens(text: str) -> list[Token]:
    """The words worth comparing: without « le », « de »… unless there is nothing else."""
    every = list(tokens(text))
    return [token for token in every if token.folded not in STOP_WORDS] or every


def terms(text: str) -> list[str]:
    """What the index of either engine and of the browser holds for this text, in order, repeated words included."""
    return [stem(token.folded) for token in content_tokens(text)]


def stem(folded_word: str) -> str:
    """What the forms of a folded word have in common. Not to be applied twice: a stem may have a shorter stem."""
    if len(folded_word) > LONGEST_WORD:  # no French word; the stemmer would take quadratic time, the cache much room
        return folded_word[:LONGEST_WORD]
    return _stem(folded_word)


def query(text: str) -> list[QueryWord]:
    """The distinct words of a search, in order. A word that touches the end of the text may still be being typed."""
    text = text[: _DATA["longest_query"]]
    words: dict[str, QueryWord] = {}
    for token in content_tokens(text):
        folded, key = token.folded, stem(token.folded)
        prefix = token.end == len(text) and len(folded) >= _DATA["prefix_from"]
        fuzzy = len(folded) >= FUZZY_FROM and not _NUMBER.search(folded)  # another number is another number
        if key in words:
            if not prefix:
                continue
            del words[key]  # the form being typed counts, at the place where it is typed
        words[key] = QueryWord(folded, key, prefix, fuzzy)
    return list(words.values())[: _DATA["most_query_words"]]


def _fold_word(word: str) -> str:
    return _cached_fold(word) if len(word) <= LONGEST_WORD else fold(word).replace(".", "")


@lru_cache(maxsize=50_000)  # the forms of some ten thousand texts: a few megabytes
def _cached_fold(word: str) -> str:
    return fold(word).replace(".", "")


@lru_cache(maxsize=50_000)  # the forms of some ten thousand texts: a few megabytes
def _stem(word: str) -> str:
    if word in _STEMS:
        return _STEMS[word]
    for size in range(min(_LONGEST_ENDING, len(word) - 1), 0, -1):
        if word[-size:] in _ENDINGS:
            word = word[:-size] + _ENDINGS[word[-size:]]
            break
    return str(_stemmer().stemWord(word))


def _stemmer() -> FrenchStemmer:
    """One for each thread: a stemmer keeps the word it works on in itself, and two threads would mix theirs."""
    if not hasattr(_local, "stemmer"):
        _local.stemmer = FrenchStemmer()
    return _local.stemmer
