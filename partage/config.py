"""Deployment settings: read once from the environment, checked before anything starts.

Product settings (delays, what visitors see…) live in settings.py, in the database.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")


class Misconfigured(RuntimeError):
    """The instance refuses to start; the message says what to change."""


@dataclass(frozen=True)
class Variable:
    """One environment variable; the README's table is held to this list by a test."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("PORT", "8000", "port of the web server"),
    Variable("PARTAGE_DATA", ".data", "folder of the database, files, keys and backups"),
    Variable("PARTAGE_PUBLIC_URL", "http://127.0.0.1:$PORT", "address people type; anything but loopback is production"),
    Variable("PARTAGE_SECRET_KEY", "", "32 characters or more, required in production; made in the data folder otherwise"),
    Variable("PARTAGE_DATABASE_URL", "sqlite:///$PARTAGE_DATA/partage.sqlite", "SQLite file or postgresql+psycopg://…"),
    Variable("PARTAGE_ALLOW_HTTP", "", "1 accepts a public address in plain http (a closed network)"),
    Variable("PARTAGE_PROXY_COUNT", "0", "number of reverse proxies in front whose X-Forwarded-* headers are believed"),
    Variable("PARTAGE_SMTP_URL", "", "smtp://user:password@host:port or smtps://…; empty: mails wait in the database"),
    Variable("PARTAGE_MAIL_FROM", "partage@localhost", "sender of the mails"),
    Variable("PARTAGE_WEB_WORKERS", "1", "gunicorn processes"),
    Variable("PARTAGE_WEB_THREADS", "8", "threads of each gunicorn process"),
)


@dataclass(frozen=True)
class Deployment:
    """The environment, parsed. Build it with `Deployment.read`."""

    port: int
    data: Path
    public_url: str
    secret_key: str
    database_url: str
    proxy_count: int
    smtp_url: str
    mail_from: str
    web_workers: int
    web_threads: int

    @property
    def is_local(self) -> bool:
        """True on a loopback address: demonstration accounts exist, cookies may travel without TLS."""
        return (urlsplit(self.public_url).hostname or "") in LOOPBACK

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def trusted_hosts(self) -> list[str]:
        host = urlsplit(self.public_url).hostname or "127.0.0.1"
        return list(LOOPBACK) if self.is_local else [host]

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Deployment:
        """Parse and check `environ` (the process's by default). Raises Misconfigured."""
        env = os.environ if environ is None else environ
        port = _integer(env, "PORT", 8000)
        data = Path(env.get("PARTAGE_DATA") or ROOT / ".data").expanduser().resolve()
        public_url = (env.get("PARTAGE_PUBLIC_URL") or f"http://127.0.0.1:{port}").rstrip("/")
        deployment = cls(
            port=port,
            data=data,
            public_url=public_url,
            secret_key=env.get("PARTAGE_SECRET_KEY", ""),
            database_url=env.get("PARTAGE_DATABASE_URL") or f"sqlite:///{data / 'partage.sqlite'}",
            proxy_count=_integer(env, "PARTAGE_PROXY_COUNT", 0),
            smtp_url=env.get("PARTAGE_SMTP_URL", ""),
            mail_from=env.get("PARTAGE_MAIL_FROM") or "partage@localhost",
            web_workers=_integer(env, "PARTAGE_WEB_WORKERS", 1),
            web_threads=_integer(env, "PARTAGE_WEB_THREADS", 8),
        )
        _prepare_data_folder(deployment)
        if not deployment.is_local:
            _check_production(deployment, env)
        elif not deployment.secret_key:
            deployment = cls(**{**deployment.__dict__, "secret_key": _local_secret(data)})
        return deployment


def _integer(env: Mapping[str, str], name: str, default: int) -> int:
    raw = env.get(name) or str(default)
    if not raw.isdigit():
        raise Misconfigured(f"{name} attend un nombre entier, pas « {raw} ».")
    return int(raw)


def _prepare_data_folder(deployment: Deployment) -> None:
    deployment.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not os.access(deployment.data, os.W_OK):
        raise Misconfigured(f"PARTAGE_DATA : {deployment.data} n’est pas accessible en écriture.")


def _check_production(deployment: Deployment, env: Mapping[str, str]) -> None:
    if len(deployment.secret_key) < 32:
        raise Misconfigured("PARTAGE_SECRET_KEY manque ou compte moins de 32 caractères.")
    if not deployment.is_https and env.get("PARTAGE_ALLOW_HTTP") != "1":
        raise Misconfigured("PARTAGE_PUBLIC_URL doit commencer par https:// (PARTAGE_ALLOW_HTTP=1 sur un réseau fermé).")
    if env.get("FLASK_DEBUG", "0") not in ("", "0"):
        raise Misconfigured("FLASK_DEBUG est interdit sur une instance publique.")
    if deployment.data.stat().st_mode & 0o007:
        raise Misconfigured(f"{deployment.data} est lisible par tout le monde. Lancez : chmod 700 {deployment.data}")
    if deployment.is_sqlite and _is_network_folder(deployment.data):
        raise Misconfigured("PARTAGE_DATA est sur un disque réseau, où SQLite perd des écritures : disque local ou PostgreSQL.")


def _is_network_folder(folder: Path) -> bool:
    """True when the deepest mount that holds `folder` is a network file system (Linux; False elsewhere)."""
    try:
        mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    except OSError:
        return False
    holding = [(point, kind) for point, kind in mounts if folder.is_relative_to(point)]
    kind = max(holding, key=lambda mount: len(mount[0]), default=("", ""))[1]
    return kind in {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p"}


def _local_secret(data: Path) -> str:
    path = data / "secret-key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(48))
    return path.read_text()
