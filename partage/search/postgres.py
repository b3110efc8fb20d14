"""The full-text index on PostgreSQL: a tsvector of stems in a column of search_document, written without any parser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import CTE, ColumnElement, Integer, String, case, cast, column, literal, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from partage.db import db
from partage.search.stems import BODY, HEADING, TITLE, Stems

LOCK = 7_355_608  # any number, the same for every process of the instance
_indexed = table(
    "search_document", column("id", Integer), column("kind", String), column("thing_id", Integer),
    column("stems", TSVECTOR), column("heads", TSVECTOR),
)  # fmt: skip


def lock() -> None:
    # two writers that count the same words in another order would wait for each other
    db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def put(documents: Iterable[Stems]) -> None:
    rows = [{"id": one.document_id, "stems": _stems(one), "heads": _heads(one)} for one in documents]
    vectors = "stems = CAST(:stems AS tsvector), heads = CAST(:heads AS tsvector)"
    if rows:
        db.session.execute(text(f"UPDATE search_document SET {vectors} WHERE id = :id"), rows)  # noqa: S608  (a constant)


def drop(document_ids: Sequence[int]) -> None:
    """Nothing to do: the column goes with its row."""


def scrub() -> None:
    """Nothing to do: autovacuum clears the pages of dead rows, and VACUUM does not run inside a transaction."""


def hits(words: Sequence[frozenset[str]], every: bool) -> CTE:
    joined = (" & " if every else " | ").join(map(_any, words))
    points: ColumnElement[int] = literal(0)
    found: ColumnElement[int] = literal(0)
    for word in words:
        points = points + _points(word, every)
        found = found + (literal(1) if every else case((_match(_indexed.c.stems, _any(word)), 1), else_=0))
    columns = (_indexed.c.id, _indexed.c.kind, _indexed.c.thing_id, found.label("found"), points.label("points"))
    return select(*columns).where(_match(_indexed.c.stems, joined)).cte("hit")


def _points(word: frozenset[str], every: bool) -> ColumnElement[int]:
    places = [(_match(_indexed.c.heads, _any(word, ":A")), TITLE), (_match(_indexed.c.heads, _any(word)), HEADING)]
    if every:
        return case(*places, else_=BODY)
    return case(*places, (_match(_indexed.c.stems, _any(word)), BODY), else_=0)


def _match(vector: ColumnElement[object], query: str) -> ColumnElement[bool]:
    return vector.op("@@", is_comparison=True)(cast(literal(query), TSQUERY))


def _stems(one: Stems) -> str:
    return " ".join(map(_quoted, sorted(one.title | one.headings | one.body)))


def _heads(one: Stems) -> str:
    """Title and headings apart, with their weight: a few words, quicker to read than all the stems."""
    weights = dict.fromkeys(one.title, "1A") | dict.fromkeys(one.headings - one.title, "1B")
    return " ".join(f"{_quoted(stem)}:{weight}" for stem, weight in sorted(weights.items()))


def _any(stems: Iterable[str], weight: str = "") -> str:
    """The tsquery of one word: quoted, so that nothing in it is an operator."""
    return "(" + " | ".join(_quoted(stem) + weight for stem in sorted(stems)) + ")"


def _quoted(stem: str) -> str:
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"
