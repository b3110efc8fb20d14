"""A phone or a computer: a Chromium with its own profile, and the few gestures the tests repeat."""

from __future__ import annotations

import shutil
import tempfile
import time
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Error, Locator, Page, Playwright

from tests.browser.server import Server

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
STORE = "const store = await import(document.querySelector('script[src*=\"/js/app.js\"]').src.replace('app.js', 'store.js'));"
PATIENCE = 15_000  # milliseconds: what a loaded machine may need; never slept


def reach(page: Page, target: Locator) -> Locator:
    """On a phone the form shows one part at a time: go on until `target` is shown."""
    page.locator("[data-next]").wait_for(state="attached")
    for _ in range(12):
        if target.is_visible():
            break
        page.locator("[data-next]").click()
    return target


class Device:
    """One browser profile. `cookies` are the sessions of the cast, ready made."""

    def __init__(self, playwright: Playwright, server: Server, cookies: dict[str, str], **options: Any) -> None:
        self.server, self.cookies = server, dict(cookies)
        self.profile = tempfile.mkdtemp(prefix="partage-profile-")
        self.context: BrowserContext = playwright.chromium.launch_persistent_context(
            self.profile, executable_path="/usr/bin/chromium", headless=True, args=FLAGS, locale="fr-FR",
            timezone_id="Europe/Paris", reduced_motion="reduce", **{"viewport": {"width": 360, "height": 640}, **options},
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.pages[0]

    def sign_in(self, name: str) -> int:
        """Hold the session of somebody, as if she had typed her password. « nadia-shared » is a shared computer."""
        value = self.cookies[name]
        self.context.add_cookies([{"name": "partage", "value": value, "url": self.server.url, "httpOnly": True, "sameSite": "Lax"}])
        return int(getattr(self.server.cast, name.split("-")[0]))

    def open(self, path: str, page: Page | None = None) -> Any:
        return (page or self.page).goto(self.server.url + path, wait_until="load")

    def make_ready(self, name: str = "nadia", path: str = "/hors-ligne") -> int:
        """Sign somebody in, and wait until everything she can read works without network."""
        uid = self.sign_in(name)
        self.open(path)
        self.wait_until_ready(uid)
        return uid

    def wait_until_ready(self, uid: int, page: Page | None = None) -> None:
        page = page or self.page
        page.wait_for_function("() => Boolean(navigator.serviceWorker.controller)")
        self.wait_for(
            "const db = await store.openStore(uid); const cursor = await store.getMeta(db, 'cursor');"
            "return cursor !== undefined && await store.getMeta(db, 'list') && await store.getMeta(db, 'indexed') === cursor",
            uid, page,
        )  # fmt: skip

    def wait_for(self, script: str, uid: int = 0, page: Page | None = None) -> None:
        """Until a piece of JavaScript, given `store` and `uid`, says yes."""
        page, deadline = page or self.page, time.monotonic() + PATIENCE / 1000
        while not self.ask(script, uid, page):
            assert time.monotonic() < deadline, f"never true: {script}"
            page.wait_for_timeout(50)  # time.sleep would hold the events of the browser

    def ask(self, script: str, uid: int = 0, page: Page | None = None) -> Any:
        """What a piece of JavaScript, given `store` and `uid`, returns; again when the page changed under it."""
        try:
            return self._ask(script, uid, page)
        except Error as error:
            if "context was destroyed" not in str(error):
                raise
            (page or self.page).wait_for_load_state()
            return self._ask(script, uid, page)

    def _ask(self, script: str, uid: int, page: Page | None) -> Any:
        return (page or self.page).evaluate(f"async (uid) => {{ {STORE} {script} }}", uid)

    def outbox(self, uid: int) -> list[dict[str, Any]]:
        return self.ask("return store.listOutbox(await store.openStore(uid))", uid)  # type: ignore[no-any-return]

    def wait_for_empty_outbox(self, uid: int, page: Page | None = None) -> None:
        self.wait_for("return !(await store.listOutbox(await store.openStore(uid))).length", uid, page)

    def cdp(self, page: Page | None = None) -> CDPSession:
        return self.context.new_cdp_session(page or self.page)

    def close(self) -> None:
        self.context.close()
        shutil.rmtree(self.profile, ignore_errors=True)
