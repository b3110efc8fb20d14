"""A text that never ends: colleagues notice nothing."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from partage import markup, markup_render
from partage.markup import MAX_CHARACTERS, TextRefused, normalise, render
from partage.markup_limits import TooMuch
from partage.markup_lines import Reader
from tests.unit.test_markup_hostile import dangers


def filled(pattern: str) -> str:
    return (pattern * (MAX_CHARACTERS // len(pattern) + 1))[:MAX_CHARACTERS]


def stairs(mark: str, depth: int, then: str = "") -> str:
    """Points inside points, each two columns further right, then lines that fill the text."""
    steps = "".join("  " * step + mark + "x\n" for step in range(depth))
    return (steps + filled(then))[:MAX_CHARACTERS] if then else steps[:MAX_CHARACTERS]


def nested(mark: str) -> str:
    return "".join("    " * depth + mark + "x\n" for depth in range(220))[:MAX_CHARACTERS]


# Each « ** » between words is compared with every « * » still open: five times SECONDS on a fast machine.
HOSTILE = ("*a " * 16_000 + "b**c " * 10_000)[:MAX_CHARACTERS]

GROWING = {
    "nested points": nested("- "),
    "nested numbers": nested("1. "),
    "nested loose points": nested("- ").replace("\n", "\n\n")[:MAX_CHARACTERS],
    "points on one line": filled("- ") + "a",
    "points and quotations": filled("> - > 1. "),
    "emphasis": filled("*a _b **c __d "),
    "unfinished emphasis": filled("**a *b"),
    "asterisks": "*" * 50_000 + "a" + "*" * 49_999,
    "four asterisks": filled("****"),
    "underscores": filled("_a"),
    "opening brackets": filled("[[[["),
    "paired brackets": "[" * 50_000 + "]" * 50_000,
    "unfinished links": filled("[a]("),
    "links": filled("[a](https://x.fr) "),
    "nested links": filled("[a [b](/c) "),
    "unfinished pictures": filled("![a]("),
    "references": "".join(f"[a{n}]: /x\n" for n in range(8_000)),
    "one long reference called often": "[a]: /x '" + "y" * 40_000 + "'\n\n" + "[a][a] " * 8_000,
    "a table of 1,000 columns": "|" + "a|" * 1_000 + "\n|" + "-|" * 1_000 + "\n" + ("|" + "b|" * 1_000 + "\n") * 45,
    "a wide table of empty lines": "|" + "a|" * 1_000 + "\n|" + "-|" * 1_000 + "\n" + "|\n" * 40_000,
    "a tall table": "a|b\n-|-\n" + "c|d\n" * 20_000,
    "10,000 titles": "## a\n\n" * 10_000,
    "underlined titles": filled("a\n=\n"),
    "hashes": filled("#a"),
    "nested quotations": filled(">"),
    "quotations": filled("> a\n\n"),
    "backticks": "".join("`" * n + " " for n in range(440)),
    "fences": filled("```\n"),
    "fences never closed": filled("```x\n"),
    "angle brackets": filled("<<<<"),
    "tags": filled("<a "),
    "comments": filled("<!--"),
    "CDATA": filled("<![CDATA["),
    "footnotes": "".join(f"[^{n}]: n\n" for n in range(4_000)) + "".join(f"[^{n}] " for n in range(4_000)),
    "one footnote called often": "[^1]: n\n\n" + "[^1] " * 15_000,
    "unfinished footnotes": filled("[^"),
    "definitions": filled("a\n: b\n"),
    "remarks": filled("!!! note\n"),
    "rules": filled("---\n"),
    "backslashes": filled("\\*"),
    "ampersands": filled("&"),
    "spaces": "a" + " " * 90_000 + "b",
    "spaces before signs": filled(" " * 500 + "a"),
    "tasks": filled("- [ ] a\n"),
    "accents": "a" + "\u0301\u0327" * 49_000,
    "one long word": filled("a"),
}

TYPED = {  # what people who never learnt Markdown may type
    "addresses": filled("https://a.fr "),
    "addresses side by side": filled("https://a.fr,"),
    "beginnings of addresses": filled("http://"),
    "brackets after an address": "https://a.fr/" + ")" * 99_000,
    "brackets in an address": "https://a.fr/" + "(" * 50_000 + ")" * 49_000,
    "signs after an address": "https://a.fr" + "." * 99_000,
    "www": filled("www.a."),
    "long names after www": filled("www." + "a" * 70),
    "lines": filled("a\n"),
    "points under sentences": filled("a\n- b\n"),
    "points two columns apart": stairs("- ", 310),
    "points two columns apart, then points": stairs("- ", 200, then="- y\n"),
    "points to the left and to the right": "".join("  " * (n % 40) + "- x\n" for n in range(3_000))[:MAX_CHARACTERS],
    "years": "- a\n" + filled("2026. b\n"),
    "remarks in remarks": stairs("!!! note ", 150),
    "remarks in remarks, then lines": stairs("!!! note ", 100, then="y\n"),
    "footnotes in footnotes": stairs("- [^1]: ", 200),
    "definitions in definitions": stairs(": ", 200),
    "fences with words": filled("```a b\n"),
    "fences that grow": "".join("`" * n + "\n" for n in range(3, 440)),
    "fences in points": filled("- ```\n  a\n  ```\n"),
    "quotations in quotations": "".join("> " * (n % 30) + "a\n" for n in range(3_000)),
    "heads of tables": filled("a|b\n-|-\n"),
    "a head of bars": "|" * 50_000 + "\n" + "|-" * 25_000,
    "bars under bars": filled("|\n"),
    "a rule of points": "- " * 50_000,
    "a deep margin": filled(" " * 300 + "- a\n"),
}

GROWING |= TYPED
REWRITTEN = TYPED | {  # these take the library a second without teaching more about it
    "points with signs": filled("• a\n"),
    "points without words": "- a\n" + filled("-\n"),
    "lines of emphasis": filled("*a*\n"),
    "points and numbers": filled("- a\n1. b\n"),
    "underlined points": filled("- a\n--\n"),
    "fences in quotations": filled("> ```\n> a\n> ```\n"),
    "addresses in emphasis": filled("*https://a.fr/_b_* "),
}


def outcome(name: str) -> list[str]:
    """What is wrong with the answer to a text at the limit: it must be a safe page or a refusal that helps."""
    try:
        return dangers(render(GROWING[name][:MAX_CHARACTERS]).html)
    except TextRefused as refusal:
        advice = "Ce texte est trop compliqué à mettre en forme. Simplifiez les listes ou tableaux imbriqués."
        return [] if str(refusal) == advice else [str(refusal)]


def test_a_text_at_the_limit_is_rendered_or_refused() -> None:
    with ThreadPoolExecutor(2) as together:  # no more than there are processors: the time of a text is everybody's time
        outcomes = dict(zip(GROWING, together.map(outcome, GROWING), strict=True))
    assert {name: wrong for name, wrong in outcomes.items() if wrong} == {}


@pytest.mark.parametrize("name", REWRITTEN)
def test_lines_rewritten_for_the_library_are_not_many_more(name: str) -> None:
    typed = normalise(REWRITTEN[name][:MAX_CHARACTERS]).split("\n")
    try:
        written = Reader(typed, store=lambda html: "").read()
    except TooMuch:
        return
    assert len(written) <= 4 * len(typed) + 4
    assert sum(map(len, written)) <= 4 * sum(map(len, typed)) + 4 * len(typed)


@pytest.mark.parametrize(
    "text",
    [
        "[^1]: n\n\n" + "[^1] " * 3_000, "[" * 5_000, "![a](" * 3_000, "[a](" * 3_000, "[^" * 4_000,
        "".join("`" * n + " " for n in range(440)),
        "[" * 3_000 + "]" * 3_000, "- > " * 40 + "a", stairs("- ", 40), stairs("!!! note ", 40),
        "|a" * 1_000 + "\n" + "|-" * 1_000 + "\n" + "|b\n" * 30,
    ],
)  # fmt: skip
def test_what_would_take_long_is_refused_before_it_begins(text: str) -> None:
    with pytest.raises(TooMuch):
        markup_render.render(text, toc=False, own_host="")


@pytest.mark.parametrize(
    "text",
    [
        "[CAF](https://caf.fr) `code` [^1] [x] (a) " * 2_000, "    " + "[`" * 20_000, "```\n" + "[`" * 20_000 + "\n```",
        "Un [ seul crochet " + "et des mots " * 8_000, "| a | b |\n|---|---|\n" + "| [c](/d) | `e` |\n" * 1_000,
    ],
)  # fmt: skip
def test_brackets_that_end_and_brackets_in_code_are_not_counted(text: str) -> None:
    assert markup_render.render(text, toc=False, own_host="")["plain"]


def test_a_text_of_two_million_signs_is_refused_with_advice() -> None:
    with pytest.raises(TextRefused) as refusal:
        render("a" * 2_000_000)
    assert str(refusal.value) == (
        "Ce texte compte 2\u202f000\u202f000 signes, la limite est 100\u202f000. Coupez-le en plusieurs fiches."
    )


def test_the_last_allowed_sign_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "SECONDS", 30.0)
    assert render(("mot " * MAX_CHARACTERS)[: MAX_CHARACTERS - 1] + "a").plain
    with pytest.raises(TextRefused):
        render("a" * (MAX_CHARACTERS + 1))


def test_an_honest_text_of_a_hundred_thousand_signs_is_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "SECONDS", 30.0)  # it takes 0.2 s, unless the machine is busy with other tests
    sentence = "Une *phrase* et un [lien](https://exemple.fr) : elle dit **peu**, mais elle le dit bien, et en entier. "
    step = "## Étape\n\n" + sentence * 6 + "\n\n- un\n- deux\n\n"
    assert len(render((step * 200)[:99_000]).headings) > 100


def test_a_hostile_text_does_not_make_colleagues_wait_for_it() -> None:
    started, refused = threading.Event(), []

    def attack() -> None:
        started.set()
        try:
            render(HOSTILE)
        except TextRefused as refusal:
            refused.append(refusal)

    attacker = threading.Thread(target=attack)
    attacker.start()
    started.wait()
    answers: list[str] = []
    colleagues = [threading.Thread(target=lambda n=n: answers.append(render(f"Bonjour {n}").plain)) for n in range(8)]
    for colleague in colleagues:
        colleague.start()
    for colleague in colleagues:
        colleague.join(60)
    assert sorted(answers) == [f"Bonjour {n}" for n in range(8)]
    attacker.join(60)
    assert refused


def test_everybody_gets_her_own_text_back() -> None:
    wrong: list[str] = []

    def write(person: int) -> None:
        for page in range(40):
            words = f"Page {page} de {person} " + "mot " * (person * 50)
            if render(words).plain != words.strip():
                wrong.append(words)

    people = [threading.Thread(target=write, args=(person,)) for person in range(8)]
    for person in people:
        person.start()
    for person in people:
        person.join(120)
    assert wrong == [] and not any(person.is_alive() for person in people)


def test_those_who_wait_are_served_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = markup._Pool()
    held = [pool._take() for _ in range(markup.CHILDREN)]
    served: list[int] = []
    waiting = []
    for number in range(4):
        waiting.append(threading.Thread(target=lambda n=number: (pool._take(), served.append(n))))
        waiting[-1].start()
        while len(pool.waiting) <= number:
            time.sleep(0.001)
    for number in range(4):
        pool._give(held[0])
        waiting[number].join(60)
    assert served == [0, 1, 2, 3]
