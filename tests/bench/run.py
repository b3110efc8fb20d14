"""`make bench`: what a page costs in processor time, next to the least this stack can do, and what memory is held.

Time is the processor's (utime + stime of every process of the server), so a busy machine changes little.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from partage.config import ROOT
from tests.soak.server import Person, Server, Visitor, free_port, wait_for

PAGES = (
    ("une fiche", "/pratiques/trois-postures"),
    ("la liste des fiches", "/pratiques"),
    ("l’accueil", "/"),
    ("une recherche", "/recherche?q=mot+de+passe"),
)
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "400"))
LONG_RUN = int(os.environ.get("BENCH_LONG_RUN", "10000"))
MEMORY_BUDGET = 256  # MB of proportional set size, web and worker together
TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="partage-bench-") as folder:
        server = Server(Path(folder) / "data")
        print(f"Démarrage : {server.start():.1f} s (premier), ", end="")
        server.stop()
        print(f"{server.start():.1f} s (suivant)")
        try:
            nadia = Person(server.port, "nadia@exemple.test", server.accounts()["nadia@exemple.test"])
            for name, path in PAGES:
                compare(name, path, nadia, server, Path(folder))
            memory(nadia, server)
        finally:
            server.stop()


def compare(name: str, path: str, nadia: Person, server: Server, folder: Path) -> None:
    nadia.again()  # the connection of the page before was closed while the floor ran
    status, content = nadia.get(path)
    if status != 200:
        print(f"{name} ({path}) : réponse {status}, non mesuré")
        return
    ours = cost(lambda: nadia.get(path), server.family)
    least = floor(len(content), folder)
    print(
        f"{name:<22}{len(content):>8} octets {ours * 1000:7.2f} ms   plancher {least * 1000:6.2f} ms   "
        f"rapport {ours / least:5.1f}"
    )


def floor(size: int, folder: Path) -> float:
    """The cost of as many bytes from a bare app, in seconds."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.floor", str(port), str(size), str(folder)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_for(port)
        visitor = Visitor(port)
        return cost(lambda: visitor.get("/"), lambda: Server.descendants(process.pid))
    finally:
        process.terminate()
        process.wait()


def cost(ask: Callable[[], object], family: Callable[[], set[int]]) -> float:
    """Seconds of processor a request takes, all processes together."""
    for _ in range(50):
        ask()
    before = processor(family())
    for _ in range(REQUESTS):
        ask()
    return (processor(family()) - before) / REQUESTS


def processor(pids: set[int]) -> float:
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def memory(nadia: Person, server: Server) -> None:
    """Proportional set size: what is shared between processes is counted once."""
    before = proportional(server.family())
    nadia.again()
    for number in range(LONG_RUN):
        nadia.get(PAGES[number % 2][1])
    after = proportional(server.family())
    sizes = " + ".join(f"{size:.0f}" for size in after.values())
    print(f"mémoire : {sum(before.values()):.0f} Mo, puis {sum(after.values()):.0f} Mo après {LONG_RUN} requêtes")
    print(f"  en {len(after)} processus : {sizes} (budget {MEMORY_BUDGET} Mo)")


def proportional(pids: set[int]) -> dict[int, float]:
    """Megabytes of each process."""
    sizes = {}
    for pid in sorted(pids):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        sizes[pid] = next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return sizes


if __name__ == "__main__":
    main()
