"""H2 everywhere: each free text of the product goes through the guard, or says here why it does not."""

from __future__ import annotations

import importlib
import re
from html.parser import HTMLParser

import pytest
from sqlalchemy import select
from wtforms import Form, StringField, TextAreaField

from partage.config import ROOT
from partage.db import db
from partage.guard import Guarded
from partage.questions.models import Question
from partage.texts.models import Text
from partage.texts.states import REASONS
from partage.topics.models import Topic
from tests.factories import ask_question, publish_practice, submit_edit, trust

# « module.Form.field »: why the guard does not read it by itself
EXEMPT = {
    "accounts.SignInForm.email": "the person’s own address", "accounts.ForgottenForm.email": "the person’s own address",
    "accounts.NewEmailForm.email": "the person’s own address", "accounts.WelcomeForm.email": "the person’s own address",
    "accounts.JoinForm.email": "the person’s own address", "accounts.InvitationForm.email": "the address a colleague is invited at",
    "accounts.WelcomeForm.name": "the person’s own name", "accounts.ProfileForm.name": "the person’s own name",
    "accounts.JoinForm.name": "the person’s own name", "accounts.JoinForm.structure_name": "the name of a structure",
    "admin.StructureForm.name": "the name of a structure", "admin.StructureForm.town": "the name of a town",
    "admin.StructureForm.department": "a number among those of a list", "admin.TopicForm.name": "the name of a theme",
    "admin.SettingsForm.contact": "the address of a service, asked for", "admin.SettingsForm.publisher": "the name of a structure",
    "admin.SettingsForm.accessibility_rate": "a number", "admin.SettingsForm.instance_name": "the name of the service",
    "moderation.ErasureForm.passage": "quotes the very datum to erase, and keeps a digest of it only",
    "questions.WrittenForm.guard_reason": "read by guard.check with the text it is about",
    "questions.QuestionForm.guard_reason": "read by guard.check with the text it is about",
    "questions.AnswerForm.guard_reason": "read by guard.check with the text it is about",
    "questions.QuestionForm.title": "read by guard.check in questions/writes.py, from a page or an outbox",
    "questions.QuestionForm.body": "read by guard.check in questions/writes.py, from a page or an outbox",
    "questions.AnswerForm.body": "read by guard.check in questions/writes.py, from a page or an outbox",
    "wiki.PracticeForm.title": "read by guard.check in validate_body", "wiki.PracticeForm.summary": "read by guard.check in validate_body",
    "wiki.PracticeForm.body": "read by guard.check in validate_body", "wiki.PracticeForm.rest": "read by guard.check in validate_body",
    "wiki.PracticeForm.territory": "numbers of departments",
}  # fmt: skip
# « template: name of the box »: free texts written by hand in a template, and boxes that are none
BY_HAND = {
    "components/guard.html:guard_reason": "read by guard.check with the text it is about",
    "texts/remark.html:body": "read by guard.check in texts/writes.py", "texts/_comments.html:body": "read by guard.check in texts/writes.py",
    "wiki/_feedback.html:note": "read by guard.check in wiki/writes_freshness.py",
    "wiki/freshness_again.html:note": "read by guard.check in wiki/writes_freshness.py",
    "moderation/_report.html:note": "read by ReportForm", "questions/_answer_form.html:body": "a field of AnswerForm",
    "wiki/_filters.html:territoire": "a search: nothing is kept",
}  # fmt: skip
# templates that show a guarded field without the behaviour
BEHAVIOUR = re.compile(r'data-behaviour="[^"]*\bguard\b')
APART = {"wiki/_facets.html": "inside the form of wiki/form.html", "moderation/erasure.html": "the exempt passage of ErasureForm"}
WRITTEN = [(str(path.relative_to(ROOT / "templates")), path.read_text(encoding="utf-8")) for path in sorted((ROOT / "templates").rglob("*.html"))]


def free_texts() -> dict[str, type[Form]]:
    """« feature.Form.field » of each box to type in, with its form."""
    found = {}
    for path in sorted((ROOT / "partage").glob("*/forms*.py")):
        module = importlib.import_module(f"partage.{path.parent.name}.{path.stem}")
        forms = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, Form) and one.__module__ == module.__name__]
        forms += [module.settings_form()] if hasattr(module, "settings_form") else []
        for form in forms:
            for name in dir(form):
                field = getattr(form, name)
                kind = getattr(field, "field_class", None)
                if kind and (kind.__name__ == "EmailField" or kind in (StringField, TextAreaField)):
                    found[f"{path.parent.name}.{form.__name__}.{name}"] = field
    return found


def is_guarded(field) -> bool:
    validators = field.kwargs.get("validators") or (field.args[1] if len(field.args) > 1 else [])
    return any(isinstance(one, Guarded) for one in validators)


def test_each_free_text_of_a_form_is_guarded_or_says_why():
    fields = free_texts()
    assert len(fields) > 30
    assert [name for name, field in fields.items() if not is_guarded(field) and name not in EXEMPT] == []


def test_no_exemption_outlives_its_field():
    fields = free_texts()
    assert [name for name in EXEMPT if name not in fields or is_guarded(fields[name])] == []


class Boxes(HTMLParser):
    """The boxes a template writes by hand, and the forms that hold one."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        is_text = tag == "textarea" or (tag == "input" and given.get("type", "text") == "text")
        if is_text and "readonly" not in given and given.get("name"):
            self.names.append(given["name"])


def test_each_box_written_in_a_template_is_known():
    found = set()
    for template, written in WRITTEN:
        boxes = Boxes()
        boxes.feed(re.sub(r"\{#.*?#\}|\{%.*?%\}", "", written, flags=re.DOTALL))
        found |= {f"{template}:{name}" for name in boxes.names}
    assert found == set(BY_HAND)


def test_the_device_guards_each_form_the_server_guards():
    """A template with a guarded field carries the behaviour, so that the person sees it before she sends."""
    guarded = {name.rsplit(".", 1)[1] for name, field in free_texts().items() if is_guarded(field)}
    guarded |= {name.rsplit(":", 1)[1] for name in BY_HAND} - {"guard_reason", "territoire"}
    shown = re.compile(rf"field\(\w*form\.(?:{'|'.join(guarded)})\b|<textarea")
    without = [template for template, written in WRITTEN if shown.search(written) and not BEHAVIOUR.search(written)]
    assert set(without) == set(APART)


# What each of them does with a passage: shown, kept as typed, replaced by a button, let through with a reason

NOTE = "Mme Benali, 06 12 34 56 78"
REPLACED = "[nom], [téléphone]"


@pytest.fixture
def notes(cast, as_):
    """The free texts of staff and readers: {what: (who, address, name of the box, the rest of the form)}."""
    trust(cast.youssef, cast.nadia)
    practice, question = publish_practice(author_id=cast.youssef), ask_question(cast.nadia)
    reading = submit_edit(practice, cast.nadia, body="## Situation\n\nLe numéro a changé.")
    slug = db.session.scalar(select(Text.slug).filter_by(id=practice))
    asked = db.session.scalar(select(Text.slug).filter_by(id=question))
    here = db.session.get_one(Question, question).topic_id
    topic = db.session.scalar(select(Topic.slug).where(Topic.id != here))
    return {
        "report": (cast.nadia, "/moderation/signalements", "note", {"kind": "practice", "thing": practice, "reason": "inaccurate"}),
        "freshness": (cast.nadia, f"/pratiques/{slug}/fraicheur", "note", {"answer": "fix"}),
        "reading": (cast.ines, f"/revisions/{reading}/modification-demandee", "note", {"reason": next(iter(REASONS))}),
        "decision": (cast.ines, f"/moderation/textes/{practice}/decision", "note", {"action": "hide", "rule": "disrespect", "seen": 0}),
        "routing": (cast.ines, f"/entraide/{asked}/orientation", "why", {"topic": topic, "seen_topic": here}),
    }  # fmt: skip


@pytest.mark.parametrize("what", ["report", "freshness", "reading", "decision", "routing"])
def test_a_note_that_names_somebody_is_shown_and_kept(notes, as_, what):
    who, address, box, rest = notes[what]
    page = as_(who).post(address, data={**rest, box: NOTE})
    assert page.status_code == 422
    assert NOTE in page.text and "data-guard-panel" in page.text and "Remplacer par [téléphone]" in page.text.replace("\u00a0", " ")


@pytest.mark.parametrize("what", ["report", "freshness", "reading", "decision", "routing"])
def test_a_button_puts_what_it_was_in_its_place_without_sending(notes, as_, what):
    who, address, box, rest = notes[what]
    typed = {name: value for name, value in rest.items() if name not in ("action", "reason", "answer")}  # only the button pressed is sent
    page = as_(who).post(address, data={**typed, box: NOTE, "replace": "tout"})
    assert page.status_code == 422
    assert REPLACED in page.text and NOTE not in page.text


@pytest.mark.parametrize("what", ["report", "freshness", "reading", "decision", "routing"])
def test_a_note_leaves_with_a_reason(notes, as_, what):
    who, address, box, rest = notes[what]
    assert as_(who).post(address, data={**rest, box: NOTE, "guard_reason": "numéro public du foyer"}).status_code == 303


def test_a_presentation_may_give_a_number_of_ones_own_but_no_bank_account(cast, as_):
    profile = {"name": "Nadia Berger", "visibility": "members", "job": ""}
    assert as_(cast.nadia).post("/compte/profil", data={**profile, "presentation": "Joignez-moi au 06 12 34 56 78"}).status_code == 303
    refused = as_(cast.nadia).post("/compte/profil", data={**profile, "presentation": "FR76 3000 6000 0112 3456 7890 189"})
    assert "ne peut pas être publié" in refused.text.replace("\u00a0", " ")
