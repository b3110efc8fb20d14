"""/notifications: read, mark as seen, stop following; opening the thing itself is enough."""

from __future__ import annotations

import pytest

from partage.db import db, writing
from partage.notifications.models import Notification
from partage.texts.models import Text, Watch
from partage.texts.writes import keep
from tests.cast import person
from tests.factories import answer_question, ask_question, publish_practice, submit_edit, trust
from tests.queries import count_queries

TITLE = "Comment refaire une carte Vitale perdue ?"
SLUG = "/entraide/comment-refaire-une-carte-vitale-perdue"


@pytest.fixture
def answered(cast):
    """Nadia asked, Youssef answered: Nadia has one unseen line."""
    trust(cast.nadia, cast.youssef)
    number = ask_question(cast.nadia)
    answer_question(number, cast.youssef)
    return number


def unread(number: int) -> int:
    db.session.rollback()
    return person(number).unread


def test_she_reads_who_answered_and_goes_to_the_answer(cast, as_, answered):
    page = as_(cast.nadia).get("/notifications").text
    assert "Youssef Amrani a répondu à votre question" in page
    assert f'href="{SLUG}#reponse-' in page
    assert "Nouvelle" in page and "Vue" not in page


def test_the_bell_says_how_many_are_new_on_every_page(cast, as_, answered):
    assert 'aria-label="Notifications, 1 nouvelle"' in as_(cast.nadia).get("/").text
    assert 'aria-label="Notifications"' in as_(cast.paul).get("/").text
    assert 'href="/notifications"' not in as_(cast.nadia).application.test_client().get("/").text


def test_reading_the_list_marks_nothing(cast, as_, answered):
    as_(cast.nadia).get("/notifications")
    assert unread(cast.nadia) == 1


def test_opening_the_thread_marks_its_notifications_seen(cast, as_, answered):
    nadia = as_(cast.nadia)
    assert nadia.get(SLUG).status_code == 200
    assert unread(cast.nadia) == 0
    assert "Vue" in nadia.get("/notifications").text


def test_a_page_fetched_ahead_marks_nothing(cast, as_, answered):
    as_(cast.nadia).get(SLUG, headers={"Sec-Purpose": "prefetch"})
    as_(cast.nadia).head(SLUG)
    assert unread(cast.nadia) == 1


def test_opening_something_else_marks_nothing(cast, as_, answered):
    publish_practice()
    as_(cast.nadia).get("/pratiques/retrouver-un-mot-de-passe")
    assert unread(cast.nadia) == 1


def test_opening_costs_nothing_to_who_has_nothing_new(cast, as_, answered):
    nadia = as_(cast.nadia)
    nadia.get(SLUG)
    with count_queries() as statements:
        nadia.get(SLUG)
    assert not [one for one in statements if "notification" in one]


def test_opening_a_practice_a_reading_a_theme(cast, as_):
    number = publish_practice(author_id=cast.claire)
    with writing():
        db.session.get_one(Text, number).owner_id = cast.claire
    edit = submit_edit(number, cast.nadia, body="Encore.")
    assert unread(cast.claire) == 1
    as_(cast.claire).get(f"/relecture/{edit}")
    assert unread(cast.claire) == 0
    as_(cast.nadia).post(f"/textes/{number}/remarques", data={"body": "Une remarque."})
    assert unread(cast.claire) == 1
    as_(cast.claire).get("/pratiques/retrouver-un-mot-de-passe")
    assert unread(cast.claire) == 0


def test_everything_is_marked_at_once(cast, as_, answered):
    answer = as_(cast.nadia).post("/notifications/lecture")
    assert answer.status_code == 303 and answer.headers["Location"] == "/notifications"
    assert unread(cast.nadia) == 0


def test_one_is_marked_and_only_ones_own(cast, as_, answered):
    number = db.session.scalar(db.select(Notification.id).filter_by(user_id=cast.nadia))
    assert as_(cast.youssef).post(f"/notifications/{number}/lecture").status_code == 404
    assert unread(cast.nadia) == 1
    assert as_(cast.nadia).post(f"/notifications/{number}/lecture").status_code == 303
    assert unread(cast.nadia) == 0


def test_a_follower_stops_from_the_list(cast, as_, answered):
    with writing():
        keep(Watch, person(cast.paul), answered, True)
    answer_question(answered, cast.claire, body="Voici une autre réponse.")
    paul = as_(cast.paul)
    assert "Arrêter de suivre" in paul.get("/notifications").text
    number = db.session.scalar(db.select(Notification.id).filter_by(user_id=cast.paul))
    assert as_(cast.nadia).post(f"/notifications/{number}/arret").status_code == 404
    assert paul.post(f"/notifications/{number}/arret").status_code == 303
    assert db.session.get(Watch, (cast.paul, answered)) is None
    assert "Arrêter de suivre" not in paul.get("/notifications").text
    assert paul.post(f"/notifications/{number}/arret").status_code == 404


def test_what_is_hidden_leaves_no_title_and_no_link(cast, as_, answered):
    with writing():
        keep(Watch, person(cast.paul), answered, True)
        for one in db.session.scalars(db.select(Text).where(Text.kind == "answer")):
            one.hide(by=person(cast.ines))
    page = as_(cast.nadia).get("/notifications").text
    assert "Ce texte n’est plus visible." in page and TITLE not in page and "Youssef" not in page
    assert "Marquer comme vue" in page


def test_an_unpublished_question_shows_no_word_on_any_list(cast, as_):
    ask_question(cast.nadia, title="Mot interdit numéro un", body="Rien ne sort.")
    for who in (cast.nadia, cast.youssef, cast.claire, cast.maud, cast.ines, cast.paul, cast.agnes):
        assert "Mot interdit" not in as_(who).get("/notifications").text


def test_the_empty_list_says_why(cast, as_):
    assert "Rien de nouveau." in as_(cast.nadia).get("/notifications").text


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get("/notifications").headers["Location"].startswith("/connexion")


def test_a_long_list_asks_few_queries(cast, as_):
    trust(cast.nadia, cast.youssef)
    for place in range(12):
        number = ask_question(cast.nadia, title=f"Question numéro {place} sur la carte Vitale")
        answer_question(number, cast.youssef)
    practice = publish_practice(author_id=cast.nadia)
    for place in range(12):
        as_(cast.claire).post(f"/textes/{practice}/remarques", data={"body": f"Remarque {place}"})
        submit_edit(publish_practice(f"fiche-{place}", author_id=cast.claire), cast.youssef, body="Encore.")
    for who in (cast.nadia, cast.claire):
        client = as_(who)
        client.get("/notifications")
        with count_queries() as statements:
            assert client.get("/notifications").status_code == 200
        assert len(statements) <= 11, statements
