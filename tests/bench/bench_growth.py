"""What viewing a practice and the list cost among 100, 1,000 then 10,000 of them, then the whole copy of a phone; what the
board costs from 100 to 100,000 questions: `make bench`.

Processor time of the application alone, the least of several rounds; a page of the wiki must not cost more than 1.2 times as
much, one of the board 1.3 times.
"""

from __future__ import annotations

import io
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import brotli
from flask import Flask
from sqlalchemy import insert, select
from werkzeug.test import EnvironBuilder

from partage import clock, create_app
from partage.db import db, writing
from partage.migrate import upgrade
from partage.operations import Change, Counter
from partage.questions.models import Question
from partage.questions.states import QuestionState, Urgency
from partage.texts.models import Revision, Text, body_digest
from partage.texts.states import RevisionState
from partage.topics.models import Topic
from tests.bench.bench_search import fill, sentence
from tests.cast import create_cast, sign_in

SIZES = (100, 1000, 10_000)
PAGES = ("/pratiques/fiche-50", "/pratiques", "/pratiques?theme=emploi-formation&genre=bonne-pratique", "/")
BUDGET = 1.2
BOARD_SIZES = (100, 1000, 10_000, 100_000)
BOARD_PAGES = (
    "/entraide", "/entraide?theme=emploi-formation", "/entraide?vue=resolues", "/entraide?vue=pour-moi",
    "/entraide/ce-qui-nous-manque", "/entraide/question-50", "/",
)  # fmt: skip
BOARD_BUDGET = 1.3
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


def ask_many(author: int, topics: list[int], numbers: range) -> None:
    """Published questions: half resolved, a tenth closed, one in three of the others answered."""
    states = (*[QuestionState.RESOLVED] * 5, QuestionState.CLOSED, *[QuestionState.OPEN] * 4)
    for start in range(numbers.start, numbers.stop, 5000):
        texts, questions, words = [], [], []
        for number in range(start, min(start + 5000, numbers.stop)):
            title, asked = f"{sentence(6)} ?", clock.now() - timedelta(minutes=200_000 - number)
            by = {"author_id": author, "title": title, "published_at": asked}
            texts.append({"id": number, "kind": "question", "slug": f"question-{number}", "owner_id": author, **by})
            questions.append({
                "id": number, "topic_id": topics[number % len(topics)], "urgency": Urgency.WEEK, "asked_at": asked,
                "waits_since": asked, "state": states[number % 10], "answered_at": asked if number % 3 == 0 else None,
            })  # fmt: skip
            words.append({"text_id": number, "number": 1, "state": RevisionState.PUBLISHED, "body": title,
                          "body_sha": body_digest(title), **by})  # fmt: skip
        with writing():
            for table, rows in ((Text, texts), (Question, questions), (Revision, words)):
                db.session.execute(insert(table.__table__), rows)


@contextmanager
def an_instance() -> Iterator[tuple[Flask, SimpleNamespace, list[int]]]:
    """An application with its people and themes, and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"PARTAGE_DATA": folder, "PARTAGE_SECRET_KEY": "x" * 40})
        with app.app_context():
            upgrade()
            yield app, create_cast(), list(db.session.scalars(select(Topic.id)))
            db.session.remove()
            db.engine.dispose()


def growth(
    of: str, sizes: tuple[int, ...], pages: tuple[str, ...], budget: float, add: Callable[[range], None], reader: Callable[[], Reader]
) -> None:
    """Print what each page costs with so many texts, as a ratio to the fewest."""
    costs: dict[str, list[float]] = {address: [] for address in pages}
    done = 0
    for size in sizes:
        add(range(done + 1, size + 1))
        done = size
        for address in pages:
            costs[address].append(cost(reader(), address))
    print(f"croissance, {' → '.join(map(str, sizes))} {of} (budget {budget})")
    for address, (first, *more) in costs.items():
        print(f"  {address:<56} {first:5.2f} ms  {'  '.join(f'×{one / first:.2f}' for one in more)}", flush=True)


def practices() -> None:
    with an_instance() as (app, cast, topics):
        growth("fiches", SIZES, PAGES, BUDGET, lambda more: fill(cast.claire, topics, more), lambda: Reader(app, cast.nadia))
        feed(Reader(app, cast.nadia), SIZES[-1])


def board() -> None:
    """Read by an expert of a theme, who may read most."""
    with an_instance() as (app, cast, topics):
        growth("questions", BOARD_SIZES, BOARD_PAGES, BOARD_BUDGET, lambda more: ask_many(cast.nadia, topics, more),
               lambda: Reader(app, cast.claire))  # fmt: skip


if __name__ == "__main__":
    practices()
    board()
