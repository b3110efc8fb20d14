"""Small files of each kind, honest and hostile, made here rather than kept."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

WHERE = b"48.5180 N"  # a place that a photo must not keep
PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer << >>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
SHEET = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (20, 90, 160)).save(out, kind, **options)
    return out.getvalue()


def photo() -> bytes:
    """A JPEG lying on its side, that says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right to see it upright
    exif[0x010E] = WHERE.decode()
    return picture("JPEG", (400, 300), exif=exif)


def animation() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (30, 30), (number * 80, 0, 0)) for number in range(3)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


def png_with_script() -> bytes:
    """A real PNG whose comment is a script: a picture for one program, a page for another."""
    whole = picture()
    comment = b"Comment\0" + HTML
    chunk = struct.pack(">I", len(comment)) + b"tEXt" + comment + struct.pack(">I", zlib.crc32(b"tEXt" + comment))
    return whole[:33] + chunk + whole[33:]


def png_bomb(side: int = 30_000) -> bytes:
    """Under a megabyte that unfolds into a gigabyte."""
    line = b"\0" * (side * 3 + 1)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(line) for _ in range(200)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def office(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def open_document(kind: str = "text", **parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED)
        archive.writestr("content.xml", "<content/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def locked_office() -> bytes:
    """An office document whose entries say that they are encrypted."""
    whole = bytearray(office(WORD))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = whole.find(mark)
        while position >= 0:
            whole[position + offset] |= 1
            position = whole.find(mark, position + 4)
    return bytes(whole)
