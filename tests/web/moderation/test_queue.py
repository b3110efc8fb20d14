"""M1: everything that waits, in one list, oldest first, each for those who may act."""

import pytest

from partage import clock
from partage.moderation import queries
from tests.cast import person
from tests.factories import BODY, ask_question, facets, publish_practice, submit_edit
from tests.web.moderation.helpers import decide, plain, report


@pytest.fixture
def waiting(cast, as_):
    """An edit, a first question whose asker hides her name, a reported practice: oldest first."""
    text = publish_practice(author_id=cast.claire)
    with clock.travel(days=-3):
        edit = submit_edit(text, cast.nadia, body=BODY + "\n\nEncore.")
    with clock.travel(days=-2):
        question = ask_question(cast.youssef, hides_author=True)
    other = publish_practice("autre", title="Autre fiche", author_id=cast.maud, fields=facets(themes=["emploi-formation"]))
    report(as_(cast.nadia), "practice", other)
    return {"text": text, "edit": edit, "question": question, "reported": other}


def test_moderator_sees_everything_oldest_first(cast, as_, waiting):
    page = plain(as_(cast.ines).get("/moderation"))
    places = [page.index(words) for words in (f"/relecture/{waiting['edit']}", "Comment refaire une carte Vitale", "Autre fiche")]
    assert places == sorted(places)
    assert "Youssef Amrani" in page  # a hidden name is hidden from members, not from who reads


def test_what_waits_is_said_in_plain_words(cast, as_, waiting):
    assert "2 textes à lire et 1 signalement attendent, le plus ancien d’abord." in plain(as_(cast.ines).get("/moderation"))
    decide(as_(cast.ines), waiting["reported"], "hide")
    as_(cast.ines).post(f"/revisions/{waiting['edit']}/publication")
    assert "1 texte à lire attend." in plain(as_(cast.ines).get("/moderation"))


def test_expert_sees_what_is_of_her_theme(cast, as_, waiting):
    page = plain(as_(cast.claire).get("/moderation"))
    assert f"/relecture/{waiting['edit']}" in page and "Autre fiche" not in page


def test_member_sees_nothing(cast, as_, waiting):
    page = plain(as_(cast.nadia).get("/moderation"))
    assert "Rien n’attend votre décision" in page and "carte Vitale" not in page
    assert as_(cast.nadia).get(f"/moderation/textes/{waiting['reported']}/signalements").status_code == 404


def test_old_address_leads_to_the_queue(cast, as_):
    answer = as_(cast.claire).get("/relecture")
    assert answer.status_code == 303 and answer.headers["Location"] == "/moderation"


def test_moderator_does_not_judge_her_own_text(cast, as_):
    number = publish_practice(author_id=cast.ines)
    report(as_(cast.nadia), "practice", number)
    assert decide(as_(cast.ines), number, "keep").status_code == 403
    assert decide(as_(cast.claire), number, "keep").status_code == 303


def test_who_reported_does_not_decide(cast, as_):
    number = publish_practice(author_id=cast.nadia)
    report(as_(cast.claire), "practice", number)
    assert decide(as_(cast.claire), number, "hide").status_code == 403
    assert decide(as_(cast.maud), number, "hide").status_code == 303


def test_coordination_decides_when_no_moderator_is_left(cast, as_):
    number = publish_practice(author_id=cast.ines)
    report(as_(cast.nadia), "practice", number)
    assert decide(as_(cast.paul), number, "keep").status_code == 303


@pytest.mark.parametrize("who", ["nadia", "paul", "agnes"])
def test_others_cannot_decide(cast, as_, who):
    number = publish_practice(author_id=cast.youssef)
    report(as_(cast.claire), "practice", number)
    assert decide(as_(getattr(cast, who)), number, "hide").status_code in (403, 404)


def test_after_a_decision_comes_the_next_one_with_a_way_back(cast, as_, waiting):
    client = as_(cast.ines)
    answer = decide(client, waiting["reported"], "keep")
    page = client.get(answer.headers["Location"], follow_redirects=True)
    assert page.request.path == f"/relecture/{waiting['edit']}"
    assert "C’est noté : laissé en ligne" in plain(page) and "/annulation" in page.text


def test_home_page_counts_what_waits(cast, waiting):
    assert queries.waiting_count(person(cast.ines)) == 3
    assert queries.waiting_count(person(cast.claire)) == 2
    assert queries.waiting_count(person(cast.nadia)) == 0


def test_page_shows_the_real_median_and_the_oldest(cast, as_, waiting):
    with clock.travel(hours=4):
        decide(as_(cast.ines), waiting["reported"], "keep")
        page = plain(as_(cast.ines).get("/moderation"))
    assert "la moitié des décisions ont été prises en moins de 5 heures" in page
    assert "Le plus ancien attend depuis le" in page
