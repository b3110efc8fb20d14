"""The differences of two paragraphs, word by word, made to be read rather than to be short."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from partage.texts.alignment import Effort, Pairs, align
from partage.texts.paragraphs import number_end

Op = Literal["same", "ins", "del"]

# A reader sees words with their elided article, and addresses, whole; the rest character by character.
_WORD = re.compile(r"https?://[^\s)>\]]+|[^\W_]+(?:['’\-‑][^\W_]+)*|\S")
_SHORT_RUN = 5  # kept words between two changes, above which they are never swallowed


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: kept, added or taken away."""

    op: Op
    text: str


class _Token(NamedTuple):
    key: str  # what is compared
    shown: str  # with the blanks that follow


class _Run(NamedTuple):
    """Words kept or changed: [start, end) of the old ones, [new_start, new_end) of the new ones."""

    kept: bool
    start: int
    end: int
    new_start: int
    new_end: int


def compare_words(old: str, new: str, effort: Effort | None = None) -> list[Piece]:
    """The old paragraph is what is kept and taken away, the new one what is kept and added, blanks aside."""
    a, b = _tokens(old), _tokens(new)
    pairs = align([token.key for token in a], [token.key for token in b], effort or Effort())
    pieces: list[Piece] = []
    for run in _slide(_readable(_runs(pairs, len(a), len(b)), a, b), a, b):
        if run.kept:
            extend(pieces, "same", _shown(b, run.new_start, run.new_end))
            continue
        if run.start and a[run.start - 1].shown[-1].isspace() and pieces and not pieces[-1].text[-1].isspace():
            extend(pieces, "same", " ")  # the new text had nothing there to be kept apart from
        _change(pieces, "del", _shown(a, run.start, run.end))
        _change(pieces, "ins", _shown(b, run.new_start, run.new_end))
    return pieces


def words_of(text: str) -> tuple[str, ...]:
    """What is compared of a paragraph: equal where only the layout differs."""
    return tuple(token.key for token in _tokens(text))


def extend(pieces: list[Piece], op: Op, text: str) -> None:
    """Add text to the last piece, or a piece."""
    if text and pieces and pieces[-1].op == op:
        pieces[-1] = Piece(op, pieces[-1].text + text)
    elif text:
        pieces.append(Piece(op, text))


def _tokens(text: str) -> list[_Token]:
    numbered = number_end(text)
    starts = [match.start() for match in _WORD.finditer(text, numbered)]
    cuts = [0, *(starts if numbered else starts[1:]), len(text)]  # blanks at the very beginning go with the first word
    shown = [text[start:end] for start, end in pairwise(cuts) if start < end]
    return [_Token("1." if numbered and not place else one.strip(), one) for place, one in enumerate(shown)]


def _shown(tokens: list[_Token], start: int, end: int) -> str:
    return "".join(token.shown for token in tokens[start:end])


def _runs(pairs: Pairs, length: int, new_length: int) -> list[_Run]:
    """Kept and changed words, alternating, covering both sides."""
    runs: list[_Run] = []
    done, new_done = 0, 0
    for i, j in [*pairs, (length, new_length)]:
        if (done, new_done) != (i, j):
            runs.append(_Run(False, done, i, new_done, j))
        if i < length and j < new_length:
            if runs and runs[-1].kept:
                runs[-1] = runs[-1]._replace(end=i + 1, new_end=j + 1)
            else:
                runs.append(_Run(True, i, i + 1, j, j + 1))
        done, new_done = i + 1, j + 1
    return runs


def _readable(runs: list[_Run], a: list[_Token], b: list[_Token]) -> list[_Run]:
    """Few words kept between two longer changes make a puzzle (« ~~Il faut~~ la ~~pièce~~ »): they join the change."""
    stack: list[tuple[_Run, int]] = []
    for run in runs:
        weight = max(len(_shown(a, run.start, run.end)), len(_shown(b, run.new_start, run.new_end)))
        while not run.kept and len(stack) > 1:
            (kept, kept_weight), (change, change_weight) = stack[-1], stack[-2]
            if kept_weight > min(weight, change_weight) or kept.end - kept.start > _SHORT_RUN:
                break
            del stack[-2:]
            run = _Run(False, change.start, run.end, change.new_start, run.new_end)
            weight += change_weight + kept_weight
        stack.append((run, weight))
    return [run for run, _ in stack]


def _slide(runs: list[_Run], a: list[_Token], b: list[_Token]) -> list[_Run]:
    """Of two equal answers, the change that ends with its full stop: « [Elle signe.] », not « [. Elle signe]. »."""
    runs = list(runs)
    for place in range(1, len(runs) - 1):
        before, run, after = runs[place - 1 : place + 2]
        added, removed = run.new_end - run.new_start, run.end - run.start
        if run.kept or (added and removed) or (after.end - after.start < 2 and place < len(runs) - 2):
            continue
        first = b[run.new_start].key if added else a[run.start].key
        if first == b[after.new_start].key and not first[0].isalnum():
            runs[place - 1] = before._replace(end=before.end + 1, new_end=before.new_end + 1)
            runs[place] = _Run(False, run.start + 1, run.end + 1, run.new_start + 1, run.new_end + 1)
            runs[place + 1] = after._replace(start=after.start + 1, new_start=after.new_start + 1)
    return runs


def _change(pieces: list[Piece], op: Op, text: str) -> None:
    """Add changed words; the blanks at their edges belong to neither side, or they would be underlined."""
    core = text.strip()
    if not core:
        return extend(pieces, "same", text)
    start = text.index(core)
    extend(pieces, "same", text[:start])
    if op == "ins" and pieces and pieces[-1].op == "del":
        extend(pieces, "same", " ")
    extend(pieces, op, core)
    extend(pieces, "same", text[start + len(core) :])
