"""What changed between two Markdown texts, word by word, for one column 360 pixels wide.

Blanks and the numbers of list items are layout: they are shown as in the new text, and a change of them alone is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from partage.texts.alignment import Effort, align, pair
from partage.texts.differences import Op, Piece, compare_words, extend, words_of
from partage.texts.paragraphs import Paragraph, heading, normalise, split

__all__ = ["Block", "FieldChange", "Piece", "compare", "compare_fields", "compare_words", "summary"]

Kind = Literal["same", "changed", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph that changed, or a run of paragraphs that did not, each one piece.

    `heading`: its title, where the paragraph is one; `under`: the title above it.
    """

    kind: Kind
    pieces: list[Piece]
    heading: str | None = None
    under: str | None = None

    @property
    def paragraphs(self) -> list[str]:
        """The text of each paragraph of an unchanged run."""
        return [piece.text.rstrip() for piece in self.pieces]

    @property
    def count(self) -> int:
        """How many paragraphs, titles not counted."""
        return sum(heading(text) is None for text in self.paragraphs) if self.kind == "same" else 1


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field beside the text (title, themes…) that changed."""

    name: str
    label: str
    pieces: list[Piece]


def compare(old: str, new: str) -> list[Block]:
    """In reading order. What is kept or taken away are the words of `old`, what is kept or added those of `new`."""
    effort = Effort()
    blocks: list[Block] = []
    title: str | None = None
    for before, after in _versions(split(normalise(old)), split(normalise(new)), effort):
        if before and after and words_of(before.text) == words_of(after.text):
            if not blocks or blocks[-1].kind != "same":
                blocks.append(Block("same", [], under=title))
            blocks[-1].pieces.append(Piece("same", str(after)))  # with its gap: pieces put end to end stay a text
        else:
            blocks.append(_changed(before, after, title, effort))
        if after:
            title = heading(after.text) or title
    return blocks


def summary(blocks: Iterable[Block]) -> int:
    """The number of passages that changed."""
    return sum(block.kind != "same" for block in blocks)


def compare_fields(old: Mapping[str, Any], new: Mapping[str, Any], labels: Mapping[str, str]) -> list[FieldChange]:
    """The fields of `labels` that changed, in its order. Lists are compared item by item, texts word by word."""
    changes = []
    for name, label in labels.items():
        before, after = old.get(name), new.get(name)
        if isinstance(before, list | tuple) or isinstance(after, list | tuple):
            pieces = _items([_shown(item) for item in before or ()], [_shown(item) for item in after or ()])
        else:
            pieces = compare_words(_shown(before), _shown(after))
        if any(piece.op != "same" for piece in pieces):
            changes.append(FieldChange(name, label, pieces))
    return changes


def _versions(
    before: list[Paragraph], after: list[Paragraph], effort: Effort
) -> Iterator[tuple[Paragraph | None, Paragraph | None]]:
    """Each paragraph with what it became."""
    words, new_words = [words_of(one.text) for one in before], [words_of(one.text) for one in after]
    done, new_done = 0, 0
    for i, j in [*align(words, new_words, effort), (len(before), len(after))]:
        for k, m in pair(words[done:i], new_words[new_done:j], effort):
            yield (None if k is None else before[done + k]), (None if m is None else after[new_done + m])
        if i < len(before):
            yield before[i], after[j]
        done, new_done = i + 1, j + 1


def _changed(before: Paragraph | None, after: Paragraph | None, under: str | None, effort: Effort) -> Block:
    if before and after:
        return Block("changed", compare_words(before.text, after.text, effort), heading(after.text), under)
    if after:
        return Block("added", [Piece("ins", after.text)], heading(after.text), under)
    assert before
    return Block("removed", [Piece("del", before.text)], heading(before.text), under)


def _items(old: list[str], new: list[str]) -> list[Piece]:
    every: list[tuple[Op, str]] = [("same" if item in new else "del", item) for item in old]
    every += [("ins", item) for item in new if item not in old]
    pieces: list[Piece] = []
    for op, item in every:
        extend(pieces, "same", ", " if pieces else "")
        extend(pieces, op, item)
    return pieces


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "" if value is None else str(value)
