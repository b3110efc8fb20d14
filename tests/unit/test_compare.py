"""W2, W4: whoever reviews sees what changed, word by word, in one column."""

from __future__ import annotations

from random import Random

import pytest

from partage.texts.compare import Block, Piece, compare, compare_fields, compare_words, summary
from partage.texts.differences import words_of
from partage.texts.paragraphs import heading, join, normalise, split
from tests.unit import random_texts

LIVE = """## Contexte

Beaucoup de personnes n’ont pas d’adresse e-mail.

La demande reste possible au guichet.

## Étapes

1. Regarder ensemble les pièces. Il faut la pièce d’identité, l’avis d’imposition et trois bulletins de salaire.
2. Choisir le guichet ou le site. Au guichet, remplir le formulaire avec la personne.

## Points de vigilance

Ne pas garder de copie.

Ne pas créer d’adresse à sa place.
"""
PENDING = LIVE.replace(
    "Il faut la pièce d’identité, l’avis d’imposition et trois bulletins de salaire",
    "Une seule est obligatoire pour déposer : la pièce d’identité ou le titre de séjour",
).replace("le formulaire avec la personne.", "le formulaire papier avec la personne. Elle garde le stylo.")


def marked(pieces: list[Piece]) -> str:
    """Pieces as one line: -removed- +added+."""
    return "".join({"same": "{}", "del": "-{}-", "ins": "+{}+"}[piece.op].format(piece.text) for piece in pieces)


def words(text: str) -> list[str]:
    return [word for paragraph in split(normalise(text)) for word in words_of(paragraph.text)]


def words_shown(blocks: list[Block], *ops: str) -> list[str]:
    found: list[str] = []
    for block in blocks:
        texts = block.paragraphs if block.kind == "same" else ["".join(p.text for p in block.pieces if p.op in ops)]
        found += [word for text in texts for word in words_of(text)]
    return found


def test_reviewer_sees_the_two_passages_that_changed_and_folds_the_rest():
    blocks = compare(LIVE, PENDING)
    assert [(block.kind, block.count) for block in blocks] == [("same", 2), ("changed", 1), ("changed", 1), ("same", 2)]
    assert summary(blocks) == 2
    assert marked(blocks[1].pieces) == (
        "1. Regarder ensemble les pièces. "
        "-Il faut la pièce d’identité, l’avis d’imposition et trois bulletins de salaire- "
        "+Une seule est obligatoire pour déposer : la pièce d’identité ou le titre de séjour+."
    )
    assert marked(blocks[2].pieces) == (
        "2. Choisir le guichet ou le site. Au guichet, remplir le formulaire +papier+ avec la personne. "
        "+Elle garde le stylo.+"
    )


def test_a_changed_paragraph_says_under_which_title_it_stands():
    blocks = compare(LIVE, PENDING)
    assert [block.under for block in blocks] == [None, "Étapes", "Étapes", "Étapes"]
    assert [block.heading for block in blocks] == [None] * 4


def test_a_changed_title_is_a_title():
    [block] = compare("## Étapes", "## Les étapes")
    assert (block.kind, block.heading) == ("changed", "Les étapes")


def test_the_folded_paragraphs_can_be_read():
    [block] = compare("Un.\n\nDeux.\n", "Un.\n\nDeux.\n")
    assert (block.kind, block.count, block.paragraphs) == ("same", 2, ["Un.", "Deux."])
    assert summary([block]) == 0


def test_reader_of_a_conflict_sees_what_each_side_wrote():
    base = "Prévoyez plus de temps et placez bien l’interprète."
    mine = compare_words(base, "Prévoyez une heure et placez l’interprète à côté de la personne.")
    assert marked(mine) == (
        "Prévoyez -plus de temps- +une heure+ et placez -bien- l’interprète +à côté de la personne+."
    )


def test_a_word_replaced_and_a_word_removed_do_not_stick_to_their_neighbours():
    assert marked(compare_words("Une aide utile.", "Une aide.")) == "Une aide -utile-."
    assert marked(compare_words("mot.", "autre.")) == "-mot- +autre+."


def test_a_step_added_does_not_change_the_numbers_that_follow():
    blocks = compare("1. Ouvrir\n2. Lire\n3. Fermer", "1. Ouvrir\n2. Se connecter\n3. Lire\n4. Fermer")
    assert [(block.kind, marked(block.pieces)) for block in blocks] == [
        ("same", "1. Ouvrir\n"),
        ("added", "+2. Se connecter+"),
        ("same", "3. Lire\n4. Fermer"),
    ]


def test_a_paragraph_rewritten_beyond_recognition_is_removed_and_added():
    blocks = compare("Appeler la CAF avant midi.", "Une tout autre phrase, sans rapport aucun.")
    assert [block.kind for block in blocks] == ["removed", "added"]


def test_a_paragraph_moved_is_shown_where_it_left_and_where_it_came():
    blocks = compare("Un deux trois.\n\nQuatre cinq six.", "Quatre cinq six.\n\nUn deux trois.")
    assert sorted(block.kind for block in blocks) == ["added", "removed", "same"]


def test_only_blank_lines_changed_is_no_passage():
    assert summary(compare("Un.\n\nDeux  mots.\n", "Un.\r\n\r\n\r\nDeux mots.")) == 0


@pytest.mark.parametrize(("old", "new", "kinds"), [("", "", []), ("", "Un.", ["added"]), ("Un.", " \n", ["removed"])])
def test_an_empty_text_has_nothing_to_show(old, new, kinds):
    assert [block.kind for block in compare(old, new)] == kinds


def test_no_word_of_either_text_is_lost_whatever_the_changes():
    for seed in range(300):
        r = Random(seed)
        old = random_texts.text(r)
        new = random_texts.text(r) if r.random() < 0.2 else random_texts.edited(r, old)
        blocks = compare(old, new)
        assert words_shown(blocks, "same", "ins") == words(new), seed
        assert words_shown(blocks, "same", "del") == words(old), seed
        assert all(piece.text for block in blocks for piece in block.pieces), seed


def test_the_paragraphs_of_a_text_put_end_to_end_are_the_text():
    for seed in range(300):
        whole = normalise(random_texts.text(Random(seed)))
        assert "".join(map(str, split(whole))) == whole
        assert join(split(whole)) == whole


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("## Étapes", "Étapes"),
        ("# Étapes ##", "Étapes"),
        ("# C#", "C#"),
        ("#Étapes", None),
        ("####### x", None),
        ("## ", ""),
    ],
)
def test_a_title_is_read_without_its_marks(text, title):
    assert heading(text) == title


def long_text(seed: int, paragraphs: int = 200) -> list[str]:
    r = Random(seed)
    return [" ".join(r.choice(random_texts.WORDS) for _ in range(90)) for _ in range(paragraphs)]


def hostile_pairs() -> list[tuple[str, str]]:
    r = Random(8)
    few = [" ".join(r.choices("ab", k=10_000)) for _ in "ab"]
    tiny = ["\n\n".join(r.choices("ab", k=5_000)) for _ in "ab"]
    one, other = " ".join(long_text(1)), " ".join(long_text(2))
    numbers = [str(number) for number in range(5000)]
    return [
        (few[0], few[1]), (tiny[0], tiny[1]), (one, other), ("\n\n".join(numbers), "\n\n".join(reversed(numbers))),
        ("*" * 20_000, "*_" * 10_000), ("# " + " #" * 20_000 + "x", "# " * 20_000), ("\n" * 99_999 + "a", "a"),
    ]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), hostile_pairs(), ids=lambda text: text[:6].replace("\n", "_"))
def test_texts_made_to_take_forever_come_back_whole(old, new):
    blocks = compare(old, new)
    assert words_shown(blocks, "same", "ins") == words(new)
    assert words_shown(blocks, "same", "del") == words(old)


def test_one_word_changed_in_each_paragraph_of_a_long_text_is_found_in_each():
    old = long_text(1)
    new = [paragraph.replace(" ", " NOUVEAU ", 1) for paragraph in old]
    blocks = compare("\n\n".join(old), "\n\n".join(new))
    assert {block.kind for block in blocks} == {"changed"}
    assert all([p.text for p in block.pieces if p.op != "same"] == ["NOUVEAU"] for block in blocks)


def test_fields_beside_the_text_are_compared_too():
    old = {"title": "Demander un logement", "themes": ["Logement", "Numérique"], "public": False, "kind": "demarche"}
    new = {
        "title": "Demander un logement social",
        "themes": ["Numérique", "Droits"],
        "public": True,
        "kind": "demarche",
    }
    labels = {"title": "Titre", "kind": "Genre", "themes": "Thèmes", "public": "Visible par tous", "absent": "Rien"}
    changes = compare_fields(old, new, labels)
    assert [(change.label, marked(change.pieces)) for change in changes] == [
        ("Titre", "Demander un logement +social+"),
        ("Thèmes", "-Logement-, Numérique, +Droits+"),
        ("Visible par tous", "-non- +oui+"),
    ]


def test_a_field_that_was_empty_is_added():
    [change] = compare_fields(
        {"summary": None, "sources": None},
        {"summary": "Court.", "sources": []},
        {"summary": "Résumé", "sources": "Sources"},
    )
    assert marked(change.pieces) == "+Court.+"
