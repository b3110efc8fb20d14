"""The child that renders: killed, kept, replaced, never heavier nor wiser than it must be."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from partage import markup
from partage.markup import MAX_CHARACTERS, TextRefused, render
from tests.unit.test_markup_limits import GROWING, HOSTILE


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
