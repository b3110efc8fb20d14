"""Lists inside lists and marks in any order, drawn at random: shapes are kept and no word is lost."""

from __future__ import annotations

import random
import re

from partage.markup import render
from tests.unit.test_markup_typed import outline

# Whatever the mixture

Tree = tuple[str, list[tuple[str, "Tree | None"]]]


def some_tree(chance: random.Random, depth: int = 0) -> Tree:
    """A list of points, some of which hold a list."""
    points = range(chance.randint(1, 3))
    words = [f"mot{chance.randrange(1_000_000)}" for _ in points]
    inside = [some_tree(chance, depth + 1) if depth < 3 and chance.random() < 0.4 else None for _ in points]
    return chance.choice(("ul", "ol")), list(zip(words, inside, strict=True))


def type_tree(chance: random.Random, tree: Tree, margin: int, columns: int, loose: float) -> list[str]:
    lines = []
    sign, bracket = chance.choice("-*•–"), chance.choice(".)")
    for number, (word, inside) in enumerate(tree[1], start=1):
        lines.append(" " * margin + (f"{number}{bracket} {word}" if tree[0] == "ol" else f"{sign} {word}"))
        if chance.random() < 0.15:
            lines.append(" " * (margin + chance.choice((0, 2, 3))) + "suite")
        if chance.random() < loose:
            lines.append("")
        if inside:
            lines += type_tree(chance, inside, margin + columns, columns, loose)
    return lines


def expected(tree: Tree) -> str:
    points = "".join(f"<li>{word}{expected(inside) if inside else ''}</li>" for word, inside in tree[1])
    return f"<{tree[0]}>{points}</{tree[0]}>"


def test_lists_keep_their_shape_whatever_their_signs_and_margins() -> None:
    for seed in range(250):
        chance = random.Random(seed)
        tree = some_tree(chance)
        typed = "\n".join(["Voici", *type_tree(chance, tree, 0, chance.choice((2, 3, 4)), chance.choice((0, 0, 0.3)))])
        page = re.sub("</?p>|<br>|suite", "", outline(typed + "\n\nFin"))
        assert page == f"Voici{expected(tree)}Fin", typed


MARKS = (
    "", "", "", "- ", "* ", "• ", "– ", "1. ", "2) ", "10. ", "> ", "> - ", "# ", "## ", "!!! note\n    ", ": ", "    ",
    "| a | b |\n|---|---|\n| c | ", "```\n", "- [ ] ", "~~~ x y\n", "---\n", "===\n", "-\n", "[^NUMBER]: ", "- ```\n",
    "https://x.fr/", "**",
)  # fmt: skip
ENDS = ("\n", "\n", "\n", "\n\n", "  \n", "\n```\n", "\n\n\n", "\n---\n")


def test_whatever_the_mixture_no_word_is_lost() -> None:
    for seed in range(400):
        chance = random.Random(seed)
        words = [f"mot{number}fin" for number in range(chance.randint(2, 14))]
        typed = ""
        for number, word in enumerate(words):
            margin = " " * chance.choice((0, 0, 0, 1, 2, 2, 3, 4, 4, 6, 8, 12))
            typed += margin + chance.choice(MARKS).replace("NUMBER", str(number)) + word + chance.choice(ENDS)
        plain = render(typed).plain
        assert [word for word in words if word not in plain] == [], typed
