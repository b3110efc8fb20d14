"""From documents found to what a page shows: title, facts, a passage with its marks, and where the words stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from partage import kinds
from partage.db import db
from partage.markup import highlight
from partage.search import vocabulary
from partage.search.models import SearchDocument
from partage.search.passages import Passage, best_passage, finder
from partage.text import excerpt_spans, stem, tokens

WIDTH = 90  # characters of a passage: one line of a computer, two or three of a phone
PLACES = 3  # parts of a text named under a result


@dataclass(frozen=True)
class Result:
    """One line of a list of results."""

    kind: kinds.Kind
    url: str
    title: str
    facts: str
    plain: str
    marked_title: Markup
    snippet: Markup
    why: list[str]


def present(rows: Iterable[Any], wanted: Collection[str], *, snippets: bool = True) -> list[Result]:
    """Rows of (id, kind, thing_id) as results, in their order. `wanted` are the stems to mark."""
    rows = list(rows)
    if not rows:
        return []
    columns = [SearchDocument.id, SearchDocument.title, SearchDocument.facts]
    columns += [SearchDocument.plain] if snippets else []
    words = finder(vocabulary.forms_of(wanted)) if snippets else None
    chosen = select(*columns).where(SearchDocument.id.in_([row.id for row in rows]))
    documents = {row.id: row for row in db.session.execute(chosen)}
    urls = _urls(rows)
    return [
        _result(kinds.get(row.kind), urls[row.kind, row.thing_id], documents[row.id], wanted, words, snippets=snippets)
        for row in rows
        if (row.kind, row.thing_id) in urls and row.id in documents
    ]


def respell(typed: str, corrections: Mapping[str, str], results: Sequence[Result]) -> str:
    """What was typed with its corrections, written with the accents they have in the results."""
    spelling = {folded: _spelt(taken, results) for folded, taken in corrections.items()}
    parts, position = [], 0
    for token in tokens(typed):
        if token.folded in spelling:
            parts += [typed[position : token.start], spelling[token.folded]]
            position = token.end
    return " ".join("".join([*parts, typed[position:]]).split())


def _spelt(folded: str, results: Sequence[Result]) -> str:
    for result in results[:PLACES]:
        for source in (result.title, result.plain):
            for token in tokens(source):
                if token.folded == folded:
                    return source[token.start : token.end].lower()
    return folded


def _urls(rows: Iterable[Any]) -> dict[tuple[str, int], str]:
    ids = defaultdict(list)
    for row in rows:
        ids[row.kind].append(row.thing_id)
    things = ((kinds.get(name), thing) for name, some in ids.items() for thing in _bare(kinds.get(name).model, some))
    return {(kind.name, thing.id): kind.url(thing) for kind, thing in things}


def _bare(model: Any, ids: Iterable[int]) -> Sequence[Any]:
    # not kind.load: an address needs the row alone, not the bodies and relations that words need
    return db.session.scalars(select(model).where(model.id.in_(list(ids)))).all()


def _result(
    kind: kinds.Kind, url: str, document: Any, wanted: Collection[str], words: re.Pattern[str] | None, *, snippets: bool
) -> Result:
    in_title = [(token.start, token.end) for token in tokens(document.title) if stem(token.folded) in wanted]
    passage = best_passage(document.plain, words) if snippets else Passage("")
    snippet, spans = excerpt_spans(passage.text, wanted, WIDTH)
    why = [*(["titre"] if in_title else []), *passage.parts]
    return Result(
        kind=kind, url=url, title=document.title, facts=document.facts, plain=document.plain if snippets else "",
        marked_title=highlight(document.title, in_title), snippet=highlight(snippet, spans),
        why=why[:PLACES] or ["intertitre"],
    )  # fmt: skip
