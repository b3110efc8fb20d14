"""How many queries each list and page asks, with much to show: a loop that asks per row fails here."""

from __future__ import annotations

import pytest

from partage.db import db, writing
from partage.moderation.models import Decision, Report
from partage.moderation.states import Action
from partage.texts.models import Comment
from tests.factories import BODY, answer_question, ask_question, facets, publish_practice, submit_edit, trust
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
    ("nadia", "/api/copie?apres=0", 13),
    ("nadia", "/themes", 5),
    ("nadia", "/themes/acces-aux-droits", 10),
    ("nadia", "/structures", 5),
    ("nadia", "/compte", 6),
    ("claire", "/notifications", 9),
    ("nadia", "/entraide", 4),
    ("nadia", "/entraide?vue=resolues&theme=acces-aux-droits", 4),
    ("claire", "/entraide?vue=pour-moi", 4),
    ("nadia", "/entraide/ce-qui-nous-manque", 4),
    ("nadia", "/entraide/{thread}", 7),
    ("claire", "/entraide/{thread}", 8),
    ("nadia", "/entraide/{thread}/a-imprimer", 6),
    ("nadia", "/entraide/poser", 3),
    ("claire", "/moderation", 17),
    ("ines", "/moderation", 17),
    ("ines", "/moderation/textes/{text}/signalements", 13),
    ("ines", "/moderation/textes/{text}", 12),
    ("ines", "/moderation/journal", 8),
    ("nadia", "/moderation/chiffres", 5),
    ("claire", "/textes/{text}/historique", 5),
    ("claire", "/relecture/{edit}", 13),
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
    trust(cast.nadia, cast.youssef)
    asked = [ask_question(cast.nadia, title=f"Question {n} ?") for n in range(25)]
    for n in range(15):
        answer_question(asked[0], cast.youssef, body=f"Réponse {n}.")
    with writing():
        for n, number in enumerate(numbers[:10]):
            db.session.add(Report(kind="practice", thing_id=number, by_id=cast.youssef, reason="inaccurate"))
            db.session.add(Report(kind="comment", thing_id=n + 1, by_id=cast.nadia, reason="unsuitable"))
            db.session.add(
                Decision(kind="practice", thing_id=number, action=Action.SEND_BACK, author_id=cast.claire, by_id=cast.maud,
                         by_role="Modération", rule="disrespect")
            )  # fmt: skip
    return {"text": numbers[0], "edit": edits[0], "thread": "question-0"}


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
