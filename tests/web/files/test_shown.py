"""Documents listed under a practice."""

from __future__ import annotations

import pytest

from partage.db import db, writing
from partage.texts.models import Revision
from partage.wiki.models import Practice
from tests.cast import person
from tests.factories import BODY, facets, publish_practice, submit_edit
from tests.queries import count_queries
from tests.web.files import samples
from tests.web.files.sending import send

ADDRESS = "/pratiques/retrouver-un-mot-de-passe"


@pytest.fixture
def text(cast):
    return publish_practice(author_id=cast.claire, fields=facets(is_public=True))


def publish_edit(cast, text, author):
    number = submit_edit(text, author, body=BODY + "\n\nEncore.", fields=facets(is_public=True))
    with writing():
        db.session.get_one(Revision, number).publish(by=person(cast.ines))


def test_a_document_sent_with_a_version_that_was_published_is_listed_to_every_reader(as_, cast, client, text):
    url = send(as_(cast.nadia), "modèle de courrier.pdf", samples.PDF, text_id=text).get_json()["url"]
    publish_edit(cast, text, cast.nadia)
    for reader in (as_(cast.youssef), client):
        page = reader.get(ADDRESS).text
        assert "Documents joints" in page and f'href="{url}"' in page


def test_a_document_nobody_read_is_not_listed(as_, cast, text):
    url = send(as_(cast.youssef), "à moi.pdf", samples.PDF, text_id=text).get_json()["url"]
    publish_edit(cast, text, cast.nadia)
    page = as_(cast.nadia).get(ADDRESS).text
    assert "Documents joints" not in page and url not in page


def test_a_document_sent_after_the_version_waits_for_the_next_one(as_, cast, text):
    send(as_(cast.claire), "après.pdf", samples.PDF, text_id=text)
    assert "Documents joints" not in as_(cast.nadia).get(ADDRESS).text
    publish_edit(cast, text, cast.claire)
    assert "Documents joints" in as_(cast.nadia).get(ADDRESS).text


def test_images_are_not_listed_and_no_document_asks_no_query(as_, cast, text):
    send(as_(cast.claire), "plan.png", samples.picture(), text_id=text)
    publish_edit(cast, text, cast.claire)
    reader = as_(cast.nadia)
    assert "Documents joints" not in reader.get(ADDRESS).text
    with count_queries() as queries:
        reader.get(ADDRESS)
    assert len(queries) == 2, "the session, the page"
    send(as_(cast.claire), "a.pdf", samples.PDF, text_id=text)
    publish_edit(cast, text, cast.claire)
    with count_queries() as queries:
        assert "a.pdf" in reader.get(ADDRESS).text
    assert len(queries) <= 4


def test_my_files_name_the_text_they_were_joined_to_while_i_may_read_it(as_, cast, text):
    send(as_(cast.nadia), "modèle.pdf", samples.PDF, text_id=text)
    send(as_(cast.nadia), "libre.pdf", samples.PDF)
    page = as_(cast.nadia).get("/fichiers").text
    assert page.count("Joint à") == 1 and f'<a href="{ADDRESS}">' in page
    with writing():
        db.session.get_one(Practice, text).archive(by=person(cast.claire))
    assert "Joint à" not in as_(cast.nadia).get("/fichiers").text
