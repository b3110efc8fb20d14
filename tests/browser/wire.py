"""What goes over the wire."""

from __future__ import annotations

from playwright.sync_api import CDPSession


def count_bytes(cdp: CDPSession) -> dict[str, list[float]]:
    """Bytes received over the wire from now on, headers included: the page, the code of the copy, the copy itself."""
    received: dict[str, list[float]] = {"page": [], "code": [], "copy": []}
    addresses: dict[str, str] = {}

    def part(request: str) -> str:
        address = addresses.get(request, "")
        if "/api/" in address:
            return "copy"
        return "code" if "/offline/" in address or address.endswith(("store.js", "idb.js")) else "page"

    cdp.send("Network.enable")
    cdp.on("Network.requestWillBeSent", lambda event: addresses.update({event["requestId"]: event["request"]["url"]}))
    cdp.on("Network.loadingFinished", lambda event: received[part(event["requestId"])].append(event["encodedDataLength"]))
    return received
