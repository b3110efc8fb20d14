"""H2, the personal-data guard in Python. `tests/browser/test_shared_rules.py` runs the same vectors in Chromium."""

from __future__ import annotations

import json
import logging
import random
import re

import pytest

from partage import guard
from partage.kinds import Invalid
from partage.shared_rules import data, personal_data, personal_data_lines, personal_data_names
from partage.shared_rules.personal_data import KINDS, RULES, find
from partage.shared_rules.personal_data_page import Page
from partage.shared_rules.personal_data_words import expanded
from tests.unit import marked

PHONE, NIR, IBAN = "06 12 34 56 78", "1 85 05 78 006 084 91", "FR76 3000 6000 0112 3456 7890 189"
DATA = data.load("personal_data")


def spans(text):
    return [list(span) for span in find(text)]


def test_each_passage_of_the_vectors_is_found_where_it_stands():
    found = marked.read("found")
    assert len({text for text, _ in found}) >= 300
    assert [(text, spans(text)) for text, expected in found if spans(text) != expected] == []


def test_what_only_looks_like_personal_data_is_left_alone():
    alone = marked.read("left alone")
    assert len({text for text, _ in alone}) >= 300
    assert [(text, spans(text)) for text, _ in alone if spans(text)] == []


def test_each_kind_has_many_vectors():
    kinds = [kind for _, expected in marked.read("found") for kind, _, _ in expected]
    assert {kind: kinds.count(kind) for kind in KINDS if kinds.count(kind) < 15} == {}


def test_positions_count_code_points():
    assert spans("😀😀 " + PHONE) == [["phone", 3, 17]]


@pytest.mark.parametrize("blank", ["\u00a0", "\u202f", "\u2009", "\u2007", "\u3000", "\t"])
def test_no_blank_hides_a_number(blank):
    for kind, passage in (("phone", PHONE), ("nir", NIR), ("iban", IBAN)):
        text = f"Voici {passage.replace(' ', blank)}, merci"
        assert spans(text) == [[kind, 6, 6 + len(passage)]], repr(blank)


@pytest.mark.parametrize("hidden", ["\u00ad", "\u200b", "\u2060", "\ufeff", "\u200d"])
def test_a_sign_nobody_sees_hides_nothing(hidden):
    text = PHONE.replace(" 34", f"{hidden} 34")
    assert spans(text) == [["phone", 0, len(text)]]


def test_a_social_security_number_needs_its_key():
    assert [kind for kind, _, _ in spans(f"Numéro {NIR}")] == ["nir"]
    assert [kind for kind, _, _ in spans(f"Numéro {NIR[:-1]}2")] == []


def test_an_iban_needs_its_key_and_its_length():
    assert [kind for kind, _, _ in spans(f"Voici {IBAN}")] == ["iban"]
    assert spans(f"Voici {IBAN[:-1]}8") == []
    assert spans("Voici FR76 3000 6000 0112 3456 7890") == []


def test_no_pattern_repeats_without_a_bound():
    """What backtracks without a bound is what a hostile text makes slow. `*`, `+` and `{3,}` are all there is to it."""
    written = [rule.pattern.pattern for rule in RULES] + [expanded(pattern) for pattern in DATA["contexts"].values()]
    for pattern in written:
        outside = re.sub(r"\\.", "a", pattern)  # escaped signs
        outside = re.sub(r"\[[^\]]*\]", "a", outside)  # classes
        assert not re.search(r"[*+]|\{\d*,\}", outside), pattern


def test_first_names_are_listed_as_they_sound():
    assert [name for name in DATA["lists"]["strong"].split() if personal_data_names._sound(name) != name] == []


def test_patterns_hold_no_group_but_the_two_the_interpreters_read():
    for rule in RULES:
        assert rule.pattern.groups == 2, rule.pattern.pattern


def test_the_starts_of_a_rule_are_all_its_pattern_can_begin_with():
    """A rule is tried only at its `starts`: a pattern that could begin otherwise would miss something, silently."""
    texts = [text for part in ("found", "left alone") for text, _ in marked.read(part)] + random_texts(random.Random(6), 500)
    for text in texts:
        plain = personal_data.plain_text(text)[0]
        page = Page(plain, plain.lower())
        for rule in RULES:
            tried = [match.span() for match in personal_data.matches(rule, page)]
            anywhere = [match.span() for match in rule.pattern.finditer(page.low if rule.folded else page.plain)]
            assert tried in (anywhere, []) if rule.gate else tried == anywhere, (rule.pattern.pattern, text)


def test_hostile_texts_come_back():
    for piece in ("0", "06 ", "a", "A", "Aa ", "é", "1 ", "a@", "a.", "@", "né le ", "dossier ", "dossier n° ", "rue ", "12 rue ", "Mme ",
                  "FR76", "FR76 ", "siret ", "zéro six ", "+", "+1 ", "(", "caf ", "d'", "A.", "Jean ", "Jean-", "\u00ad", "\ud800", "\n"):  # fmt: skip
        whole = (piece * 100_000)[:100_000]
        for span in find(whole):
            assert 0 <= span.start < span.end <= len(whole)


def test_passages_never_overlap_whatever_the_text():
    r = random.Random(5)
    for text in random_texts(r, 1000):
        end = 0
        for span in find(text):
            assert end <= span.start < span.end <= len(text)
            end = span.end


def random_texts(r: random.Random, count: int) -> list[str]:
    """Pieces of what the rules look at, thrown together."""
    pieces = ["06 12 34 56 78", "0", "6", " ", " ", ".", ",", "@", "gmail.com", "karim", "Karim", "Mme", "M.", "Benali", "le", "né le", "12/03/1987",
              "n°", "dossier", "CAF", "allocataire", "1234567", "rue", "12", "des Lilas", "48000", "Mende", "FR76", "30006", "1 85 05 78 006 084 91",
              "\u00a0", "\u00ad", "😀", "é", "\u0301", "’", "-", "+33", "(", ")", "ans", "J’ai reçu", "m’a dit", "\n", "\ud800", "ß", "İ", "𝟔", "Ａ",
              "lycée", "d’", "siret", "art.", "L. 114-17", "secu", "zéro six", "arobase"]  # fmt: skip
    return ["".join(r.choice(pieces) + r.choice(["", "", " "]) for _ in range(r.randint(0, 30))) for _ in range(count)]


# The server's side


def test_nadia_is_told_what_to_replace():
    with pytest.raises(Invalid) as refused:
        guard.check({"title": "Un logement", "body": f"Appelez {PHONE}"})
    assert refused.value.errors == {
        "body": ["Ce texte semble contenir un numéro de téléphone. Mettez [téléphone] à la place, ou dites pourquoi vous gardez ce passage."]
    }


def test_a_reason_lets_a_telephone_through():
    guard.check({"body": f"Appelez {PHONE}"}, reason="numéro du foyer, public")


@pytest.mark.parametrize("reason", ["", "   ", "...", "1234"])
def test_a_reason_says_something(reason):
    with pytest.raises(Invalid):
        guard.check({"body": f"Appelez {PHONE}"}, reason=reason)


@pytest.mark.parametrize("number", [NIR, IBAN])
def test_no_reason_lets_a_number_of_the_state_or_of_a_bank_through(number):
    with pytest.raises(Invalid) as refused:
        guard.check({"body": f"Voici {number}"}, reason="numéro du foyer, public")
    assert "Retirez-le : il ne peut pas être publié." in refused.value.errors["body"][0]


def test_the_reason_may_not_repeat_the_passage():
    with pytest.raises(Invalid) as refused:
        guard.check({"body": "Rien"}, reason=f"c’est le {PHONE}")
    assert list(refused.value.errors) == ["guard_reason"]


def test_a_text_without_personal_data_passes():
    guard.check({"title": "Le 3949 ne répond pas", "body": "Que faire ?", "empty": ""})


def test_the_passage_is_neither_in_the_refusal_nor_in_the_log(caplog):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(Invalid) as refused:
        guard.check({"body": f"{PHONE} {NIR} karim@gmail.com"})
    shown = repr(guard.found(f"{PHONE} {NIR}"))
    for written in (str(refused.value), repr(refused.value), shown, caplog.text):
        assert "06 12" not in written
        assert "1 85" not in written
        assert "karim" not in written


def test_replacing_one_passage_leaves_the_others():
    text = f"Appelez {PHONE} ou karim@gmail.com"
    phone = guard.found(text)[0]
    values = guard.replaced({"title": "Bonjour", "body": text}, f"body:{phone.start}:{phone.end}")
    assert values == {"title": "Bonjour", "body": "Appelez [téléphone] ou karim@gmail.com"}


def test_replacing_everything_leaves_nothing():
    values = guard.replaced({"title": "Mme Benali", "body": f"Appelez {PHONE}, {NIR}"}, "tout")
    assert values == {"title": "[nom]", "body": "Appelez [téléphone], [numéro de Sécurité sociale]"}
    assert guard.report(values) == {}


@pytest.mark.parametrize("gesture", ["", ":", "::", "body", "body:1", "body:0:5", "body:a:b", "other:8:22", "body:8:22:1"])
def test_a_gesture_about_another_text_changes_nothing(gesture):
    values = {"body": f"Appelez {PHONE}"}
    assert guard.replaced(values, gesture) == values


def test_a_passage_is_shown_with_the_words_around():
    (one,) = guard.found(f"Le soir, appelez {PHONE} avant 20 h")
    assert (one.before, one.text, one.after) == ("Le soir, appelez ", PHONE, " avant 20 h")
    assert (one.label, one.replacement, one.is_blocking) == ("un numéro de téléphone", "[téléphone]", False)


def test_in_a_practice_a_telephone_may_be_that_of_an_organisation():
    phone, name = guard.hints(f"Voir au {PHONE} avec Mme Benali")
    assert (phone.is_contact, name.is_contact) == (True, False)


# Lines of JSON


def test_each_line_has_its_answer():
    lines = [json.dumps({"text": f"é {PHONE}"}).encode(), b'{"text": "rien"}\n']
    assert list(personal_data_lines.answers(lines)) == [{"spans": [{"kind": "phone", "start": 2, "end": 16}]}, {"spans": []}]


@pytest.mark.parametrize("line", [b"06 12 34 56 78", b"", b"[]", b'{"texte": ""}', b'{"text": 612345678}', b"\xff", b"[" * 100_000])
def test_a_line_that_cannot_be_read_is_said_and_not_repeated(line):
    (answer,) = personal_data_lines.answers([line])
    assert answer == {"error": personal_data_lines.UNREADABLE}
