"""The coordination designates experts, orders deputies, ends a designation."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from partage import clock
from partage.db import db, writing
from partage.topics.models import Expertise
from partage.topics.queries import expert_topic_ids, experts_of
from tests.cast import person

PAGE = "/administration/themes/emploi-formation/experts"


def youssef(cast, **more):
    return {"nom": "youssef", "person": cast.youssef, "why": "Connaît les contrats aidés", "deputy_order": 1, **more}


def names(topic):
    return [expertise.user.name for expertise in db.session.scalars(experts_of(topic))]


def maud_at_work(cast):
    return db.session.scalar(select(Expertise).filter_by(user_id=cast.maud, topic_id=cast.work))


@pytest.mark.parametrize("who", ["paul", "agnes"])
def test_coordination_designates_an_expert(cast, as_, who):
    client = as_(getattr(cast, who))
    assert client.post(PAGE, data=youssef(cast)).status_code == 303
    assert names(cast.work) == ["Maud Teyssier", "Youssef Amrani"]
    assert expert_topic_ids(person(cast.youssef)) == {cast.work}
    assert "Connaît les contrats aidés" in client.get("/themes/emploi-formation").text


def test_somebody_is_found_without_accents_nor_capitals(cast, as_):
    page = as_(cast.paul).get(f"{PAGE}?nom=INES").text
    assert "Inès Delmas" in page


def test_search_without_result_says_so(cast, as_):
    assert "Essayez une partie du nom" in as_(cast.paul).get(f"{PAGE}?nom=zzz").text


def test_double_click_designates_once(cast, as_):
    client = as_(cast.paul)
    for _ in range(2):
        assert client.post(PAGE, data=youssef(cast, client_id="un-clic")).status_code in (303, 422)
    assert names(cast.work).count("Youssef Amrani") == 1


def test_expert_of_the_theme_is_not_offered_again(cast, as_):
    client = as_(cast.paul)
    assert 'name="person"' not in client.get(f"{PAGE}?nom=maud").text
    answer = client.post(PAGE, data=youssef(cast, nom="maud", person=cast.maud))
    assert answer.status_code == 422
    assert names(cast.work) == ["Maud Teyssier"]


def test_designation_needs_a_reason_and_keeps_what_was_typed(cast, as_):
    answer = as_(cast.paul).post(PAGE, data=youssef(cast, why="", until="2020-01-01"))
    assert answer.status_code == 422
    assert "les membres le liront" in answer.text
    assert "Cette date est passée" in answer.text
    assert f'value="{cast.youssef}"' in answer.text
    assert names(cast.work) == ["Maud Teyssier"]


def test_disabled_account_cannot_be_designated(cast, as_):
    with writing():
        person(cast.youssef).disable(by=person(cast.agnes))
    assert as_(cast.paul).post(PAGE, data=youssef(cast)).status_code == 422


@pytest.mark.parametrize("who", ["nadia", "claire", "ines"])
def test_others_cannot_designate(cast, as_, who):
    client = as_(getattr(cast, who))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, data=youssef(cast)).status_code == 403
    number = maud_at_work(cast).id
    assert client.post(f"/administration/experts/{number}/fin").status_code == 403
    assert client.post(f"/administration/experts/{number}/rang", data={"deputy_order": 2}).status_code == 403
    assert names(cast.work) == ["Maud Teyssier"]


def test_coordination_changes_the_order_of_deputies(cast, as_):
    client = as_(cast.paul)
    client.post(PAGE, data=youssef(cast))
    answer = client.post(f"/administration/experts/{maud_at_work(cast).id}/rang", data={"deputy_order": 2})
    assert answer.headers["Location"] == PAGE
    assert names(cast.work) == ["Youssef Amrani", "Maud Teyssier"]


def test_rank_that_does_not_exist_is_refused(cast, as_):
    number = maud_at_work(cast).id
    assert as_(cast.paul).post(f"/administration/experts/{number}/rang", data={"deputy_order": 40}).status_code == 422
    assert maud_at_work(cast).deputy_order == 0


def test_coordination_ends_a_designation_once(cast, as_):
    client, number = as_(cast.paul), maud_at_work(cast).id
    for _ in range(2):
        assert client.post(f"/administration/experts/{number}/fin").status_code == 303
    assert names(cast.work) == []
    assert maud_at_work(cast).ended_by_id == cast.paul


def test_person_may_be_designated_again_after_the_end(cast, as_):
    client = as_(cast.paul)
    client.post(f"/administration/experts/{maud_at_work(cast).id}/fin")
    client.post(PAGE, data=youssef(cast, nom="maud", person=cast.maud))
    assert names(cast.work) == ["Maud Teyssier"]


def test_unknown_theme_or_designation_is_not_found(cast, as_):
    client = as_(cast.paul)
    assert client.get("/administration/themes/inconnu/experts").status_code == 404
    assert client.post("/administration/experts/9999/fin").status_code == 404
    assert client.post("/administration/experts/9999/rang", data={"deputy_order": 1}).status_code == 404


def test_designation_counts_until_its_last_day(cast, as_):
    last = clock.today() + timedelta(days=10)
    as_(cast.paul).post(PAGE, data=youssef(cast, until=last.isoformat()))
    with clock.travel(days=10):
        assert "Youssef Amrani" in names(cast.work)
    with clock.travel(days=11):
        assert "Youssef Amrani" not in names(cast.work)
        assert expert_topic_ids(person(cast.youssef)) == set()
