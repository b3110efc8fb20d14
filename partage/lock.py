"""One instance on a data folder at a time: two would send each mail twice, and a restore would pull the rug."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class Held(RuntimeError):
    """Another process has the data folder; the message says what to do."""


def hold(data: Path) -> int:
    """Take the data folder until this descriptor is closed in every process that inherited it. Raises Held."""
    descriptor = os.open(data / "running.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise Held(f"Partage tourne déjà sur le dossier {data}. Arrêtez-le d’abord, ou changez PARTAGE_DATA.") from None
    return descriptor
