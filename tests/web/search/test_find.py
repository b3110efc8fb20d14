"""What is found for what is typed. Run on both engines, these lists are also the proof that they answer alike."""

import pytest

from partage.search.queries import search


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("energie", "Énergie"), ("ÉNERGIE", "énergie"),
        ("declaree", "Une somme déclarée"), ("déclaré", "Une somme declaree"),
        ("logements", "Le logement"), ("logement", "Deux logements"), ("conseillère", "Les conseillers"),
        ("coeur", "Le cœur"), ("cœur", "Le coeur"),
        ("ecole", "À l’école"), ("l'école", "Ecoles"), ("électricité", "L'electricite"),
        ("rsa", "Le R.S.A."), ("RSA", "Demander le RSA"), ("3949", "Appeler le 3949"),
    ],
)  # fmt: skip
def test_nadia_finds_a_word_however_it_is_written(write, titles, typed, written):
    write(written)
    write("Une autre page")
    assert titles(typed) == [written]


def test_same_results_with_and_without_accents(write, titles):
    for title in ("Chèque énergie", "Une démarche à la préfecture", "Énergies renouvelables", "Demarches simplifiées"):
        write(title)
    assert titles("énergie") == titles("energie") == ["Chèque énergie", "Énergies renouvelables"]
    assert titles("démarches préfecture") == titles("demarches prefecture") == ["Une démarche à la préfecture"]


def test_title_comes_before_heading_and_heading_before_body(write, titles):
    write("Un texte", "On y parle de mobilité.")
    write("Des parties", "## Mobilité\nPrendre le bus.")
    write("La mobilité", "Prendre le train.")
    assert titles("mobilité") == ["La mobilité", "Des parties", "Un texte"]


def test_equal_results_come_in_the_order_they_were_written(write, titles):
    write("Mobilité une", "mobilité mobilité mobilité")
    write("Mobilité deux")
    write("Mobilité trois")
    assert titles("mobilite") == ["Mobilité une", "Mobilité deux", "Mobilité trois"]


def test_every_word_is_wanted_first(write, titles):
    write("Aide au logement", "Pour les jeunes.")
    write("Aide à la mobilité", "Pour tous.")
    assert titles("aide jeune") == ["Aide au logement"]


def test_some_of_the_words_are_better_than_nothing_and_it_is_said(write, titles):
    write("Aide à la mobilité")
    write("Le permis de conduire", "Une aide existe.")
    results = search(None, "aide permis bateau")
    assert results.partial
    assert [result.title for result in results.items] == ["Le permis de conduire", "Aide à la mobilité"]


def test_one_typo_is_forgiven_and_said(write):
    write("Le chèque énergie")
    for typed in ("enregie", "énegie", "énnergie", "énerpie"):
        results = search(None, f"chèque {typed} ")
        assert results.corrected == "chèque énergie", typed
        assert [result.title for result in results.items] == ["Le chèque énergie"]


def test_two_typos_or_a_short_word_are_not_guessed(write, titles):
    write("Le chèque énergie")
    write("Un bail")
    assert titles("enregiee ") == []
    assert titles("bial ") == []


def test_word_of_most_pages_wins_among_neighbours(write):
    write("La carte")
    write("La carte verte")
    write("La sarte")
    assert search(None, "marte ").corrected == "carte"


def test_word_that_exists_is_never_corrected(write):
    write("Le poste de travail")
    write("La porte")
    write("Une autre porte")
    results = search(None, "poste")
    assert results.corrected is None
    assert [result.title for result in results.items] == ["Le poste de travail"]


def test_last_word_may_be_unfinished(write, titles):
    write("L’inscription à France Travail")
    assert titles("france inscr") == ["L’inscription à France Travail"]
    assert search(None, "inscr france").partial


def test_several_pages_of_results(write, titles):
    for number in range(15):
        write(f"Mobilité {number}")
    first, second = search(None, "mobilité"), search(None, "mobilité", page=2)
    assert (len(first.items), first.has_next) == (10, True)
    assert (len(second.items), second.has_next) == (5, False)
    assert len({result.title for result in first.items + second.items}) == 15


@pytest.mark.parametrize("typed", ["", "   ", "le la les", "de du", "!!!", "🙂", "'", "\0", "-", "«»", "e"])
def test_search_without_a_word_finds_nothing_quietly(write, titles, typed):
    write("Une page")
    assert titles(typed) == []
