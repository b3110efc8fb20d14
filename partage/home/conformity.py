"""What a rate of conformity to the RGAA is called, by the rule of the State's declaration."""

from __future__ import annotations

FULL, PARTIAL = 100, 50  # percent of the criteria


def state(rate: str) -> str:
    """« non conforme » until an audit gave a figure: nobody may claim better."""
    if not rate or int(rate) < PARTIAL:
        return "non conforme"
    return "totalement conforme" if int(rate) >= FULL else "partiellement conforme"
