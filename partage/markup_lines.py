"""Reads lines as people type them and writes them as Python-Markdown wants them, before it sees them.

People begin a list right under a sentence, nest by two spaces, type « • », « – » or « 1) ». Python-Markdown wants an
empty line, four spaces, « - » and « 1. ». One pass over the lines, which never looks back.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from markdown.extensions.admonition import AdmonitionProcessor
from markdown.preprocessors import Preprocessor

from partage.markup_limits import MAX_DEPTH, TooMuch

TAB = 4  # columns by which Python-Markdown indents whatever is inside something else
REACH = 2  # columns that are enough when people type
LISTS = ("ul", "ol")
NOTHING = "\u00a0"  # a point that is empty is still a point
QUOTES = 5  # quotations in quotations are read so far; the marks of deeper ones are words

FIRST = frozenset("-*+–•‣◦▪●○■\uf0b7`~_=!:[#>0123456789")  # a line that begins otherwise is made of words, or of cells
BULLET = re.compile("(?:[-*+–][ \u00a0\u202f]+|[•‣◦▪●○■\uf0b7][ \u00a0\u202f]*)(?=[^ ])")  # \uf0b7: pasted from Word
NUMBER = re.compile("([0-9]{1,9})[.)][ \u00a0\u202f]+(?=[^ ])")
ALONE = re.compile("(?:[-*+–•‣◦▪●○■\uf0b7]|[0-9]{1,9}[.)]) *")  # a point whose words are still to come
UNDERLINE = re.compile("(?:-+|=+) *")
RULE = re.compile(r"([-*_])(?: *\1){2,} *")
CELLS = re.compile(r"(?=[^|]*\|)(?=[^-]*-)[ |:-]+")  # the line under the head of a table
FENCE = re.compile("(`{3,})[^`]*|(~{3,}).*")
STAIRS = re.compile(rf"(?:(?:[-*+]|[0-9]{{1,9}}[.)]) +|> *){{{MAX_DEPTH}}}")  # « - > - 1. > … », all on one line
NOTE = re.compile(r"\[\^[^\]]*\]:")


@dataclass(slots=True)
class Frame:
    """Something whose content is typed further right: a point of a list, a remark, a definition, a footnote."""

    kind: str  # « ul », « ol », « !!! », « : » or « [^ »
    column: int  # of its mark, as typed
    inside: int  # column of its content, as written here
    reach: int  # how much further right than its mark its content begins, at least
    loose: int  # column, as written here, of a line that simply goes on

    def holds(self, indent: int) -> bool:
        return indent >= self.column + self.reach


class Lines(Preprocessor):
    """The first reader of a text: a preprocessor, after tabs have become spaces."""

    def run(self, lines: list[str]) -> list[str]:
        return Reader(lines, self.md.htmlStash.store).read()


class Reader:
    def __init__(self, lines: list[str], store: Callable[[str], str], depth: int = 0) -> None:
        self.lines, self.store, self.depth = lines, store, depth
        self.at = 0  # the line being read
        self.written: list[str] = []
        self.margin = 0  # of the last line written after an empty one: the library takes it off those that follow
        self.frames: list[Frame] = []
        # What the line above belongs to: « words », « item », « code », « table », « quote », or nothing to go on with.
        self.above = ""
        self.kinds = (
            self.cells, self.fence, self.rule, self.item, self.remark, self.definition, self.note, self.heading, self.quote,
        )  # fmt: skip
        self.closing: dict[str, list[int]] = {}
        for number, line in enumerate(lines):
            if (text := line.strip(" "))[:3] in ("```", "~~~"):
                self.closing.setdefault(text, []).append(number)

    def read(self) -> list[str]:
        while self.at < len(self.lines):
            text = self.lines[self.at].lstrip(" ")
            if text:
                self.line(len(self.lines[self.at]) - len(text), text)
            else:
                self.written.append("")
                self.above = ""
            self.at += 1
        return self.written

    def line(self, indent: int, text: str) -> None:
        if self.code(indent, text):
            return
        if not ((text[0] in FIRST or "|" in text) and any(kind(indent, text) for kind in self.kinds)):
            self.words(indent, text)

    # Where we are, and what we write

    @property
    def inside(self) -> int:
        return self.frames[-1].inside if self.frames else 0

    @property
    def loose(self) -> int:
        return self.frames[-1].loose if self.frames else 0

    def holds(self, indent: int) -> bool:
        return not self.frames or self.frames[-1].holds(indent)

    def leave(self, indent: int) -> Frame | None:
        """Close what a line at this column is not inside of; the outermost of what was closed."""
        left = None
        while not self.holds(indent):
            left = self.frames.pop()
        return left

    def enter(self, kind: str, indent: int, reach: int) -> None:
        if len(self.frames) == MAX_DEPTH:
            raise TooMuch("too many levels")
        inside = self.inside + TAB
        self.frames.append(Frame(kind, indent, inside, reach, self.loose if kind in LISTS else inside))

    def line_at(self, number: int) -> str:
        return self.lines[number].lstrip(" ") if number < len(self.lines) else ""

    def write(self, column: int, text: str) -> None:
        if not self.written or not self.written[-1]:
            self.margin = column
        self.written.append(" " * column + text)

    def separate(self) -> None:
        if self.written and self.written[-1]:
            self.written.append("")

    def begin(self, indent: int) -> None:
        """Make place for a block of its own, inside whatever reaches this column."""
        self.leave(indent)
        self.separate()

    # Kinds of lines: each method writes the line and says True, or leaves it to the next

    def code(self, indent: int, text: str) -> bool:
        """Four columns further right than what surrounds it, after an empty line."""
        if self.above not in ("", "code"):
            return False
        left = self.leave(indent)
        margin = (self.frames[-1].column + TAB if self.frames else 0) + TAB
        if indent < margin or (left and left.kind in LISTS):  # under a list typed that far right: the list goes on
            return False
        self.write(self.inside + indent - margin + TAB, text)
        self.above = "code"
        return True

    def cells(self, indent: int, text: str) -> bool:
        """A table may follow a sentence; it ends with the first line that has no « | »."""
        if self.above == "table" and "|" in text:
            self.write(self.inside, text)
            return True
        under = self.line_at(self.at + 1)
        if "|" not in text or not CELLS.fullmatch(under):
            return False
        self.begin(indent)
        self.write(self.inside, text)
        self.write(self.inside, under)
        self.at, self.above = self.at + 1, "table"
        return True

    def fence(self, indent: int, text: str) -> bool:
        """Code between fences; any words after the first one name its language, which is not shown."""
        opening = FENCE.fullmatch(text)
        ends = self.closing.get(opening[1] or opening[2], []) if opening else []
        place = bisect(ends, self.at)
        if place == len(ends):
            return False
        self.begin(indent)
        typed = self.lines[self.at + 1 : ends[place]]
        code = "".join(line[min(indent, len(line) - len(line.lstrip(" "))) :] + "\n" for line in typed)
        self.write(self.inside, self.store(f"<pre><code>{escape(code, quote=False)}</code></pre>"))
        self.separate()
        self.at, self.above = ends[place], ""
        return True

    def rule(self, indent: int, text: str) -> bool:
        """A line across the page; right under words, « --- » and « === » make them a title."""
        title = self.above == "words" and UNDERLINE.fullmatch(text) and self.holds(indent)
        if not title and not RULE.fullmatch(text):
            return False
        if not title:
            self.begin(indent)
        self.write(self.inside, text)
        self.above = ""
        if title:
            self.separate()
        return True

    def item(self, indent: int, text: str) -> bool:
        mark = BULLET.match(text) or NUMBER.match(text) or (self.in_list and ALONE.fullmatch(text))
        if not mark or (self.above and self.is_a_year(mark[0])):
            return False
        kind = "ol" if mark[0][0].isdecimal() else "ul"
        left = self.leave(indent)
        if self.above not in ("", "item") or (left and left.kind != kind) or self.inside < self.margin:
            self.separate()
        number = mark[0].rstrip(" \u00a0\u202f").rstrip(".)")
        point = f"{number}." if kind == "ol" else mark[0][0] if mark[0][0] in "*+" else "-"
        words = text[mark.end() :]
        if STAIRS.match(words):
            raise TooMuch("too many levels on one line")
        starts_code = words and FENCE.fullmatch(words)
        self.write(self.inside, f"{point} {NOTHING if starts_code or not words else words}")
        self.enter(kind, indent, REACH)
        self.above = "item"
        if starts_code and not self.fence(indent + REACH, words):
            self.written[-1] = self.written[-1].replace(NOTHING, words)
        return True

    @property
    def in_list(self) -> bool:
        return bool(self.frames) and self.frames[-1].kind in LISTS

    def is_a_year(self, mark: str) -> bool:
        """« … until the end of / 2026. Then … » is one sentence; a list with so many points is one already."""
        return mark[:3].isdecimal() and not any(frame.kind == "ol" for frame in self.frames)

    def remark(self, indent: int, text: str) -> bool:
        if not AdmonitionProcessor.RE.fullmatch(text):
            return False
        self.begin(indent)
        self.write(self.inside, text)
        self.enter("!!!", indent, REACH)
        self.above = ""
        return True

    def definition(self, indent: int, text: str) -> bool:
        if not text.startswith(": ") or self.above not in ("", "words"):
            return False
        self.leave(indent)
        self.write(self.inside, text)
        self.enter(":", indent - indent % TAB, TAB)
        self.above = "words"
        return True

    def note(self, indent: int, text: str) -> bool:
        if not NOTE.match(text):
            return False
        outer = next((n for n, frame in enumerate(self.frames) if frame.kind == "[^"), len(self.frames))
        del self.frames[outer:]  # no note in a note: the library would lose it
        self.leave(indent)
        if self.above == "item":
            self.separate()
        self.write(self.inside, text)
        self.enter("[^", indent - indent % TAB, TAB)
        self.above = "words"
        return True

    def heading(self, indent: int, text: str) -> bool:
        if text[0] != "#":
            return False
        self.begin(indent)
        self.write(self.inside, text)
        self.above = ""
        return True

    def quote(self, indent: int, text: str) -> bool:
        """What is quoted is read by a reader of its own."""
        if text[0] != ">":
            return False
        if self.depth == QUOTES:
            self.words(indent, "\\" + text)
            return True
        if self.above != "quote":
            self.begin(indent)
        quoted: list[str] = []
        while (line := self.line_at(self.at + len(quoted))).startswith(">"):
            quoted.append(line[1:].removeprefix(" "))
        self.at += len(quoted) - 1
        for line in Reader(quoted, self.store, self.depth + 1).read():
            self.write(self.inside, f"> {line}" if line else ">")
        self.above = "quote"
        return True

    def words(self, indent: int, text: str) -> None:
        """The beginning of a paragraph, or a line that goes on with the one above, wherever it stands."""
        goes_on = self.above in ("words", "item", "quote")
        outside = next((n for n, frame in enumerate(self.frames) if frame.kind == "!!!" and not frame.holds(indent)), None)
        if goes_on and outside is not None:  # a remark ends where its margin ends
            del self.frames[outside:]
            goes_on = False
        if goes_on and self.frames and self.frames[-1].kind == ":" and self.line_at(self.at + 1).startswith(": "):
            goes_on = self.holds(indent)  # the next term of a list of definitions
        if goes_on:
            margin = 2 if UNDERLINE.fullmatch(text) else 0  # at the margin it would make a title of « - point »
            self.write(self.loose + margin, text)
            return
        if self.above:
            self.begin(indent)
        self.write(self.inside, text)
        self.above = "words"
