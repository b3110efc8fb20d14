"""What may be joined: recognised by its bytes, never by the name or the type somebody claims."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO

from partage.files import documents, images

MEGA = 1_000_000
MAX_FILE, MAX_IMAGE = 20 * MEGA, 10 * MEGA  # bytes
SNIFF = 4096
IMAGES = {
    "png": (b"\x89PNG\r\n\x1a\n", "PNG"),
    "jpg": (b"\xff\xd8\xff", "JPEG"),
    "gif": (b"GIF8", "GIF"),
    "webp": (b"RIFF", "WEBP"),
}
MEDIA_TYPES = {
    "webp": "image/webp",
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain",
    "csv": "text/csv",
}
ACCEPTED = (
    "une image (PNG, JPEG, WebP, GIF), un PDF, un document (ODT, DOCX), un tableau (ODS, XLSX, CSV) ou un texte (TXT)"
)
ACCEPT = ".png,.jpg,.jpeg,.webp,.gif,.pdf,.odt,.docx,.ods,.xlsx,.csv,.txt"  # for the file chooser
ADVICE = {
    "svg": "Les images SVG ne sont pas acceptées : elles peuvent contenir un programme. Enregistrez la vôtre en PNG.",
    "html": "Une page web ne peut pas être jointe. Enregistrez-la en PDF.",
    "heic": (
        "Cette photo est au format HEIC. Enregistrez-la en JPEG : sur un iPhone, Réglages, Appareil photo, Formats, "
        "« Le plus compatible »."
    ),
    "old": (
        "Ce document est d’un ancien format, ou protégé par un mot de passe. "
        "Enregistrez-le en ODT, DOCX ou PDF, sans mot de passe."
    ),
}


class FileRefused(ValueError):
    """The file will not be kept; the French message says what to do."""


@dataclass(frozen=True)
class Accepted:
    """What will be kept, whole or made again."""

    source: IO[bytes]
    name: str
    media_type: str
    width: int | None = None
    height: int | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def is_image(self) -> bool:
        return self.width is not None


def check(given_name: str, source: IO[bytes]) -> Accepted:
    """Read a file that came; `source` has to be a real file. Slow for a picture. Raises FileRefused."""
    stem, extension = split_name(given_name)
    size = source.seek(0, io.SEEK_END)
    source.seek(0)
    head = source.read(SNIFF)
    source.seek(0)
    if not head:
        raise FileRefused("Ce fichier est vide. Choisissez-en un autre.")
    kind = recognise(head, extension)
    if kind in IMAGES:
        _check_size("Cette image", size, MAX_IMAGE)
        return _picture(stem, extension, kind, source)
    _check_size("Ce fichier", size, MAX_FILE)
    try:
        found = documents.check(kind, source, extension)
    except documents.Unsafe as error:
        raise FileRefused(str(error)) from None
    source.seek(0)
    if found != extension:
        raise FileRefused(
            f"Le nom finit par « .{extension} », mais c’est un fichier {found.upper()}. "
            f"Renommez-le en « {stem}.{found} »."
        )
    return Accepted(source, f"{stem}.{found}", MEDIA_TYPES[found])


def recognise(head: bytes, extension: str) -> str:
    """"png", "pdf", "zip", "text"… from the first bytes. Raises FileRefused with advice on what is not accepted."""
    for kind, (magic, _) in IMAGES.items():
        if head.startswith(magic) and (kind != "webp" or head[8:12] == b"WEBP"):
            return kind
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    opening = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if extension == "svg" or opening.startswith(b"<svg") or (opening.startswith(b"<?xml") and b"<svg" in opening):
        raise FileRefused(ADVICE["svg"])
    if extension in ("html", "htm", "xhtml") or opening.startswith((b"<!doctype html", b"<html", b"<script")):
        raise FileRefused(ADVICE["html"])
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"hevc", b"avif"):
        raise FileRefused(ADVICE["heic"])
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(ADVICE["old"])
    if extension in ("txt", "csv"):
        return "text"
    if extension in MEDIA_TYPES or extension in (*IMAGES, "jpeg"):
        raise FileRefused(f"Le contenu n’est pas celui d’un fichier « .{extension} ». Enregistrez-le de nouveau.")
    raise FileRefused(f"Ce genre de fichier n’est pas accepté. Choisissez {ACCEPTED}.")


def split_name(given: str) -> tuple[str, str]:
    """A name without folders, controls or tricks, and its extension: ("Compte rendu", "pdf")."""
    name = unicodedata.normalize("NFC", given.encode("utf-8", "replace").decode()).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(letter for letter in name if letter == " " or unicodedata.category(letter)[0] not in "CZ")
    path = PurePath(" ".join(name.split()).strip(". "))
    extension = path.suffix.lower().lstrip(".")
    stem = re.sub(r'[<>:"|?*\x00-\x1f/]', "-", path.stem if extension else path.name)[:100].strip(". ")
    return stem or "fichier", extension if len(extension) <= 8 else ""


def megabytes(size: int) -> str:
    """« 12 Mo », « 1,4 Mo »."""
    amount = size / MEGA
    shown = f"{amount:.0f}" if amount >= 10 or amount == int(amount) else f"{max(amount, 0.1):.1f}".replace(".", ",")
    return f"{shown} Mo"


def _check_size(what: str, size: int, limit: int) -> None:
    if size > limit:
        # never « pèse 10 Mo, la limite est 10 Mo »
        shown = size if megabytes(size) != megabytes(limit) else limit + MEGA
        lighter = "Choisissez-en une plus légère." if what.endswith("image") else "Choisissez-en un plus léger."
        raise FileRefused(f"{what} pèse {megabytes(shown)}, la limite est {megabytes(limit)}. {lighter}")


def _picture(stem: str, extension: str, kind: str, source: IO[bytes]) -> Accepted:
    if extension not in (*IMAGES, "jpeg", "jfif", ""):
        raise FileRefused(
            f"Le nom finit par « .{extension} », mais c’est une image {IMAGES[kind][1]}. "
            f"Renommez-la en « {stem}.{kind} »."
        )
    try:
        picture = images.remake(IMAGES[kind][1], source)
    except images.Unreadable as error:
        raise FileRefused(str(error)) from None
    notes = [f"Image réduite à {picture.width} × {picture.height} points."] if picture.reduced else []
    notes += ["L’animation n’est pas gardée : seule sa première image l’est."] if picture.animated else []
    content = io.BytesIO(picture.content)
    return Accepted(content, f"{stem}.webp", MEDIA_TYPES["webp"], picture.width, picture.height, notes)
