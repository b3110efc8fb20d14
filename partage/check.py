"""Is everything where it should be? The database, the files its rows speak of, the search index."""

from __future__ import annotations

from pathlib import Path

from flask import current_app
from sqlalchemy import select

from partage import kinds
from partage.backup import damage
from partage.db import db
from partage.files.models import Attachment
from partage.files.store import store
from partage.search.models import SearchDocument

BATCH = 200


def check() -> list[str]:
    """What is wrong, in French, one sentence each; nothing when all is well."""
    return [*_database(), *_files(), *_search()]


def _database() -> list[str]:
    if not current_app.extensions["deployment"].is_sqlite:
        return []  # PostgreSQL checks its own pages (initdb --data-checksums)
    found = damage(Path(db.engine.url.database or ""))
    return [f"La base de données est abîmée ({found}) : restaurez la dernière sauvegarde."] if found else []


def _files() -> list[str]:
    keeper = store()
    rows = db.session.execute(select(Attachment.public_id, Attachment.name, Attachment.size)).all()
    found = []
    for key, name, size in rows:
        kept = keeper.size(key)
        if kept is None:
            found.append(f"Le fichier {key} (« {name} ») manque : restaurez-le depuis une sauvegarde.")
        elif kept != size:
            found.append(f"Le fichier {key} (« {name} ») pèse {kept} octets au lieu de {size}.")
    return found


def _search() -> list[str]:
    """Each thing that has words is in the index, and nothing else is."""
    found = []
    for kind in kinds.searchable():
        indexed = set(db.session.scalars(select(SearchDocument.thing_id).filter_by(kind=kind.name)))
        expected = _with_words(kind)
        for word, gap in (("manquent à", expected - indexed), ("sont en trop dans", indexed - expected)):
            if gap:
                found.append(f"{len(gap)} {kind.plural.lower()} {word} l’index de recherche : lancez « partage reindex ».")
    return found


def _with_words(kind: kinds.Kind) -> set[int]:
    assert kind.words is not None
    ids = list(db.session.scalars(select(kind.model.id)))
    expected = set()
    for start in range(0, len(ids), BATCH):
        expected |= {thing.id for thing in kind.load(ids[start : start + BATCH]) if kind.words(thing) is not None}
        db.session.expunge_all()
    return expected
