"""The full-text index on PostgreSQL: a tsvector of stems in a column of search_document, written without any parser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    String,
    case,
    cast,
    column,
    func,
    literal,
    select,
    table,
    text,
    union_all,
)  # fmt: skip
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


def tune() -> None:
    # It does not know that the stems of each row have to be unpacked, and would read the whole table for a frequent
    # word. Compiling, or starting other processes, takes longer than the 30 ms that these queries last.
    settings = {"enable_seqscan": "off", "jit": "off", "max_parallel_workers_per_gather": "0"}
    db.session.execute(select(*(func.set_config(name, value, True) for name, value in settings.items())))


def hits(words: Sequence[frozenset[str]], every: bool) -> CTE:
    if every:
        points: ColumnElement[int] = literal(0)
        for word in words:
            points = points + _points(word)
        return _documents(" & ".join(map(_any, words)), literal(len(words)), points).cte("hit")
    # one search of the index for each word: asking each document about each word would unpack all its stems each time
    one_by_one = union_all(*(_documents(_any(word), literal(1), _points(word)) for word in words)).subquery()
    columns = (one_by_one.c.id, one_by_one.c.kind, one_by_one.c.thing_id)
    found, total = func.sum(one_by_one.c.found), func.sum(one_by_one.c.points)
    return select(*columns, found.label("found"), total.label("points")).group_by(*columns).cte("hit")


def _documents(query: str, found: ColumnElement[int], points: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
    columns = (_indexed.c.id, _indexed.c.kind, _indexed.c.thing_id, found.label("found"), points.label("points"))
    return select(*columns).where(_match(_indexed.c.stems, query))


def _points(word: frozenset[str]) -> ColumnElement[int]:
    """Of a word that stands somewhere in the document."""
    in_title, in_heads = _match(_indexed.c.heads, _any(word, ":A")), _match(_indexed.c.heads, _any(word))
    return case((in_title, TITLE), (in_heads, HEADING), else_=BODY)


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
