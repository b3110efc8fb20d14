"""The lines of YAML at the top of a Markdown file: starter content, imports and exports read them alike."""

from __future__ import annotations

import re
from typing import Any

import yaml

FENCED = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<head>.*?\r?\n|)---[ \t]*(?:\r?\n|\Z)(?P<body>.*)\Z", re.DOTALL)
MAX_HEAD = 20_000  # characters: a page of keys takes a few hundred


class BadFrontMatter(ValueError):
    """The head of a file cannot be read; the French message says why."""


class _Strict(yaml.SafeLoader):
    """Safe YAML without aliases (« billion laughs ») and without the same key twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise BadFrontMatter("L’en-tête contient un renvoi YAML (« * ») : écrivez la valeur en toutes lettres.")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _value in node.value]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise BadFrontMatter(f"La clé « {twice} » est écrite deux fois dans l’en-tête.")
        return super().construct_mapping(node, deep)


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The keys and the body, untouched to the byte; ({}, text) without a head. Raises BadFrontMatter."""
    found = FENCED.match(text)
    if found is None:
        return {}, text
    return _mapping(found["head"]), found["body"]


def _mapping(head: str) -> dict[str, Any]:
    if len(head) > MAX_HEAD:
        raise BadFrontMatter("L’en-tête est trop long.")
    try:
        keys = yaml.load(head, Loader=_Strict)  # noqa: S506  (_Strict is a SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = "" if line is None else f" à la ligne {line + 2}"
        raise BadFrontMatter(f"L’en-tête ne se lit pas{where} : vérifiez les deux-points et les guillemets.") from None
    except ValueError as error:  # a date such as 2026-02-31
        if isinstance(error, BadFrontMatter):
            raise
        raise BadFrontMatter("L’en-tête contient une date ou un nombre impossible.") from None
    if keys is None:
        return {}
    if not isinstance(keys, dict) or not all(isinstance(key, str) for key in keys):
        raise BadFrontMatter("L’en-tête attend une clé et une valeur par ligne, par exemple « title: Mon titre ».")
    return keys
