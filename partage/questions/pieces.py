"""The parts of a page that are the same for many people, rendered once and kept by this process.

A cache by content: the key holds everything a part shows, so nothing has to be told when a thread changes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from flask import render_template

from partage import clock, markup

KEPT = 600  # pieces; from 2 kB to 70 for fifty answers

_kept: OrderedDict[Any, Any] = OrderedDict()
_lock = Lock()


def piece(template: str, key: tuple[Any, ...], make: Callable[[], dict[str, Any]]) -> Any:
    """The HTML of a template, from memory when it was made before; `make` gives what it shows, which `key` tells whole."""
    full = (template, clock.today(), *key)
    with _lock:
        found = _kept.get(full)
        if found is not None:
            _kept.move_to_end(full)
            return found
    made = markup.trust(render_template(f"questions/{template}.html", **make()))
    with _lock:
        _kept[full] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made
