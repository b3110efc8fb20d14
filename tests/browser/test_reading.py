"""Reading and searching without network (F1 to F4)."""

from __future__ import annotations

import time


def test_every_page_opens_without_server_even_never_visited(device, server):
    """F1"""
    device.make_ready()
    server.kill()
    for slug, title in (("facture-energie", "Aider face à une facture d’énergie"), ("demande-logement", "Renouveler une demande de logement")):
        started = time.monotonic()
        answer = device.open(f"/pratiques/{slug}")
        device.page.get_by_role("heading", name=title, level=1).wait_for()
        assert answer.from_service_worker
        assert time.monotonic() - started < 1.5
    assert "chèque énergie" not in device.page.content()
    assert "avis d’imposition" in device.page.inner_text(".prose")
