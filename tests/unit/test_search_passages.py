"""The lines a result shows."""

import pytest

from partage.search.index import HEADING_MARK
from partage.search.passages import best_passage, finder
from partage.search.vocabulary import words_of
from partage.text import stem

TEXT = f"""Un début sans titre
{HEADING_MARK}Étapes
Demander un acte
à la mairie
{HEADING_MARK}Où aller
La mairie du lieu de naissance."""


def passage(typed, text=TEXT):
    stems = {stem(word) for word in typed.split()}
    return best_passage(text, finder({word for word in words_of(text) if stem(word) in stems}))


@pytest.mark.parametrize(
    ("typed", "text", "parts"),
    [
        ("acte", "Demander un acte. à la mairie.", ("étapes",)),
        ("naissance mairie", "La mairie du lieu de naissance.", ("où aller",)),
        ("mairie", "à la mairie.", ("étapes",)),
        ("debut", "Un début sans titre.", ("texte",)),
        ("etapes", "Étapes : Demander un acte. à la mairie.", ("étapes",)),
        ("absent", "Un début sans titre.", ()),
    ],
)
def test_lines_with_most_words_are_chosen_within_their_part(typed, text, parts):
    found = passage(typed)
    assert (found.text, found.parts) == (text, parts)


@pytest.mark.parametrize(
    ("heading", "said"), [("Points de vigilance", "points de vigilance"), ("France Travail", "France Travail"), ("CAF", "CAF")]
)
def test_part_is_named_as_inside_a_sentence(heading, said):
    assert passage("mandat", f"{HEADING_MARK}{heading}\nSigner le mandat").parts == (said,)


@pytest.mark.parametrize("text", ["", "R.S.A.", "aujourd’hui", "L’acte", "a" * 10_000, "(acte)", "e-mail"])
def test_any_text_has_a_passage(text):
    assert isinstance(passage("acte rsa aujourdhui mail", text).text, str)


def test_words_written_with_dots_or_apostrophes_are_located():
    assert passage("rsa", "Une ligne\nLe R.S.A. est versé.").text == "Le R.S.A. est versé."
    assert passage("aujourdhui", "Une ligne\nC’est aujourd’hui.").text == "C’est aujourd’hui."


def test_passage_stays_short_in_a_long_part():
    assert len(passage("acte", "acte\n" + "Une autre ligne assez longue\n" * 200).text) < 400
