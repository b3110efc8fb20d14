"""A backup each night, by itself: the last seven days are kept, then one a week for four weeks.

Archives somebody made herself are never touched: only the names given here are.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from partage import clock
from partage.backup import BackupError, backup
from partage.config import Deployment

NAME = re.compile(r"partage-nuit-(\d{4}-\d{2}-\d{2})\.tar")
DAYS, WEEKS = 7, 4
FROM_HOUR = 2  # in Paris: when nobody works
RETRY = 3600  # seconds before trying again what failed


def run_if_due(deployment: Deployment) -> Path | None:
    """Make today's archive unless it is there, then drop the oldest ones; answers it when it was made now."""
    folder = deployment.data / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"partage-nuit-{clock.today().isoformat()}.tar"
    tried = folder / "nuit.essai"
    now = clock.now()
    if target.exists() or now.astimezone(clock.PARIS).hour < FROM_HOUR:
        return None
    if tried.exists() and 0 <= now.timestamp() - float(tried.read_text() or 0) < RETRY:
        return None
    tried.write_text(str(now.timestamp()))
    _check_room(folder)
    backup(deployment, target)
    tried.unlink(missing_ok=True)
    for path in _outdated(folder.iterdir()):
        path.unlink(missing_ok=True)
    return target


def _check_room(folder: Path) -> None:
    """Filling the disk would stop the instance: better a missing backup, that the health page shows."""
    sizes = [path.stat().st_size for path in folder.iterdir() if NAME.fullmatch(path.name)]
    if shutil.disk_usage(folder).free < 2 * max(sizes, default=0):
        raise BackupError("Il n’y a plus assez de place pour la sauvegarde de la nuit. Libérez de l’espace.")


def _outdated(paths: Iterable[Path]) -> list[Path]:
    """What rotation drops: all but the latest days, and the first archive of each of the latest weeks."""
    dated = sorted(((_day(path), path) for path in paths if NAME.fullmatch(path.name)), reverse=True)
    kept = {path for _, path in dated[:DAYS]}
    weeks: dict[tuple[int, int], Path] = {}
    for day, path in dated:  # the last one written for a week is its first archive
        weeks[day.isocalendar()[:2]] = path
    kept |= set([weeks[week] for week in sorted(weeks, reverse=True)][: WEEKS + 1])
    return [path for _, path in dated if path not in kept]


def _day(path: Path) -> date:
    return date.fromisoformat(path.name[13:23])
