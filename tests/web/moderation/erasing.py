"""Erasing a passage, and looking for what is left of it."""


import pytest
from sqlalchemy import inspect, text

from partage.db import db, writing
from partage.questions import writes
from tests.cast import person
from tests.conftest import ON_POSTGRES

NAME = "Kowalczykova"
PASSAGE = f"Mme {NAME}"


def erase(client, kind="practice", number="", passage=PASSAGE, action="erase", **more):
    form = {"kind": kind, "number": number, "passage": passage, "action": action}
    counted = f"{int('everywhere' in more)}:{passage}"
    return client.post("/moderation/effacement", data={**form, "counted": counted, **more})


def insist(who, verb, **words):
    """Ask or answer in spite of what the guard says; answers the id."""
    check = {"ask": writes.check_question, "answer": writes.check_answer}[verb]
    content = check({**words, "guard_reason": "Un nom inventé pour un essai"})
    with writing():
        return getattr(writes, verb)(person(who), content).ids["text" if verb == "ask" else "answer"]


def every_value():
    """Every value of every table, full-text included, as one text."""
    found = []
    with db.engine.connect() as connection:
        for name in inspect(connection).get_table_names():
            found += [str(tuple(row)) for row in connection.execute(text(f'SELECT * FROM "{name}"'))]
    return "\n".join(found)


def no_trace(app, word=NAME):
    """Neither in a row nor, on SQLite, in a byte of the database and its log."""
    known = every_value().lower()
    if word.lower() in known:
        place = known.index(word.lower())
        pytest.fail(known[max(0, place - 200) : place + 80])
    if not ON_POSTGRES:
        for path in app.extensions["deployment"].data.glob("partage.sqlite*"):
            assert word.lower().encode() not in path.read_bytes().lower(), path.name
