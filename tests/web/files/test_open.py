import pytest

from partage import settings
from partage.db import db, writing
from partage.files.models import Attachment, attach_mentioned
from partage.texts.models import Revision
from partage.wiki.models import Practice
from tests.cast import person, sign_in
from tests.factories import facets, publish_practice, submit_edit, write_revision
from tests.web.files import samples
from tests.web.files.sending import rows, send, stored


@pytest.fixture
def unattached(as_, cast):
    return send(as_(cast.nadia), "plan.png", samples.picture()).get_json()["url"]


def attached(as_, sender, text_id, name="plan.pdf", content=samples.PDF):
    return send(as_(sender), name, content, text_id=text_id).get_json()["url"]


def test_sender_opens_a_file_no_text_shows_yet(as_, cast, unattached):
    assert as_(cast.nadia).get(unattached).status_code == 200


def test_nobody_else_opens_it(as_, cast, client, unattached):
    for reader in (as_(cast.youssef), as_(cast.agnes), client):
        assert reader.get(unattached).status_code == 404


def test_every_member_opens_the_file_of_a_published_text(as_, cast, client):
    url = attached(as_, cast.nadia, publish_practice())
    assert as_(cast.youssef).get(url).data == samples.PDF
    assert client.get(url).status_code == 404


def test_visitor_opens_the_file_of_a_public_text_where_the_instance_opens_itself(as_, cast, client):
    url = attached(as_, cast.nadia, publish_practice(fields=facets(is_public=True)))
    assert client.get(url).status_code == 200
    with writing():
        settings.put("visitors_read", False)
    assert client.get(url).status_code == 404


def test_file_of_an_archived_text_closes_with_it(as_, cast):
    number = publish_practice()
    url = attached(as_, cast.nadia, number)
    with writing():
        db.session.get_one(Practice, number).archive(by=person(cast.paul))
    assert as_(cast.youssef).get(url).status_code == 404


def test_reviewer_opens_the_file_of_a_text_that_waits_and_others_do_not(as_, cast):
    with writing():
        practice = Practice(slug="a", title="A", author_id=cast.nadia)
        db.session.add(practice)
        db.session.flush()
        revision = write_revision(practice, cast.nadia)
        number = practice.id
    url = attached(as_, cast.nadia, number)
    assert as_(cast.claire).get(url).status_code == 404
    with writing():
        db.session.merge(revision).submit(by=None)
    assert as_(cast.claire).get(url).status_code == 200
    assert as_(cast.youssef).get(url).status_code == 404


def test_file_sent_before_its_text_existed_opens_once_the_text_shows_it(as_, cast, unattached):
    number = publish_practice()
    submit_edit(number, cast.nadia, body=f"![plan]({unattached})")
    with writing():
        attach_mentioned(number, f"![plan]({unattached})", by=person(cast.youssef))
    assert as_(cast.youssef).get(unattached).status_code == 404
    with writing():
        attach_mentioned(number, f"![plan]({unattached})", by=person(cast.nadia))
    assert as_(cast.youssef).get(unattached).status_code == 200


def test_unknown_file_is_not_found(as_, cast):
    nadia = as_(cast.nadia)
    for address in ("/fichiers/" + "a" * 32, "/fichiers/zz/b.png", "/fichiers/..%2F..%2Fsecret-key/a"):
        assert nadia.get(address).status_code == 404


def test_file_whose_bytes_are_lost_is_not_found(as_, cast, unattached):
    stored()[0].unlink()
    assert as_(cast.nadia).get(unattached).status_code == 404


def test_file_runs_nothing_and_is_shown_by_no_other_site(as_, cast, unattached):
    headers = as_(cast.nadia).get(unattached).headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, max-age=3600"
    assert headers["Content-Disposition"].startswith("inline")


def test_document_is_downloaded_under_its_own_name(as_, cast):
    url = attached(as_, cast.nadia, publish_practice(), name="Été à Mende.pdf")
    answer = as_(cast.nadia).get(url)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "filename*=UTF-8''%C3%89t%C3%A9%20%C3%A0%20Mende.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert url.endswith("/ete-a-mende.pdf")


def test_known_file_is_not_sent_again(as_, cast, unattached):
    nadia = as_(cast.nadia)
    mark = nadia.get(unattached).headers["ETag"]
    answer = nadia.get(unattached, headers={"If-None-Match": mark})
    assert (answer.status_code, answer.data) == (304, b"")


def test_long_file_resumes_where_it_stopped(as_, cast):
    url = attached(as_, cast.nadia, publish_practice())
    answer = as_(cast.nadia).get(url, headers={"Range": "bytes=5-8"})
    assert (answer.status_code, answer.data) == (206, samples.PDF[5:9])


def test_shared_device_keeps_nothing(app, cast, unattached):
    assert sign_in(app, cast.nadia, shared=True).get(unattached).headers["Cache-Control"] == "no-store"


def test_sender_erases_a_file_no_text_shows(as_, cast, unattached):
    nadia = as_(cast.nadia)
    assert nadia.post(unattached.rsplit("/", 1)[0] + "/suppression").status_code == 303
    assert nadia.get(unattached).status_code == 404
    assert rows() == []


def test_sender_takes_back_a_document_nobody_has_read_yet(as_, cast):
    text = publish_practice(author_id=cast.claire)
    nadia = as_(cast.nadia)
    url = send(nadia, "trop tôt.pdf", samples.PDF, text_id=text).get_json()["url"]
    assert "Supprimer ce fichier" in nadia.get("/fichiers").text
    assert nadia.post(url.rsplit("/", 1)[0] + "/suppression").status_code == 303
    assert rows() == []


def test_others_cannot_erase_it(as_, cast, unattached):
    assert as_(cast.agnes).post(unattached.rsplit("/", 1)[0] + "/suppression").status_code == 404
    assert len(rows()) == 1


def test_file_of_a_text_is_not_erased_under_its_readers(as_, cast):
    text = publish_practice()
    url = attached(as_, cast.nadia, text)
    linked = submit_edit(text, cast.youssef, body=f"[Le plan]({url})")
    with writing():
        db.session.get(Revision, linked).publish(by=None)
    assert as_(cast.nadia).post(url.rsplit("/", 1)[0] + "/suppression").status_code == 403
    assert len(rows()) == 1


def test_my_files_lists_mine_only(as_, cast, unattached):
    assert "plan.webp" in as_(cast.nadia).get("/fichiers").get_data(as_text=True)
    assert "plan.webp" not in as_(cast.youssef).get("/fichiers").get_data(as_text=True)


def test_line_to_copy_survives_brackets_in_words():
    row = Attachment(public_id="a" * 32, name="x.webp", width=1, alternative="Un [plan](x) `à` *suivre*")
    assert row.markdown == f"![Un plan (x) à suivre](/fichiers/{'a' * 32}/x.webp)"
