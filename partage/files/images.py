"""Every picture is made again before it is kept: smaller, upright, without a word of where and when it was taken."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

CHILD = Path(__file__).with_name("image_child.py")
# pixels; a JPEG is decoded near the size we keep, the others whole, a WebP several times over
MAX_PIXELS = {"JPEG": 64_000_000, "PNG": 12_000_000, "GIF": 12_000_000, "WEBP": 6_000_000}
SECONDS = 10.0
_one_at_a_time = threading.Lock()  # a child may take 130 MB for a moment
_in_line = threading.BoundedSemaphore(4)  # half of the threads of a process: the others go on serving pages


class Unreadable(ValueError):
    """The picture cannot be made again; the French message says what to do."""


@dataclass(frozen=True)
class Picture:
    """A WebP and what changed on the way."""

    content: bytes
    width: int
    height: int
    animated: bool
    reduced: bool


def remake(kind: str, source: IO[bytes]) -> Picture:
    """`kind` is Pillow's name of the format that was recognised; `source` is a real file. Raises Unreadable."""
    if not _in_line.acquire(blocking=False):
        raise Unreadable("Le serveur prépare déjà d’autres images. Réessayez dans une minute.")
    try:
        with _one_at_a_time:
            return _remake(kind, source)
    finally:
        _in_line.release()


def _remake(kind: str, source: IO[bytes]) -> Picture:
    source.seek(0)
    try:
        done = subprocess.run(  # noqa: S603  (our own file, no shell)
            [sys.executable, "-I", str(CHILD), kind, str(MAX_PIXELS[kind])],
            stdin=source.fileno(), capture_output=True, timeout=SECONDS, env={}, cwd="/",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unreadable(_TOO_BIG) from None
    head, _, content = done.stdout.partition(b"\n")
    facts = json.loads(head) if done.returncode == 0 and head else {"error": "big"}
    if "error" in facts:
        raise Unreadable(_TOO_BIG if facts["error"] == "big" else _BROKEN)
    return Picture(content, **facts)


_TOO_BIG = "Cette image a trop de points pour être traitée. Réduisez-la à 2 400 points de côté, puis recommencez."
_BROKEN = "Cette image ne se lit pas : elle est incomplète, abîmée ou trop grande. Enregistrez-la de nouveau."
