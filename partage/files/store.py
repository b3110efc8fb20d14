"""Where the bytes are: one small interface, a local folder today, an object store for larger instances."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from flask import current_app

CHUNK = 1 << 18
UNFINISHED = "unfinished"


@dataclass(frozen=True)
class Stored:
    """What was written: its size in bytes and its digest."""

    size: int
    sha256: str


class LocalStore:
    """Files under `folder/ab/<key>`. Keys are 32 hexadecimal digits drawn by us, never a name somebody gave.

    One key, one row: nothing is shared, so a write that failed may delete its file and an erased row its own.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, key: str, source: IO[bytes]) -> Stored:
        """Write `source` to the end, whole or not at all, safe from a power cut when this returns."""
        target = self._path(key)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if not target.parent.exists():
            target.parent.mkdir(mode=0o700, exist_ok=True)
            _sync(self.folder)
        unfinished = self.folder / UNFINISHED
        unfinished.mkdir(mode=0o700, exist_ok=True)
        descriptor, partial = tempfile.mkstemp(dir=unfinished)
        try:
            with os.fdopen(descriptor, "wb") as handle:
                stored = _copy(source, handle)
                handle.flush()
                os.fsync(handle.fileno())
            os.rename(partial, target)
        except BaseException:
            os.unlink(partial)
            raise
        _sync(target.parent)
        return stored

    def open(self, key: str) -> BinaryIO:
        """The bytes of a key; FileNotFoundError when there are none."""
        return self._path(key).open("rb")

    def delete(self, key: str) -> None:
        """Forget a key; no error when it is unknown."""
        self._path(key).unlink(missing_ok=True)

    def list_keys(self) -> Iterator[tuple[str, float]]:
        """Every key with the time it was written, in seconds since 1970."""
        for path in self.folder.glob("??/*"):
            yield path.name, path.stat().st_mtime

    def drop_unfinished(self, before: float) -> None:
        """Delete what a killed process left half written before that time."""
        for path in self.folder.glob(f"{UNFINISHED}/*"):
            if path.stat().st_mtime < before:
                path.unlink(missing_ok=True)

    def size(self, key: str) -> int | None:
        """The size of what is stored under a key, None when nothing is."""
        path = self._path(key)
        return path.stat().st_size if path.exists() else None

    def _path(self, key: str) -> Path:
        if len(key) != 32 or not set(key) <= set("0123456789abcdef"):
            raise FileNotFoundError(key)
        return self.folder / key[:2] / key


def store() -> LocalStore:
    """The store of the current app."""
    return LocalStore(current_app.extensions["deployment"].data / "files")


def _copy(source: IO[bytes], handle: IO[bytes]) -> Stored:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(CHUNK):
        digest.update(piece)
        size += len(piece)
        handle.write(piece)
    return Stored(size, digest.hexdigest())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
