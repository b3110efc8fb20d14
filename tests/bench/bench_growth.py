"""What viewing a practice and the list cost among 100, 1,000 then 10,000 of them, then the whole copy of a phone: `make bench`.

Processor time of the application alone, the least of several rounds; a page must not cost more than 1.2 times as much.
"""

from __future__ import annotations

import io
import json
import tempfile
import time
from typing import Any

import brotli
from flask import Flask
from sqlalchemy import insert, select
from werkzeug.test import EnvironBuilder

from partage import clock, create_app
from partage.db import db, writing
from partage.migrate import upgrade
from partage.operations import Change, Counter
from partage.topics.models import Topic
from tests.bench.bench_search import fill
from tests.cast import create_cast, sign_in

SIZES = (100, 1000, 10_000)
PAGES = ("/pratiques/fiche-50", "/pratiques", "/pratiques?theme=emploi-formation&genre=bonne-pratique", "/")
BUDGET = 1.2
ROUNDS, REQUESTS = 15, 20


class Reader:
    """Somebody signed in, whose requests go straight to the application."""

    def __init__(self, app: Flask, number: int) -> None:
        self.app = app
        client = sign_in(app, number)
        client.get("/compte/profil")  # her session then holds the token its forms carry: no page writes the cookie again
        cookie = client.get_cookie("partage")
        assert cookie
        self.cookie = f"partage={cookie.value}"

    def get(self, address: str) -> bytes:
        path, _, query = address.partition("?")
        headers = {"Cookie": self.cookie, "Accept-Encoding": "br"}
        environ = EnvironBuilder(path, query_string=query, headers=headers).get_environ()
        status: list[str] = []

        def start(line: str, _headers: Any, _error: Any = None) -> Any:
            status.append(line)
            return io.BytesIO().write

        body = b"".join(self.app.wsgi_app(environ, start))
        assert status == ["200 OK"], (address, status)
        return body


def cost(reader: Reader, address: str) -> float:
    """Milliseconds of processor."""
    reader.get(address)
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        for _ in range(REQUESTS):
            reader.get(address)
        times.append((time.process_time() - begun) / REQUESTS)
    return min(times) * 1000


def feed(reader: Reader, number: int) -> None:
    """The copy of a phone from nothing: processor of the server, bytes over the wire. Texts are of random words, which no
    compression helps as much as it would real ones."""
    now = clock.now()
    with writing():
        rows = [{"kind": "practice", "thing_id": one, "seq": one, "gone": False, "at": now} for one in range(1, number + 1)]
        db.session.execute(insert(Change.__table__), rows)
        db.session.merge(Counter(name="change", value=number))
    cursor, more, asked, weight, received = 0, True, 0, 0, 0
    begun = time.process_time()
    while more:
        body = reader.get(f"/api/copie?apres={cursor}")
        told = json.loads(brotli.decompress(body))
        cursor, more, asked, weight, received = told["cursor"], told["more"], asked + 1, weight + len(body), received + len(told["rows"])
    spent = time.process_time() - begun
    assert received == number, received
    print(f"copie de {number} fiches : {weight / 1e6:.1f} Mo en {asked} demandes, {spent:.1f} s de processeur du serveur"
          f" ({spent / asked * 1000:.0f} ms par demande)")  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"PARTAGE_DATA": folder, "PARTAGE_SECRET_KEY": "x" * 40})
        with app.app_context():
            upgrade()
            cast = create_cast()
            topics = list(db.session.scalars(select(Topic.id)))
            costs: dict[str, list[float]] = {address: [] for address in PAGES}
            done = 0
            for size in SIZES:
                fill(cast.claire, topics, range(done + 1, size + 1))
                done = size
                for address in PAGES:
                    costs[address].append(cost(Reader(app, cast.nadia), address))
            feed(Reader(app, cast.nadia), done)
            db.engine.dispose()
    print(f"croissance, {' → '.join(map(str, SIZES))} fiches (budget {BUDGET})")
    for address, (first, *more) in costs.items():
        figures = "  ".join(f"×{one / first:.2f}" for one in more)
        print(f"  {address:<56} {first:5.2f} ms  {figures}")


if __name__ == "__main__":
    main()
