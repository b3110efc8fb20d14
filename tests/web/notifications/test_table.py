"""Every event of the code is told to somebody, or says that it is not: a new one cannot be forgotten."""

from __future__ import annotations

import ast
import re

from partage.config import ROOT
from partage.notifications.told import BY_KEY, ROWS, SILENT, TABLE
from partage.texts.states import Decision

# names made while the program runs: what each can be
MADE = {
    "revision.{}": [f"revision.{one.value}" for one in Decision],
    "join_request.{}": ["join_request.approved", "join_request.declined"],
    "{}.created": ["topic.created", "structure.created"],
    "{}.archived": ["practice.archived", "question.archived", "topic.archived", "structure.archived"],
}
NAME = re.compile(r"[a-z_]+\.[a-z_]+")


def recorded() -> dict[str, str]:
    """{name: where} of every event the code records, by `record`, or by a method that takes the name."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "partage").rglob("*.py")):
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                given = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "event")]
                for value in given if called in ("record", "_tell", "set_password") else []:
                    for name in names(value, str(path)):
                        found[name] = f"{path.name}:{node.lineno}"
            elif isinstance(node, ast.arg | ast.Assign) or not isinstance(node, ast.FunctionDef):
                continue
            else:
                for value in [*node.args.defaults, *node.args.kw_defaults]:
                    if isinstance(value, ast.Constant) and NAME.fullmatch(str(value.value)):
                        found[str(value.value)] = f"{path.name}:{node.lineno}"
    return found


def names(value: ast.expr, where: str) -> list[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return [value.value] if NAME.fullmatch(value.value) else []
    if isinstance(value, ast.JoinedStr):
        pattern = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in value.values)
        assert pattern in MADE, f"{where}: say in MADE what {pattern} can be"
        return MADE[pattern]
    return []


def test_every_recorded_event_is_told_or_silent():
    found = recorded()
    assert len(found) > 60
    assert {name: where for name, where in found.items() if name not in TABLE and name not in SILENT} == {}


def test_no_event_is_both_told_and_silent():
    assert TABLE.keys() & SILENT == set()


def test_each_row_has_its_own_key_short_enough_to_store():
    shared = {"practice.orphans"}  # a closed account and an erased one leave the same work
    assert len(BY_KEY) == len(ROWS) - len(shared)
    assert all(len(key) <= 60 for key in BY_KEY)


def test_no_name_begins_another():
    """Subscriptions go by prefix: one event would be told twice."""
    assert not [(one, two) for one in TABLE for two in TABLE if one != two and two.startswith(one)]


def test_each_sentence_is_in_the_house_style():
    for row in ROWS:
        for sentence in filter(None, (row.titled, row.untitled, row.gone)):
            assert sentence[0].isupper() or sentence[0] in "«{", sentence
            assert sentence.endswith((".", "{first}")) and "'" not in sentence and "!" not in sentence, sentence
            assert set(re.findall(r"{(\w+)}", sentence)) <= {"by", "title", "topic", "first"}, sentence
        assert row.titled or row.untitled or row.gone, row.key
        assert "{title}" not in row.gone and "{by}" not in row.gone
