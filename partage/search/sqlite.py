"""The full-text index on SQLite: an FTS5 table of stems, whose rowid is the document's id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import CTE, Integer, String, text

from partage.db import db
from partage.search.stems import BODY, HEADING, TITLE, Stems

# By name, because the planner would rather read the long rows themselves, each on pages of its own.
_BRIEF = "JOIN search_document AS document INDEXED BY ix_search_document_brief ON document.id = hit.id"
_MATCH = "SELECT rowid AS id FROM search_fts WHERE search_fts MATCH"
_COLUMNS = {"id": Integer, "kind": String, "thing_id": Integer, "found": Integer, "points": Integer}


def lock() -> None:
    """Nothing to do: writing() began IMMEDIATE, so this is the only writer."""


def put(documents: Iterable[Stems]) -> None:
    stems = list(documents)
    drop([one.document_id for one in stems])
    rows = [
        {"id": one.document_id, "title": _line(one.title), "headings": _line(one.headings), "body": _line(one.body)}
        for one in stems
    ]
    insert = text("INSERT INTO search_fts (rowid, title, headings, body) VALUES (:id, :title, :headings, :body)")
    if rows:
        db.session.execute(insert, rows)


def drop(document_ids: Sequence[int]) -> None:
    rows = [{"id": number} for number in document_ids]
    if rows:
        db.session.execute(text("DELETE FROM search_fts WHERE rowid = :id"), rows)


def scrub() -> None:
    # FTS5 only marks tokens as deleted until segments merge
    db.session.execute(text("INSERT INTO search_fts (search_fts) VALUES ('optimize')"))


def tune() -> None:
    """Nothing to do: the one index to prefer is named in the query."""


def hits(words: Sequence[frozenset[str]], every: bool) -> CTE:
    bound: dict[str, str] = {}
    for number, word in enumerate(words):
        one = _any(word)
        bound |= {f"word{number}": one, f"title{number}": f"title : {one}", f"heading{number}": f"headings : {one}"}
    if every:
        bound = {name: value for name, value in bound.items() if not name.startswith("word")}
        bound["words"] = " AND ".join(map(_any, words))
        points = " + ".join(_points(number) for number in range(len(words)))
        found = f"SELECT id, {len(words)} AS found, {points} AS points FROM ({_MATCH} :words)"  # noqa: S608
    else:
        each = (f"SELECT id, {_points(number)} AS points FROM ({_MATCH} :word{number})" for number in range(len(words)))  # noqa: S608
        found = f"SELECT id, count(*) AS found, sum(points) AS points FROM ({' UNION ALL '.join(each)}) GROUP BY id"  # noqa: S608
    query = f"SELECT document.id, document.kind, document.thing_id, found, points FROM ({found}) AS hit {_BRIEF}"  # noqa: S608
    return text(query).bindparams(**bound).columns(**_COLUMNS).cte("hit")


def _points(number: int) -> str:
    """Of a word that stands somewhere in the document."""
    places = f"WHEN id IN ({_MATCH} :title{number}) THEN {TITLE} WHEN id IN ({_MATCH} :heading{number}) THEN {HEADING}"
    return f"CASE {places} ELSE {BODY} END"


def _line(stems: Iterable[str]) -> str:
    return " ".join(sorted(map(_token, stems)))


def _any(stems: Iterable[str]) -> str:
    """The FTS5 expression of one word: quoted, so that nothing in it is an operator."""
    return "(" + " OR ".join(f'"{_token(stem)}"' for stem in sorted(stems)) + ")"


def _token(stem: str) -> str:
    # FTS5 knows the letters of Unicode 6.1: a younger one would cut the word in two
    return stem if stem.isascii() else "x" + stem.encode().hex()
