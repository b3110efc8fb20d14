"""Finding: every word, else with a typo forgiven, else some of the words; only what the person may see.

What one gets is the same on both engines and offline. In this order:
1. things that hold every word, by their stems;
2. words that nobody's text holds are replaced: the last one by the words that begin so, any other by its nearest
   neighbour (one typo, most documents first), and every word is wanted again;
3. things that hold some of the words.
Points and ties are in stems.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, literal, or_, select

from partage import kinds as registry
from partage import text
from partage.db import db
from partage.kinds import Kind
from partage.search import vocabulary
from partage.search.engines import engine
from partage.search.models import SearchDocument, SearchFacet
from partage.search.results import Result, present, respell
from partage.search.stems import TITLE

LONGEST_QUERY = 200  # characters
SIZE = 20
SUGGESTIONS = 6
SIMILAR = 3
TRIED = 5  # neighbours of a mistyped word

Words = list[frozenset[str]]  # what is wanted: each word is one of several stems


@dataclass(frozen=True)
class Results:
    """What a search answers. `kinds` and `themes` are what its results could be narrowed to."""

    items: list[Result] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # folded, as they were understood; none when there was none to find
    corrected: str | None = None  # the search that was made in place of the one typed
    partial: bool = False  # nothing holds all the words: these hold some
    kinds: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    has_next: bool = False

    @property
    def found_something(self) -> bool:
        return bool(self.kinds)


@dataclass(frozen=True)
class Plan:
    """How the words typed are going to be found."""

    words: Words
    every: bool = True
    corrections: Mapping[str, str] = field(default_factory=dict)  # folded word typed: folded word taken

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(stem for word in self.words for stem in word)


def search(
    user: Any, typed: str, *, kinds: Collection[str] = (), facets: Collection[tuple[str, str]] = (), page: int = 1
) -> Results:
    """What `user` (None is a visitor) finds, narrowed to some kinds and to all of some facets."""
    typed = typed[:LONGEST_QUERY]
    asked = text.query(typed)
    words = [word.folded for word in asked if word.folded not in text.STOP_WORDS]
    if not asked:
        return Results()
    plan = _plan(user, asked)
    rows = _rows(user, plan, kinds, facets, limit=SIZE + 1, offset=(page - 1) * SIZE)
    items = present(rows[:SIZE], plan.stems)
    return Results(
        items=items, words=words, partial=not plan.every, has_next=len(rows) > SIZE,
        corrected=respell(typed, plan.corrections, items) if plan.corrections else None,
        kinds=_kinds_found(user, plan), themes=_facet_found(user, plan, "theme", kinds),
    )  # fmt: skip


def suggest(user: Any, typed: str, kinds: Collection[str] = ()) -> list[Result]:
    """What a search being typed may lead to: its last word counts by its beginning."""
    typed = typed[:LONGEST_QUERY]
    asked = text.query(typed)
    if len(asked) > 1 and _is_unfinished(typed, asked[-1]):
        asked = asked[:-1]  # one or two letters say nothing yet
    if not asked:
        return []
    begun = _begun(asked)
    plan = Plan(begun) if _finds(user, begun) else _corrected(user, asked)
    rows = _rows(user, plan, kinds, limit=SUGGESTIONS) if _finds(user, plan.words) else []
    return present(rows, plan.stems, snippets=False)


def similar(user: Any, title: str, kinds: Collection[str] = (), *, body: str = "") -> list[Result]:
    """What looks like something being written: holds a word of it in its title, or half of its words somewhere."""
    asked = text.query(f"{title[:LONGEST_QUERY]} {body[:LONGEST_QUERY]}".rstrip())
    if not asked:
        return []
    words = _corrected(user, asked).words
    plan = Plan(words, every=False)
    hit = engine().hits(plan.words, every=False)
    close = or_(hit.c.points >= TITLE, hit.c.found * 2 >= len(words))
    chosen = _visible(user, hit, kinds).where(close).order_by(hit.c.points.desc(), hit.c.found.desc(), *_ties())
    return present(db.session.execute(chosen.limit(SIMILAR)).all(), plan.stems)


def _plan(user: Any, asked: list[text.QueryWord]) -> Plan:
    exact = [frozenset({word.stem}) for word in asked]
    if _finds(user, exact):
        return Plan(exact)
    plan = _corrected(user, asked)
    if len(asked) > 1 and not _finds(user, plan.words):
        return Plan(plan.words, every=False, corrections=plan.corrections)
    return plan


def _corrected(user: Any, asked: list[text.QueryWord]) -> Plan:
    """The same words, those that this person can find nowhere replaced."""
    words: Words = []
    corrections = {}
    for word in asked:
        stems = frozenset({word.stem})
        if not _finds(user, [stems]):
            begun = frozenset(vocabulary.beginning_with(word.folded)) if word.prefix else frozenset()
            if begun and _finds(user, [begun]):
                stems = begun
            elif neighbour := _neighbour(user, word):
                stems, corrections[word.folded] = frozenset({neighbour.stem}), neighbour.word
        words.append(stems)
    return Plan(words, corrections=corrections)


def _neighbour(user: Any, word: text.QueryWord) -> vocabulary.SearchWord | None:
    """The best neighbour that stands in something this person may see: a correction must not tell what she may not."""
    candidates = vocabulary.nearest(word.folded)[:TRIED] if word.fuzzy else []
    return next((candidate for candidate in candidates if _finds(user, [frozenset({candidate.stem})])), None)


def _begun(asked: list[text.QueryWord]) -> Words:
    last = asked[-1]
    beginnings = vocabulary.beginning_with(last.folded) if last.prefix else []
    return [*(frozenset({word.stem}) for word in asked[:-1]), frozenset({last.stem, *beginnings})]


def _is_unfinished(typed: str, last: text.QueryWord) -> bool:
    return len(last.folded) < vocabulary.SHORTEST and text.fold(typed).endswith(last.folded)


def _finds(user: Any, words: Words) -> bool:
    hit = engine().hits(words, every=True)
    return db.session.scalar(_visible(user, hit).with_only_columns(literal(1)).limit(1)) is not None


def _rows(
    user: Any, plan: Plan, kinds: Collection[str] = (), facets: Iterable[tuple[str, str]] = (), *,
    limit: int, offset: int = 0,
) -> Sequence[Any]:
    hit = engine().hits(plan.words, plan.every)
    chosen = _visible(user, hit, kinds)
    for facet, value in facets:
        with_facet = select(SearchFacet.document_id).filter_by(facet=facet, value=value)
        chosen = chosen.where(SearchDocument.id.in_(with_facet))
    chosen = chosen.order_by(hit.c.found.desc(), hit.c.points.desc(), *_ties())
    return db.session.execute(chosen.limit(limit).offset(offset)).all()


def _visible(user: Any, hit: Any, kinds: Collection[str] = ()) -> Select[*tuple[Any, ...]]:
    """The documents of `hit` this person may see, as (id, kind, thing_id)."""
    allowed = [_of_kind(kind, user) for kind in registry.searchable() if not kinds or kind.name in kinds]
    return (
        select(SearchDocument.id, SearchDocument.kind, SearchDocument.thing_id)
        .join(hit, hit.c.id == SearchDocument.id)
        .where(or_(false(), *allowed))
    )


def _of_kind(kind: Kind, user: Any) -> ColumnElement[bool]:
    person = user if user is not None and user.is_authenticated else None
    return (SearchDocument.kind == kind.name) & SearchDocument.thing_id.in_(kind.visible(person))


def _ties() -> tuple[ColumnElement[Any], ...]:
    order = {kind.name: place for place, kind in enumerate(registry.searchable())}
    place = case(order, value=SearchDocument.kind, else_=len(order)) if order else literal(0)
    return place, SearchDocument.thing_id.asc()


def _kinds_found(user: Any, plan: Plan) -> list[str]:
    hit = engine().hits(plan.words, plan.every)
    found = set(db.session.scalars(_visible(user, hit).with_only_columns(SearchDocument.kind).distinct()))
    return [kind.name for kind in registry.searchable() if kind.name in found]


def _facet_found(user: Any, plan: Plan, facet: str, kinds: Collection[str]) -> list[str]:
    hit = engine().hits(plan.words, plan.every)
    values = (
        _visible(user, hit, kinds)
        .join(SearchFacet, SearchFacet.document_id == SearchDocument.id)
        .where(SearchFacet.facet == facet)
        .with_only_columns(SearchFacet.value)
        .distinct()
    )
    return sorted(db.session.scalars(values))
