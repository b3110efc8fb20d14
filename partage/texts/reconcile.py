"""Bring a text written on an older version onto the live one, words and facets alike; nothing is chosen in silence."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from partage.texts import merge
from partage.texts.models import Revision


@dataclass
class Reconciled:
    """The merge of mine and theirs from base. `lines` are short fields both sides changed: {name: (mine, theirs)}."""

    title: str
    summary: str
    body: str
    fields: dict[str, Any]
    words: merge.Merge
    lines: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return self.words.clean and not self.lines

    def as_json(self) -> dict[str, Any]:
        return {
            "clean": self.is_clean, "proposal": self.body, "title": self.title, "summary": self.summary,
            "fields": self.fields, "merged": self.words.merged_count,
            "lines": {name: {"mine": mine, "theirs": theirs} for name, (mine, theirs) in self.lines.items()},
            "parts": [asdict(part) for part in self.words.parts],
        }  # fmt: skip


def reconcile(base: Revision | None, mine: dict[str, Any], theirs: Revision) -> Reconciled:
    """Merge `mine` (title, summary, body, fields) and the live revision. Without a base, every difference is a choice."""
    words = merge.merge(base.body if base else "", mine["body"], theirs.body)
    done = Reconciled(title="", summary="", body=words.text if words.clean else words.proposal, fields={}, words=words)
    for name in ("title", "summary"):
        value, is_choice = _line(getattr(base, name, None), mine[name], getattr(theirs, name))
        setattr(done, name, value)
        if is_choice:
            done.lines[name] = (mine[name], getattr(theirs, name))
    before = base.fields if base else {}
    for name in {*mine["fields"], *theirs.fields}:
        done.fields[name] = _facet(before.get(name), mine["fields"].get(name), theirs.fields.get(name))
    return done


def _line(base: str | None, mine: str, theirs: str) -> tuple[str, bool]:
    if mine in (theirs, base):
        return theirs, False
    return mine, theirs != base


def _facet(base: Any, mine: Any, theirs: Any) -> Any:
    """Lists keep what either side added and drop what either side removed; single values keep the side that moved."""
    if isinstance(mine, list) and isinstance(theirs, list) and isinstance(base, list):
        kept = [item for item in theirs if item in mine or item not in base]
        return kept + [item for item in mine if item not in kept and item not in base]
    return theirs if mine == base else mine
