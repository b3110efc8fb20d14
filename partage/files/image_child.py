"""Re-encodes one picture in a process of its own: what it may use is counted, and what it used goes back whole.

Reads the file on descriptor 0, writes one line of JSON then the WebP. Started by images.py, imports nothing of ours.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, PngImagePlugin, WebPImagePlugin  # noqa: F401  (WebP has to be imported to be known)

SIDE = 1600  # pixels of the longest side kept
QUALITY = 82
MEMORY = 128 << 20  # bytes on top of what Python and Pillow take
SECONDS = 4  # of processor


def main(kind: str, max_pixels: int) -> None:
    limit_resources()
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = max_pixels
    PngImagePlugin.MAX_TEXT_MEMORY = 1 << 20
    try:
        answer, content = convert(kind, max_pixels)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        answer, content = {"error": "big"}, b""
    except Exception:  # whatever a broken picture makes Pillow say
        answer, content = {"error": "broken"}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + content)


def limit_resources() -> None:
    """Bound memory, time and disk; memory only where the system says what is used already (Linux)."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        space = int(statm.read_text().split()[0]) * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def convert(kind: str, max_pixels: int) -> tuple[dict[str, Any], bytes]:
    """The facts about the new picture, and its bytes."""
    with Image.open(sys.stdin.buffer, formats=[kind]) as image:
        before = image.size
        if before[0] * before[1] > max_pixels:
            raise Image.DecompressionBombError
        animated = bool(getattr(image, "is_animated", False)) and kind in ("GIF", "WEBP", "PNG")
        if animated:
            image.seek(0)
        drawn = image.mode == "P"  # few colours: a drawing or a screenshot, which loses its edges otherwise
        # a JPEG is decoded smaller from the start: 1.1 times what we keep is enough, and takes little memory
        image.thumbnail((SIDE, SIDE), reducing_gap=1.1 if kind == "JPEG" else 2.0)
        upright = ImageOps.exif_transpose(image)
        clear = upright.has_transparency_data
        picture = upright.convert("RGBA" if clear else "RGB")
    picture.info = {}  # no place, no date, no device, no colour profile
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=4, lossless=drawn)
    facts = {"width": picture.width, "height": picture.height, "animated": animated, "reduced": max(before) > SIDE}
    return facts, out.getvalue()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
