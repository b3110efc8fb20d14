"""The rules on lines of JSON: what measures them from outside, without a page nor a database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from partage.shared_rules.personal_data import find

UNREADABLE = "Cette ligne n’est pas un objet JSON qui contient « text »."


def answers(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """One answer for each line: {"spans": […]}, or {"error": …}. A line is never repeated in an answer."""
    for line in lines:
        yield _answer(line)


def _answer(line: bytes) -> dict[str, Any]:
    try:
        text = json.loads(line)["text"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {"error": UNREADABLE}
    if not isinstance(text, str):
        return {"error": UNREADABLE}
    return {"spans": [span._asdict() for span in find(text)]}
