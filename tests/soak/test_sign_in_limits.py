"""Wrong passwords in a burst: as many tries pass with 4 gunicorn processes as with one (S12)."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.soak.server import Server, Visitor

pytestmark = pytest.mark.soak
ALLOWED = 10  # in a minute, from one address
TRIES, THREADS = 48, 8


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_processes_count_together(tmp_path: Path, workers: int) -> None:
    server = Server(tmp_path / "data", PARTAGE_WEB_WORKERS=str(workers))
    server.start()
    answers: list[int] = []
    together = threading.Barrier(THREADS)

    def hammer(number: int) -> None:
        visitor = Visitor(server.port)
        visitor.token = visitor._token("/connexion")
        together.wait()
        for turn in range(TRIES // THREADS):
            # half of them at one account, half at accounts that do not exist
            email = "nadia@exemple.test" if turn % 2 else f"personne-{number}-{turn}@exemple.test"
            answers.append(visitor.post("/connexion", email=email, password=f"pas le bon {number} {turn}")[0])

    try:
        threads = [threading.Thread(target=hammer, args=(number,)) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        server.stop()
    print(f"{workers} processus : {answers.count(422)} essais admis sur {len(answers)}")
    assert len(answers) == TRIES and set(answers) == {422, 429}
    assert answers.count(422) == ALLOWED
