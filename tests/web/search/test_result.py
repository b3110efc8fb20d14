"""What a result shows: passage, marks, where the words stand, and what it could be narrowed to."""

from partage.search.queries import search
from tests.web.search.conftest import a_kind

BODY = """Une phrase pour commencer.
## Contexte
La personne arrive sans papiers.
## Étapes
Demander un acte de naissance à la mairie de naissance.
Attendre dix jours."""


def one(typed, **options):
    return search(None, typed, **options).items[0]


def test_passage_shows_the_words_with_their_marks(write):
    write("Refaire ses papiers", BODY)
    result = one("acte mairie")
    assert result.snippet == (
        "Demander un <mark>acte</mark> de naissance à la <mark>mairie</mark> de naissance. Attendre dix jours."
    )


def test_result_says_in_which_part_the_words_stand(write):
    write("Refaire ses papiers", BODY)
    assert one("acte").why == ["étapes"]
    assert one("papiers").why == ["titre", "contexte"]
    assert one("phrase").why == ["texte"]
    assert one("étapes").why == ["étapes"]
    assert one("refaire").why == ["titre"]


def test_title_carries_marks_too(write):
    write("Refaire ses papiers", BODY)
    assert one("papier").marked_title == "Refaire ses <mark>papiers</mark>"


def test_without_a_word_in_the_text_its_beginning_is_shown(write):
    write("Refaire ses papiers", BODY)
    assert one("refaire").snippet.startswith("Une phrase pour commencer.")


def test_what_was_typed_by_others_is_escaped(write):
    write("<script>alert(1)</script> papiers", "Des <b>papiers</b> & <i>actes</i>")
    result = one("papiers")
    assert "<b>" not in result.snippet and "&lt;b&gt;<mark>papiers</mark>" in result.snippet
    assert "<script>" not in result.marked_title


def test_word_with_dots_is_marked(write):
    write("Une aide", "Demander le R.S.A. en ligne")
    assert one("rsa").snippet == "Demander le <mark>R.S.A</mark>. en ligne."


def test_long_text_shows_the_passage_not_its_beginning(write):
    write("Une aide", "mot " * 3000 + "la mairie du village " + "mot " * 3000)
    assert "<mark>mairie</mark>" in one("mairie").snippet
    assert len(one("mairie").snippet) < 200


def test_results_are_narrowed_by_facet(write):
    write("Mobilité un", town="Mende")
    write("Mobilité deux", town="Florac")
    write("Mobilité trois")
    results = search(None, "mobilité")
    assert results.themes == ["florac", "mende"]
    narrowed = search(None, "mobilité", facets=[("theme", "mende")])
    assert [result.title for result in narrowed.items] == ["Mobilité un"]
    assert narrowed.themes == ["florac", "mende"]


def test_narrowing_to_nothing_still_says_there_is_something_elsewhere(write):
    write("Mobilité", town="Mende")
    results = search(None, "mobilité", facets=[("theme", "florac")])
    assert results.items == [] and results.found_something


def test_results_are_narrowed_by_kind(write, monkeypatch):
    from partage import kinds

    second = a_kind("second", "Seconde")
    kinds.register(second)
    write("Mobilité")
    results = search(None, "mobilité")
    assert [result.kind.name for result in results.items] == ["note", "second"] == results.kinds
    assert [result.kind.name for result in search(None, "mobilité", kinds=["second"]).items] == ["second"]
