"""`python -m tests.browser.make_screenshots`: pictures of the real application, for its install sheet."""

from __future__ import annotations

import tempfile
from pathlib import Path
from types import SimpleNamespace

from PIL import Image
from playwright.sync_api import sync_playwright

from partage.config import ROOT
from tests.browser.conftest import make_template
from tests.browser.content import fill_board
from tests.browser.device import Device
from tests.browser.server import Server, Zygote, copy_of

TARGET = ROOT / "static/icons/screenshots"
SHOTS = (
    ("accueil-360", "/", 360, 640, 2), ("pratique-360", "/pratiques/facture-energie", 360, 640, 2),
    ("question-360", "/entraide/comment-prouver-un-hebergement", 360, 640, 2),
    ("accueil-1280", "/", 1280, 800, 1),
)  # fmt: skip
COLOURS = 64  # a page holds few: the picture is four times lighter, and the eye sees no difference


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        template = make_template(Path(folder))
        zygote = Zygote()
        server = Server(zygote, copy_of(template.folder, Path(folder) / "data"), template.cast, template.practices)
        server.start()
        try:
            live_in(server)
            for shot in SHOTS:
                print(take(playwright, server, template, *shot))
        finally:
            server.kill()
            zygote.stop()


def live_in(server: Server) -> None:
    """What somebody who uses it sees: her themes, a favourite, questions."""
    with server.inside():
        fill_board(server.cast)
    for topic in (server.cast.rights, server.cast.work):
        server.execute("INSERT INTO topic_watch (user_id, topic_id) VALUES (?, ?)", server.cast.nadia, topic)
    kept = (server.cast.nadia, server.practices["rendez-vous-interprete"])
    server.execute("INSERT INTO favourite (user_id, text_id, at) VALUES (?, ?, '2026-11-01 08:00:00')", *kept)


def take(playwright, server: Server, template: SimpleNamespace, name: str, path: str, width: int, height: int, scale: int) -> str:
    device = Device(
        playwright, server, template.cookies, viewport={"width": width, "height": height}, device_scale_factor=scale,
        service_workers="block",
    )  # fmt: skip
    device.sign_in("nadia")
    device.open(path)
    device.page.wait_for_load_state("networkidle")
    target = TARGET / f"{name}.png"
    device.page.screenshot(path=target)
    device.close()
    Image.open(target).convert("RGB").quantize(COLOURS).save(target, optimize=True)
    return f"{target.relative_to(ROOT)} {target.stat().st_size} bytes"


if __name__ == "__main__":
    main()
