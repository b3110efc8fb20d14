"""Fetch the browser libraries kept in static/vendor, from npm: `make vendor`. Nobody who runs Partage needs it.

`python -m partage.vendor` fetches again what vendor.json pins, and refuses a file that is not the one we reviewed.
`python -m partage.vendor idb@8.0.5` moves one package to a version, and writes its new digest; then re-read its
licence, say so in LICENSES.txt (a test compares the versions) and run the browser tests.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "static" / "vendor"
PINS = FOLDER / "vendor.json"
# esbuild is a single binary, with no dependency of its own: the same bytes come out next year
ESBUILD = ["exec", "--yes", "--package=esbuild@0.28.2", "--", "esbuild", "--minify", "--charset=utf8"]


class Changed(Exception):
    """npm gave other bytes than those whose digest we keep."""


def pins() -> list[dict[str, Any]]:
    """What vendor.json says, one entry a file."""
    entries: list[dict[str, Any]] = json.loads(PINS.read_text(encoding="utf-8"))
    return entries


def digest(content: bytes) -> str:
    """SHA-256, as vendor.json holds it."""
    return hashlib.sha256(content).hexdigest()


def refresh(upgrades: dict[str, str]) -> list[str]:
    """Fetch every file, at the pinned version or the one asked for; nothing is written unless all are right."""
    entries, contents = pins(), {}
    if unknown := upgrades.keys() - {entry["package"] for entry in entries}:
        raise SystemExit(f"vendor.json has no {', '.join(sorted(unknown))}")
    for entry in entries:
        version = upgrades.get(entry["package"], entry["version"])
        content = _fetch(entry | {"version": version})
        if version == entry["version"] and entry["sha256"] not in ("", digest(content)):
            raise Changed(f"{entry['package']} {version}: {entry['file']} is no longer {entry['sha256']}")
        entry.update(version=version, sha256=digest(content))
        contents[entry["file"]] = content
    for name, content in contents.items():
        (FOLDER / name).write_bytes(content)
    PINS.write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")
    return [f"{entry['file']}: {entry['package']} {entry['version']}" for entry in entries]


def _fetch(entry: dict[str, Any]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        _npm(["pack", "--silent", f"{entry['package']}@{entry['version']}"], folder)
        [archive] = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as package:
            source = package.extractfile(f"package/{entry['source']}")
            if source is None:
                raise FileNotFoundError(entry["source"])
            content = source.read()
        if entry["minify"]:
            plain = Path(folder, "plain.js")
            plain.write_bytes(content)
            content = _npm([*ESBUILD, str(plain)], folder)
    banner = f"// {entry['package']} {entry['version']}, {entry['licence']}: see LICENSES.txt\n"
    return banner.encode() + content.strip() + b"\n"


def _npm(arguments: list[str], folder: str) -> bytes:
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to refresh static/vendor (and for nothing else)")
    return subprocess.run([npm, *arguments], cwd=folder, check=True, stdout=subprocess.PIPE).stdout  # noqa: S603


if __name__ == "__main__":
    asked = [argument.rpartition("@") for argument in sys.argv[1:]]
    for line in refresh({package: version for package, _, version in asked}):
        print(line)
