"""Which elements of two sequences are the same: words of a paragraph, paragraphs of a text.

difflib finds what people find similar, but takes quadratic time and worse on long or repetitive texts. So it only gets
short stretches, between elements that stand once on each side (patience), and an `Effort` bounds the whole: what is
left when it is spent counts as different, which is coarse but true.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

SHORT = 40_000  # pairs of elements in one stretch for difflib: about 200 words against 200
NEARBY = 10_000  # pairs of paragraphs that `pair` compares before it narrows its view
LIKENESS_COST = 20  # comparing two paragraphs, in comparisons of two words
ALIKE = 0.3  # share of common words from which a paragraph is a new version of another

Pairs = list[tuple[int, int]]


@dataclass
class Effort:
    """How many comparisons are left. Counted, not timed: the same texts give the same answer on a busy machine."""

    left: int = 3_000_000

    def spend(self, amount: int) -> bool:
        """Whether so much may still be done."""
        self.left -= amount
        return self.left >= 0


def align(old: Sequence[Hashable], new: Sequence[Hashable], effort: Effort) -> Pairs:
    """The places (in `old`, in `new`) of equal elements, growing on both sides."""
    pairs: Pairs = []
    stretches = [(0, len(old), 0, len(new))]
    while stretches:
        start, end, new_start, new_end = stretches.pop()
        while start < end and new_start < new_end and old[start] == new[new_start]:
            pairs.append((start, new_start))
            start, new_start = start + 1, new_start + 1
        while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
            end, new_end = end - 1, new_end - 1
            pairs.append((end, new_end))
        if start == end or new_start == new_end:
            continue
        a, b = old[start:end], new[new_start:new_end]
        if len(a) * len(b) <= SHORT:
            pairs += [(start + i, new_start + j) for i, j in _short(a, b, effort)]
        elif effort.spend(len(a) + len(b)) and (anchors := _anchors(a, b)):
            # each stretch but the first begins with an anchor, found again as a common beginning
            edges = [(0, 0), *anchors, (len(a), len(b))]
            stretches += [(start + i, start + k, new_start + j, new_start + m) for (i, j), (k, m) in pairwise(edges)]
    return sorted(pairs)


def pair(
    old: Sequence[Sequence[str]], new: Sequence[Sequence[str]], effort: Effort
) -> list[tuple[int | None, int | None]]:
    """Which paragraph, given as its words, became which; None where there is no counterpart, removed before added."""
    view = max(len(old), len(new)) if len(old) * len(new) <= NEARBY else max(1, NEARBY // max(len(old), len(new)) // 2)
    counts, new_counts = [Counter(words) for words in old], [Counter(words) for words in new]
    candidates = []
    for i, counted in enumerate(counts):
        middle = i * len(new) // len(old)
        for j in range(max(0, middle - view), min(len(new), middle + view + 1)):
            size, new_size = len(old[i]), len(new[j])
            if 2 * min(size, new_size) < ALIKE * (size + new_size) or not effort.spend(LIKENESS_COST):
                continue
            likeness = 2 * _common(counted, new_counts[j]) / (size + new_size)
            if likeness >= ALIKE:
                candidates.append((-likeness, abs(middle - j), i, j))
    chosen: Pairs = []
    for _, _, i, j in sorted(candidates):
        place = bisect_left(chosen, (i, j))
        after_last = place == 0 or (chosen[place - 1][0] < i and chosen[place - 1][1] < j)
        before_next = place == len(chosen) or (i < chosen[place][0] and j < chosen[place][1])
        if after_last and before_next:
            chosen.insert(place, (i, j))
    return _complete(chosen, len(old), len(new))


def _short(a: Sequence[Hashable], b: Sequence[Hashable], effort: Effort) -> Pairs:
    counts = Counter(b)
    if not effort.spend(len(a) + len(b) + sum(counts[element] for element in a)):
        return []
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return [(i + step, j + step) for i, j, size in blocks for step in range(size)]


def _anchors(a: Sequence[Hashable], b: Sequence[Hashable]) -> Pairs:
    """Elements that stand once on each side, as many as have the same order on both."""
    once, once_there = Counter(a), Counter(b)
    places = {element: j for j, element in enumerate(b) if once_there[element] == 1}
    common = [(i, places[element]) for i, element in enumerate(a) if once[element] == 1 and element in places]
    ends: list[int] = []  # the smallest place where a growing sequence of each length ends
    last: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(common):
        length = bisect_left(ends, j)
        ends[length : length + 1] = [j]
        last[length : length + 1] = [number]
        before.append(last[length - 1] if length else -1)
    chain = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(common[number])
        number = before[number]
    return chain[::-1]


def _common(a: Counter[str], b: Counter[str]) -> int:
    small, large = (a, b) if len(a) < len(b) else (b, a)
    return sum(min(count, large[word]) for word, count in small.items() if word in large)


def _complete(chosen: Pairs, length: int, new_length: int) -> list[tuple[int | None, int | None]]:
    every: list[tuple[int | None, int | None]] = []
    done, new_done = 0, 0
    for i, j in [*chosen, (length, new_length)]:
        every += [(k, None) for k in range(done, i)]
        every += [(None, k) for k in range(new_done, j)]
        if i < length:
            every.append((i, j))
        done, new_done = i + 1, j + 1
    return every
