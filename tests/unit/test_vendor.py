"""The browser libraries in static/vendor are the ones that were reviewed."""

from __future__ import annotations

import re

import pytest

from partage import vendor

PINS = vendor.pins()


@pytest.mark.parametrize("pin", PINS, ids=lambda pin: pin["file"])
def test_a_library_has_not_changed_since_it_was_reviewed(pin):
    assert vendor.digest((vendor.FOLDER / pin["file"]).read_bytes()) == pin["sha256"]


@pytest.mark.parametrize("pin", PINS, ids=lambda pin: pin["file"])
def test_a_library_says_its_version_and_licence(pin):
    first_line = (vendor.FOLDER / pin["file"]).read_text(encoding="utf-8").partition("\n")[0]
    assert first_line == f"// {pin['package']} {pin['version']}, {pin['licence']}: see LICENSES.txt"
    licences = (vendor.FOLDER / "LICENSES.txt").read_text(encoding="utf-8")
    assert f"{pin['package']} {pin['version']}" in licences, "re-read the licence of the new version"


def test_every_library_is_pinned():
    assert {path.name for path in vendor.FOLDER.glob("*.js")} == {pin["file"] for pin in PINS}


@pytest.mark.parametrize("pin", PINS, ids=lambda pin: pin["file"])
def test_a_library_imports_nothing_and_runs_no_text_as_code(pin):
    """`script-src 'self'` forbids eval; and a bare `import "idb"` means nothing to a browser."""
    source = (vendor.FOLDER / pin["file"]).read_text(encoding="utf-8")
    assert not re.search(r"\bimport\b|\beval\(|new Function|sourceMappingURL", source)
    assert re.search(r"\bexport\b", source)
