"""Ports for the servers of tests: each process of pytest has its own, below those the system lends to clients.

A server that is killed and started again finds its port free: no connection of a browser came from it meanwhile.
"""

from __future__ import annotations

import os
import socket
from itertools import count

FIRST, EACH, PROCESSES = 12_000, 2_000, 10
_taken = count()


def free_port() -> int:
    """A port nobody listens on, that no later call answers before long. RuntimeError when there is none left."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", f"gw{PROCESSES - 1}")  # the last block when there is one process
    first = FIRST + int(worker.removeprefix("gw")) % PROCESSES * EACH
    for number in _taken:
        if number >= 2 * EACH:
            break
        port = first + (os.getpid() + number) % EACH
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("no port is left for a test server")
