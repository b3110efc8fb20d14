"""Turns what people typed into HTML: the only module that builds Markup. The work is done by markup_child.py."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import select
import subprocess
import sys
import threading
import time
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from markupsafe import Markup

RENDERER_VERSION = "2"  # part of the key of stored HTML: bump it when the child, Markdown or nh3 changes what comes out
MAX_CHARACTERS = 100_000
SECONDS = 1.8  # for one text, waiting for a free child not counted
START_SECONDS = 20.0
CHILDREN = 4  # at most, each started when it is first needed; a hostile text holds one of them until SECONDS are over
CHILD = Path(__file__).with_name("markup_child.py")

logger = logging.getLogger(__name__)


class TextRefused(ValueError):
    """A text that will not be rendered; the message is French and says what to do."""


@dataclass(frozen=True, slots=True)
class Heading:
    level: int  # 2 to 5
    anchor: str  # its id in the page
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    html: Markup
    headings: tuple[Heading, ...]
    plain: str  # the words alone, one line a block: for search and excerpts


def render(text: str, *, toc: bool = True) -> Rendered:
    """Markdown to safe HTML, in at most SECONDS once a child is free. Raises TextRefused.

    `toc=False` is for one of several texts on a page (answers, comments): no contents list, and anchors that
    cannot repeat a neighbour's.
    """
    text = normalise(text)
    if len(text) > MAX_CHARACTERS:
        count, limit = (f"{number:,}".replace(",", "\u202f") for number in (len(text), MAX_CHARACTERS))
        raise TextRefused(f"Ce texte compte {count} signes, la limite est {limit}. Coupez-le en plusieurs fiches.")
    with _pool().child() as child:
        answer = child.ask({"text": text, "toc": toc, "own_host": _own_host})
    if "error" in answer:
        logger.warning("text of %d characters refused: %s", len(text), answer["error"])
        raise TextRefused("Ce texte est trop compliqué à mettre en forme. Simplifiez les listes ou tableaux imbriqués.")
    headings = tuple(Heading(**heading) for heading in answer["headings"])
    return Rendered(html=Markup(answer["html"]), headings=headings, plain=answer["plain"])  # noqa: S704  (nh3 wrote it)


def digest(text: str, *, toc: bool = True) -> str:
    """SHA-256 of what decides the HTML of `text`: the key under which render's answer may be stored."""
    # NUL never stands in a text, so no text and version can be confused with another text and version.
    key = "\0".join((text, RENDERER_VERSION, _own_host, "toc" if toc else ""))
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def trust(html: str) -> Markup:
    """HTML that `render` made earlier, read back from the table of rendered texts. Never anything else."""
    return Markup(html)  # noqa: S704


def excerpt(plain: str, length: int = 200) -> str:
    """The beginning of a plain text on one line, at most `length` characters, cut after a word."""
    line = re.sub("[ \t\n]+", " ", plain).strip()
    if len(line) <= length:
        return line
    kept = line[:length]  # the ellipsis takes the place of the last character
    kept = kept.rpartition(" ")[0] or kept[:-1]
    return kept.rstrip(" \u00a0\u202f,;:.!?«(–-") + "…"


def highlight(plain: str, spans: Iterable[tuple[int, int]]) -> Markup:
    """Escape `plain` and mark the given (start, end) spans, in code points; they may overlap or stick out."""
    merged: list[list[int]] = []
    for start, end in sorted((max(start, 0), min(end, len(plain))) for start, end in spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        elif start < end:
            merged.append([start, end])
    html, position = Markup(), 0
    for start, end in merged:
        html += plain[position:start]  # Markup escapes what is added to it
        html += Markup("<mark>{}</mark>").format(plain[start:end])
        position = end
    return html + plain[position:]


_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# controls, BOM, non-characters; and what reverses the direction of writing, which can disguise a name or an address
_UNSEEN = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PILE = re.compile("[\u0300-\U0010ffff]{31,}")  # 31 characters in a row beyond Latin: perhaps 31 accents on one letter


def normalise(text: str) -> str:
    """What is stored of what was typed: same words, without what nobody sees and what breaks databases or pages."""
    if _SURROGATE.search(text):  # halves that meet are one character, the others are nothing
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    text = _UNSEEN.sub("", _BREAKS.sub("\n", text))
    # Composing sorts accents in quadratic time: 100,000 of them on one letter would hold this process for 8 s.
    text = _PILE.sub(_without_pile, unicodedata.normalize("NFC", _PILE.sub(_without_pile, text)))
    return "\n".join(_trimmed(line) for line in text.split("\n")).strip("\n")


def _without_pile(run: re.Match[str]) -> str:
    """At most 30 accents on one letter (the « stream-safe » limit of Unicode, UAX 15)."""
    kept, accents = [], 0
    for character in run[0]:
        # these three vowel signs count as letters but come apart into accents
        accents = accents + 1 if unicodedata.combining(character) or character in "\u0f73\u0f75\u0f81" else 0
        if accents <= 30:
            kept.append(character)
    return "".join(kept)


def _trimmed(line: str) -> str:
    words = line.rstrip(" \t")
    return words + "  " if words and line[len(words) :].startswith("  ") else words  # two spaces are a line break


_own_host = ""


def know_own_host(host: str) -> None:
    """Say once, at start, which host is ours: full addresses of our own pages are then not « autre site »."""
    global _own_host
    _own_host = host


class _Child:
    """One rendering process, used by one thread at a time; started when needed, replaced once it has died."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The child's answer, or {"error": …} when the text took too long or killed it."""
        left = SECONDS
        for _ in range(2):  # the first try may meet a child that died while idle: that is not the text's fault
            process = self._running()
            start = time.monotonic()
            answer = None
            try:
                _write(process, request, start + left)
                answer = _read(process, start + left)
                return answer
            except TimeoutError:
                return {"error": "too slow"}
            except OSError:  # it died: a broken pipe, or the end of its answers
                left -= time.monotonic() - start
            finally:
                if answer is None:  # for whatever reason, an exception too: its late answer is for nobody else
                    self.kill()
        return {"error": "the child died"}

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process and self.process.poll() is None:
            return self.process
        self.kill()
        self.process = subprocess.Popen(  # noqa: S603  (our own file, no shell)
            [sys.executable, "-P", str(CHILD)],  # -P: nothing is imported from the current folder
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, cwd="/",
            # Its libraries are found where ours are; our secrets are not in its environment.
            env={"PYTHONPATH": os.pathsep.join(filter(os.path.isabs, sys.path)), "LANG": "C.UTF-8"},
            start_new_session=True,  # Ctrl-C in a terminal is for the server, which then closes the pipe
        )  # fmt: skip
        # No PR_SET_PDEATHSIG: it fires when the *thread* that started the child ends, and threads come and go.
        assert self.process.stdin
        os.set_blocking(self.process.stdin.fileno(), False)
        try:
            _read(self.process, time.monotonic() + START_SECONDS)
        except OSError as error:
            self.kill()
            raise RuntimeError(f"{CHILD.name} does not start; see what it wrote to the log") from error
        return self.process

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.abandon()

    def abandon(self) -> None:
        """Close our ends of the pipes; all that a forked process may do to the child of its parent."""
        if self.process and self.process.stdin and self.process.stdout:
            self.process.stdin.close()
            self.process.stdout.close()
            self.process.returncode = self.process.returncode or 0  # not ours to wait for
        self.process = None


def _write(process: subprocess.Popen[bytes], request: dict[str, Any], deadline: float) -> None:
    assert process.stdin
    body = json.dumps(request, ensure_ascii=False).encode()
    left = memoryview(len(body).to_bytes(4, "big") + body)
    while left:
        _wait(process.stdin.fileno(), select.POLLOUT, deadline)
        left = left[os.write(process.stdin.fileno(), left) :]


def _read(process: subprocess.Popen[bytes], deadline: float) -> dict[str, Any]:
    assert process.stdout
    received, size = bytearray(), 4
    while len(received) < size:
        _wait(process.stdout.fileno(), select.POLLIN, deadline)
        chunk = os.read(process.stdout.fileno(), 1 << 16)
        if not chunk:
            raise BrokenPipeError
        received += chunk
        if size == 4 and len(received) >= 4:
            size = 4 + int.from_bytes(received[:4], "big")
    answer: dict[str, Any] = json.loads(received[4:])
    return answer


def _wait(descriptor: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise TimeoutError


class _Pool:
    """The children of this process, lent in the order in which they were asked for."""

    def __init__(self) -> None:
        self.children = [_Child() for _ in range(CHILDREN)]
        self.idle = list(self.children)
        self.waiting: deque[SimpleQueue[_Child]] = deque()
        self.lock = threading.Lock()

    @contextmanager
    def child(self) -> Iterator[_Child]:
        child = self._take()
        try:
            yield child
        finally:
            self._give(child)

    def _take(self) -> _Child:
        with self.lock:
            if self.idle:
                return self.idle.pop()
            ticket: SimpleQueue[_Child] = SimpleQueue()
            self.waiting.append(ticket)
        return ticket.get()

    def _give(self, child: _Child) -> None:
        with self.lock:
            if self.waiting:  # handed over, not put back: a newcomer cannot slip in before those who wait
                self.waiting.popleft().put(child)
            else:
                self.idle.append(child)


_pools: dict[int, _Pool] = {}  # by process id: two processes on one pipe would read each other's answers


def _pool() -> _Pool:
    mine = _pools.get(os.getpid())
    if mine is None:
        for stale in [_pools.pop(pid) for pid in list(_pools) if pid != os.getpid()]:  # we were forked
            for child in stale.children:
                child.abandon()
        mine = _pools.setdefault(os.getpid(), _Pool())
    return mine
