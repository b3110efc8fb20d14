"""Puts the starter content in, once, and takes out again what nobody touched."""

from __future__ import annotations

from collections import Counter as Count
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from partage import clock, events, settings
from partage.accounts.models import Structure
from partage.db import db, writing
from partage.front_matter import front_matter
from partage.operations import Counter
from partage.starter import questions
from partage.texts import rendering
from partage.texts.models import Revision, Text
from partage.texts.states import RevisionState
from partage.topics.models import Topic
from partage.wiki.models import Practice

FOLDER = Path(__file__).parent
IMPORTED_FROM = "contenu de départ"
DECIDED = "starter"  # a counter: once it exists, starting the instance loads nothing by itself any more


@dataclass(frozen=True)
class Page:
    """One practice of the folder, ready to be written."""

    slug: str
    title: str
    summary: str
    body: str
    fields: dict[str, Any]
    verified: date


def is_decided() -> bool:
    """True once the starter content was loaded, or refused: it never comes back by itself."""
    return db.session.get(Counter, DECIDED) is not None


def load() -> Count[str]:
    """Add what is missing, in one transaction; answers how many of each. Texts of the instance are left alone."""
    pages = read_practices()
    threads = questions.read_threads()
    for page in pages:
        rendering.render(page.body)
    for thread in threads:
        for body in (thread.body, *(answer.body for answer in thread.answers)):
            rendering.render(body)
    added: Count[str] = Count()
    with writing():
        _decide()
        added["topics"] = _add_missing(Topic, read_topics())
        added["structures"] = _add_missing(Structure, read_structures())
        known = set(db.session.scalars(select(Text.slug).filter_by(kind="practice")))
        for page in pages:
            if page.slug not in known:
                _publish(page)
                added["practices"] += 1
        asked = set(db.session.scalars(select(Text.slug).filter_by(kind="question")))
        for thread in threads:
            if thread.slug not in asked:
                questions.publish(thread, IMPORTED_FROM)
                added["questions"] += 1
    return added


def refuse() -> None:
    """Remember that this instance starts empty. Call inside writing()."""
    _decide()


def read_topics() -> list[dict[str, Any]]:
    """The columns of each starter theme."""
    rows = yaml.safe_load((FOLDER / "themes.yaml").read_text())
    return [{**row, "position": position} for position, row in enumerate(rows, start=1)]


def read_structures() -> list[dict[str, Any]]:
    """The columns of each starter structure."""
    rows = yaml.safe_load((FOLDER / "structures.yaml").read_text())
    return [{"slug": row.pop("key"), "structure_kind": row.pop("kind"), **row} for row in rows]


def read_practices() -> list[Page]:
    """The practices of the folder, by name of file."""
    return [_read(path) for path in sorted((FOLDER / "pratiques").glob("*.md"))]


def _read(path: Path) -> Page:
    keys, body = front_matter(path.read_text())
    fields = {
        "kind": keys["kind"],
        "publics": keys["public"],
        "posture": keys.get("posture", ""),
        "territory": keys["territory"],
        "licence": keys["licence"],
        "sources": [_source(source) for source in keys["sources"]],
        "themes": keys["themes"],
        "is_public": True,
    }
    return Page(path.stem, keys["title"], keys["summary"], body.strip("\n"), fields, keys["verified"])


def _source(source: dict[str, Any]) -> dict[str, str]:
    return {"title": source["title"], "url": source.get("url", ""), "consulted": source["consulted"].isoformat()}


def _decide() -> None:
    if not is_decided():
        db.session.add(Counter(name=DECIDED, value=1))
        db.session.flush()


def _add_missing(model: Any, rows: list[dict[str, Any]]) -> int:
    known = set(db.session.scalars(select(model.slug)))
    new = [model(**row) for row in rows if row["slug"] not in known]
    db.session.add_all(new)
    db.session.flush()
    for thing in new:
        events.record(f"{model.__tablename__}.created", thing, by=None, quiet=True)
    return len(new)


def _publish(page: Page) -> None:
    practice = Practice(slug=page.slug, title=page.title, imported_from=IMPORTED_FROM)
    db.session.add(practice)
    db.session.flush()
    revision = Revision(text_id=practice.id, state=RevisionState.DRAFT)
    revision.write(title=page.title, summary=page.summary, body=page.body, fields=page.fields, note="")
    db.session.add(revision)
    rendering.keep(page.body)
    db.session.flush()
    revision.submit(by=None)
    revision.publish(by=None, quiet=True)
    practice.verified_at = datetime.combine(page.verified, time(12), UTC)
    practice.review_on = clock.add_months(page.verified, settings.get("review_months"))
