"""The process that renders texts one by one; markup.py starts it, and kills it when a text takes too long.

Run by path, not with `-m`: that would import partage/__init__ (Flask, SQLAlchemy: +0.3 s and +40 MB for each child).
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

if __name__ == "__main__":  # a bare « partage », which finds our siblings without running partage/__init__
    sys.modules["partage"] = ModuleType("partage")
    sys.modules["partage"].__path__ = [str(Path(__file__).parent)]

from partage.markup_render import render

MEMORY = 512 * 1024 * 1024  # bytes of address space: a text that wants more is refused, the machine does not swap
KEPT_MEMORY = 150 * 1024 * 1024  # bytes: past it the child leaves after answering, or one greedy text would hold it for ever
CPU_SECONDS = 3  # a child whose parent died while it worked stops by itself


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests one by one until the parent closes its end or dies."""
    _send(answers, {"ready": True})
    while len(head := requests.read(4)) == 4:
        request = json.loads(requests.read(int.from_bytes(head, "big")))
        _limit_time()
        try:
            answer = render(**request)
        except Exception as error:  # whatever the library trips over is this text's refusal, not the end of the child
            answer = {"error": type(error).__name__}
        _send(answers, answer)
        if _resident() > KEPT_MEMORY:
            return


def _resident() -> int:
    """Bytes of memory in use. Not ru_maxrss: a started process inherits the peak of the one that started it."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:  # no /proc outside Linux
        return 0


def _limit_time() -> None:
    """CPU_SECONDS more than what earlier texts used, if the administrator set no lower limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(time.process_time()) + 1 + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _send(answers: BinaryIO, answer: dict[str, Any]) -> None:
    body = json.dumps(answer, ensure_ascii=False).encode()
    answers.write(len(body).to_bytes(4, "big") + body)
    answers.flush()


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print goes to the log, not into the protocol
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS refuses it; the 2 s of the parent still hold there
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    render("# Titre\n\n- un\n- deux\n", toc=True, own_host="")  # regular expressions compile before anybody waits
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
