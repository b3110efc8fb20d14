"""The service worker: one classic script, made of the modules it shares with the pages.

Module workers came to Firefox in January 2026 only, and public services stay long on old versions. So each module
becomes a function that gives its exports; nothing else of a bundler is needed.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from functools import cache

from partage import assets

# in the order of their imports; the last one is the worker itself
PARTS = (
    "vendor/idb.js", "js/store.js", "js/offline/device.js", "js/offline/net.js", "js/offline/outbox.js",
    "js/service-worker.js",
)  # fmt: skip
KEPT_ALSO = frozenset({
    "icons/icons.svg", "icons/partage.svg", "icons/partage-192.png", "vendor/idb.js", "vendor/stemmer-french.js",
})  # fmt: skip

IMPORT = re.compile(r"^import [^;]*;\n", re.M)
LOCAL_EXPORT = re.compile(r"^export (?=(?:async )?function\*? (\w+)|(?:const|let|class) (\w+))", re.M)
LISTED_EXPORT = re.compile(r"^export ?\{([^}]*)\};?|(?<=;)export ?\{([^}]*)\};?", re.M)

FAREWELL = """\
// This instance took its worker away (file kill-worker): nothing of it stays on the device.
// %s: a page that registers again while the worker leaves brings it back; another script makes it leave again
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil((async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith('partage-'));
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.registration.unregister();
})()));
"""


def script(shell: str) -> str:
    """The worker of this version: it changes with any static file and with the shell it keeps."""
    version = f"{assets.version()}-{hashlib.sha256(shell.encode()).hexdigest()[:8]}"
    return f"const VERSION = {json.dumps(version)};\nconst PRECACHE = {json.dumps(precache())};\n{body()}"


def farewell() -> str:
    """The worker that takes everything away; no two are alike, so that each update check installs it."""
    return FAREWELL % secrets.token_hex(8)


def precache() -> list[str]:
    """What the application needs to open without network: its look, its code, its shell."""
    kept = [path for path in assets.sources() if path in KEPT_ALSO or _is_page_code(path)]
    return ["/coquille", assets.url(assets.BUNDLE), *map(assets.url, kept)]


def _is_page_code(path: str) -> bool:
    return path.startswith("js/") and path.endswith(".js") and path != PARTS[-1]


@cache
def body() -> str:
    return "".join(as_function(_source(path)) for path in PARTS)


def _source(path: str) -> str:
    source = (assets.SOURCE / path).read_text()
    return source if path.startswith("vendor/") else assets.without_comments(source)


def as_function(source: str) -> str:
    """A module as a function called at once, whose exports become constants of the script."""
    exports: dict[str, str] = {}

    def listed(found: re.Match[str]) -> str:
        for pair in (found[1] or found[2]).split(","):
            local, _, name = pair.partition(" as ")
            exports[(name or local).strip()] = local.strip()
        return ""

    def local(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        exports[name] = name
        return ""

    code = LOCAL_EXPORT.sub(local, LISTED_EXPORT.sub(listed, IMPORT.sub("", source)))
    names = ", ".join(exports)
    given = ", ".join(f"{name}: {value}" for name, value in exports.items())
    return f"const {{ {names} }} = (() => {{\n{code}\nreturn {{ {given} }};\n}})();\n"
