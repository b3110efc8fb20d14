"""Slugs, folding, and the one text analyser: what the rest of the application imports."""

from __future__ import annotations

import re

from partage.shared_rules.analyser import (
    ANALYSER_VERSION,
    STOP_WORDS,
    QueryWord,
    Token,
    content_tokens,
    fold,
    query,
    stem,
    terms,
    tokens,
)
from partage.shared_rules.excerpts import excerpt_spans
from partage.shared_rules.typos import edits1_keys, within_one_edit

__all__ = [
    "ANALYSER_VERSION",
    "STOP_WORDS",
    "QueryWord",
    "Token",
    "content_tokens",
    "edits1_keys",
    "excerpt_spans",
    "fold",
    "query",
    "slugify",
    "stem",
    "terms",
    "tokens",
    "within_one_edit",
]


def slugify(text: str, fallback: str = "texte", max_length: int = 80) -> str:
    """« L'été, à Mende » → « l-ete-a-mende », cut between words. `fallback` where no Latin letter or digit is left."""
    # NFKD makes one character of up to eighteen; what could not fit anyway is not folded
    whole = re.sub(r"[^a-z0-9]+", "-", fold(text[: max_length * 4])).strip("-")
    if len(whole) > max_length:
        cut = whole[: max_length + 1].rpartition("-")[0]
        whole = cut or whole[:max_length]
    return whole or fallback
