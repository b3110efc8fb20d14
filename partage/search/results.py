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
from partage.search.index import HEADING_MARK
from partage.search.models import SearchDocument
from partage.text import excerpt_spans, fold, stem, tokens

WIDTH = 110  # characters of a passage: two lines of a computer, three of a phone
ROOM = 250  # characters in which the passage is chosen
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


@dataclass(frozen=True)
class Passage:
    """The best lines of a text for some words, the part they stand in, and the headings that hold a word themselves."""

    text: str
    part: str = ""
    headings: tuple[str, ...] = ()
    found: bool = False


def present(rows: Iterable[Any], wanted: Collection[str], *, snippets: bool = True) -> list[Result]:
    """Rows of (id, kind, thing_id) as results, in their order. `wanted` are the stems to mark."""
    rows = list(rows)
    if not rows:
        return []
    columns = [SearchDocument.id, SearchDocument.title, SearchDocument.facts]
    columns += [SearchDocument.plain, SearchDocument.words] if snippets else []
    chosen = select(*columns).where(SearchDocument.id.in_([row.id for row in rows]))
    documents = {row.id: row for row in db.session.execute(chosen)}
    urls = _urls(rows)
    return [
        _result(kinds.get(row.kind), urls[row.kind, row.thing_id], documents[row.id], wanted, snippets=snippets)
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


def _result(kind: kinds.Kind, url: str, document: Any, wanted: Collection[str], *, snippets: bool) -> Result:
    in_title = [(token.start, token.end) for token in tokens(document.title) if stem(token.folded) in wanted]
    passage = _passage(document, wanted) if snippets else Passage("")
    snippet, spans = excerpt_spans(passage.text, wanted, WIDTH)
    why = ["titre"] if in_title else []
    if passage.found:
        why += dict.fromkeys(_as_said(place) for place in (passage.part or "texte", *passage.headings))
    return Result(
        kind=kind, url=url, title=document.title, facts=document.facts, plain=document.plain if snippets else "",
        marked_title=highlight(document.title, in_title), snippet=highlight(snippet, spans),
        why=why[:PLACES] or ["intertitre"],
    )  # fmt: skip


def _passage(document: Any, wanted: Collection[str]) -> Passage:
    """The block of lines with most different words, the earliest of equals, a heading only when no line is as good."""
    forms = {word for word in document.words.split() if stem(word) in wanted}
    forms |= {word for word in wanted if len(word) < vocabulary.SHORTEST}  # too short to be counted
    lines = document.plain.split("\n")
    if not forms:
        return Passage(_from(lines, 0))
    word = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(forms)))})\b")
    best, chosen, part, headings = (0, False), Passage(_from(lines, 0)), "", []
    for number, (line, folded) in enumerate(zip(lines, fold(document.plain).split("\n"), strict=True)):
        is_heading = line.startswith(HEADING_MARK)
        part = line[1:] if is_heading else part
        found = {stem(form) for form in word.findall(folded)} & set(wanted)
        if found and is_heading:
            headings.append(part)
        if (len(found), not is_heading) > best and found:
            best, chosen = (len(found), not is_heading), Passage(_from(lines, number), part, found=True)
    if not chosen.found:  # « R.S.A. », « aujourd’hui »: words the expression does not see
        whole = " ".join(lines).replace(HEADING_MARK, "")
        return Passage(whole, found=bool(excerpt_spans(whole, wanted)[1]))
    return Passage(chosen.text, chosen.part, tuple(headings), found=True)


def _from(lines: Sequence[str], first: int) -> str:
    """The line and what follows it, as far as a passage may reach without entering the next part."""
    start = lines[first]
    kept = [start[1:].rstrip(" :") + " :" if start.startswith(HEADING_MARK) else start]
    for line in lines[first + 1 :]:
        if line.startswith(HEADING_MARK) or sum(map(len, kept)) > ROOM:
            break
        kept.append(line)
    return " ".join(kept)


def _as_said(heading: str) -> str:
    """« Étapes » becomes « étapes » inside a sentence; « France Travail », « CAF » stay."""
    return heading[:1].lower() + heading[1:] if heading[1:] == heading[1:].lower() else heading
