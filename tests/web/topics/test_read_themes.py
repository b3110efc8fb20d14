"""Who reads a theme, and what she sees of its experts."""

from datetime import timedelta

from partage import clock, settings
from partage.db import db, writing
from partage.topics.models import Absence, Topic
from tests.cast import person
from tests.factories import ask_question, facets, publish_practice, trust
from tests.queries import count_queries


def close_to_visitors():
    with writing():
        settings.put("visitors_read", False)


def test_member_reads_the_list_of_themes(cast, as_):
    page = as_(cast.nadia).get("/themes").text
    assert "Accès aux droits et démarches" in page
    assert 'href="/themes/acces-aux-droits"' in page


def test_archived_theme_leaves_the_list(cast, as_):
    with writing():
        db.session.get_one(Topic, cast.work).archive(by=person(cast.paul))
    client = as_(cast.nadia)
    assert "Emploi et formation" not in client.get("/themes").text
    assert client.get("/themes/emploi-formation").status_code == 404


def test_member_sees_the_experts_and_why(cast, as_):
    page = as_(cast.nadia).get("/themes/acces-aux-droits").text
    assert "Claire Fabre" in page
    assert "Référente du réseau" in page
    assert "1re suppléance" in page
    assert "/pratiques?theme=acces-aux-droits" in page


def test_absent_expert_comes_last_with_the_day_she_is_back(cast, as_):
    last = clock.today() + timedelta(days=3)
    with writing():
        Absence.declare(person(cast.claire), clock.today(), last)
    page = as_(cast.nadia).get("/themes/acces-aux-droits").text
    assert f"Absence jusqu’au {clock.day_in_words(last)}" in page
    assert page.index("Maud Teyssier") < page.index("Claire Fabre")


def test_job_of_an_expert_who_shows_it_to_the_coordination_only_is_not_shown(cast, as_):
    with writing():
        claire = person(cast.claire)
        claire.job, claire.visibility = "Assistante sociale", "staff"
    page = as_(cast.nadia).get("/themes/acces-aux-droits").text
    assert "Claire Fabre" in page
    assert "Assistante sociale" not in page


def test_disabled_expert_is_not_shown(cast, as_):
    with writing():
        person(cast.claire).disable(by=person(cast.agnes))
    assert "Claire Fabre" not in as_(cast.nadia).get("/themes/acces-aux-droits").text


def test_visitor_reads_themes_without_the_names_of_experts(cast, client):
    page = client.get("/themes/acces-aux-droits").text
    assert "Accès aux droits et démarches" in page
    assert "Claire Fabre" not in page


def test_visitor_signs_in_where_the_instance_is_closed(cast, client):
    close_to_visitors()
    for path in ("/themes", "/themes/acces-aux-droits"):
        assert client.get(path).headers["Location"].startswith("/connexion")


def test_unknown_theme_is_not_found(cast, as_):
    assert as_(cast.nadia).get("/themes/inconnu").status_code == 404


def test_pages_of_themes_are_cheap(cast, as_):
    client = as_(cast.nadia)
    for path in ("/themes", "/themes/acces-aux-droits"):
        client.get(path)
        with count_queries() as statements:
            client.get(path)
        assert len(statements) <= 9, statements


def test_theme_leads_to_its_practices_and_open_questions(cast, as_, client):
    trust(cast.nadia)
    publish_practice("a-deux", title="Demander à deux", fields=facets(themes=["acces-aux-droits"]))
    publish_practice("cv", title="Relire un CV", fields=facets(themes=["emploi-formation"]))
    ask_question(cast.nadia, title="Quelle pièce apporter ?")
    ask_question(cast.nadia, title="Où trouver un stage ?", topic="emploi-formation")
    page = as_(cast.youssef).get("/themes/acces-aux-droits").text
    assert "Demander à deux" in page and "Quelle pièce apporter" in page
    assert "Relire un CV" not in page and "Où trouver un stage" not in page
    assert "Quelle pièce apporter" not in client.get("/themes/acces-aux-droits").text
