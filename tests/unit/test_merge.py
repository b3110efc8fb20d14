"""W5: two people edit the same text; what does not touch merges, the rest is a choice, and no word is lost."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from random import Random

import pytest

from partage.texts.differences import words_of
from partage.texts.merge import merge, resolve
from partage.texts.paragraphs import normalise, split
from tests.unit import random_texts

BASE = """## Avant

Prévoyez plus de temps et placez bien l’interprète.

## Étapes

1. Saluer la personne.
2. Présenter l’interprète.
3. Redire les règles.

À la fin, demandez si tout est clair.
"""


def kinds(merged):
    return [part.kind for part in merged.parts]


def words(text: str) -> Counter[str]:
    return Counter(word for paragraph in split(normalise(text)) for word in words_of(paragraph.text))


def test_maud_and_anne_edit_far_apart_and_nobody_has_to_choose():
    mine = BASE.replace("Saluer la personne", "Saluer la personne d’abord")
    theirs = BASE.replace("tout est clair", "tout est bien clair")
    merged = merge(BASE, mine, theirs)
    assert merged.clean
    assert merged.text == mine.replace("tout est clair", "tout est bien clair")
    assert merged.merged_count == 2
    assert kinds(merged) == ["same", "mine", "same", "theirs"]


def test_neighbouring_steps_merge_by_themselves():
    merged = merge(BASE, BASE.replace("1. Saluer", "1. Bien saluer"), BASE.replace("2. Présenter", "2. Bien présenter"))
    assert merged.text == BASE.replace("1. Saluer", "1. Bien saluer").replace("2. Présenter", "2. Bien présenter")


def test_the_same_paragraph_is_a_choice_and_keeps_both_versions():
    mine = BASE.replace("plus de temps et placez bien l’interprète", "une heure et placez l’interprète à côté")
    theirs = BASE.replace("plus de temps et placez bien l’interprète", "un temps double et parlez à la personne")
    merged = merge(BASE, mine, theirs)
    assert not merged.clean
    [conflict] = merged.conflicts
    assert conflict.base.strip() == "Prévoyez plus de temps et placez bien l’interprète."
    assert conflict.mine.strip() == "Prévoyez une heure et placez l’interprète à côté."
    assert conflict.theirs.strip() == "Prévoyez un temps double et parlez à la personne."
    assert resolve(merged, ["mine"]) == mine
    assert resolve(merged, ["theirs"]) == theirs
    both = "une heure et placez l’interprète à côté.\n\nPrévoyez un temps double et parlez à la personne"
    assert resolve(merged, ["both"]) == BASE.replace("plus de temps et placez bien l’interprète", both)
    assert merged.proposal == resolve(merged, ["both"])
    assert resolve(merged, ["Prévoyez large.\r\n\r\nPlacez-vous bien."]) == BASE.replace(
        "Prévoyez plus de temps et placez bien l’interprète.", "Prévoyez large.\n\nPlacez-vous bien."
    )


def test_a_conflict_does_not_hold_back_what_merges_beside_it():
    mine = BASE.replace("bien l’interprète", "l’interprète ici").replace("1. Saluer", "1. Bien saluer")
    theirs = BASE.replace("bien l’interprète", "l’interprète là").replace("est clair", "est bien clair")
    merged = merge(BASE, mine, theirs)
    assert len(merged.conflicts) == 1
    assert merged.merged_count == 2
    assert "Bien saluer" in merged.proposal
    assert "est bien clair" in merged.proposal


def test_a_merge_with_a_conflict_has_no_text_yet():
    merged = merge("Un.", "Deux.", "Trois.")
    with pytest.raises(ValueError, match="1 conflicts, 0 choices"):
        _ = merged.text


def test_as_many_choices_as_conflicts():
    with pytest.raises(ValueError, match="1 conflicts, 2 choices"):
        resolve(merge("Un.", "Deux.", "Trois."), ["mine", "mine"])


def test_one_removes_what_the_other_edits():
    gone = BASE.replace("2. Présenter l’interprète.\n", "")
    merged = merge(BASE, gone, BASE.replace("2. Présenter", "2. Bien présenter"))
    [conflict] = merged.conflicts
    assert (conflict.mine, conflict.theirs) == ("", "2. Bien présenter l’interprète.\n")
    assert "Bien présenter" in merged.proposal
    assert resolve(merged, ["mine"]) == gone


def test_one_removes_what_the_other_writes_beside():
    merged = merge("Un.\n\nDeux.\n\nTrois.", "Un.\n\nTrois.", "Un.\n\nDeux.\n\nÀ propos de deux.\n\nTrois.")
    assert len(merged.conflicts) == 1
    assert "À propos de deux." in merged.proposal


def test_both_remove_the_same_paragraph():
    gone = BASE.replace("2. Présenter l’interprète.\n", "")
    assert merge(BASE, gone, gone).text == gone


def test_both_write_the_same():
    after = BASE.replace("Saluer", "Bien saluer")
    merged = merge(BASE, after, after)
    assert merged.text == after
    assert kinds(merged) == ["same", "both", "same"]


def test_both_add_at_the_same_place():
    merged = merge("Un.", "Un.\n\nMien.", "Un.\n\nTien.")
    assert len(merged.conflicts) == 1
    assert merged.proposal == "Un.\n\nMien.\n\nTien."


def test_one_adds_at_the_end_what_the_other_edits():
    assert merge("Un mot.", "Un mot.\n\nDeux.", "Un petit mot.").text == "Un petit mot.\n\nDeux."
    assert merge("- un mot\n- deux mots", "- un mot\n- deux mots\n- trois", "- un mot\n- deux petits mots").text == (
        "- un mot\n- deux petits mots\n- trois"
    )


def test_a_step_added_renumbers_without_conflict():
    mine = BASE.replace("2. Présenter", "2. S’asseoir.\n3. Présenter").replace("3. Redire", "4. Redire")
    theirs = BASE.replace("Redire les règles", "Redire toutes les règles")
    merged = merge(BASE, mine, theirs)
    assert merged.clean
    assert "S’asseoir" in merged.text
    assert "Redire toutes les règles" in merged.text


def test_without_a_base_every_difference_is_a_choice():
    merged = merge("", "Un.\n\nDeux.\n\nFin.", "Un.\n\nFin.\n\nTrois.")
    assert kinds(merged) == ["both", "conflict", "both", "conflict"]
    assert merged.proposal == "Un.\n\nDeux.\n\nFin.\n\nTrois."


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "text"),
    [
        ("", "", "", ""),
        ("", "Un.", "", "Un."),
        ("Un.", "", "Un.", ""),
        ("Un.\n", "Un.", "Un.\n", "Un."),
        ("Un.", "Un.", "Un.\n", "Un.\n"),
        ("A a\r\n\r\nB b\r\n", "A z\r\n\r\nB b\r\n", "A a\n\nB y\n", "A z\n\nB y\n"),
        ("Un.\n\nDeux.", "Un.\n\n\n\nDeux.", "Un.\n\nDeux !", "Un.\n\n\n\nDeux !"),
        ("\n\nUn.", "Un.", "\nUn.", "Un."),
    ],
)
def test_newlines_are_kept_as_they_were_written(base, mine, theirs, text):
    assert merge(base, mine, theirs).text == text


def test_the_parts_travel_as_json():
    merged = merge("Un.", "Deux.", "Trois.")
    assert json.loads(json.dumps([asdict(part) for part in merged.parts])) == [
        {"kind": "conflict", "text": "Deux.\n\nTrois.", "base": "Un.", "mine": "Deux.", "theirs": "Trois."}
    ]


def random_versions(seed: int) -> tuple[str, str, str]:
    r = Random(seed)
    base = random_texts.text(r)
    mine = random_texts.text(r) if r.random() < 0.1 else random_texts.edited(r, base)
    return base, mine, random_texts.edited(r, base)


def test_the_parts_put_end_to_end_are_the_three_texts():
    for seed in range(300):
        base, mine, theirs = random_versions(seed)
        parts = merge(base, mine, theirs).parts
        assert "".join(part.base for part in parts) == normalise(base), seed
        assert "".join(part.mine for part in parts) == normalise(mine), seed
        assert "".join(part.theirs for part in parts) == normalise(theirs), seed


def test_when_one_side_changed_nothing_the_other_is_taken_to_the_letter():
    for seed in range(300):
        base, mine, _ = random_versions(seed)
        assert merge(base, mine, base).text == normalise(mine), seed
        assert merge(base, base, mine).text == normalise(mine), seed
        assert merge(base, mine, mine).text == normalise(mine), seed


def test_no_word_that_somebody_added_is_lost():
    for seed in range(300):
        base, mine, theirs = random_versions(seed)
        merged = merge(base, mine, theirs)
        held = words(merged.proposal)
        assert not (words(mine) - words(base)) - held, seed
        assert not (words(theirs) - words(base)) - held, seed
        if merged.clean:
            assert merged.text == merged.proposal


def test_who_comes_first_changes_no_verdict():
    for seed in range(300):
        base, mine, theirs = random_versions(seed)
        one, other = merge(base, mine, theirs), merge(base, theirs, mine)
        assert (one.clean, one.merged_count, len(one.conflicts)) == (
            other.clean,
            other.merged_count,
            len(other.conflicts),
        )
        if one.clean and all(part.kind != "both" for part in one.parts):
            assert words(one.text) == words(other.text), seed


def test_choosing_one_side_everywhere_holds_all_its_words():
    for seed in range(300):
        base, mine, theirs = random_versions(seed)
        merged = merge(base, mine, theirs)
        all_mine = resolve(merged, ["mine"] * len(merged.conflicts))
        assert not (words(mine) - words(base)) - words(all_mine), seed


def test_texts_made_to_take_forever_come_back_whole():
    r = Random(9)
    numbers = [str(number) for number in range(3000)]
    for base, mine, theirs in [
        tuple("\n\n".join(r.choices("abc", k=3000)) for _ in range(3)),
        tuple("\n\n".join(r.choices(numbers, k=3000)) for _ in range(3)),
        ("\n\n".join(numbers), "\n\n".join(reversed(numbers)), "\n\n".join(numbers[::2])),
        ("a " * 20_000, "b " * 20_000, "a b " * 10_000),
    ]:
        merged = merge(base, mine, theirs)
        assert "".join(part.mine for part in merged.parts) == mine
        assert "".join(part.theirs for part in merged.parts) == theirs
