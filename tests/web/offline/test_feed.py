"""The copy a phone keeps: what it receives, what it must forget, and when it starts again."""

import brotli
import pytest
from sqlalchemy import select

from partage import clock, operations
from partage.accounts.models import User
from partage.db import db, writing
from partage.operations import Change
from partage.texts.models import Revision
from partage.wiki.models import Practice
from tests.factories import BODY, publish_practice, submit_edit


def copy(client, after=0, epoch=None):
    query = f"/api/copie?apres={after}" + (f"&epoch={epoch}" if epoch else "")
    answer = client.get(query)
    assert answer.headers["X-Partage"] == "1"
    return answer.json


def practices(answer):
    return {row["id"]: row for row in answer["rows"] if row["kind"] == "practice"}


def test_member_receives_every_published_practice_ready_to_show_and_search(cast, as_):
    number = publish_practice(author_id=cast.claire)
    row = practices(copy(as_(cast.nadia)))[number]
    assert row["url"] == "/pratiques/retrouver-un-mot-de-passe"
    assert "<h2" in row["html"] and "messagerie" in row["html"]
    assert row["source"] == BODY
    assert (row["author"], row["structure"]) == ("Claire Fabre", "France services de Valdorgue")


def test_nothing_new_is_one_small_answer(cast, as_):
    publish_practice()
    nadia = as_(cast.nadia)
    cursor = copy(nadia)["cursor"]
    answer = nadia.get(f"/api/copie?apres={cursor}")
    assert answer.json["rows"] == [] and answer.json["gone"] == []
    assert len(answer.data) <= 1000


def test_an_edit_arrives_alone(cast, as_):
    number = publish_practice(author_id=cast.claire)
    publish_practice("autre", title="Autre")
    nadia = as_(cast.nadia)
    cursor = copy(nadia)["cursor"]
    edit = submit_edit(number, cast.youssef, body=BODY + "\n\nDu nouveau.")
    with writing():
        db.session.get(Revision, edit).publish(by=None)
    answer = copy(nadia, cursor)
    assert list(practices(answer)) == [number]
    assert "Du nouveau." in answer["rows"][0]["html"]


def test_what_waits_for_a_review_is_not_in_the_copy(cast, as_):
    number = publish_practice(author_id=cast.claire)
    submit_edit(number, cast.nadia, body=BODY + "\n\nPas encore relu.")
    for who in (cast.nadia, cast.youssef):
        assert "Pas encore relu." not in as_(who).get("/api/copie?apres=0").text


def test_an_archived_practice_becomes_a_tombstone(cast, as_):
    number = publish_practice()
    nadia = as_(cast.nadia)
    cursor = copy(nadia)["cursor"]
    with writing():
        db.session.get(Practice, number).archive(by=None)
    assert ["practice", number] in copy(nadia, cursor)["gone"]
    assert number not in practices(copy(nadia))


def test_a_large_copy_comes_in_batches_without_a_hole_or_a_double(cast, as_):
    numbers = {publish_practice(f"fiche-{n}", title=f"Fiche {n}", body="Un texte.") for n in range(12)}
    nadia = as_(cast.nadia)
    from partage.offline import feed

    received, cursor, before = [], 0, feed.BATCH
    feed.BATCH = 5
    try:
        while True:
            answer = copy(nadia, cursor)
            received += list(practices(answer))
            cursor = answer["cursor"]
            if not answer["more"]:
                break
    finally:
        feed.BATCH = before
    assert sorted(received) == sorted(numbers)


def test_changed_rights_start_the_copy_again(cast, as_):
    number = publish_practice()
    nadia = as_(cast.nadia)
    first = copy(nadia)
    with writing():
        db.session.get(User, cast.nadia).grant_roles(["moderator"], by=None)
    again = copy(nadia, first["cursor"], first["epoch"])
    assert again["reset"] is True and number in practices(again)
    assert again["epoch"] == first["epoch"] + 1


def test_a_cursor_older_than_the_tombstones_starts_again(cast, as_):
    number = publish_practice()
    with writing():
        db.session.get(Practice, number).archive(by=None)
        db.session.execute(db.update(Change).values(gone=True))
    with clock.travel(days=200):
        with writing():
            operations.forget_old()
        publish_practice("autre", title="Autre")
        nadia = as_(cast.nadia)
        assert nadia.get("/api/copie?apres=1").status_code == 410
        assert nadia.get("/api/copie?apres=0").status_code == 200


@pytest.mark.parametrize("cursor", ["-1", "abc", "9" * 40, "1.5", ""])
def test_a_strange_cursor_is_read_as_the_beginning(cast, as_, cursor):
    publish_practice()
    assert practices(as_(cast.nadia).get(f"/api/copie?apres={cursor}").json)


def test_visitor_and_shared_device_receive_no_copy(client, cast, as_):
    assert client.get("/api/copie").status_code == 401
    assert as_(cast.nadia, shared=True).get("/api/copie").status_code == 403


def test_the_copy_is_compressed_and_never_kept_by_a_cache(cast, as_):
    publish_practice(body=BODY * 5)
    answer = as_(cast.nadia).get("/api/copie", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br" and answer.headers["Cache-Control"] == "no-store"
    assert b'"partage":true' in brotli.decompress(answer.data)


def test_favourites_come_with_the_last_batch(cast, as_):
    number = publish_practice()
    nadia = as_(cast.nadia)
    nadia.post(f"/textes/{number}/favori")
    assert copy(nadia)["favourites"] == [["practice", number]]


def test_every_published_change_takes_a_new_number(cast):
    publish_practice()
    publish_practice("autre", title="Autre")
    numbers = db.session.scalars(select(Change.seq)).all()
    assert len(numbers) == len(set(numbers)) >= 2
