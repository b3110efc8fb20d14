"""Keeping a file that was sent: read and made again first, stored next, written in the database last."""

from __future__ import annotations

import hashlib
import secrets
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from werkzeug.datastructures import FileStorage

from partage import operations
from partage.db import db
from partage.files import checks
from partage.files.models import Attachment
from partage.files.permissions import QUOTA
from partage.files.queries import space_used
from partage.files.store import store
from partage.operations import Outcome


class NoAlternative(checks.FileRefused):
    """An image came without words, and nobody said that it needs none."""


def keep(
    user: Any, sent: FileStorage, *, alternative: str, decorative: bool, text_id: int | None, client_id: str
) -> tuple[Attachment, list[str]]:
    """The row of the file, committed, and what changed on the way. Raises FileRefused; OSError on a full disk."""
    with _on_disk(sent.stream) as source:
        accepted = checks.check(sent.filename or "", source)
        if accepted.is_image and not alternative and not decorative:
            raise NoAlternative("Dites en une phrase ce que montre l’image, ou cochez la case ci-dessous.")
        _check_quota(user)
        content = {"sha256": _digest(source), "name": sent.filename, "alternative": alternative, "text": text_id}
        key = secrets.token_hex(16)
        try:
            stored = store().put(key, accepted.source)
            row = {
                "public_id": key, "text_id": text_id, "uploaded_by_id": user.id, "name": accepted.name,
                "media_type": accepted.media_type, "size": stored.size, "sha256": stored.sha256,
                "width": accepted.width, "height": accepted.height,
                "alternative": alternative if accepted.is_image else "",
            }  # fmt: skip
            name = client_id or str(uuid.uuid4())
            outcome = operations.once(user, name, "file.add", content, lambda: _write(user, row))
        except BaseException:
            store().delete(key)
            raise
    if outcome.replayed:
        store().delete(key)
    return db.session.get_one(Attachment, outcome.ids["attachment"]), accepted.notes


def _write(user: Any, row: dict[str, Any]) -> Outcome:
    _check_quota(user, row["size"])
    attachment = Attachment(**row)
    db.session.add(attachment)
    db.session.flush()
    return Outcome(location=attachment.url, message="Fichier ajouté.", ids={"attachment": attachment.id})


def _check_quota(user: Any, more: int = 0) -> None:
    used = space_used(user)
    if used + more > QUOTA:
        raise checks.FileRefused(
            f"Vos fichiers occupent {checks.megabytes(used)} sur {checks.megabytes(QUOTA)}. "
            "Supprimez-en dans « Mes fichiers », puis recommencez."
        )


@contextmanager
def _on_disk(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """The upload as a real file: a small one waits in memory, and a child process reads descriptors only."""
    with tempfile.TemporaryFile() as real:
        while piece := stream.read(1 << 18):
            real.write(piece)
        real.flush()
        real.seek(0)
        yield real


def _digest(source: IO[bytes]) -> str:
    source.seek(0)
    digest = hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]
    source.seek(0)
    return digest
