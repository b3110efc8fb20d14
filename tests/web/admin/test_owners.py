"""W7: a coordinator re-assigns what a departed person owned."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from partage import clock
from partage.db import db, writing
from partage.events import Event
from partage.search.models import FruitlessSearch
from partage.wiki.models import Practice, PracticeTopic
from tests.cast import person

LIST = "/administration/fiches-sans-responsable"


def add(cast, slug, owner_id, **more):
    practice = Practice(
        slug=slug, title=f"Fiche {slug}", owner_id=owner_id, published_at=clock.now(),
        review_on=clock.today() + timedelta(days=90), **more,
    )  # fmt: skip
    db.session.add(practice)
    db.session.flush()
    db.session.add(PracticeTopic(practice_id=practice.id, topic_id=cast.rights))
    return practice.id


@pytest.fixture
def left(cast):
    """Youssef left; he owned two practices. A third has never had an owner, a fourth is Nadia's."""
    with writing():
        ids = [add(cast, "un", cast.youssef), add(cast, "deux", cast.youssef), add(cast, "trois", None)]
        ids.append(add(cast, "quatre", cast.nadia))
        add(cast, "brouillon", None)
        db.session.scalar(select(Practice).filter_by(slug="brouillon")).published_at = None
        person(cast.youssef).disable(by=person(cast.agnes))
    return ids


def owner(number):
    return db.session.get_one(Practice, number, populate_existing=True).owner_id


def test_list_shows_live_practices_nobody_keeps(cast, as_, left):
    page = as_(cast.paul).get(LIST).text
    for words in ("Fiche un", "Fiche deux", "Fiche trois"):
        assert words in page
    assert "Fiche quatre" not in page
    assert "Fiche brouillon" not in page


def test_experts_of_the_theme_are_proposed(cast, as_, left):
    page = as_(cast.paul).get(f"{LIST}/{left[0]}").text
    assert "Claire Fabre" in page
    assert "Youssef Amrani s’en occupait" in page


def test_coordinator_hands_a_practice_over(cast, as_, left):
    answer = as_(cast.paul).post(f"{LIST}/{left[0]}", data={"person": cast.claire})
    assert answer.status_code == 303
    assert owner(left[0]) == cast.claire
    assert owner(left[1]) == cast.youssef
    assert db.session.scalar(select(Event).where(Event.name == "practice.assigned")).detail == {"owner": cast.claire}


def test_coordinator_hands_over_all_that_the_same_person_owned(cast, as_, left):
    as_(cast.paul).post(f"{LIST}/{left[0]}", data={"person": cast.nadia, "nom": "nadia", "others_too": "y"})
    assert [owner(number) for number in left] == [cast.nadia, cast.nadia, None, cast.nadia]


def test_practice_that_has_an_owner_again_is_not_found(cast, as_, left):
    client = as_(cast.paul)
    client.post(f"{LIST}/{left[0]}", data={"person": cast.claire})
    assert client.post(f"{LIST}/{left[0]}", data={"person": cast.maud}).status_code == 404
    assert owner(left[0]) == cast.claire


def test_somebody_must_be_chosen_among_those_offered(cast, as_, left):
    client = as_(cast.paul)
    assert client.post(f"{LIST}/{left[0]}", data={"csrf_token": "-"}).status_code == 422
    assert client.post(f"{LIST}/{left[0]}", data={"person": cast.nadia}).status_code == 422
    assert owner(left[0]) == cast.youssef


@pytest.mark.parametrize("who", ["nadia", "claire", "ines"])
def test_others_cannot_hand_over(cast, as_, left, who):
    client = as_(getattr(cast, who))
    assert client.get(f"{LIST}/{left[0]}").status_code == 403
    assert client.post(f"{LIST}/{left[0]}", data={"person": cast.claire}).status_code == 403


def test_unknown_practice_is_not_found(cast, as_):
    assert as_(cast.paul).get(f"{LIST}/9999").status_code == 404


def test_practices_past_their_date_are_listed_with_who_answers_for_them(cast, as_, left):
    with clock.travel(days=91):
        page = as_(cast.paul).get("/administration/fiches-a-verifier").text
    assert "chez Nadia Berger" in page
    assert "Personne, à confier" in page


def test_fruitless_searches_are_summed_by_words(cast, as_):
    with writing():
        for days, times in ((0, 2), (3, 3), (200, 50)):
            day = clock.today() - timedelta(days=days)
            db.session.add(FruitlessSearch(words="permis étranger", day=day, times=times))
    page = as_(cast.paul).get("/administration/recherches-sans-resultat").text
    assert "permis étranger" in page
    assert '<td class="n">5</td>' in page
