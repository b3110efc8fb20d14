"""How many queries each list and page asks, with much to show: a loop that asks per row fails here."""

from __future__ import annotations

import pytest

from partage.db import db, writing
from partage.texts.models import Comment
from tests.factories import BODY, facets, publish_practice, submit_edit
from tests.queries import count_queries

# (person, address, most queries allowed); the session and its person are one of them
PAGES = [
    ("nadia", "/", 7),
    ("nadia", "/pratiques", 5),
    ("nadia", "/pratiques?theme=acces-aux-droits&genre=bonne-pratique&territoire=48", 5),
    ("nadia", "/pratiques/fiche-0", 4),
    ("nadia", "/pratiques/fiche-0/a-imprimer", 2),
    ("nadia", "/pratiques/fiche-0/modifier", 8),
    ("nadia", "/pratiques/mes-fiches", 7),
    ("nadia", "/recherche?q=mot+de+passe", 12),
    ("nadia", "/api/suggestions?q=mot", 8),
    ("nadia", "/api/copie?apres=0", 12),
    ("nadia", "/themes", 5),
    ("nadia", "/themes/acces-aux-droits", 8),
    ("nadia", "/structures", 5),
    ("nadia", "/compte", 6),
    ("claire", "/relecture", 5),
    ("claire", "/textes/{text}/historique", 5),
    ("claire", "/relecture/{edit}", 12),
    ("paul", "/administration", 16),
    ("paul", "/administration/personnes", 5),
    ("paul", "/administration/journal", 6),
    ("paul", "/administration/fiches-sans-responsable", 6),
]


@pytest.fixture
def full(cast):
    """25 practices, remarks under the first, 15 edits waiting."""
    numbers = [
        publish_practice(f"fiche-{n}", title=f"Mot de passe {n}", author_id=cast.claire, fields=facets(territory=["48"]))
        for n in range(25)
    ]
    with writing():
        db.session.add_all(Comment(text_id=numbers[0], author_id=cast.youssef, body=f"Remarque {n}") for n in range(10))
    edits = [submit_edit(number, cast.nadia, body=BODY + "\n\nEncore.") for number in numbers[:15]]
    return {"text": numbers[0], "edit": edits[0]}


def test_pages_ask_few_queries_however_much_they_show(app, cast, as_, full):
    too_many = []
    for who, address, most in PAGES:
        client, path = as_(getattr(cast, who)), address.format(**full)
        assert client.get(path).status_code == 200, path
        with count_queries() as queries:
            client.get(path)
        if len(queries) > most:
            too_many.append((path, len(queries), most, [str(query)[:80] for query in queries]))
    assert too_many == []
