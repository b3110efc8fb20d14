"""Which words stand in the index, and in how many documents: what is being typed, and what was mistyped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from partage.db import db
from partage.search.models import SearchDocument, SearchNeighbour, SearchWord
from partage.text import content_tokens, edits1_keys, stem, within_one_edit

SHORTEST, LONGEST = 3, 40  # a longer one is no word: its typo is not forgiven, and it takes no room here
MOST_BEGINNINGS = 50  # stems that begin like what is being typed
CHUNK = 5_000  # parameters of one statement: SQLite stops at 32,766


def words_of(*texts: str) -> set[str]:
    """The folded words of these texts that the vocabulary counts."""
    return {
        token.folded
        for text in texts
        for token in content_tokens(text)
        if SHORTEST <= len(token.folded) <= LONGEST
    }


def count(changes: Mapping[str, int], *, stem_again: bool = False) -> None:
    """Add to the number of documents of each word; a word that stands nowhere any more is forgotten.

    `stem_again`: the words whose number stays may have another stem, for the analyser changed.
    """
    changed = {word: change for word, change in sorted(changes.items()) if change or stem_again}
    if not changed:
        return
    known = _known(changed)
    insert = _insert(SearchWord)
    statement = insert.on_conflict_do_update(
        index_elements=["word"],
        set_={"stem": insert.excluded.stem, "documents": SearchWord.documents + insert.excluded.documents},
    )
    db.session.execute(
        statement, [{"word": word, "stem": stem(word), "documents": change} for word, change in changed.items()]
    )
    fewer = [word for word, change in changed.items() if change < 0]
    for some in _chunks(fewer):  # its neighbours go with it
        gone = delete(SearchWord).where(SearchWord.word.in_(some), SearchWord.documents <= 0)
        db.session.execute(gone, execution_options={"synchronize_session": False})
    new = [word for word, change in changed.items() if change > 0 and word not in known]
    keys = [{"key": key, "word": word} for word in new for key in sorted(edits1_keys(word))]
    if keys:
        db.session.execute(_insert(SearchNeighbour).on_conflict_do_nothing(), keys)


def recount() -> None:
    """Make the numbers true again, whatever happened to the tables."""
    lines = db.session.scalars(select(SearchDocument.words))
    true = Counter(word for line in lines for word in line.split())
    stored = dict(db.session.execute(select(SearchWord.word, SearchWord.documents)).all())
    count({word: true[word] - stored.get(word, 0) for word in true.keys() | stored.keys()})


def beginning_with(prefix: str) -> list[str]:
    """The stems of the words that begin so; when there are many, those of most documents."""
    totals: Counter[str] = Counter()
    words = select(SearchWord.stem, SearchWord.documents).where(SearchWord.word.startswith(prefix, autoescape=True))
    for found, documents in db.session.execute(words):
        totals[found] += documents
    # sorted here: the two engines do not put letters in the same order
    return sorted(totals, key=lambda found: (-totals[found], found))[:MOST_BEGINNINGS]


def forms_of(stems: Collection[str]) -> set[str]:
    """The folded words that have one of these stems, whatever text they stand in."""
    forms = set(db.session.scalars(select(SearchWord.word).where(SearchWord.stem.in_(stems))))
    return forms | {stem for stem in stems if len(stem) < SHORTEST}  # too short to be counted


def rarest(words: Iterable[frozenset[str]], number: int) -> list[frozenset[str]]:
    """Of some words, each given by its stems, those that stand in fewest documents; none that stands nowhere."""
    wanted = list(words)
    totals = select(SearchWord.stem, func.sum(SearchWord.documents)).group_by(SearchWord.stem)
    stems = db.session.execute(totals.where(SearchWord.stem.in_({stem for word in wanted for stem in word})))
    documents = dict(stems.all())
    counted = {word: sum(documents.get(stem, 0) for stem in word) for word in wanted}
    known = [word for word, total in counted.items() if total]
    return sorted(known, key=lambda word: (counted[word], sorted(word)))[:number]


def nearest(word: str) -> list[SearchWord]:
    """The words one typo away, those of most documents first."""
    keys = select(SearchNeighbour.word).where(SearchNeighbour.key.in_(sorted(edits1_keys(word))))
    found = db.session.scalars(select(SearchWord).where(SearchWord.word.in_(keys), SearchWord.word != word))
    close = [candidate for candidate in found if within_one_edit(word, candidate.word)]
    return sorted(close, key=lambda candidate: (-candidate.documents, candidate.word))


def _known(words: Iterable[str]) -> set[str]:
    selects = (select(SearchWord.word).where(SearchWord.word.in_(some)) for some in _chunks(list(words)))
    return {word for known in selects for word in db.session.scalars(known)}


def _chunks(words: list[str]) -> Iterable[list[str]]:
    return (words[start : start + CHUNK] for start in range(0, len(words), CHUNK))


def _insert(table: type) -> postgresql.Insert | sqlite.Insert:
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    return insert(table)
