"""Puts a backup back, after reading all of it: nothing is touched before every digest has been found right."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, inspect, make_url

from partage import clock, lock, purge_journal
from partage.backup import DATABASES, FORMAT, MANIFEST, BackupError, damage, run_postgres, sync_folder
from partage.config import Deployment

NAME = re.compile(r"partage\.(?:sqlite|dump)|files/[0-9a-f]{2}/[0-9a-f]{32}")
CHUNK = 1 << 20


def restore(deployment: Deployment, file: Path, *, into: Path | None = None, replace: bool = False) -> str:
    """Fill the data folder (or `into`) from the archive; answers what to say. Raises BackupError, nothing changed.

    A folder in use is refused, a filled one too unless `replace`: what it held is then set aside, not deleted.
    """
    folder = (into or deployment.data).absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        held = lock.hold(folder)
    except lock.Held as error:
        raise BackupError(str(error)) from None
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".restauration-") as working:
            engine = _unpack(file, Path(working))
            database = folder / DATABASES["sqlite"]
            if into is None and deployment.is_sqlite:
                database = Path(make_url(deployment.database_url).database or database)
            if engine == "postgresql" or (into is None and not deployment.is_sqlite):
                return _restore_postgres(deployment, engine, Path(working), folder, replace)
            if found := damage(Path(working) / DATABASES[engine]):
                _bad(found)
            aside = _make_room(folder, database, replace)
            _move_in(Path(working), folder, database)
            again = purge_journal.after_restore(deployment, folder, f"sqlite:///{database}")
    except OSError as error:
        raise BackupError(f"La restauration n’a pas pu être écrite : {error.strerror}.") from None
    finally:
        os.close(held)
    return f"Sauvegarde vérifiée et restaurée dans {folder}.{aside}{again}"


def _unpack(file: Path, working: Path) -> str:
    """Extract every member, checking names, sizes and digests; answers the engine of the backup."""
    seen: dict[str, dict[str, Any]] = {}
    manifest: dict[str, Any] = {}
    try:
        with tarfile.open(file, mode="r:") as archive:
            for member in archive:
                if member.name == MANIFEST and member.size < 1 << 28:
                    manifest = json.load(archive.extractfile(member) or _bad("manifeste"))
                elif member.isreg() and NAME.fullmatch(member.name):
                    seen[member.name] = _extract(archive, member, working / member.name)
                else:
                    _bad(f"« {member.name[:60]} » n’a rien à y faire")
    except (tarfile.TarError, ValueError, EOFError) as error:
        _bad(str(error))
    if manifest.get("format") != FORMAT:
        _bad("son manifeste manque")
    if seen != manifest.get("members"):
        _bad("une empreinte ne correspond pas")
    return str(manifest["engine"])


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> dict[str, Any]:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source, digest, size = archive.extractfile(member), hashlib.sha256(), 0
    assert source is not None
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        while piece := source.read(CHUNK):
            digest.update(piece)
            size += len(piece)
            handle.write(piece)
        handle.flush()
        os.fsync(handle.fileno())
    return {"size": size, "sha256": digest.hexdigest()}


def _bad(why: str) -> Any:
    raise BackupError(f"Cette archive n’est pas une sauvegarde complète de Partage : {why}. Rien n’a été changé.")


def _make_room(folder: Path, database: Path, replace: bool) -> str:
    """Set aside what is there; answers the sentence that says where."""
    kept = (database, *database.parent.glob(f"{database.name}-*"), folder / "files")
    there = [path for path in kept if path.exists()]
    if not there:
        return ""
    if not replace:
        raise BackupError(f"{folder} contient déjà des données. Ajoutez --replace pour les mettre de côté.")
    aside = folder / f"avant-restauration-{clock.now():%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700)
    for path in there:
        shutil.move(path, aside / path.name)
    return f" Ce qui y était est dans {aside.name}."


def _move_in(working: Path, folder: Path, database: Path | None) -> None:
    if (working / "files").exists():
        for part in (working / "files").iterdir():
            sync_folder(part)
        (working / "files").rename(folder / "files")
    if database is not None:
        shutil.move(working / DATABASES["sqlite"], database)
        sync_folder(database.parent)
    sync_folder(folder)


def _restore_postgres(deployment: Deployment, engine: str, working: Path, folder: Path, replace: bool) -> str:
    if engine == "sqlite" or deployment.is_sqlite:
        raise BackupError("Cette sauvegarde vient d’un autre moteur : PARTAGE_DATABASE_URL doit désigner le même.")
    server = create_engine(deployment.database_url)
    filled = bool(inspect(server).get_table_names())
    server.dispose()
    if filled and not replace:
        raise BackupError("La base PostgreSQL contient déjà des tables. Ajoutez --replace pour les remplacer.")
    aside = _make_room(folder, folder / "partage.none", replace)
    name = make_url(deployment.database_url).database
    run_postgres(
        "pg_restore", deployment, "--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error",
        "--dbname", str(name), str(working / DATABASES[engine]),
    )  # fmt: skip
    _move_in(working, folder, None)
    again = purge_journal.after_restore(deployment, folder, deployment.database_url)
    return f"Sauvegarde vérifiée et restaurée dans la base et dans {folder}.{aside}{again}"
