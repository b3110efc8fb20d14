"""The parts of a thread that are the same for many people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template

from partage import clock, markup
from partage.kept import Kept

_kept = Kept(600)  # pieces; from 2 kB to 70 for fifty answers


def piece(template: str, key: tuple[Any, ...], make: Callable[[], dict[str, Any]]) -> Any:
    """The HTML of a template, from memory when it was made before; `make` gives what it shows, which `key` tells whole."""
    return _kept.get(
        (template, clock.today(), *key), lambda: markup.trust(render_template(f"questions/{template}.html", **make()))
    )
