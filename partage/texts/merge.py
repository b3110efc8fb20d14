"""Three-way merge of Markdown texts, paragraph by paragraph: changes that do not touch merge, the others are a choice.

merge3 finds where the three texts agree. Between two such places it would see one conflict as soon as both sides
changed something; `hunks.py` looks closer, so that two people who edited neighbouring steps need not choose.
Nothing is written into the text (no <<<<): a conflict is a part with its three versions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from merge3 import Merge3

from partage.texts.alignment import Effort, align
from partage.texts.hunks import Kind, Stretch, examine
from partage.texts.paragraphs import Paragraph, join, normalise, split

SETTLED = ("mine", "theirs", "both")


@dataclass(frozen=True, slots=True)
class Part:
    """Some paragraphs: unchanged (same), changed by one side, by both alike (both), or a conflict.

    `base`, `mine` and `theirs` of all the parts, put end to end, are exactly the three texts. `text` is what the merge
    holds, without what separates it from the next part; in a conflict, mine then theirs.
    """

    kind: Kind
    text: str
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merge:
    """The parts, in order, and how many paragraphs merged by themselves."""

    parts: list[Part]
    merged_count: int
    _stretches: list[tuple[Kind, Stretch]] = field(repr=False)
    _ending: str = field(repr=False)

    @property
    def clean(self) -> bool:
        """Nobody has to choose."""
        return not self.conflicts

    @property
    def conflicts(self) -> list[Part]:
        return [part for part in self.parts if part.kind == "conflict"]

    @property
    def text(self) -> str:
        """The merged text. Raises ValueError while there are conflicts: nothing is chosen in silence."""
        return resolve(self, [])

    @property
    def proposal(self) -> str:
        """The text where each conflict holds both versions, mine first: no word is lost."""
        return resolve(self, ["both"] * len(self.conflicts))


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Bring together `mine` and `theirs`, both written from `base`."""
    texts = [normalise(text) for text in (base, mine, theirs)]
    stretches = _stretches(*(split(text) for text in texts))
    ending, my_ending, their_ending = (text[len(text.rstrip("\n")) :] for text in texts)
    parts = [
        Part(kind, join(_held(kind, one)), _raw(one.base), _raw(one.mine), _raw(one.theirs)) for kind, one in stretches
    ]
    merged = sum(max(len(one.base), len(_held(kind, one))) for kind, one in stretches if kind in SETTLED)
    return Merge(parts, merged, stretches, my_ending if my_ending != ending else their_ending)


def resolve(merge: Merge, choices: Sequence[str]) -> str:
    """The text once each conflict, in order, is settled: "mine", "theirs", "both", or the words to put instead."""
    if len(choices) != len(merge.conflicts):
        raise ValueError(f"{len(merge.conflicts)} conflicts, {len(choices)} choices")
    left = iter(choices)
    paragraphs: list[Paragraph] = []
    for kind, stretch in merge._stretches:
        paragraphs += _chosen(next(left), stretch) if kind == "conflict" else _held(kind, stretch)
    return join(paragraphs, merge._ending)


def _stretches(base: list[Paragraph], mine: list[Paragraph], theirs: list[Paragraph]) -> list[tuple[Kind, Stretch]]:
    effort = Effort()

    class Matcher:
        """What merge3 asks of difflib, within our bounds."""

        def __init__(self, _junk: object, a: Sequence[Any] = "", b: Sequence[Any] = "", autojunk: bool = False) -> None:
            self.blocks = [*((i, j, 1) for i, j in align(a, b, effort)), (len(a), len(b), 0)]

        def get_matching_blocks(self) -> list[tuple[int, int, int]]:
            return self.blocks

    keys = [[paragraph.key for paragraph in text] for text in (base, mine, theirs)]
    found: list[tuple[Kind, Stretch]] = []
    z = a = b = 0
    for z0, z1, a0, a1, b0, b1 in Merge3(keys[0], keys[1], keys[2], sequence_matcher=Matcher).find_sync_regions():
        found += examine(Stretch(base[z:z0], mine[a:a0], theirs[b:b0]), effort)
        found.append(("same", Stretch(base[z0:z1], mine[a0:a1], theirs[b0:b1])))
        z, a, b = z1, a1, b1
    return _grouped(found)


def _grouped(found: list[tuple[Kind, Stretch]]) -> list[tuple[Kind, Stretch]]:
    """Unchanged neighbours as one, empty stretches left out."""
    grouped: list[tuple[Kind, Stretch]] = []
    for kind, stretch in found:
        if kind == "same" and grouped and grouped[-1][0] == "same":
            for whole, more in zip(grouped[-1][1], stretch, strict=True):
                whole += more
        elif any(stretch):
            grouped.append((kind, stretch))
    return grouped


def _held(kind: str, stretch: Stretch) -> list[Paragraph]:
    """What the merge keeps of a stretch."""
    base, mine, theirs = stretch
    if kind == "same":
        return [_layout(*three) for three in zip(base, mine, theirs, strict=True)]
    if kind == "theirs":
        return theirs
    return mine + theirs if kind == "conflict" else mine


def _chosen(choice: str, stretch: Stretch) -> list[Paragraph]:
    if choice not in SETTLED:
        return split(normalise(choice))
    return _held("conflict" if choice == "both" else choice, stretch)


def _layout(base: Paragraph, mine: Paragraph, theirs: Paragraph) -> Paragraph:
    """The same words everywhere: their number in a list and what separates them follow the side that moved them."""
    text = mine.text if mine.text != base.text else theirs.text
    gap = mine.gap if mine.gap != base.gap else theirs.gap
    followers = tuple(after for one in (mine, theirs, base) if one.gap == gap for after in one.followed_by)
    return Paragraph(text, gap, followers)


def _raw(paragraphs: list[Paragraph]) -> str:
    return "".join(map(str, paragraphs))
