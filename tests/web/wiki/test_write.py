"""Writing a practice: the form, drafts, submitting, and what is never lost."""

import re

import pytest
from sqlalchemy import func, select

from partage.db import db
from partage.texts.models import Revision
from partage.texts.states import RevisionState
from partage.wiki.models import Practice
from tests.factories import BODY, form_of, publish_practice
from tests.web.files.samples import PDF
from tests.web.files.sending import send


def revisions():
    return db.session.scalars(select(Revision).order_by(Revision.id)).all()


def test_member_keeps_a_draft(cast, as_):
    answer = as_(cast.nadia).post("/pratiques/redaction", data=form_of())
    assert answer.status_code == 303
    (revision,) = revisions()
    assert (revision.state, revision.author_id, revision.body) == (RevisionState.DRAFT, cast.nadia, BODY)


def test_member_submits_and_sees_it_waiting(cast, as_):
    nadia = as_(cast.nadia)
    answer = nadia.post("/pratiques/redaction", data=form_of(action="submit"), follow_redirects=True)
    assert "En attente depuis" in answer.text
    assert revisions()[0].state is RevisionState.SUBMITTED


def test_double_click_writes_once(cast, as_):
    nadia = as_(cast.nadia)
    for _ in range(3):
        nadia.post("/pratiques/redaction", data=form_of(action="submit"))
    assert db.session.scalar(select(func.count()).select_from(Practice)) == 1
    assert len(revisions()) == 1


def test_going_back_and_saving_again_corrects_the_same_practice(cast, as_):
    nadia = as_(cast.nadia)
    nadia.post("/pratiques/redaction", data=form_of())
    nadia.post("/pratiques/redaction", data=form_of(body=BODY + "\n\nEncore un mot."))
    (revision,) = revisions()
    assert revision.body.endswith("Encore un mot.")


def test_guided_form_and_free_editor_write_the_same_markdown(cast, as_):
    boxes = ["La personne n’a plus accès à sa messagerie.",
             "1. La personne ouvre elle-même la page de connexion.\n2. Elle lit à voix haute le lien « mot de passe oublié ».",
             "", "Ne jamais noter son mot de passe.", ""]  # fmt: skip
    guided = form_of(mode="guide", body="") | {f"boxes-{number}": text for number, text in enumerate(boxes)}
    as_(cast.nadia).post("/pratiques/redaction", data=guided)
    assert revisions()[0].body == BODY


def test_switching_to_the_free_editor_keeps_every_word(cast, as_):
    guided = form_of(mode="guide", body="", action="libre") | {"boxes-0": "Un contexte précieux.", "rest": "## Ailleurs\n\nUn reste."}
    answer = as_(cast.nadia).post("/pratiques/redaction", data=guided)
    assert "Un contexte précieux." in answer.text
    assert "Un reste." in answer.text
    assert revisions() == []


def test_joining_a_document_keeps_the_text_first(cast, as_):
    nadia = as_(cast.nadia)
    page = nadia.post("/pratiques/redaction", data=form_of(action="join"), follow_redirects=True)
    (revision,) = revisions()
    assert "Joindre un document" in page.text and "Créer une adresse avec la personne" in page.text
    send(nadia, "modèle.pdf", PDF, text_id=revision.text_id)
    slug = db.session.scalar(select(Practice.slug))
    assert "modèle.pdf" in nadia.get(f"/pratiques/{slug}/modifier").text


def test_preview_shows_the_result_and_writes_nothing(cast, as_):
    answer = as_(cast.nadia).post("/pratiques/redaction", data=form_of(action="preview"))
    assert "<h2" in answer.text and "Voici ce que les autres liront" in answer.text
    assert revisions() == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "Donnez un titre"),
        ({"title": "x" * 121}, "trop long"),
        ({"summary": ""}, "une ou deux phrases"),
        ({"themes": []}, "au moins un thème"),
        ({"themes": ["archive-depuis"]}, "n’est plus proposé"),
        ({"body": "   "}, "au moins une partie"),
        ({"territory": "48, 99"}, "« 99 »"),
        ({"body": "mot " * 30_000}, "la limite est"),
    ],
)
def test_bad_input_is_said_and_nothing_typed_is_lost(cast, as_, change, sentence):
    answer = as_(cast.nadia).post("/pratiques/redaction", data=form_of(action="submit", **change))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Elle choisit, elle tape, elle garde." in answer.text or "summary" in change
    assert revisions() == []


def test_a_draft_is_kept_with_a_title_alone_then_refused_by_the_sending(cast, as_):
    nadia, little = as_(cast.nadia), {"summary": "", "themes": [], "body": ""}
    assert nadia.post("/pratiques/redaction", data=form_of(**little)).status_code == 303
    assert nadia.post("/pratiques/redaction", data=form_of(action="submit", **little)).status_code == 422
    assert nadia.post("/pratiques/redaction", data=form_of(title="")).status_code == 422
    (revision,) = revisions()
    assert (revision.state, revision.summary) == (RevisionState.DRAFT, "")
    assert nadia.get("/pratiques/mes-fiches").status_code == 200


def test_a_waiting_text_stays_whole(cast, as_):
    nadia = as_(cast.nadia)
    nadia.post("/pratiques/redaction", data=form_of(action="submit"))
    number = db.session.scalar(select(Practice.id))
    assert nadia.post("/pratiques/redaction", data=form_of(text_id=number, summary="")).status_code == 422
    sent = {"text_id": number, "title": "Sans rien", "summary": "", "themes": [], "body": "", "action": "draft"}
    answer = nadia.post("/api/operations", json={"key": "3" * 36, "write": "practice.save", "payload": sent})
    assert answer.status_code == 422
    assert revisions()[0].summary


def test_a_body_of_2_mb_is_refused_and_kept_in_the_form(cast, as_):
    huge = "bonjour " * 250_000
    answer = as_(cast.nadia).post("/pratiques/redaction", data=form_of(body=huge))
    assert answer.status_code == 422
    assert "bonjour bonjour" in answer.text


def test_member_proposes_an_edit_and_the_live_text_stays(cast, as_):
    number = publish_practice(author_id=cast.claire)
    live = db.session.scalar(select(Revision.id).filter_by(text_id=number))
    as_(cast.nadia).post(
        "/pratiques/redaction",
        data=form_of(text_id=number, base_id=live, title="Retrouver un mot de passe", body=BODY + "\nAjout.\n", action="submit"),
    )
    page = as_(cast.youssef).get("/pratiques/retrouver-un-mot-de-passe")
    assert "Ajout." not in page.text
    assert "En attente depuis" in as_(cast.nadia).get("/pratiques/retrouver-un-mot-de-passe").text


def test_author_sees_and_corrects_her_waiting_edit(cast, as_):
    nadia = as_(cast.nadia)
    nadia.post("/pratiques/redaction", data=form_of(action="submit"))
    slug = db.session.scalar(select(Practice.slug))
    page = nadia.get(f"/pratiques/{slug}/modifier")
    assert "En attente depuis" in page.text
    number = db.session.scalar(select(Practice.id))
    nadia.post("/pratiques/redaction", data=form_of(text_id=number, body=BODY + "\nMieux.\n", client_id="2" * 36))
    (revision,) = revisions()
    assert revision.state is RevisionState.SUBMITTED
    assert "Mieux." in revision.body


def test_author_takes_her_waiting_text_back_with_what_she_just_typed(cast, as_):
    nadia = as_(cast.nadia)
    nadia.post("/pratiques/redaction", data=form_of(action="submit"))
    number, slug = db.session.execute(select(Practice.id, Practice.slug)).one()
    assert 'value="withdraw"' in nadia.get(f"/pratiques/{slug}/modifier").text
    nadia.post("/pratiques/redaction", data=form_of(text_id=number, body=BODY + "\nEncore.\n", client_id="2" * 36, action="withdraw"))
    (revision,) = revisions()
    assert revision.state is RevisionState.DRAFT and "Encore." in revision.body
    assert 'value="withdraw"' not in nadia.get(f"/pratiques/{slug}/modifier").text


def test_author_deletes_a_draft_nobody_has_read(cast, as_):
    nadia, youssef = as_(cast.nadia), as_(cast.youssef)
    nadia.post("/pratiques/redaction", data=form_of())
    place = f"/pratiques/{db.session.scalar(select(Practice.slug))}"
    assert "Supprimer ce brouillon" in nadia.get(f"{place}/modifier").text
    assert youssef.post(f"{place}/brouillon/suppression").status_code == 404
    assert nadia.post(f"{place}/brouillon/suppression").location == "/pratiques/mes-fiches"
    assert revisions() == [] and db.session.scalar(select(Practice.id)) is None
    assert nadia.post(f"{place}/brouillon/suppression").status_code == 404


def test_deleting_the_draft_of_an_edit_leaves_the_live_text(cast, as_):
    number, nadia = publish_practice(author_id=cast.claire), as_(cast.nadia)
    nadia.post("/pratiques/redaction", data=form_of(text_id=number))
    nadia.post("/pratiques/retrouver-un-mot-de-passe/brouillon/suppression")
    assert len(revisions()) == 1
    assert nadia.get("/pratiques/retrouver-un-mot-de-passe").status_code == 200


def test_what_waits_or_was_sent_back_is_not_deleted(cast, as_):
    nadia = as_(cast.nadia)
    nadia.post("/pratiques/redaction", data=form_of(action="submit"))
    place = f"/pratiques/{db.session.scalar(select(Practice.slug))}"
    assert nadia.post(f"{place}/brouillon/suppression").status_code == 403
    as_(cast.claire).post(f"/revisions/{revisions()[0].id}/modification-demandee", data={"reason": "unclear"})
    assert nadia.post(f"{place}/brouillon/suppression").status_code == 403


def test_nobody_writes_on_the_unpublished_draft_of_somebody_else(cast, as_):
    as_(cast.nadia).post("/pratiques/redaction", data=form_of())
    practice = db.session.scalar(select(Practice))
    youssef = as_(cast.youssef)
    assert youssef.get(f"/pratiques/{practice.slug}/modifier").status_code == 404
    answer = youssef.post("/pratiques/redaction", data=form_of(text_id=practice.id, body="Autre"))
    assert answer.status_code == 404
    assert revisions()[0].author_id == cast.nadia


def test_visitor_is_asked_to_sign_in(client, cast):
    assert client.get("/pratiques/nouvelle").status_code == 302
    assert client.post("/pratiques/redaction", data=form_of()).status_code == 401
    assert revisions() == []


def test_two_practices_of_the_same_title_get_two_addresses(cast, as_):
    as_(cast.nadia).post("/pratiques/redaction", data=form_of())
    as_(cast.youssef).post("/pratiques/redaction", data=form_of())
    slugs = set(db.session.scalars(select(Practice.slug)))
    assert len(slugs) == 2


def test_sources_keep_their_address_and_day(cast, as_):
    sources = "Guide de la CAF, https://exemple.test/guide, consultée le 20/11/2026\nUn livre"
    as_(cast.nadia).post("/pratiques/redaction", data=form_of(sources=sources))
    first, second = revisions()[0].fields["sources"]
    assert first == {"title": "Guide de la CAF", "url": "https://exemple.test/guide", "consulted": "2026-11-20"}
    assert second["title"] == "Un livre"


def test_a_draft_begun_on_a_device_keeps_its_name_without_script(as_, cast):
    member = as_(cast.nadia)
    name = "6a1c5c0e-9d5f-4d0e-8f3c-0d6f5a4b3c2d"
    assert f'value="{name}"' in member.get(f"/pratiques/nouvelle?genre=bonne-pratique&brouillon={name}").text
    hostile = member.get("/pratiques/nouvelle?genre=bonne-pratique&brouillon=%22%3E%3Cscript%3E").text
    assert "<script>" not in hostile and re.search(r'name="client_id"[^>]*value="[0-9a-f-]{36}"', hostile)


def test_choice_that_does_not_exist_is_refused_in_french(cast, as_):
    answer = as_(cast.nadia).post("/pratiques/redaction", data={**form_of(), "posture": "inconnue"})
    assert answer.status_code == 422
    assert "pas un choix valide" in answer.text and "Not a valid" not in answer.text
