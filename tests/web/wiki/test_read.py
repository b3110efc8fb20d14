"""Finding, reading, printing, keeping a practice, and saying whether it is still right."""

import pytest
from sqlalchemy import func, select

from partage import clock, jobs, settings
from partage.db import db, writing
from partage.mail import Mail
from partage.texts.models import Comment, Favourite, Watch
from partage.wiki.jobs import remind_owners
from partage.wiki.models import FixTask, FreshnessAnswer, Practice
from tests.factories import BODY, facets, form_of, publish_practice

URL = "/pratiques/retrouver-un-mot-de-passe"


@pytest.fixture
def practice(cast):
    return publish_practice(author_id=cast.claire)


def found(number):
    return db.session.get(Practice, number, populate_existing=True)


def test_member_reads_a_practice_with_its_facts(cast, as_, practice):
    page = as_(cast.nadia).get(URL)
    assert page.status_code == 200
    for words in ("Retrouver un mot de passe", "Claire Fabre", "Vérifiée le", "Licence Ouverte 2.0", "Points de vigilance"):
        assert words in page.text


def test_visitor_reads_only_what_is_public_and_only_where_the_instance_opens_itself(client, cast, practice):
    public = publish_practice("fiche-publique", title="Fiche publique", fields=facets(is_public=True))
    assert client.get(URL).status_code == 404
    assert client.get("/pratiques/fiche-publique").status_code == 200
    assert "Fiche publique" in client.get("/pratiques").text
    with writing():
        settings.put("visitors_read", False)
    assert client.get("/pratiques/fiche-publique").status_code == 404
    assert found(public) is not None


def test_draft_of_somebody_else_is_nowhere(cast, as_):
    as_(cast.nadia).post("/pratiques/redaction", data=form_of())
    slug = db.session.scalar(select(Practice.slug))
    youssef = as_(cast.youssef)
    assert youssef.get(f"/pratiques/{slug}").status_code == 404
    assert "Créer une adresse" not in youssef.get("/pratiques").text


def test_archived_practice_leaves_lists_and_its_address(cast, as_, practice):
    assert as_(cast.nadia).post(f"{URL}/archive").status_code == 403
    as_(cast.claire).post(f"{URL}/archive")
    assert as_(cast.nadia).get(URL).status_code == 404


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [("theme=acces-aux-droits", True), ("theme=emploi-formation", False), ("genre=bonne-pratique", True), ("genre=outil", False),
     ("posture=faire-avec", True), ("public=jeunes", False), ("territoire=48", True), ("theme=nulle-part", False)],
)  # fmt: skip
def test_list_is_narrowed_by_theme_and_facets(cast, as_, practice, query, is_shown):
    page = as_(cast.nadia).get(f"/pratiques?{query}")
    assert ("Retrouver un mot de passe" in page.text) is is_shown


def test_list_pages_follow_each_other(cast, as_):
    for number in range(23):
        publish_practice(f"fiche-{number}", title=f"Fiche {number}")
    nadia = as_(cast.nadia)
    assert "Page suivante" in nadia.get("/pratiques").text
    second = nadia.get("/pratiques?page=2").text
    assert second.count('class="ttl"') == 3
    assert "Page suivante" not in second


def test_sheet_to_print_holds_the_text_and_a_code_to_scan(cast, as_, practice):
    nadia = as_(cast.nadia)
    page = nadia.get(f"{URL}/a-imprimer")
    assert "Points de vigilance" in page.text and "qr.svg" in page.text
    assert "http://localhost/pratiques/retrouver-un-mot-de-passe" in page.text
    assert nadia.get(f"{URL}/qr.svg").mimetype == "image/svg+xml"


def test_markdown_download_keeps_the_body_to_the_byte(cast, as_, practice):
    answer = as_(cast.nadia).get(f"{URL}.md")
    assert answer.text.endswith("---\n\n" + BODY)
    assert "title: Retrouver un mot de passe" in answer.text


def test_favourite_is_kept_once_and_dropped(cast, as_, practice):
    nadia = as_(cast.nadia)
    for _ in range(2):
        nadia.post(f"/textes/{practice}/favori", data={"on": 1})
    assert db.session.scalar(select(func.count()).select_from(Favourite)) == 1
    assert "Retirer des favoris" in nadia.get(URL).text
    nadia.post(f"/textes/{practice}/favori", data={"on": 0})
    assert db.session.scalar(select(func.count()).select_from(Favourite)) == 0


def test_following_shows_on_the_page(cast, as_, practice):
    nadia = as_(cast.nadia)
    nadia.post(f"/textes/{practice}/suivi")
    assert db.session.scalar(select(Watch.user_id)) == cast.nadia
    assert "Ne plus suivre" in nadia.get(URL).text


def test_two_corrections_make_one_task(cast, as_, practice):
    for who in (cast.nadia, cast.youssef):
        as_(who).post(f"{URL}/fraicheur", data={"answer": "fix", "note": "Le formulaire a changé."})
    assert db.session.scalar(select(func.count()).select_from(FixTask)) == 1
    assert "À vérifier" in as_(cast.nadia).get(URL).text
    answers = as_(cast.claire).get(f"{URL}/fraicheur")
    assert answers.text.count("Le formulaire a changé.") == 2
    assert "Nadia" not in answers.text


def test_an_answer_sent_twice_is_one_answer(cast, as_, practice):
    nadia = as_(cast.nadia)
    for _ in range(2):
        nadia.post(f"{URL}/fraicheur", data={"answer": "fix", "note": "Le formulaire a changé.", "client_id": "a" * 36})
    # the worker of a phone, whose reply was lost, sends the same from its outbox
    sent = {"uid": cast.nadia, "write": "practice.freshness",
            "payload": {"text_id": practice, "answer": "fix", "note": "Le formulaire a changé."}}  # fmt: skip
    again = nadia.post("/api/operations", json=sent, headers={"Idempotency-Key": f"{'a' * 36}:fix"})
    assert again.json["replayed"]
    assert db.session.scalar(select(func.count()).select_from(FreshnessAnswer)) == 1


def test_only_its_owner_reads_what_readers_said(cast, as_, practice):
    assert as_(cast.nadia).get(f"{URL}/fraicheur").status_code == 404


def test_owner_verifies_and_the_task_ends(cast, as_, practice):
    as_(cast.nadia).post(f"{URL}/fraicheur", data={"answer": "fix"})
    assert as_(cast.nadia).post(f"{URL}/verification").status_code == 403
    as_(cast.claire).post(f"{URL}/verification")
    assert db.session.scalar(select(FixTask.closed_at)) is not None
    assert found(practice).review_on == clock.add_months(clock.today(), 12)


def test_past_its_date_a_practice_asks_to_be_verified_and_one_tap_does_it(cast, as_, practice):
    with clock.travel(days=400):
        nadia = as_(cast.nadia)
        assert "À vérifier" in nadia.get(URL).text
        nadia.post(f"{URL}/fraicheur", data={"answer": "right"})
        assert not found(practice).is_to_verify


def test_owner_gets_one_grouped_reminder_a_week(cast, practice):
    publish_practice("autre", title="Autre fiche", author_id=cast.claire)
    with clock.travel(days=400):
        assert remind_owners() == 1
        assert remind_owners() == 0
        assert "wiki.remind_owners" not in jobs.tick()
        letters = db.session.scalars(select(Mail)).all()
        assert len(letters) == 1
        assert "Autre fiche" in letters[0].body and "Retrouver un mot de passe" in letters[0].body
    with clock.travel(days=408):
        assert remind_owners() == 1


def test_remark_is_added_resolved_and_turned_into_an_edit(cast, as_, practice):
    nadia, claire = as_(cast.nadia), as_(cast.claire)
    nadia.post(f"/textes/{practice}/remarques", data={"body": "L’étape 2 a changé.", "client_id": "a" * 36})
    nadia.post(f"/textes/{practice}/remarques", data={"body": "L’étape 2 a changé.", "client_id": "a" * 36})
    (remark,) = db.session.scalars(select(Comment)).all()
    assert "L’étape 2 a changé." in as_(cast.youssef).get(URL).text
    assert "L’étape 2 a changé." in claire.get(f"{URL}/modifier?remarque={remark.id}").text
    assert as_(cast.youssef).post(f"/remarques/{remark.id}/resolution").status_code == 403
    claire.post(f"/remarques/{remark.id}/resolution")
    assert db.session.scalar(select(Comment.resolved_by_id)) == cast.claire


def test_empty_or_endless_remark_is_refused_with_what_to_do(cast, as_, practice):
    nadia = as_(cast.nadia)
    assert nadia.post(f"/textes/{practice}/remarques", data={"body": "  "}).status_code == 422
    answer = nadia.post(f"/textes/{practice}/remarques", data={"body": "x" * 4001})
    assert answer.status_code == 422 and "4\u00a0000" in answer.text.replace("4 000", "4\u00a0000")
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 0
