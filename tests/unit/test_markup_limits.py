"""A text that never ends, a child that dies: colleagues notice nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

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


def children() -> list[int]:
    return [child.process.pid for child in markup._pool().children if child.process]


@pytest.fixture
def fresh_pool() -> Iterator[None]:
    """No child is running yet."""
    for child in markup._pool().children:
        child.kill()
    yield


def test_a_killed_child_is_replaced(fresh_pool: None) -> None:
    assert render("un").plain == "un"
    (first,) = children()
    os.kill(first, 9)
    assert render("deux").plain == "deux"
    assert children() != [first]


def test_a_child_is_kept_from_one_text_to_the_next(fresh_pool: None) -> None:
    render("un")
    first = children()
    render("deux")
    assert children() == first


def test_the_child_of_a_large_process_is_kept_too(fresh_pool: None) -> None:
    """A started process inherits the peak of memory of the one that started it."""
    peak = bytearray(os.urandom(1 << 20) * 300)
    render("un")
    first = children()
    del peak
    render("deux")
    assert children() == first


def test_a_child_that_was_too_slow_is_gone(fresh_pool: None, monkeypatch: pytest.MonkeyPatch) -> None:
    render("un")
    monkeypatch.setattr(markup, "SECONDS", 0.5)
    (first,) = children()
    with pytest.raises(TextRefused):
        render(HOSTILE)
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    monkeypatch.undo()
    assert render("deux").plain == "deux"


def test_a_child_that_dies_at_its_task_refuses_the_text(fresh_pool: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def murder(process: subprocess.Popen[bytes], deadline: float) -> dict[str, object]:
        answer = read(process, deadline)
        if "html" in answer:
            process.kill()
            raise BrokenPipeError
        return answer

    read = markup._read
    monkeypatch.setattr(markup, "_read", murder)
    with pytest.raises(TextRefused):
        render("un")
    monkeypatch.undo()
    assert render("deux").plain == "deux"


def test_an_interrupted_reader_leaves_her_answer_to_nobody(fresh_pool: None, monkeypatch: pytest.MonkeyPatch) -> None:
    render("un")

    def interrupt(process: subprocess.Popen[bytes], deadline: float) -> dict[str, object]:
        raise KeyboardInterrupt

    monkeypatch.setattr(markup, "_read", interrupt)
    with pytest.raises(KeyboardInterrupt):
        render("secret")
    monkeypatch.undo()
    assert render("deux").plain == "deux"


def test_a_forked_process_has_children_of_its_own(fresh_pool: None) -> None:
    render("un")
    before = children()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            made = render("fils").plain == "fils" and not set(children()) & set(before)
            for child in markup._pool().children:
                child.kill()
            os.write(writing, b"1" if made else b"0")
        finally:
            os._exit(0)
    os.close(writing)
    assert os.read(reading, 1) == b"1"
    os.waitpid(pid, 0)
    os.close(reading)
    assert render("père").plain == "père" and children() == before


def test_a_child_does_not_outlive_its_parent(tmp_path: Path) -> None:
    code = (
        "import sys, os, signal, importlib.util as u; s = u.spec_from_file_location('markup', sys.argv[1]);"
        "m = u.module_from_spec(s); sys.modules['markup'] = m; s.loader.exec_module(m); m.render('x');"
        "print(m._pool().children[-1].process.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code, markup.__file__], capture_output=True, text=True, cwd=tmp_path)
    orphan = Path(f"/proc/{int(done.stdout)}")
    for _ in range(3_000):
        if not orphan.exists() or "\nState:\tZ" in (orphan / "status").read_text():
            return
        time.sleep(0.01)
    pytest.fail("the child is still there")


def test_the_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch, fresh_pool: None) -> None:
    monkeypatch.setenv("PARTAGE_SECRET_KEY", "très secret")
    render("un")
    (pid,) = children()
    assert "PARTAGE" not in Path(f"/proc/{pid}/environ").read_text()
    limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
    assert next(line for line in limits if line.startswith("Max address space")).split()[3] == str(512 * 1024 * 1024)
    assert next(line for line in limits if line.startswith("Max cpu time")).split()[3].isdigit()
    assert os.readlink(f"/proc/{pid}/cwd") == "/"


def test_a_child_is_lighter_than_the_application(fresh_pool: None) -> None:
    render("un")
    (pid,) = children()
    maps = Path(f"/proc/{pid}/maps").read_text()
    assert "nh3" in maps and "sqlalchemy" not in maps and "markupsafe" not in maps
    resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    assert resident < 50 * 1024 * 1024


def test_children_start_when_they_are_needed(fresh_pool: None) -> None:
    assert children() == [] and len(markup._pool().children) == markup.CHILDREN == 4
    together = threading.Barrier(2)

    def write(words: str) -> None:
        with markup._pool().child() as child:
            together.wait()
            child.ask({"text": words, "toc": False, "own_host": ""})

    people = [threading.Thread(target=write, args=(words,)) for words in ("un", "deux")]
    for person in people:
        person.start()
    for person in people:
        person.join(60)
    assert len(children()) == 2


def test_a_greedy_text_does_not_keep_its_memory(fresh_pool: None) -> None:
    with pytest.raises(TextRefused):
        render(GROWING["one long reference called often"][:MAX_CHARACTERS])
    assert render("un").plain == "un"
    (pid,) = children()
    resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    assert resident < 150 * 1024 * 1024
