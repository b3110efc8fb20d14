"""What a reviewer reads: the waiting text against the one in force, brought up to date with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from partage import kinds
from partage.db import db
from partage.texts import compare, rendering
from partage.texts.models import Revision, live_revision
from partage.texts.reconcile import Reconciled, reconcile
from partage.workflow import IllegalTransition


@dataclass
class Proposal:
    """A submitted revision, the live one, and what publishing would put in force."""

    revision: Revision
    live: Revision | None
    merged: Reconciled | None  # only when the live text moved on since the author's starting version

    @property
    def can_publish(self) -> bool:
        return self.merged is None or self.merged.is_clean

    @property
    def words(self) -> dict[str, Any]:
        source: Any = self.merged if self.merged and self.merged.is_clean else self.revision
        return {name: getattr(source, name) for name in ("title", "summary", "body", "fields")}

    def differences(self) -> list[Any]:
        """Word by word, from what is in force to what would be."""
        return compare.compare(self.live.body if self.live else "", self.words["body"])

    def changed_lines(self) -> list[compare.FieldChange]:
        """Title, summary and facets, when they change."""
        return changed_lines(self.revision.text.kind, self.live, self.words) if self.live else []


def changed_lines(kind: str, old: Any, new: Any) -> list[compare.FieldChange]:
    """What two versions say differently beside their text. `old` and `new` are revisions, or the words of one."""
    before, after = _lines(kind, old), _lines(kind, new)
    return compare.compare_fields(before, after, {label: label for label in after})


def _lines(kind: str, version: Any) -> dict[str, Any]:
    words = version if isinstance(version, dict) else {name: getattr(version, name) for name in ("title", "summary", "fields")}
    describe = kinds.get(kind).describe
    return {"Titre": words["title"], "Résumé": words["summary"], **(describe(words["fields"]) if describe else {})}


def propose(revision: Revision) -> Proposal:
    """Read a submitted revision as its reviewer must see it."""
    live = live_revision(revision.text_id)
    if live is None or revision.base_id == live.id:
        return Proposal(revision, live, None)
    base = db.session.get(Revision, revision.base_id) if revision.base_id else None
    mine = {name: getattr(revision, name) for name in ("title", "summary", "body", "fields")}
    return Proposal(revision, live, reconcile(base, mine, live))


def publish(revision: Revision, seen: Proposal, *, by: Any, note: str = "", seen_version: int | None = None) -> None:
    """Put in force exactly what the reviewer saw. Raises IllegalTransition when it is no longer what she saw."""
    live = live_revision(revision.text_id)
    moved = (live.id if live else None) != (seen.live.id if seen.live else None)
    rewritten = seen_version is not None and revision.version != seen_version
    if moved or rewritten:
        raise IllegalTransition(revision.state, revision.state)
    if seen.merged is not None:
        revision.write(**seen.words, note=revision.note)
        revision.base_id = live.id if live else None
        rendering.keep(revision.body)
    revision.publish(by=by, note=note)


