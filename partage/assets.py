"""Static files: one immutable folder named after its content, compressed once, served by WhiteNoise.

`/static/<digest>/…` never changes, so it is kept a year, and ES modules import each other by plain relative paths.
CSS is written one file per component and leaves as one file, in the order of `css/order.txt`.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

import brotli
from flask import Flask
from whitenoise import WhiteNoise

from partage.config import ROOT

SOURCE = ROOT / "static"
BUNDLE = "css/partage.css"
COMPRESSED = {".css", ".js", ".svg", ".json", ".txt"}


@cache
def version() -> str:
    """Twelve hexadecimal digits that change with any file under static/."""
    content = hashlib.sha256()
    for path in sources():
        content.update(path.encode() + b"\0" + (SOURCE / path).read_bytes() + b"\0")
    return content.hexdigest()[:12]


@cache
def sources() -> tuple[str, ...]:
    """The path of every file under static/, sorted."""
    return tuple(sorted(str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*") if path.is_file()))


def url(path: str) -> str:
    """Where a browser finds the file `path` of static/."""
    return f"/static/{version()}/{path}"


def init_app(app: Flask, folder: Path) -> None:
    """Build the folder if this version is new, and serve it."""
    built = folder / version()
    if not built.exists():
        _build(built)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=built, prefix=f"static/{version()}/", max_age=365 * 86400,
        immutable_file_test=lambda _path, _url: True, allow_all_origins=False, add_headers_function=_headers,
    )  # fmt: skip
    app.jinja_env.globals.update(asset=url, assets_version=version(), sprite=url("icons/icons.svg"))


def stylesheet() -> str:
    """All of the CSS, in order, without comments and needless blanks."""
    parts = [(SOURCE / "css" / name).read_text() for name in (SOURCE / "css/order.txt").read_text().split()]
    bare = re.sub(r"/\*.*?\*/", "", "\n".join(parts), flags=re.S)
    return re.sub(r"\s*\n\s*", "\n", bare).strip() + "\n"


def without_comments(script: str) -> str:
    """Our JavaScript without the comments that stand on lines of their own: a quarter of its weight."""
    return re.sub(r"^[ \t]*(//[^\n]*|/\*\*.*?\*/)[ \t]*\n", "", script, flags=re.M | re.S)


def _build(built: Path) -> None:
    built.parent.mkdir(parents=True, exist_ok=True)
    working = Path(tempfile.mkdtemp(dir=built.parent))
    for path in sources():
        content = (SOURCE / path).read_bytes()
        if path.startswith("js/"):
            content = without_comments(content.decode()).encode()
        if not path.startswith("css/"):
            _write(working / path, content)
    _write(working / BUNDLE, stylesheet().encode())
    working.chmod(0o755)
    try:
        working.rename(built)
    except OSError:  # another process built the same version first
        shutil.rmtree(working)


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    if target.suffix in COMPRESSED and len(content) > 200:
        target.with_name(target.name + ".br").write_bytes(brotli.compress(content))
        target.with_name(target.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))


def _headers(headers: object, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"  # type: ignore[index]
    headers["Cross-Origin-Resource-Policy"] = "same-origin"  # type: ignore[index]
