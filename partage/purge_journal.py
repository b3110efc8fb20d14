"""The journal of erasures, kept beside the database and outside its backups: digests under a key, never a word."""

from __future__ import annotations

import hmac
import json
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import event

from partage import clock, purge, text
from partage.db import db, writing

JOURNAL, KEY = "purge.jsonl", "purge.key"
_listening: list[bool] = []
_erase_account: Callable[[int, bool], None] | None = None


def listen(erase_account: Callable[[int, bool], None]) -> None:
    """Accounts erased in a transaction are noted once it is committed, never when it is rolled back."""
    global _erase_account
    _erase_account = erase_account
    if not _listening:
        _listening.append(True)
        event.listen(db.session, "after_commit", _write_pending)
        event.listen(db.session, "after_soft_rollback", _drop_pending)


def note_passage(passage: str, texts: list[int] | None) -> None:
    """Before a passage is erased: should the power go between the two, the next restore erases it all the same."""
    folder = _folder()
    for words in dict.fromkeys((passage, text.slugify(passage, fallback=""))):
        if len(words) >= purge.LEAST_SLUG or words == passage:
            _append(folder, {"passage": _digest(_key(folder), words), "length": len(words), "texts": texts})


def note_file(public_id: str) -> None:
    _pending().append({"file": public_id})


def note_account(number: int, *, keep_texts: bool) -> None:
    _pending().append({"account": number, "keep_texts": keep_texts})


def replay() -> int:
    """Erase again, in the database as it is now, all that the journal says was erased. Answers how many times."""
    folder = _folder()
    entries = read(folder)
    done = 0
    with writing():
        for entry in entries:
            if "account" in entry and _erase_account is not None:
                _erase_account(entry["account"], entry.get("keep_texts", True))
                done += 1
    for passage, texts in _found_again(entries, _key(folder)):
        with writing():
            done += purge.erase(passage, texts).places
    with writing():
        purge.erase_files([entry["file"] for entry in entries if "file" in entry])
    purge.checkpoint()
    return done


def after_restore(deployment: Any, folder: Path, database_url: str) -> str:
    """Replay the journal on what was just restored; answers what to say of it. Call with the data folder to oneself."""
    for name in (JOURNAL, KEY):  # restored elsewhere: the erasures of this instance go along
        source, target = deployment.data / name, folder / name
        if source.exists() and not target.exists():
            shutil.copy(source, target)
    if not read(folder):
        return ""
    from partage import create_app
    from partage.migrate import upgrade

    app = create_app({
        "PARTAGE_DATA": str(folder), "PARTAGE_DATABASE_URL": database_url, "PARTAGE_SECRET_KEY": deployment.secret_key,
        "PARTAGE_PUBLIC_URL": deployment.public_url, "PARTAGE_ALLOW_HTTP": "1",
    })  # fmt: skip
    with app.app_context():
        upgrade()
        replay()
        db.session.remove()
        db.engine.dispose()
    return " Ce qui avait été effacé depuis cette sauvegarde l’a été de nouveau."


def read(folder: Path) -> list[dict[str, Any]]:
    """What was erased; a last line cut by a power cut is passed over."""
    path = folder / JOURNAL
    entries = []
    for line in path.read_text().splitlines() if path.exists() else ():
        try:
            entries.append(json.loads(line))
        except ValueError:
            continue
    return entries


def _found_again(entries: list[dict[str, Any]], key: bytes) -> list[tuple[str, list[int] | None]]:
    """The passages of the journal that stand in the database, found at every place of every text by their digest."""
    wanted: dict[int, dict[str, list[list[int] | None]]] = {}
    for entry in entries:
        if "passage" in entry:
            wanted.setdefault(entry["length"], {}).setdefault(entry["passage"], []).append(entry["texts"])
    found: dict[tuple[str, str], tuple[str, list[int] | None]] = {}
    seen: set[str] = set()
    for model, columns in purge.written().items():
        for _key_of_row, values in purge.rows_of(model, columns, None):
            for value in (one for column in values for one in purge.strings(column)):
                if value in seen:
                    continue
                seen.add(value)
                for passage, texts in _look(value, wanted, key):
                    found[(passage, json.dumps(texts))] = (passage, texts)
    return list(found.values())


def _look(value: str, wanted: dict[int, dict[str, list[list[int] | None]]], key: bytes) -> Any:
    for length, digests in wanted.items():
        for start in range(len(value) - length + 1):
            window = value[start : start + length]
            for texts in digests.get(_digest(key, window), ()):
                yield window, texts


def _digest(key: bytes, words: str) -> str:
    return hmac.digest(key, words.encode(), "sha256").hex()


def _key(folder: Path) -> bytes:
    """The key of the digests, made at the first erasure."""
    path = folder / KEY
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text())
    made = secrets.token_bytes(32)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(made.hex())
        handle.flush()
        os.fsync(handle.fileno())
    return made


def _append(folder: Path, entry: dict[str, Any]) -> None:
    line = json.dumps({**entry, "at": clock.now().isoformat()}) + "\n"
    with os.fdopen(os.open(folder / JOURNAL, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as handle:
        handle.write(line)
        handle.flush()
        os.fsync(handle.fileno())


def _folder() -> Path:
    return Path(current_app.extensions["deployment"].data)


def _pending() -> list[dict[str, Any]]:
    return db.session().info.setdefault("purge", [])


def _write_pending(session: Any) -> None:
    for entry in session.info.pop("purge", ()):
        _append(_folder(), entry)


def _drop_pending(session: Any, _previous: Any) -> None:
    session.info.pop("purge", None)
