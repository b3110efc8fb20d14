"""Puts things into the index and takes them out, in the transaction of whoever changed them.

Opens no transaction: callers are inside writing().
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update

from partage import kinds
from partage.db import db
from partage.kinds import Kind, Words
from partage.search import vocabulary
from partage.search.engines import engine
from partage.search.models import SearchDocument, SearchFacet
from partage.search.stems import Stems
from partage.text import ANALYSER_VERSION, terms

BATCH = 100
STALE = 0  # the `analyser` of a document that must be read again
HEADING_MARK = "\x1e"  # before a line of `plain` that is a heading; texts hold no control character (markup.normalise)
_BLANKS = re.compile(r"\s+")


def index(kind: Kind, thing: Any) -> None:
    """Put a thing, as `kind.load` gives it, into the index; take it out when its kind has no words for it."""
    _index(kind, [thing])


def refresh(kind: Kind, ids: Iterable[int]) -> None:
    """Read things again and index what they now say. Those that are gone leave the index."""
    wanted = list(ids)
    things = kind.load(wanted)
    _index(kind, things)
    _remove(kind, set(wanted) - {thing.id for thing in things})


def remove(kind: Kind, thing_id: int) -> None:
    """Take a thing out of the index, and its words out of the vocabulary."""
    _remove(kind, [thing_id])


def scrub() -> None:
    """Leave no trace in the database of words that were taken out: for the erasure of personal data."""
    engine().scrub()


def mark_stale(facet: str, value: str) -> None:
    """Have the documents of a facet read again by the next tick: too many for the request that changed its name."""
    documents = select(SearchFacet.document_id).filter_by(facet=facet, value=value)
    db.session.execute(
        update(SearchDocument).where(SearchDocument.id.in_(documents)).values(analyser=STALE),
        execution_options={"synchronize_session": False},
    )


def stale() -> dict[str, list[int]]:
    """{kind: things} of at most one batch of documents to read again, of another analyser among them."""
    rows = db.session.execute(
        select(SearchDocument.kind, SearchDocument.thing_id)
        .where(SearchDocument.analyser != ANALYSER_VERSION)
        .order_by(SearchDocument.id)
        .limit(BATCH)
    )
    batch: dict[str, list[int]] = {}
    for kind, thing_id in rows:
        batch.setdefault(kind, []).append(thing_id)
    return batch


def refresh_stale() -> None:
    """Read one batch of stale documents again."""
    known = {kind.name: kind for kind in kinds.searchable()}
    for name, ids in stale().items():
        if name in known:
            refresh(known[name], ids)
    drop_unknown_kinds()


def drop_unknown_kinds() -> None:
    """Take out what belongs to a kind this version no longer has."""
    names = [kind.name for kind in kinds.searchable()]
    _forget(db.session.scalars(select(SearchDocument).where(SearchDocument.kind.not_in(names))).all())


def every_thing() -> Iterator[tuple[Kind, list[int]]]:
    """All that can be in the index, by batches of ids: what exists, and what stands in the index without existing."""
    for kind in kinds.searchable():
        ids = set(db.session.scalars(select(kind.model.id)))
        ids |= set(db.session.scalars(select(SearchDocument.thing_id).filter_by(kind=kind.name)))
        ordered = sorted(ids)
        for start in range(0, len(ordered), BATCH):
            yield kind, ordered[start : start + BATCH]


def _index(kind: Kind, things: Iterable[Any]) -> None:
    assert kind.words is not None
    said = {thing.id: kind.words(thing) for thing in things}
    _remove(kind, [number for number, words in said.items() if words is None])
    spoken = {number: words for number, words in said.items() if words is not None}
    if not spoken:
        return
    engine().lock()
    documents = {document.thing_id: document for document in _documents(kind, spoken)}
    other_analyser = any(document.analyser != ANALYSER_VERSION for document in documents.values())
    changes: Counter[str] = Counter()
    for number, words in spoken.items():
        document = documents.get(number)
        if document is None:
            document = documents[number] = SearchDocument(kind=kind.name, thing_id=number, words="")
            db.session.add(document)
        _write(document, words, changes)
    db.session.flush()
    engine().put(_stems(documents[number].id, words) for number, words in spoken.items())
    _replace_facets({documents[number].id: words.facets for number, words in spoken.items()})
    vocabulary.count(changes, stem_again=other_analyser)


def _write(document: SearchDocument, words: Words, changes: Counter[str]) -> None:
    counted = vocabulary.words_of(words.title, words.headings, words.body)
    changes.update(counted)
    changes.subtract(document.words.split())
    document.title, document.facts = _clean(words.title)[:200], _clean(words.facts)[:300]
    document.plain = _plain(words)
    document.words = " ".join(sorted(counted))
    document.analyser = ANALYSER_VERSION


def _plain(words: Words) -> str:
    """One clean line a block. A heading carries its mark, so that a result can name the part it shows."""
    headings = {_clean(line) for line in words.headings.splitlines()}
    lines = filter(None, map(_clean, words.body.splitlines()))
    return "\n".join(HEADING_MARK + line if line in headings else line for line in lines)


def _clean(line: str) -> str:
    return _BLANKS.sub(" ", line.replace(HEADING_MARK, "").replace("\0", "")).strip()


def _stems(document_id: int, words: Words) -> Stems:
    fields = (frozenset(terms(field)) for field in (words.title, words.headings, words.body))
    return Stems(document_id, *fields)


def _replace_facets(facets: dict[int, tuple[tuple[str, str], ...]]) -> None:
    former = delete(SearchFacet).where(SearchFacet.document_id.in_(facets))
    db.session.execute(former, execution_options={"synchronize_session": False})
    rows = [
        {"document_id": number, "facet": facet, "value": value}
        for number, pairs in facets.items()
        for facet, value in set(pairs)
    ]
    if rows:
        db.session.execute(insert(SearchFacet), rows)


def _remove(kind: Kind, ids: Iterable[int]) -> None:
    wanted = list(ids)
    if wanted:
        engine().lock()  # before reading what is to be subtracted
        _forget(_documents(kind, wanted))


def _documents(kind: Kind, ids: Iterable[int]) -> Sequence[SearchDocument]:
    return db.session.scalars(
        select(SearchDocument).where(SearchDocument.kind == kind.name, SearchDocument.thing_id.in_(list(ids)))
    ).all()


def _forget(documents: Sequence[SearchDocument]) -> None:
    if not documents:
        return
    engine().lock()
    changes: Counter[str] = Counter()
    for document in documents:
        changes.subtract(document.words.split())
        db.session.delete(document)
    engine().drop([document.id for document in documents])
    db.session.flush()
    vocabulary.count(changes)
