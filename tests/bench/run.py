"""`make bench`: what a page costs in processor time, next to the least this stack can do, and what memory is held.

Time is the processor's (that of every process of the server), so a busy machine changes little.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from partage.config import ROOT
from tests.ports import free_port
from tests.soak.server import Person, Server, Visitor, wait_for

LONG_THREAD = "une-question-longue"
PAGES = (
    ("une fiche", "/pratiques/trois-postures"),
    ("la liste des fiches", "/pratiques"),
    ("l’accueil", "/"),
    ("une recherche", "/recherche?q=mot+de+passe"),
    ("50 réponses", f"/entraide/{LONG_THREAD}"),
)
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "200"))  # of one round
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "6"))
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
            write_long_thread(server)
            for name, path in PAGES:
                compare(name, path, nadia, server, Path(folder))
            memory(nadia, server)
        finally:
            server.stop()


def write_long_thread(server: Server) -> None:
    """A question with 50 answers, written beside the running server."""
    from partage import create_app
    from partage.accounts.models import User
    from partage.db import db
    from tests.factories import answer_question, ask_question

    with create_app({**server.environ}).app_context():
        author = db.session.scalars(db.select(User.id).where(User.email == "paul@exemple.test")).one()
        number = ask_question(author, title="Une question longue")
        for place in range(50):
            answer_question(number, author, body=f"Réponse {place}.\n\n1. La personne ouvre son espace.\n2. Elle lit l’écran.")
        db.session.remove()
        db.engine.dispose()


def compare(name: str, path: str, nadia: Person, server: Server, folder: Path) -> None:
    nadia.again()  # the connection of the page before was closed while the floor ran
    status, content = nadia.get(path)
    if status != 200:
        print(f"{name} ({path}) : réponse {status}, non mesuré")
        return
    with floor(len(content), folder) as (visitor, bare):
        rounds = []
        for _ in range(ROUNDS):  # in turns, so that a busy moment of the machine weighs on both; the quietest of each counts
            nadia.again()
            rounds.append((cost(lambda: nadia.get(path), server.family), cost(lambda: visitor.get("/"), bare)))
            visitor.again()
        ours, least = (min(column) for column in zip(*rounds, strict=True))
    print(
        f"{name:<22}{len(content):>8} octets {ours * 1000:7.2f} ms   plancher {least * 1000:6.2f} ms   "
        f"rapport {ours / least:5.1f}"
    )


@contextmanager
def floor(size: int, folder: Path) -> Iterator[tuple[Visitor, Callable[[], set[int]]]]:
    """As many bytes from a bare app: who asks for them, and the processes that answer."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.floor", str(port), str(size), str(folder)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_for(port)
        yield Visitor(port), lambda: Server.descendants(process.pid)
    finally:
        process.terminate()
        process.wait()


def cost(ask: Callable[[], object], family: Callable[[], set[int]]) -> float:
    """Seconds of processor a request takes, all processes together."""
    for _ in range(20):
        ask()
    before = processor(family())
    for _ in range(REQUESTS):
        ask()
    return (processor(family()) - before) / REQUESTS


def processor(pids: set[int]) -> float:
    """Seconds, to the nanosecond where the kernel tells it by thread (theirs all live as long as the server)."""
    total = 0.0
    for pid in pids:
        threads = [path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/schedstat")]
        if threads:
            total += sum(int(fields[0]) for fields in threads) / 1e9
        else:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / TICK
    return total


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
