"""Soak runs start only when asked for by their marker: `make soak`."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "soak" not in (config.getoption("markexpr") or ""):
        asleep = [item for item in items if item.get_closest_marker("soak")]
        items[:] = [item for item in items if item not in asleep]
        config.hook.pytest_deselected(items=asleep)
