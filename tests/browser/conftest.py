"""A real server and a real Chromium for each test; what they share (database, static files, imports) is made once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect, sync_playwright

from tests.browser.device import PATIENCE, Device
from tests.browser.editing import WIDE
from tests.browser.server import SECRET, Server, Zygote, copy_of

expect.set_options(timeout=PATIENCE)

# run by `make soak`: installing, images, limits, the choice screen, the editor, what both languages compute
LONG = {
    "test_install", "test_images", "test_limits", "test_conflict", "test_editor", "test_toolbar", "test_copy", "test_shared_rules",
    "test_guard", "test_leaving", "test_offline_access", "test_board_offline", "test_board_writing", "test_board_gestures",
}  # fmt: skip
PEOPLE = ("nadia", "youssef", "claire", "maud", "paul")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)
            if os.environ.get("CI") == "true":  # named at the end of the run; where somebody watches, nothing is tried twice
                item.add_marker(pytest.mark.flaky(reruns=1))
            if Path(item.fspath).stem in LONG:
                item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    return make_template(tmp_path_factory.mktemp("browser"))


def make_template(folder: Path) -> SimpleNamespace:
    """A data folder with the cast and some practices, and the session cookie of everybody."""
    from partage import create_app
    from partage.db import db
    from partage.migrate import upgrade
    from tests.browser.content import publish_all
    from tests.cast import create_cast, sign_in

    folder.chmod(0o700)
    app = create_app({"PARTAGE_DATA": str(folder), "PARTAGE_SECRET_KEY": SECRET})
    with app.app_context():
        upgrade()
        cast = create_cast()
        practices = publish_all(cast)
        cookies = {}
        for name in PEOPLE:
            for key, shared in ((name, False), (f"{name}-shared", True)):
                client = sign_in(app, getattr(cast, name), shared=shared)
                cookies[key] = client.get_cookie("partage").value
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return SimpleNamespace(folder=folder, cast=cast, practices=practices, cookies=cookies)


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    zygote = Zygote()
    yield zygote
    zygote.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def server(template: SimpleNamespace, zygote: Zygote, tmp_path: Path) -> Iterator[Server]:
    """A running server, of which the test may do what it wants."""
    server = Server(zygote, copy_of(template.folder, tmp_path / "data"), template.cast, template.practices)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def new_device(playwright: Playwright, server: Server, template: SimpleNamespace) -> Iterator[Callable[..., Device]]:
    devices: list[Device] = []

    def make(**options: Any) -> Device:
        devices.append(Device(playwright, server, template.cookies, **options))
        return devices[-1]

    yield make
    for device in devices:
        device.close()


@pytest.fixture
def device(new_device: Callable[..., Device]) -> Device:
    """A phone of 360 by 640."""
    return new_device()


@pytest.fixture
def desk(new_device: Callable[..., Device]) -> Device:
    """A computer, where a whole form is shown."""
    return new_device(viewport=WIDE)


@pytest.fixture
def board(server: Server) -> SimpleNamespace:
    """Threads of every kind on the board."""
    from tests.browser.content import fill_board

    with server.inside():
        return fill_board(server.cast)
