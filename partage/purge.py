"""Erasing a passage from everything people wrote, and remembering that it was erased without remembering what.

The journal of erasures is beside the database, outside the backups: when an older backup is restored, what had been
erased is found again by its keyed digest, at every place of every text, and erased again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import JSON, String, cast, delete, inspect, or_, select

from partage import events, kinds, purge_scope, text
from partage.db import db
from partage.mail import Mail
from partage.operations import Operation

MARK = "[donnée retirée]"
LEAST_SLUG = 4
CODE = re.compile(r"[a-z-]+")  # a value of the program's own in a JSON column: a theme, a kind
FILE_NAME = re.compile(r"(/fichiers/[0-9a-f]{32}/)([^\s)\"'>]*)")
NOT_TEXTS = ("person",)  # names and addresses of members: leaving is another path


@dataclass
class Erased:
    """How many places were cleaned, and which things they belong to."""

    places: int = 0
    rows: int = 0
    texts: set[int] = field(default_factory=set)
    others: list[Any] = field(default_factory=list)  # a theme, a structure…
    revisions: list[Any] = field(default_factory=list)


def written() -> dict[type[Any], tuple[str, ...]]:
    """Every table with words of people and its columns, whatever the kind that declares it."""
    found: dict[type[Any], tuple[str, ...]] = {}
    for kind in kinds.every():
        if kind.name not in NOT_TEXTS:
            for model, columns in kind.written.items():
                found[model] = tuple(dict.fromkeys((*found.get(model, ()), *columns)))
    return found


def find(passage: str, texts: Iterable[int] | None) -> list[tuple[type[Any], Any, int]]:
    """(table, key, places) of every row that holds the passage, in these texts and what hangs on them, or everywhere."""
    found = []
    for model, columns in written().items():
        for key, values in rows_of(model, columns, texts, holding=passage):
            places = sum(_replace(value, passage)[1] for value in values)
            places += sum(_is_in_slug(passage, value) for name, value in zip(columns, values, strict=True) if name == "slug")
            if places:
                found.append((model, key, places))
    return found


def erase(passage: str, texts: Iterable[int] | None, *, by: Any = None) -> Erased:
    """Replace the passage wherever `find` sees it, and in the mails that wait. Call inside writing()."""
    done, scope = Erased(), None if texts is None else set(texts)
    for model, key, places in find(passage, scope):
        thing = db.session.get(model, key)
        if thing is not None:
            _clean(thing, written()[model], passage)
            done.places, done.rows = done.places + places, done.rows + 1
            _remember(thing, done)
    _clean_mails(passage)
    _forget_searches(passage)
    db.session.flush()
    for number in sorted(done.texts):
        events.record("passage.cleaned", purge_scope.text(number), by=by, quiet=True)
    for thing in done.others:
        events.record("passage.cleaned", thing, by=by, quiet=True)
    if done.texts:
        about = purge_scope.text(min(done.texts))
        events.record(
            "passage.erased", about, by=by, quiet=by is None, places=done.places, texts=len(done.texts), author=about.author_id
        )
    return done


def erase_files(public_ids: list[str], *, by: Any = None) -> int:
    """Forget joined files; their bytes follow within a day. Call inside writing()."""
    model = kinds.get("file").model
    found = db.session.scalars(select(model).where(model.public_id.in_(public_ids))).all() if public_ids else ()
    for file in found:
        file.erase(by=by)
    return len(found)


def rows_of(
    model: type[Any], columns: tuple[str, ...], texts: Iterable[int] | None, holding: str = ""
) -> Iterator[tuple[Any, list[Any]]]:
    """(key, values) of the rows of a table, or of those that belong to some texts; the database sorts out what it can."""
    mapper = inspect(model)
    key = [getattr(model, mapper.get_property_by_column(column).key) for column in mapper.primary_key]
    chosen = [getattr(model, name) for name in columns]
    query = select(*key, *chosen)
    if texts is not None:
        condition = purge_scope.belongs(model.__table__, list(texts))
        if condition is None:
            return
        query = query.where(condition)
    if holding and not any(isinstance(column.type, JSON) for column in chosen):
        slug = text.slugify(holding, fallback="")
        needles = [holding] + ([slug] if slug else [])
        query = query.where(or_(*(column.contains(one, autoescape=True) for column in chosen for one in needles)))
    for row in db.session.execute(query.execution_options(yield_per=500)):
        number = row[0] if len(key) == 1 else tuple(row[: len(key)])
        yield number, list(row[len(key) :])


def strings(value: Any) -> Iterator[str]:
    """Every text in a value of a column, JSON included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def checkpoint() -> None:
    """Fold the write-ahead log into the database, so that no copy of what was erased is left beside it."""
    db.session.rollback()
    if db.engine.dialect.name != "sqlite":
        return
    connection = db.engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _replace(value: Any, passage: str) -> tuple[Any, int]:
    """The value without the passage, and how many times it stood there."""
    if isinstance(value, str):
        times = value.count(passage)
        cleaned = FILE_NAME.sub(lambda found: _file_name(found, passage), value.replace(passage, MARK))
        return cleaned, times + (not times and cleaned != value)
    if isinstance(value, dict):
        return _each(value.items(), passage, dict)
    if isinstance(value, list):
        return _each(enumerate(value), passage, lambda pairs: [one for _, one in pairs])
    return value, 0


def _each(pairs: Iterable[tuple[Any, Any]], passage: str, build: Callable[[Any], Any]) -> tuple[Any, int]:
    cleaned, times = [], 0
    for name, value in pairs:
        code = isinstance(value, str) and CODE.fullmatch(value)
        new, here = (value, 0) if code else _replace(value, passage)
        cleaned.append((name, new))
        times += here
    return build(cleaned), times


def _file_name(found: re.Match[str], passage: str) -> str:
    """The end of a file's address repeats its name."""
    slug = text.slugify(passage, fallback="")
    if len(slug) < LEAST_SLUG or slug not in found[2]:
        return found[0]
    return f"{found[1]}fichier.{found[2].rpartition('.')[2]}"


def _clean(thing: Any, columns: tuple[str, ...], passage: str) -> None:
    former = {name: getattr(thing, name) for name in columns}
    for name in columns:
        if name != "slug":
            cleaned, _ = _replace(former[name], passage)
            limit = getattr(inspect(type(thing)).columns[name].type, "length", None)
            if cleaned != former[name]:
                setattr(thing, name, cleaned[:limit] if limit and isinstance(cleaned, str) else cleaned)
    if "slug" in columns:
        _clean_slug(thing, passage, titled=former.get("title", "") != getattr(thing, "title", ""))
    if "body" in columns and hasattr(thing, "words_erased"):
        rendered = db.metadata.tables["rendered_body"]
        db.session.execute(delete(rendered).where(rendered.c.body_sha == thing.body_sha))
        thing.words_erased()


def _is_in_slug(passage: str, slug: Any) -> bool:
    wanted = text.slugify(passage, fallback="")
    return len(wanted) >= LEAST_SLUG and isinstance(slug, str) and wanted in slug


def _clean_slug(thing: Any, passage: str, titled: bool) -> None:
    """An address made from the title does not keep the passage; the old one answers 404."""
    old, derived = thing.slug, not thing.slug[:1].isdigit()
    if not _is_in_slug(passage, old) and not (titled and derived):
        return
    first = made = text.slugify(thing.title.replace(MARK, " "), fallback=thing.kind)
    model, number = type(thing), 2
    taken = select(model.id).where(model.id != thing.id, model.kind == thing.kind)
    while db.session.scalar(taken.where(model.slug == made)) is not None or made == old:
        made, number = f"{first}-{number}", number + 1
    thing.slug = made
    known = select(Operation).where(cast(Operation.answer, String).contains(old, autoescape=True))
    for operation in db.session.scalars(known):
        location = str(operation.answer.get("location", ""))
        operation.answer = {**operation.answer, "location": location.replace(old, made)}


def _remember(thing: Any, done: Erased) -> None:
    number = purge_scope.text_of(thing)
    if number is not None:
        done.texts.add(number)
    elif kinds.of(thing) is not None:
        done.others.append(thing)
    if hasattr(thing, "body_sha"):
        done.revisions.append(thing)


def _clean_mails(passage: str) -> None:
    holding = or_(Mail.subject.contains(passage, autoescape=True), Mail.body.contains(passage, autoescape=True))
    for mail in db.session.scalars(select(Mail).where(holding)):
        mail.subject = mail.subject.replace(passage, MARK)[:200]
        mail.body = mail.body.replace(passage, MARK)


def _forget_searches(passage: str) -> None:
    """A search that found nothing may hold it too."""
    table = db.metadata.tables.get("fruitless_search")
    if table is not None:
        db.session.execute(delete(table).where(table.c.words.contains(text.fold(passage), autoescape=True)))
