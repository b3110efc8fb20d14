"""`make bench`: how long searches take among 10,000 invented French practices, on SQLite or (PARTAGE_TEST_DATABASE) PostgreSQL."""

from __future__ import annotations

import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import insert, select, text

from partage import clock, create_app, kinds, markup
from partage.accounts.models import User
from partage.db import db, writing
from partage.migrate import upgrade
from partage.search import index
from partage.search.queries import search, similar, suggest
from partage.text import slugify
from partage.texts.models import RenderedBody, Revision, Text, body_digest
from partage.texts.states import RevisionState
from partage.topics.models import Topic
from partage.wiki.models import Practice, PracticeTopic
from tests import postgres_server
from tests.cast import create_cast

NUMBER = int(os.environ.get("BENCH_PRACTICES", "10000"))
ROUNDS = 300
HEADINGS = ("Contexte", "Étapes", "Acteurs", "Points de vigilance", "Facteurs de réussite")
SYLLABLES = ("ma", "ré", "con", "tion", "pla", "lo", "ment", "dé", "bri", "ser", "vi", "té", "pro", "cha", "gue", "nou", "ri", "fé", "ou", "ba")
rng = random.Random(48)


def vocabulary() -> tuple[list[str], list[float]]:
    """The words of the starter practices and as many invented ones, most used first, with Zipf's weights."""
    folder = Path(__file__).resolve().parents[2] / "partage/starter/pratiques"
    found = re.findall(r"[a-zà-ÿœ]{2,}", " ".join(path.read_text() for path in folder.glob("*.md")).lower())
    words = sorted(set(found), key=lambda word: (-found.count(word), word))
    words += sorted({"".join(rng.choices(SYLLABLES, k=rng.randint(2, 5))) for _ in range(20_000)} - set(words))
    return words, [1 / (rank + 3) for rank in range(len(words))]


WORDS, WEIGHTS = vocabulary()
CUMULATED = [sum(WEIGHTS[:1])]
for weight in WEIGHTS[1:]:
    CUMULATED.append(CUMULATED[-1] + weight)


def some(number: int) -> str:
    return " ".join(rng.choices(WORDS, cum_weights=CUMULATED, k=number))


def fill(author: int, topics: list[int]) -> None:
    """Published practices of about 2.5 kB, their HTML kept as the product keeps it."""
    for start in range(1, NUMBER + 1, 500):
        texts, practices, revisions, bodies, themes = [], [], [], [], []
        for number in range(start, min(start + 500, NUMBER + 1)):
            title = some(6).capitalize()
            lines = [line for heading in HEADINGS for line in (heading, *(some(18).capitalize() + "." for _ in range(5)))]
            plain, sha = "\n".join(lines), body_digest(f"{number}")
            headings = [{"level": 2, "anchor": slugify(heading), "text": heading} for heading in HEADINGS]
            now = clock.now()
            texts.append({"id": number, "kind": "practice", "slug": f"fiche-{number}", "title": title, "published_at": now,
                          "author_id": author, "owner_id": author, "is_public": number % 2 == 0})  # fmt: skip
            practices.append({"id": number, "summary": some(12)})
            revisions.append({"text_id": number, "number": 1, "state": RevisionState.PUBLISHED, "title": title, "summary": some(12),
                              "body": plain, "body_sha": sha, "author_id": author, "published_at": now})  # fmt: skip
            bodies.append({"body_sha": sha, "renderer": markup.RENDERER_VERSION, "html": f"<p>{plain}</p>", "headings": headings,
                           "plain": plain})  # fmt: skip
            themes.append({"practice_id": number, "topic_id": rng.choice(topics)})
        with writing():
            for table, rows in ((Text, texts), (Practice, practices), (Revision, revisions), (RenderedBody, bodies),
                                (PracticeTopic, themes)):  # fmt: skip
                db.session.execute(insert(table.__table__), rows)


def a_search() -> str:
    return " ".join(rng.sample(rng.choices(WORDS, cum_weights=CUMULATED, k=9), k=rng.choice((1, 2, 2, 3))))


def a_typo() -> str:
    word = rng.choice([word for word in rng.choices(WORDS, cum_weights=CUMULATED, k=400) if len(word) > 6])
    place = rng.randrange(1, len(word) - 1)
    wrong = rng.choice((word[:place] + word[place + 1 :], word[:place] + "x" + word[place + 1 :], word[:place] + "x" + word[place:]))
    return f"{wrong} {some(1)}"


def a_beginning() -> str:
    return a_search()[: rng.randint(3, 14)]


def measure(name: str, ask: Callable[[str], object], make: Callable[[], str]) -> None:
    times = []
    for _ in range(ROUNDS):
        typed = make()
        start = time.perf_counter()
        ask(typed)
        times.append((time.perf_counter() - start) * 1000)
        db.session.rollback()
    times.sort()
    print(f"{name:32} p50 {times[ROUNDS // 2]:6.1f} ms   p95 {times[ROUNDS * 95 // 100]:6.1f} ms   max {times[-1]:6.1f} ms", flush=True)


def main() -> None:
    folder = tempfile.TemporaryDirectory()
    environ = {"PARTAGE_DATA": folder.name, "PARTAGE_SECRET_KEY": "x" * 40}
    if os.environ.get("PARTAGE_TEST_DATABASE") == "postgresql":
        environ["PARTAGE_DATABASE_URL"] = postgres_server.create_database("bench_search")
    app = create_app(environ)
    with app.app_context():
        upgrade()
        cast = create_cast()
        start = time.perf_counter()
        fill(cast.claire, list(db.session.scalars(select(Topic.id))))
        print(f"{db.engine.dialect.name}, {NUMBER} practices written in {time.perf_counter() - start:.0f} s", flush=True)
        start = time.perf_counter()
        for first in range(1, NUMBER + 1, index.BATCH):
            with writing():
                index.refresh(kinds.get("practice"), range(first, min(first + index.BATCH, NUMBER + 1)))
        print(f"indexed in {time.perf_counter() - start:.0f} s, {len(WORDS)} words", flush=True)
        start = time.perf_counter()
        with writing():
            index.refresh(kinds.get("practice"), [1])
        print(f"one practice again in {(time.perf_counter() - start) * 1000:.0f} ms", flush=True)
        if db.engine.dialect.name == "postgresql":  # its autovacuum would, a little later
            with writing():
                db.session.execute(text("ANALYZE"))
        nadia = db.session.get_one(User, cast.nadia)
        db.session.expunge(nadia)
        measure("search, member", lambda typed: search(nadia, typed), a_search)
        measure("search, visitor", lambda typed: search(None, typed), a_search)
        measure("search with one typo", lambda typed: search(nadia, typed), a_typo)
        measure("suggestions", lambda typed: suggest(nadia, typed), a_beginning)
        measure("look-alikes", lambda typed: similar(nadia, typed), lambda: some(6))
        client = app.test_client()
        measure("whole page, visitor", lambda typed: client.get("/recherche", query_string={"q": typed}), a_search)
    db.engine.dispose()


if __name__ == "__main__":
    main()
