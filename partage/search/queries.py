"""Finding: every word, else with a typo forgiven, else some of the words; only what the person may see.

What one gets is the same on both engines and offline. In this order:
1. things that hold every word, by their stems;
2. words that nobody's text holds are replaced: the last one by the words that begin so, any other by its nearest
   neighbour (one typo, most documents first), and every word is wanted again;
3. things that hold some of the words.
Points and ties are in stems.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Select, case, false, literal, null, or_, select, union_all

from partage import kinds as registry
from partage import text
from partage.db import db
from partage.search import vocabulary
from partage.search.engines import engine
from partage.search.models import SearchFacet
from partage.search.results import Result, present, respell
from partage.search.stems import TITLE

LONGEST_QUERY = 200  # characters
SIZE = 10  # results of a page: with their passages, three screens of a phone
SUGGESTIONS = 6
SIMILAR = 3
TELLING = 5  # words of a text being written that are looked for: the rarest
TRIED = 5  # neighbours of a mistyped word
OFFERED = ("theme",)  # the facets a page of results lets one choose

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
    for plan in _plans(user, asked):
        rows, offered = _page(user, plan, kinds, facets, offset=(page - 1) * SIZE)
        if offered:
            break
    else:
        return Results(words=words)
    items = present(rows[:SIZE], plan.stems)
    return Results(
        items=items, words=words, partial=not plan.every, has_next=len(rows) > SIZE,
        corrected=respell(typed, plan.corrections, items) if plan.corrections else None,
        kinds=[kind.name for kind in registry.searchable() if ("kind", kind.name) in offered],
        themes=sorted(value for facet, value in offered if facet == "theme"),
    )  # fmt: skip


def suggest(user: Any, typed: str, kinds: Collection[str] = ()) -> list[Result]:
    """What a search being typed may lead to: its last word counts by its beginning."""
    typed = typed[:LONGEST_QUERY]
    asked = text.query(typed)
    if len(asked) > 1 and _is_unfinished(typed, asked[-1]):
        asked = asked[:-1]  # one or two letters say nothing yet
    if not asked:
        return []
    engine().tune()
    plan = Plan(_begun(asked))
    rows = _rows(user, plan, kinds, SUGGESTIONS)
    if not rows:
        plan = _corrected(user, asked)
        rows = _rows(user, plan, kinds, SUGGESTIONS)
    return present(rows, plan.stems, snippets=False)


def similar(user: Any, title: str, kinds: Collection[str] = (), *, body: str = "") -> list[Result]:
    """What looks like something being written: holds a word of it in its title, or half of its words somewhere."""
    asked = text.query(f"{title[:LONGEST_QUERY]} {body[:LONGEST_QUERY]}".rstrip())
    engine().tune()
    words = vocabulary.rarest(_corrected(user, asked).words, TELLING)
    if not words:
        return []
    plan = Plan(words, every=False)
    seen = _seen(user, plan).subquery("seen")
    close = or_(seen.c.points >= TITLE, seen.c.found * 2 >= min(len(asked), TELLING))
    chosen = _narrowed(select(seen), seen, kinds).where(close)
    chosen = chosen.order_by(seen.c.points.desc(), seen.c.found.desc(), seen.c.place, seen.c.thing_id)
    return present(db.session.execute(chosen.limit(SIMILAR)).all(), plan.stems)


def _plans(user: Any, asked: list[text.QueryWord]) -> Iterator[Plan]:
    """The ways of finding these words, the next one for when the former finds nothing."""
    if asked:
        engine().tune()
        yield Plan([frozenset({word.stem}) for word in asked])
        plan = _corrected(user, asked)
        yield plan
        if len(asked) > 1:
            yield replace(plan, every=False)


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
    return db.session.scalar(_seen(user, Plan(words)).with_only_columns(literal(1)).limit(1)) is not None


def _page(
    user: Any, plan: Plan, kinds: Collection[str], facets: Iterable[tuple[str, str]], *, offset: int
) -> tuple[list[Any], set[tuple[str, str]]]:
    """The documents of one page (and one more), and what all the results can be narrowed to, from one statement.

    The second are ("kind", name) of all that is found, and (facet, value) of what is found of `kinds`.
    """
    # computed once: left to itself, SQLite may ask its full-text index about every row of another table
    seen = _seen(user, plan).cte("seen").prefix_with("MATERIALIZED")
    page = _best(_narrowed(select(seen), seen, kinds, facets), seen).limit(SIZE + 1).offset(offset).subquery("page")
    offers = select(SearchFacet.facet, SearchFacet.value).join(seen, seen.c.id == SearchFacet.document_id)
    offers = _narrowed(offers, seen, kinds).where(SearchFacet.facet.in_(OFFERED)).distinct()
    of_kinds = select(literal("kind").label("facet"), seen.c.kind.label("value")).distinct()
    rows = db.session.execute(
        union_all(
            select(literal("").label("facet"), literal("").label("value"), page),
            *(select(*offer.subquery().c, *(null() for _ in seen.c)) for offer in (of_kinds, offers)),
        )
    ).all()
    found = sorted((row for row in rows if not row.facet), key=_rank)  # a UNION promises no order
    return found, {(row.facet, row.value) for row in rows if row.facet}


def _rows(user: Any, plan: Plan, kinds: Collection[str], limit: int) -> Sequence[Any]:
    seen = _seen(user, plan).subquery("seen")
    return db.session.execute(_best(_narrowed(select(seen), seen, kinds), seen).limit(limit)).all()


def _seen(user: Any, plan: Plan) -> Select[*tuple[Any, ...]]:
    """The documents found that this person may see: id, kind, place of the kind, thing_id, found, points."""
    hit = engine().hits(plan.words, plan.every)
    person = user if user is not None and user.is_authenticated else None
    order = {kind.name: place for place, kind in enumerate(registry.searchable())}
    place = case(order, value=hit.c.kind, else_=len(order)) if order else literal(0)
    allowed = (
        (hit.c.kind == kind.name) & kind.visible(person).where(kind.model.id == hit.c.thing_id).correlate(hit).exists()
        for kind in registry.searchable()
    )
    return select(*hit.c, place.label("place")).where(or_(false(), *allowed))


def _narrowed(
    chosen: Select[*tuple[Any, ...]], seen: Any, kinds: Collection[str], facets: Iterable[tuple[str, str]] = ()
) -> Select[*tuple[Any, ...]]:
    if kinds:
        chosen = chosen.where(seen.c.kind.in_(kinds))
    for facet, value in facets:
        chosen = chosen.where(seen.c.id.in_(select(SearchFacet.document_id).filter_by(facet=facet, value=value)))
    return chosen


def _best(chosen: Select[*tuple[Any, ...]], seen: Any) -> Select[*tuple[Any, ...]]:
    return chosen.order_by(seen.c.found.desc(), seen.c.points.desc(), seen.c.place, seen.c.thing_id)


def _rank(row: Any) -> tuple[int, ...]:
    return -row.found, -row.points, row.place, row.thing_id
