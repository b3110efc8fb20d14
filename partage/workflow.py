"""States with their French label, and the one error of a move that is no longer possible."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Self


class State(enum.Enum):
    """`DRAFT = "draft", "Brouillon"`: the value is stored, the label is read."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = object.__new__(cls)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def of(cls, value: str) -> Self:
        """The state stored as `value`; ValueError when there is none."""
        return cls(value)  # type: ignore[call-arg]


class IllegalTransition(Exception):
    """The page was out of date: shown once for the whole site as 409 « Cette page a changé entre-temps »."""

    def __init__(self, current: State, wanted: State) -> None:
        super().__init__(f"{current.value} -> {wanted.value}")
        self.current, self.wanted = current, wanted


def check_transition(moves: Mapping[State, set[State]], current: State, wanted: State) -> None:
    """Raise IllegalTransition unless `moves` allows going from `current` to `wanted`."""
    if wanted not in moves.get(current, set()):
        raise IllegalTransition(current, wanted)
