"""A throw-away PostgreSQL cluster for the tests, or the server named by PARTAGE_TEST_POSTGRES."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import psycopg

from tests.ports import free_port

VERSIONS = Path("/usr/lib/postgresql")
_versions: dict[str, list[tuple[str]]] = {}  # of the schema, as first met: a test may have spoilt it since


def available() -> bool:
    """True when a server is named or its programs are installed."""
    return bool(os.environ.get("PARTAGE_TEST_POSTGRES")) or _programs() is not None


@cache
def server_url() -> str:
    """postgresql://…/ without a database name; starts the cluster the first time."""
    named = os.environ.get("PARTAGE_TEST_POSTGRES")
    return named.rstrip("/") if named else _start()


def create_database(name: str) -> str:
    """Create an empty database; answers the SQLAlchemy URL."""
    _admin(f'CREATE DATABASE "{name}" ENCODING \'UTF8\' TEMPLATE template0')
    return f"{server_url()}/{name}".replace("postgresql://", "postgresql+psycopg://")


def reset_database(name: str) -> None:
    """Empty every table a test wrote in. Ten times quicker than a copy of a template, which waits for checkpoints."""
    with psycopg.connect(f"{server_url()}/{name}", autocommit=True) as connection:
        tables = connection.execute(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        ).fetchall()
        version = _versions.setdefault(name, connection.execute("SELECT version_num FROM alembic_version").fetchall())
        connection.execute("DELETE FROM alembic_version")
        connection.execute("INSERT INTO alembic_version VALUES (%s)", version[0])
        used = [table for (table,) in tables if connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()]
        if used:
            connection.execute(f"TRUNCATE {', '.join(used)} RESTART IDENTITY CASCADE")


def _admin(statement: str) -> None:
    with psycopg.connect(f"{server_url()}/postgres", autocommit=True) as connection:
        connection.execute(statement)


def _programs() -> Path | None:
    found = sorted(VERSIONS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def _start() -> str:
    programs = _programs()
    assert programs is not None, "PostgreSQL is not installed"
    folder = Path(tempfile.mkdtemp(prefix="partage-pg-"))
    # initdb refuses root: the cluster then belongs to the system's postgres account
    as_user = []
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        as_user = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    run = [*as_user, str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    subprocess.run(run, check=True, capture_output=True)
    port = free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=200"
    control = [*as_user, str(programs / "pg_ctl"), "-D", str(data)]
    subprocess.run([*control, "-w", "-l", str(folder / "log"), "-o", options, "start"], check=True, capture_output=True)

    def stop() -> None:
        subprocess.run([*control, "-m", "immediate", "stop"], capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return f"postgresql://postgres@127.0.0.1:{port}"
