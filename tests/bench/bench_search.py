"""How long searches take among 10,000 invented French practices: `make bench`.

On SQLite, or on PostgreSQL with PARTAGE_TEST_DATABASE=postgresql. Prints numbers, judges nothing.
"""

from __future__ import annotations

import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from sqlalchemy import insert, select, text  # noqa: E402

from partage import clock, create_app, kinds, markup  # noqa: E402
from partage.accounts.models import User  # noqa: E402
from partage.db import db, writing  # noqa: E402
from partage.migrate import upgrade  # noqa: E402
from partage.search import index  # noqa: E402
from partage.search.queries import search, similar, suggest  # noqa: E402
from partage.text import slugify  # noqa: E402
from partage.texts.models import RenderedBody, Revision, Text, body_digest  # noqa: E402
from partage.texts.states import RevisionState  # noqa: E402
from partage.topics.models import Topic  # noqa: E402
from partage.wiki.models import Practice, PracticeFacet, PracticeTopic  # noqa: E402
from partage.wiki.vocabulary import PRACTICE_KINDS  # noqa: E402
from tests import postgres_server  # noqa: E402
from tests.cast import create_cast  # noqa: E402

NUMBER = int(os.environ.get("BENCH_PRACTICES", "10000"))
ROUNDS = 300
HEADINGS = ("Contexte", "Étapes", "Acteurs", "Points de vigilance", "Facteurs de réussite")
SYLLABLES = "ma ré con tion pla lo ment dé bri ser vi té pro cha gue nou ri fé ou ba".split()
rng = random.Random(48)


def vocabulary() -> list[str]:
    """The words of the starter practices, most used first, and thousands of invented ones."""
    texts = (path.read_text().rpartition("---\n")[2] for path in (ROOT / "partage/starter/pratiques").glob("*.md"))
    found = re.findall(r"[a-zà-ÿœ]{2,}", " ".join(texts).lower())
    words = sorted(set(found), key=lambda word: (-found.count(word), word))
    return words + sorted({"".join(rng.choices(SYLLABLES, k=rng.randint(2, 5))) for _ in range(20_000)} - set(words))


WORDS = vocabulary()
ZIPF = list(accumulate(1 / (rank + 3) for rank in range(len(WORDS))))


def some(number: int) -> list[str]:
    return rng.choices(WORDS, cum_weights=ZIPF, k=number)


def sentence(number: int) -> str:
    return " ".join(some(number)).capitalize()


def fill(author: int, topics: list[int], numbers: range = range(1, NUMBER + 1)) -> None:
    """Published practices of about 3 kB, their HTML kept as the product keeps it."""
    for start in range(numbers.start, numbers.stop, 500):
        rows: dict[type, list[dict[str, object]]] = {}
        for number in range(start, min(start + 500, numbers.stop)):
            for table, row in practice(number, author, rng.choice(topics)):
                rows.setdefault(table, []).append(row)
        with writing():
            for table, some_rows in rows.items():
                db.session.execute(insert(table.__table__), some_rows)


def practice(number: int, author: int, topic: int) -> list[tuple[type, dict[str, object]]]:
    title, summary, now, sha = sentence(6), sentence(12), clock.now(), body_digest(str(number))
    plain = "\n".join("\n".join((heading, *(sentence(18) + "." for _ in range(5)))) for heading in HEADINGS)
    headings = [{"level": 2, "anchor": slugify(heading), "text": heading} for heading in HEADINGS]
    by = {"author_id": author, "title": title, "published_at": now}
    return [
        (Text, {"id": number, "kind": "practice", "slug": f"fiche-{number}", "owner_id": author, "is_public": number % 2, **by}),
        (Practice, {"id": number, "summary": summary, "verified_at": now, "review_on": now.date() + timedelta(days=number % 700 - 300)}),
        (Revision, {"text_id": number, "number": 1, "state": RevisionState.PUBLISHED, "summary": summary, "body": plain,
                    "body_sha": sha, **by}),
        (RenderedBody, {"body_sha": sha, "renderer": markup.RENDERER_VERSION, "html": f"<p>{plain}</p>", "plain": plain,
                        "headings": headings}),
        (PracticeTopic, {"practice_id": number, "topic_id": topic}),
        (PracticeFacet, {"practice_id": number, "facet": "kind", "value": rng.choice(tuple(PRACTICE_KINDS))}),
    ]  # fmt: skip


def a_search() -> str:
    return " ".join(some(rng.choice((1, 2, 2, 3))))


def a_typo() -> str:
    word = next(word for word in some(400) if len(word) > 6)
    place = rng.randrange(1, len(word) - 1)
    dropped, changed, added = word[place + 1 :], "x" + word[place + 1 :], "x" + word[place:]
    return f"{word[:place]}{rng.choice((dropped, changed, added))} {some(1)[0]}"


def a_beginning() -> str:
    return a_search()[: rng.randint(3, 14)]


def measure(name: str, ask: Callable[[str], object], make: Callable[[], str]) -> None:
    times = []
    for _ in range(ROUNDS):
        typed = make()
        start, cpu = time.perf_counter(), time.process_time()
        ask(typed)
        times.append(((time.perf_counter() - start) * 1000, (time.process_time() - cpu) * 1000))
        db.session.rollback()
    columns = [sorted(column) for column in zip(*times, strict=True)]
    figures = (f"p50 {column[ROUNDS // 2]:6.1f}  p95 {column[ROUNDS * 95 // 100]:6.1f}" for column in columns)
    print(f"{name:24} ms {next(figures)}   of which this process {next(figures)}", flush=True)


def timed(what: str, work: Callable[[], object]) -> None:
    start = time.perf_counter()
    work()
    print(f"{what}: {time.perf_counter() - start:.2f} s", flush=True)


def index_all() -> None:
    for first in range(1, NUMBER + 1, index.BATCH):
        with writing():
            index.refresh(kinds.get("practice"), range(first, min(first + index.BATCH, NUMBER + 1)))


def index_one() -> None:
    with writing():
        index.refresh(kinds.get("practice"), [1])


def main() -> None:
    folder = tempfile.TemporaryDirectory()
    environ = {"PARTAGE_DATA": folder.name, "PARTAGE_SECRET_KEY": "x" * 40}
    if os.environ.get("PARTAGE_TEST_DATABASE") == "postgresql":
        environ["PARTAGE_DATABASE_URL"] = postgres_server.create_database(f"bench_{os.getpid()}")
    app = create_app(environ)
    with app.app_context():
        upgrade()
        cast = create_cast()
        print(f"{db.engine.dialect.name}, {NUMBER} practices, {len(WORDS)} words, load {os.getloadavg()[0]:.1f}", flush=True)
        timed("written", lambda: fill(cast.claire, list(db.session.scalars(select(Topic.id)))))
        timed("indexed", index_all)
        timed("one indexed again", index_one)
        if db.engine.dialect.name == "postgresql":  # its autovacuum would, a little later
            with writing():
                db.session.execute(text("ANALYZE"))
        nadia = db.session.get_one(User, cast.nadia)
        db.session.expunge(nadia)
        client = app.test_client()
        measure("search by a member", lambda typed: search(nadia, typed), a_search)
        measure("search by a visitor", lambda typed: search(None, typed), a_search)
        measure("search with one typo", lambda typed: search(nadia, typed), a_typo)
        measure("suggestions", lambda typed: suggest(nadia, typed), a_beginning)
        measure("look-alikes", lambda typed: similar(nadia, typed), lambda: sentence(6))
        measure("whole page, visitor", lambda typed: client.get("/recherche", query_string={"q": typed}), a_search)
        print(f"load {os.getloadavg()[0]:.1f}")
        db.session.remove()
        db.engine.dispose()


if __name__ == "__main__":
    main()
