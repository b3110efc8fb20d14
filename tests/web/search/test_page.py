"""/recherche as people use it."""

import html
import re

import pytest

from partage.accounts.models import User
from partage.db import db

HOSTILE = [
    '"', "''", "' OR 1=1 --", '" OR title:x', "AND", "OR NOT", "NEAR(a b)", "logement*", "^logement", "title:logement",
    "col : x", "{title headings} : x", "a + b", "(((", ")))", "%", "%%_", "\\", "\\'", "a\0b", "logement & !x | (y)", "<->",
    "':*'", "{{7*7}}", "<script>alert(1)</script>", "le la les de du des", "🙂🙃", "e\u0301" * 90, "a" * 200, "a " * 100,
    "logement " * 40, "x" * 5000, "\u202e tnemegol", "؀؁", "ԫԭԯ", "()[].*+?{}|^$", "3949" * 40, "l'" * 60, "-" * 200,
    "; DROP TABLE search_word;", "�", "\ud7ff",
]  # fmt: skip
ODD = ["theme=%00", "theme=' OR 1", "genre=%00&genre=x", "page=0", "page=-1", "page=9999999999", "q=a&q=b"]


def text_of(answer):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).replace("\u00a0", " "))


def test_visitor_searches_what_is_open(client, write):
    write("Aide à la mobilité", "## Étapes\nRemplir une demande.", town="Mende")
    write("Mobilité des membres", public=False)
    answer = client.get("/recherche?q=mobilite")
    assert answer.status_code == 200
    assert '<h1><label for="q">' in answer.text
    assert 'href="/notes/aide-a-la-mobilite-0"' in answer.text
    assert "Aide à la <mark>mobilité</mark>" in answer.text
    assert "Trouvé dans : titre" in text_of(answer)
    assert "Mobilité des membres" not in answer.text


def test_member_finds_the_rest_too(as_, cast, write):
    write("Mobilité des membres", public=False)
    assert "Mobilité des membres" in text_of(as_(cast.nadia).get("/recherche?q=mobilité"))


def test_page_without_a_word_is_only_the_field(client, write):
    write("Aide")
    answer = client.get("/recherche")
    assert answer.status_code == 200 and "autofocus" in answer.text
    assert "Résultats" not in answer.text


def test_what_was_typed_stays_in_the_field(client):
    assert 'value="&#34;mon logement"' in client.get('/recherche?q="mon logement').text


def test_correction_is_said(client, write):
    write("Le chèque énergie")
    answer = text_of(client.get("/recherche?q=enregie"))
    assert "Résultats pour « énergie »" in answer


def test_partial_results_are_said(client, write):
    write("Le chèque énergie")
    answer = text_of(client.get("/recherche?q=chèque+vacances"))
    assert "Aucune fiche ne contient tous ces mots. Voici celles qui en contiennent une partie." in answer


def test_results_are_narrowed_by_links(client, write):
    write("Mobilité un", town="Mende")
    write("Mobilité deux", town="Florac")
    answer = text_of(client.get("/recherche?q=mobilité&theme=mende&genre=note"))
    assert "Mobilité un" in answer and "Mobilité deux" not in answer


def test_theme_that_finds_nothing_offers_to_search_everywhere(client, write):
    write("Mobilité un", town="Mende")
    answer = client.get("/recherche?q=mobilité&theme=florac")
    assert "Chercher partout" in answer.text and "/recherche?q=mobilit%C3%A9" in answer.text


@pytest.mark.parametrize("address", ODD)
def test_odd_addresses_are_as_if_absent(client, write, address):
    write("Mobilité")
    assert client.get(f"/recherche?q=mobilité&{address}").status_code == 200


def test_member_who_finds_nothing_may_write_the_page(as_, cast):
    answer = as_(cast.nadia).get("/recherche?q=trottinette")
    assert "Écrire une fiche" in answer.text and 'href="/pratiques/nouvelle' in answer.text
    assert 'href="/entraide/poser?titre=' in answer.text


def test_visitor_who_finds_nothing_may_sign_in(client):
    answer = client.get("/recherche?q=trottinette")
    assert "Écrire une fiche" not in answer.text and "Se connecter" in answer.text


def test_second_page_is_one_link_away(client, write):
    for number in range(11):
        write(f"Mobilité {number}")
    assert "page=2" in client.get("/recherche?q=mobilité").text
    assert "Mobilité 10" in text_of(client.get("/recherche?q=mobilité&page=2"))


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_words_never_harm(client, as_, cast, write, typed):
    write("Aide au logement", "Un texte.")
    write("Secret", "logement", public=False)
    for address in ("/recherche", "/api/suggestions"):
        answer = client.get(address, query_string={"q": typed})
        assert answer.status_code == 200
        assert "Secret" not in answer.text and "<script>alert" not in answer.text
    assert as_(cast.nadia).post("/api/ressemblances", data={"titre": typed}).status_code == 200
    assert db.session.query(User).count() > 0


def test_page_costs_few_queries_however_many_results(client, write):
    from sqlalchemy import event

    def queries():
        seen = []
        note = lambda *parts: seen.append(parts[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", note)
        client.get("/recherche?q=mobilité")
        event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    write("Mobilité", town="Mende")
    few = queries()
    for number in range(15):
        write(f"Mobilité {number}", "mobilité", town=f"Ville {number}")
    assert queries() <= few <= 8
