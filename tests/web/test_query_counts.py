"""How many queries each list and page asks, with much to show: a loop that asks per row fails here."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from partage import clock
from partage.accounts.models import Invitation, JoinRequest, Login, Structure, User
from partage.db import db, writing
from partage.files.models import Attachment
from partage.moderation.models import Decision, Report
from partage.moderation.states import Action
from partage.search.models import FruitlessSearch
from partage.texts.models import Comment
from partage.topics.models import Expertise
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
    ("paul", "/administration/fiches-sans-responsable/{orphan}", 6),
    ("paul", "/administration/fiches-a-verifier", 6),
    ("paul", "/administration/recherches-sans-resultat", 6),
    ("paul", "/administration/personnes/{person}", 10),
    ("paul", "/administration/structures", 6),
    ("paul", "/administration/structures/france-services-valdorgue", 6),
    ("paul", "/administration/themes", 8),
    ("paul", "/administration/themes/acces-aux-droits", 6),
    ("paul", "/administration/themes/acces-aux-droits/experts", 8),
    ("paul", "/administration/reglages", 6),
    ("paul", "/administration/sante", 8),
    ("paul", "/compte/demandes", 6),
    ("paul", "/compte/invitations", 6),
    ("ines", "/moderation/effacement?kind=practice&number={text}", 14),
    ("ines", "/moderation/remarques/1", 10),
    ("ines", "/moderation/remarques/1/signalements", 12),
    ("nadia", "/moderation/signalements?kind=practice&thing={text}", 8),
    ("claire", "/compte/absences", 6),
    ("nadia", "/compte/profil", 6),
    ("nadia", "/compte/sessions", 6),
    ("agnes", "/compte/structure", 6),
    ("nadia", "/compte/themes", 6),
    ("nadia", "/compte/mes-donnees", 8),
    ("nadia", "/personnes/{person}", 8),
    ("nadia", "/structures/france-services-valdorgue", 8),
    ("nadia", "/structures/france-services-valdorgue/offre", 6),
    ("nadia", "/entraide/{thread}/modifier", 10),
    ("nadia", "/fichiers", 8),
    ("nadia", "/pratiques/nouvelle?genre=bonne-pratique", 6),
    ("nadia", "/pratiques/fiche-0.md", 6),
    ("claire", "/pratiques/fiche-0/fraicheur", 6),
    ("claire", "/textes/{text}/versions/1", 6),
    ("claire", "/textes/{text}/comparaison?de=1&a=1", 8),
]
# one thing and never a list, the same for everybody, or all of somebody's words at once
NO_LIST = """
accounts.change_email accounts.change_password accounts.choose_password accounts.comfort accounts.confirm accounts.confirm_email
accounts.erase accounts.export_data accounts.forgotten accounts.goodbye accounts.invitation accounts.invitation_qr accounts.join
accounts.join_sent accounts.read_data accounts.reset_sent accounts.sign_in admin.new_structure admin.new_topic files.show
home.accessibility home.health_check home.help_page home.legal home.privacy moderation.contested moderation.go_on
offline.app_manifest offline.conflict offline.copy offline.service_worker offline.shell offline.who_is_here
questions.edit_answer texts.queue wiki.qr_code
""".split()


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
        crowd(cast)
    return {"text": numbers[0], "edit": edits[0], "thread": "question-0", "orphan": publish_practice("orpheline"), "person": cast.claire}


def crowd(cast) -> None:
    """15 of each thing the coordination and an account list."""
    now, later = clock.now(), clock.now() + timedelta(days=7)
    for n in range(15):
        by = {"created_at": now, "seen_at": now}
        db.session.add_all([
            Structure(slug=f"lieu-{n}", name=f"Lieu {n}", structure_kind="mission-locale", town="Montbrun", department="48"),
            User(email=f"p{n}@exemple.test", name=f"Personne {n}", password_hash="", roles=[], structure_id=cast.valdorgue),
            Login(digest=f"{n:064}", user_id=cast.nadia, **by),
            Invitation(digest=f"{n:064}", structure_id=cast.valdorgue, invited_by_id=cast.paul, created_at=now, expires_at=later),
            JoinRequest(name=f"Demande {n}", email=f"d{n}@exemple.test", created_at=now),
            Attachment(public_id=f"{n:032}", uploaded_by_id=cast.nadia, name="a.pdf", media_type="application/pdf", size=9, sha256=""),
            FruitlessSearch(words=f"mot {n}", day=clock.today()),
        ])  # fmt: skip
    db.session.get_one(User, cast.agnes).structure_id = None
    db.session.flush()
    for number in db.session.scalars(select(User.id).where(User.email.startswith("p"), User.id > cast.agnes)):
        db.session.add(Expertise(topic_id=cast.rights, user_id=number, designated_by_id=cast.paul, why="Essai", since=clock.today()))


def test_every_page_is_counted(app):
    adapter = app.url_map.bind("localhost")
    numbers = {"text": 1, "edit": 1, "thread": "une-question", "orphan": 1, "person": 1}
    counted = {adapter.match(path.partition("?")[0].format(**numbers), method="GET")[0] for _, path, _ in PAGES}
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert pages - counted == set(NO_LIST)


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
