"""Which of the two full-text indexes this database has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from sqlalchemy import CTE

from partage.db import db
from partage.search import postgres, sqlite
from partage.search.stems import Stems


class Engine(Protocol):
    """What sqlite.py and postgres.py both offer."""

    def lock(self) -> None:
        """Let one writer at a time change the index and the vocabulary, until commit."""

    def put(self, documents: Iterable[Stems]) -> None:
        """Index these documents, in place of what was indexed under their ids."""

    def drop(self, document_ids: Sequence[int]) -> None:
        """Forget these documents."""

    def scrub(self) -> None:
        """Leave no trace of dropped words in the index's files."""

    def tune(self) -> None:
        """Tell the planner, until the end of the transaction, what it cannot know about our index."""

    def hits(self, words: Sequence[frozenset[str]], every: bool) -> CTE:
        """Documents (id, kind, thing_id) that hold every one of `words`, or any; each word is one of several stems.

        `found` is how many of the words a document holds, `points` what they are worth.
        """


def engine() -> Engine:
    """The index of the database in use."""
    return postgres if db.engine.dialect.name == "postgresql" else sqlite
