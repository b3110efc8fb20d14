"""What the index keeps of each thing, the vocabulary that forgives a typo, and the searches that found nothing."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from partage.db import db, long, short


class SearchDocument(db.Model):
    """One thing in the index. The engine's own full-text column or table hangs on `id` (sqlite.py, postgres.py)."""

    __table_args__ = (
        UniqueConstraint("kind", "thing_id"),
        # all that ranking reads: the rows themselves are long
        Index("ix_search_document_brief", "id", "kind", "thing_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = short(30)
    thing_id: Mapped[int]
    title: Mapped[str] = short(200)
    facts: Mapped[str] = short(300, default="")
    plain: Mapped[str] = long(default="")  # title excepted: what snippets are cut from
    words: Mapped[str] = long(default="")  # the folded words counted for this document in the vocabulary
    analyser: Mapped[int]


class SearchFacet(db.Model):
    """A facet value of a document: theme, kind of practice, public…"""

    __table_args__ = (Index("ix_search_facet_value", "facet", "value", "document_id"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("search_document.id", ondelete="CASCADE"), primary_key=True)
    facet: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)


class SearchWord(db.Model):
    """A word of the vocabulary, folded, and in how many documents it stands."""

    word: Mapped[str] = mapped_column(primary_key=True)
    stem: Mapped[str] = short(60, index=True)
    documents: Mapped[int]


class SearchNeighbour(db.Model):
    """The words one deletion away from a key: how a typo finds its word on either engine."""

    key: Mapped[str] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(ForeignKey("search_word.word", ondelete="CASCADE"), primary_key=True, index=True)


class FruitlessSearch(db.Model):
    """What was searched without result: the words, the day and how many times; never who."""

    words: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    times: Mapped[int] = mapped_column(default=1)
