"""Markdown texts and edits of them, made at random but the same each time: what compare and merge are tried on."""

from __future__ import annotations

from random import Random

from partage.texts.paragraphs import normalise, split

WORDS = ["le", "la", "un", "aide", "logement", "demande", "en", "ligne", "pièce", "identité", ";", ":", ",", ".", "!",
         "**gras**", "[lien](https://a.fr/x)", "2024.", "3", "é", "l’eau", "rendez-vous", "😀", "_it_"]  # fmt: skip
GAPS = ["\n\n", "\n\n", "\n", "\n\n\n", "\n \n", "\r\n\r\n"]


def paragraph(r: Random) -> str:
    words = " ".join(r.choice(WORDS) for _ in range(r.randint(1, 14)))
    number = r.randint(1, 120)
    shapes = [words, words, words.replace(" ", "\n", 1), f"{number}. {words}", f"{number}) {words}", f"- {words}",
              f"  * {words}", f"## {words}", f"| {words} |", f"> {words}"]  # fmt: skip
    return r.choice(shapes)


def text(r: Random, most: int = 8) -> str:
    """Up to `most` paragraphs, with or without newlines before and after."""
    whole = "".join(paragraph(r) + r.choice(GAPS) for _ in range(r.randint(0, most)))
    whole = whole.rstrip() if r.random() < 0.5 else whole
    return "\n \n" + whole if r.random() < 0.1 else whole


def edited(r: Random, whole: str) -> str:
    """Up to four changes: a word, a paragraph added, removed, moved, blank lines."""
    kept = [[one.text, one.gap] for one in split(normalise(whole))]
    for _ in range(r.randint(0, 4)):
        place = r.randint(0, len(kept))
        change = r.choice(["word", "word", "add", "remove", "gap", "move"])
        if change == "add":
            kept.insert(place, [paragraph(r), r.choice(GAPS)])
        elif place == len(kept):
            continue
        elif change == "word":
            words = kept[place][0].split(" ")
            words[r.randrange(len(words))] = r.choice(WORDS)
            kept[place][0] = " ".join(words)
        elif change == "remove":
            del kept[place]
        elif change == "gap":
            kept[place][1] = r.choice(GAPS)
        else:
            moved = kept.pop(place)
            kept.insert(r.randint(0, len(kept)), moved)
    after = "".join(one + gap for one, gap in kept)
    return after.rstrip() if r.random() < 0.3 else after
