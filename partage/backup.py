"""One archive of the whole instance, made while it runs: the database, the files, and the digest of each.

The database is copied first and the files after: a file is stored before its row is written and is deleted long after
it, so every row of the copy finds its file.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import IO, Any

from sqlalchemy import make_url

from partage import clock
from partage.config import Deployment

FORMAT = 1
MANIFEST = "manifest.json"
DATABASES = {"sqlite": "partage.sqlite", "postgresql": "partage.dump"}
LAST = "last.json"


class BackupError(RuntimeError):
    """It cannot be done; the message says why and what to do."""


def backup(deployment: Deployment, target: Path | None = None) -> Path:
    """Write the archive to `target` (a dated file of PARTAGE_DATA/backups by default), readable by its owner only."""
    folder = deployment.data / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = (target or folder / f"partage-{clock.now():%Y%m%d-%H%M%S}.tar").absolute()
    if target.exists():
        raise BackupError(f"{target} existe déjà. Choisissez un autre nom.")
    if not target.parent.is_dir():
        raise BackupError(f"Le dossier {target.parent} n’existe pas. Créez-le d’abord.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".sauvegarde-") as working:
        try:
            made = _archive(deployment, Path(working))
            check(made)
        except OSError as error:
            raise BackupError(f"La sauvegarde n’a pas pu être écrite : {error.strerror}. Rien n’a été gardé.") from None
        made.rename(target)
    sync_folder(target.parent)
    _remember(folder / LAST, target)
    return target


def check(archive: Path) -> None:
    """Read a whole archive again, as a restore would: each member has the size and the digest its manifest says."""
    seen: dict[str, Any] = {}
    manifest: dict[str, Any] = {}
    try:
        with tarfile.open(archive, mode="r:") as opened:
            for member in opened:
                reading = _Digesting(opened.extractfile(member) or io.BytesIO())
                if member.name == MANIFEST:
                    manifest = json.load(reading)
                    continue
                size = sum(len(piece) for piece in iter(lambda reading=reading: reading.read(1 << 20), b""))  # type: ignore[misc]
                seen[member.name] = {"size": size, "sha256": reading.sha256.hexdigest()}
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise BackupError(f"La sauvegarde écrite ne se relit pas ({error}). Vérifiez le disque.") from None
    if not seen or seen != manifest.get("members"):
        raise BackupError("La sauvegarde écrite ne se relit pas (une empreinte diffère). Vérifiez le disque.")


def last(deployment: Deployment) -> dict[str, Any] | None:
    """When the last backup was made (`at`, ISO), where (`file`), its `size` in bytes; None before the first."""
    path = deployment.data / "backups" / LAST
    return json.loads(path.read_text()) if path.exists() else None


def sync_folder(folder: Path) -> None:
    """Make the names of a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def damage(path: Path, pragma: str = "integrity_check") -> str:
    """What is wrong with a SQLite file, "" when all of it reads well. `quick_check` leaves the indexes out."""
    connection = sqlite3.connect(path)
    try:
        verdict = str(connection.execute(f"PRAGMA {pragma}(1)").fetchone()[0])
        if verdict == "ok" and connection.execute("PRAGMA foreign_key_check").fetchone():
            return "liens rompus"
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        verdict = str(error)
    finally:
        connection.close()
    return "" if verdict == "ok" else verdict


def run_postgres(program: str, deployment: Deployment, *arguments: str) -> None:
    """Run pg_dump or pg_restore on the database of the instance; the password goes by the environment."""
    path = shutil.which(program)
    if path is None:
        raise BackupError(f"Le programme {program} manque. Installez-le : apt-get install postgresql-client")
    url = make_url(deployment.database_url)
    known = {
        "PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }  # fmt: skip
    environ = {**os.environ, **{name: str(value) for name, value in known.items() if value}}
    done = subprocess.run([path, *arguments], env=environ, capture_output=True, text=True)  # noqa: S603  (no shell)
    if done.returncode:
        reason = (done.stderr.strip() or str(done.returncode)).splitlines()[0]
        raise BackupError(f"{program} a échoué : {reason}")


def _archive(deployment: Deployment, working: Path) -> Path:
    engine = "sqlite" if deployment.is_sqlite else "postgresql"
    database = working / DATABASES[engine]
    if engine == "sqlite":
        _copy_sqlite(Path(make_url(deployment.database_url).database or ""), database)
        if found := damage(database):
            raise BackupError(f"La base est abîmée ({found}). Restaurez la sauvegarde précédente.")
    else:
        run_postgres("pg_dump", deployment, "--format=custom", "--no-owner", "--file", str(database))
    made = working / "archive.tar"
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as handle:
        with tarfile.open(fileobj=handle, mode="w") as archive:
            members = {database.name: _add(archive, database, database.name)}
            files = deployment.data / "files"
            for path in sorted(files.glob("??/*")):
                name = f"files/{path.relative_to(files)}"
                members[name] = _add(archive, path, name)
            manifest = {"format": FORMAT, "engine": engine, "made_at": clock.now().isoformat(), "members": members}
            _add_manifest(archive, manifest)
        handle.flush()
        os.fsync(handle.fileno())
    return made


def _copy_sqlite(path: Path, copy: Path) -> None:
    if not path.exists():
        raise BackupError(f"La base {path} n’existe pas encore : il n’y a rien à sauvegarder.")
    source, target = sqlite3.connect(path), sqlite3.connect(copy)
    try:
        source.backup(target)  # in one step: one state of the database, whatever is written meanwhile
        target.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        raise BackupError(f"La base ne se laisse pas copier : {error}.") from None
    finally:
        source.close()
        target.close()


class _Digesting:
    """A file that is hashed as it is read."""

    def __init__(self, handle: IO[bytes]) -> None:
        self.handle, self.sha256 = handle, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.handle.read(size)
        self.sha256.update(piece)
        return piece


def _add(archive: tarfile.TarFile, path: Path, name: str) -> dict[str, Any]:
    with path.open("rb") as handle:
        size = os.fstat(handle.fileno()).st_size
        reading = _Digesting(handle)
        archive.addfile(_header(name, size), reading)
    return {"size": size, "sha256": reading.sha256.hexdigest()}


def _add_manifest(archive: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    content = json.dumps(manifest, indent=1).encode()
    archive.addfile(_header(MANIFEST, len(content)), io.BytesIO(content))


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode, header.mtime = size, 0o600, int(clock.now().timestamp())
    return header


def _remember(path: Path, target: Path) -> None:
    told = {"at": clock.now().isoformat(), "file": str(target), "size": target.stat().st_size}
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(told))
    partial.replace(path)
