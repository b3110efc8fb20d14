"""HTML that many people share, rendered once and kept by this process.

A cache by content: the key holds everything the HTML shows, so nothing has to be told when a text changes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any


class Kept:
    """The last `most` things made, by their key."""

    def __init__(self, most: int) -> None:
        self._most, self._made, self._lock = most, OrderedDict[Any, Any](), Lock()

    def get(self, key: Any, make: Callable[[], Any]) -> Any:
        """What `make` gave for this key, called when nobody asked for it lately."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made
