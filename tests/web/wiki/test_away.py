"""At its own address, a practice that readers do not have: who is led where, and who finds nothing."""

import pytest
from sqlalchemy import select

from partage.db import db, writing
from partage.wiki.models import Practice
from tests.cast import person
from tests.factories import form_of, publish_practice
from tests.web.moderation.helpers import decide

URL = "/pratiques/retrouver-un-mot-de-passe"


@pytest.fixture
def practice(cast):
    return publish_practice(author_id=cast.nadia)


def test_author_of_a_hidden_practice_is_led_to_what_was_decided(cast, as_, practice):
    decide(as_(cast.ines), practice, "hide")
    page = as_(cast.nadia).get(URL, follow_redirects=True)
    assert page.request.path == f"/moderation/textes/{practice}"
    assert "Ce qui a été décidé de votre texte" in page.text


@pytest.mark.parametrize("who", ["youssef", "claire", "paul"])
def test_a_hidden_practice_has_no_address_for_others(cast, as_, client, practice, who):
    decide(as_(cast.ines), practice, "hide")
    assert as_(getattr(cast, who)).get(URL).status_code == client.get(URL).status_code == 404


def test_author_is_led_to_her_draft(cast, as_):
    nadia = as_(cast.nadia)
    nadia.post("/pratiques/redaction", data=form_of())
    slug = db.session.scalar(select(Practice.slug))
    assert nadia.get(f"/pratiques/{slug}").location == f"/pratiques/{slug}/modifier"


def test_an_archived_practice_is_put_back_by_whoever_may_archive(cast, as_, practice):
    nadia = as_(cast.nadia)
    page = nadia.post(f"{URL}/archive", follow_redirects=True)
    assert "Cette fiche est archivée" in page.text and "Rétablir cette fiche" in page.text
    assert as_(cast.youssef).get(URL).status_code == as_(cast.youssef).post(f"{URL}/retablissement").status_code == 404
    assert "La fiche est rétablie" in nadia.post(f"{URL}/retablissement", follow_redirects=True).text
    assert as_(cast.youssef).get(URL).status_code == 200
    assert nadia.post(f"{URL}/retablissement").status_code == 404


def test_author_who_no_longer_owns_it_reads_that_it_is_archived(cast, as_, practice):
    with writing():
        db.session.get_one(Practice, practice).assign(person(cast.claire), by=None)
    as_(cast.claire).post(f"{URL}/archive")
    page = as_(cast.nadia).get(URL)
    assert "Cette fiche est archivée" in page.text and "Rétablir" not in page.text
    assert as_(cast.nadia).post(f"{URL}/retablissement").status_code == 403
