"""PDF, office documents and plain texts: looked into, in memory, never unpacked to disk."""

from __future__ import annotations

import zipfile
import zlib
from typing import IO

MAX_ENTRIES = 2000
MAX_UNPACKED = 100_000_000  # bytes of all entries together
CHUNK = 1 << 18
# what an office document of each kind always holds
MARKS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})


class Unsafe(ValueError):
    """The document is refused; the French message says what to do."""


def check(kind: str, source: IO[bytes], extension: str) -> str:
    """The extension a document deserves: "pdf", "odt", "txt"… Raises Unsafe."""
    if kind == "pdf":
        return "pdf"
    if kind == "text":
        _check_text(source)
        return extension
    try:
        with zipfile.ZipFile(source) as archive:
            _check_entries(archive)
            found = _office_kind(archive)
            _check_content(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, Unsafe):
            raise
        raise Unsafe("Ce document est incomplet ou abîmé. Enregistrez-le de nouveau, puis recommencez.") from None
    return found


def _check_text(source: IO[bytes]) -> None:
    while piece := source.read(CHUNK):
        if len(piece.translate(None, CONTROLS)) < len(piece):
            raise Unsafe("Ce fichier n’est pas un texte simple. Enregistrez-le en texte « UTF-8 », puis recommencez.")


def _check_entries(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Unsafe("Ce document est trop gros une fois ouvert. Découpez-le, ou enregistrez-le en PDF.")
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/"):
            raise Unsafe("Ce document contient un chemin interdit. Enregistrez-le de nouveau, puis recommencez.")
        if entry.flag_bits & 1:
            raise Unsafe("Ce document est protégé par un mot de passe. Enregistrez-le sans mot de passe.")
        if name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")):
            raise Unsafe("Ce document contient un programme (des macros). Enregistrez-le sans macros, ou en PDF.")


def _office_kind(archive: zipfile.ZipFile) -> str:
    names = {entry.filename for entry in archive.infolist()}
    if "mimetype" in names:
        with archive.open("mimetype") as handle:
            kind = OPEN_DOCUMENTS.get(handle.read(100).strip())
        if kind:
            return kind
    if "[Content_Types].xml" in names:
        for kind, mark in MARKS.items():
            if mark in names:
                return kind
    raise Unsafe("Une archive ZIP ne peut pas être jointe. Joignez les fichiers un par un.")


def _check_content(archive: zipfile.ZipFile) -> None:
    """Read every entry, a piece at a time: sizes may lie, and a torn document had better be known now."""
    left = MAX_UNPACKED
    for entry in archive.infolist():
        with archive.open(entry) as handle:
            while piece := handle.read(CHUNK):
                left -= len(piece)
                if left < 0:
                    raise Unsafe("Ce document est trop gros une fois ouvert. Découpez-le, ou enregistrez-le en PDF.")
