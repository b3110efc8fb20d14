"""What an index holds of a document, and what a word is worth: the same on both engines, and offline.

A word is worth the best place where it stands, and a document the sum of its words: no frequencies and no rarities,
which FTS5, PostgreSQL and the copy on a phone each count their own way. What is equal follows the order of the kinds,
then of the ids.
"""

from __future__ import annotations

from dataclasses import dataclass

TITLE, HEADING, BODY = 9, 3, 1


@dataclass(frozen=True, slots=True)
class Stems:
    """The different stems of each field of one document."""

    document_id: int
    title: frozenset[str]
    headings: frozenset[str]
    body: frozenset[str]
