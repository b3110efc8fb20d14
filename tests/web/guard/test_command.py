"""`flask partage personal-data --jsonl`: the rules, measured from outside."""

import json

PHONE = "06 12 34 56 78"


def run(app, lines):
    return app.test_cli_runner().invoke(args=["partage", "personal-data", "--jsonl"], input=lines)


def test_each_line_is_answered_by_its_spans_and_nothing_else(app):
    result = run(app, json.dumps({"text": f"Appelez {PHONE}"}) + "\n" + json.dumps({"text": "Le 3949"}) + "\n")
    assert result.exit_code == 0
    assert [json.loads(line) for line in result.output.splitlines()] == [{"spans": [{"kind": "phone", "start": 8, "end": 22}]}, {"spans": []}]


def test_a_broken_line_is_said_in_french_and_fails_at_the_end(app):
    result = run(app, f"{PHONE}\n" + '{"text": "rien"}\n')
    assert result.exit_code == 1
    first, second = (json.loads(line) for line in result.output.splitlines())
    assert ("error" in first, second) == (True, {"spans": []})
    assert PHONE not in result.output
