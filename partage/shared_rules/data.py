"""The data of a shared rule: read from JSON here, written out as a module for the browser.

A browser cannot `import` JSON everywhere yet, and fetching it would make every rule asynchronous, so each
`<name>.json` has a twin `static/js/shared/<name>-data.js`. `python -m partage.shared_rules.data` writes the twins;
a test fails when one is out of date.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BROWSER = HERE.parents[1] / "static" / "js" / "shared"


def load(name: str) -> Any:
    """What `<name>.json` says."""
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def as_module(name: str) -> str:
    """The same, as the source of a JavaScript module: plain ASCII, so no server or editor can change a character."""
    content = json.dumps(load(name), ensure_ascii=True, separators=(",", ":"))
    origin = f"// Written from partage/shared_rules/{name}.json by `python -m partage.shared_rules.data`."
    return f"{origin}\nexport default {content};\n"


def write_modules() -> list[Path]:
    """Write the twin of every rule, and say which files."""
    BROWSER.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sorted(HERE.glob("*.json")):
        target = BROWSER / f"{source.stem}-data.js"
        target.write_text(as_module(source.stem), encoding="utf-8")
        written.append(target)
    return written


if __name__ == "__main__":
    for path in write_modules():
        print(path)
