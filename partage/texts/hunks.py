"""Where three versions disagree, which changes touch each other: the fine part of the merge.

A hunk is what one side did to some paragraphs of the base. Hunks of both sides that overlap are one conflict, and so
are two additions at one place (whose comes first?) and an addition beside a removal (was it about what is gone?). Hunks
that are only neighbours both apply.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from partage.texts.alignment import Effort, align, pair
from partage.texts.differences import words_of
from partage.texts.paragraphs import Paragraph

Kind = Literal["same", "mine", "theirs", "both", "conflict"]


class Stretch(NamedTuple):
    """The same place in the three texts."""

    base: list[Paragraph]
    mine: list[Paragraph]
    theirs: list[Paragraph]


class _Hunk(NamedTuple):
    """Base paragraphs [start, end) became [new_start, new_end) of one side."""

    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def is_addition(self) -> bool:
        return self.start == self.end

    @property
    def is_removal(self) -> bool:
        return self.new_start == self.new_end


class _Cluster(NamedTuple):
    """Hunks that touch, within base paragraphs [start, end)."""

    start: int
    end: int
    mine: list[_Hunk]
    theirs: list[_Hunk]


def examine(stretch: Stretch, effort: Effort) -> list[tuple[Kind, Stretch]]:
    """The stretch, cut as fine as can be: what is unchanged, changed by one side, by both alike, in conflict."""
    kind = _kind(stretch)
    if kind != "conflict":
        return [(kind, stretch)]
    if not stretch.base:
        return _additions(stretch, effort)
    found: list[tuple[Kind, Stretch]] = []
    for part in _cut(stretch, effort):
        kind = _kind(part)
        found += _additions(part, effort) if kind == "conflict" and not part.base else [(kind, part)]
    return found


def _kind(stretch: Stretch) -> Kind:
    base, mine, theirs = ([paragraph.key for paragraph in side] for side in stretch)
    if mine == theirs:
        return "same" if mine == base else "both"
    if mine == base:
        return "theirs"
    return "mine" if theirs == base else "conflict"


def _additions(stretch: Stretch, effort: Effort) -> list[tuple[Kind, Stretch]]:
    """Without a base, what only one side has may be new to it or gone from the other: a choice too."""
    mine, theirs = stretch.mine, stretch.theirs
    found: list[tuple[Kind, Stretch]] = []
    done, other_done = 0, 0
    common = align([paragraph.key for paragraph in mine], [paragraph.key for paragraph in theirs], effort)
    for i, j in [*common, (len(mine), len(theirs))]:
        if (done, other_done) != (i, j):
            found.append(("conflict", Stretch([], mine[done:i], theirs[other_done:j])))
        if i < len(mine):
            found.append(("both", Stretch([], mine[i : i + 1], theirs[j : j + 1])))
        done, other_done = i + 1, j + 1
    return found


def _cut(stretch: Stretch, effort: Effort) -> list[Stretch]:
    base, mine, theirs = stretch
    cut: list[Stretch] = []
    place, shift, their_shift = 0, 0, 0  # a base place plus the shift is the place in the side
    clusters = _clusters(_hunks(base, mine, effort), _hunks(base, theirs, effort))
    for start, end, ours, others in [*clusters, _Cluster(len(base), len(base), [], [])]:
        if place < start:
            cut.append(_stretch(stretch, (place, start), (shift, shift), (their_shift, their_shift)))
        before, their_before = shift, their_shift
        shift = ours[-1].new_end - ours[-1].end if ours else shift
        their_shift = others[-1].new_end - others[-1].end if others else their_shift
        if ours or others:
            cut.append(_stretch(stretch, (start, end), (before, shift), (their_before, their_shift)))
        place = end
    return cut


def _stretch(whole: Stretch, span: tuple[int, int], mine: tuple[int, int], theirs: tuple[int, int]) -> Stretch:
    start, end = span
    return Stretch(
        whole.base[start:end],
        whole.mine[start + mine[0] : end + mine[1]],
        whole.theirs[start + theirs[0] : end + theirs[1]],
    )


def _hunks(base: list[Paragraph], side: list[Paragraph], effort: Effort) -> list[_Hunk]:
    """What one side did: each reworded paragraph by itself, the rest in runs."""
    words, new_words = [words_of(one.text) for one in base], [words_of(one.text) for one in side]
    hunks: list[_Hunk] = []
    done, new_done = 0, 0
    common = align([one.key for one in base], [one.key for one in side], effort)
    for i, j in [*common, (len(base), len(side))]:
        is_run = False
        for k, m in pair(words[done:i], new_words[new_done:j], effort):
            end = done if k is None else done + 1
            new_end = new_done if m is None else new_done + 1
            if is_run and (k is None or m is None):
                hunks[-1] = hunks[-1]._replace(end=end, new_end=new_end)
            else:
                hunks.append(_Hunk(done, end, new_done, new_end))
            is_run = k is None or m is None
            done, new_done = end, new_end
        done, new_done = i + 1, j + 1
    return hunks


def _clusters(mine: list[_Hunk], theirs: list[_Hunk]) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    for hunk, is_mine in sorted([*((hunk, True) for hunk in mine), *((hunk, False) for hunk in theirs)]):
        last = clusters[-1] if clusters else None
        others = (last.theirs if is_mine else last.mine) if last else []
        if last is None or not (hunk.start < last.end or any(_touch(hunk, other) for other in others[-2:])):
            last = _Cluster(hunk.start, hunk.end, [], [])
            clusters.append(last)
        (last.mine if is_mine else last.theirs).append(hunk)
        clusters[-1] = last._replace(end=max(last.end, hunk.end))
    return clusters


def _touch(one: _Hunk, other: _Hunk) -> bool:
    if one.is_addition and other.is_addition:
        return one.start == other.start
    beside = one.start <= other.end and other.start <= one.end
    if (one.is_addition and other.is_removal) or (one.is_removal and other.is_addition):
        return beside
    return one.start < other.end and other.start < one.end
