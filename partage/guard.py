"""Keeps what designates a beneficiary out of what is published: what a form shows, replaces and refuses.

What is found is never logged, nor put in an exception: the sentences name the kind of a passage, not the passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import has_request_context, request
from wtforms.validators import ValidationError

from partage.kinds import Invalid
from partage.shared_rules import personal_data
from partage.shared_rules.personal_data import Span

REASON = "guard_reason"  # the field « Je garde ces passages parce que »
REASON_LENGTH = 200
GESTURE = "replace"  # the button « Remplacer », without script
EVERYTHING = "tout"
CONTACTS = frozenset({"phone", "email", "address"})  # wanted in a practice or a structure, when an organisation's
_AROUND = 40  # code points shown on either side of a passage


@dataclass(frozen=True)
class Passage:
    """A passage of a text that may designate a person. `start` and `end` count code points."""

    kind: str
    label: str
    start: int
    end: int
    replacement: str
    is_blocking: bool
    is_contact: bool = False
    before: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    after: str = field(default="", repr=False)


def found(text: str) -> list[Passage]:
    """What to show of a question or an answer, passage by passage."""
    return [_passage(text, span) for span in personal_data.find(text)]


def hints(text: str) -> list[Passage]:
    """The same for a practice or a structure, where `is_contact` asks « contact d’un organisme ? » and refuses nothing."""
    return [_passage(text, span, is_contact=span.kind in CONTACTS) for span in personal_data.find(text)]


def report(values: Mapping[str, str]) -> dict[str, list[Passage]]:
    """The passages of several fields, without the fields that have none."""
    return {name: passages for name, text in values.items() if (passages := found(text or ""))}


def check(values: Mapping[str, str], *, reason: str = "") -> None:
    """Raise Invalid when a field holds personal data. With a reason, only what can never be published stops it."""
    errors = {name: _sentences(text or "", reason) for name, text in values.items()}
    if reason and personal_data.find(reason):
        errors[REASON] = ["Dites pourquoi sans recopier le passage."]
    errors = {name: sentences for name, sentences in errors.items() if sentences}
    if errors:
        raise Invalid(errors)


def replace(text: str, spans: Iterable[Span | Passage]) -> str:
    """The text where each passage gives way to what it was: « [téléphone] »."""
    for span in sorted(spans, key=lambda span: span.start, reverse=True):
        text = text[: span.start] + personal_data.KINDS[span.kind][1] + text[span.end :]
    return text


def replaced(values: Mapping[str, str], gesture: str) -> dict[str, str]:
    """The fields after the button « Remplacer »: `gesture` is « field:start:end », or « tout ».

    The passage is looked for again: a text that changed since the page was shown is left as it is.
    """
    if gesture == EVERYTHING:
        return {name: replace(text, personal_data.find(text)) for name, text in values.items()}
    name, place = gesture.rsplit(":", 2)[0], gesture.rsplit(":", 2)[1:]
    kept = dict(values)
    if name in kept:
        spans = [span for span in personal_data.find(kept[name]) if place == [str(span.start), str(span.end)]]
        kept[name] = replace(kept[name], spans)
    return kept


class Guarded:
    """A field of a form that the guard reads: a validator. With `hint`, only what can never be published stops it.

    Without script, the buttons of the panel come through here too: the passage gives way, and the form is shown again.
    """

    def __init__(self, *, hint: bool = False) -> None:
        self.hint = hint

    def __call__(self, form: Any, typed: Any) -> None:
        before, sent = typed.data or "", request.form if has_request_context() else {}
        if GESTURE in sent:
            typed.data = replaced({typed.name: before}, sent[GESTURE])[typed.name]
        reason = sent.get(REASON, "")
        try:
            check({typed.name: typed.data or ""}, reason="organisme" if self.hint else reason)
        except Invalid as refusal:
            _show(form, typed, reason)
            raise ValidationError(" ".join(line for lines in refusal.errors.values() for line in lines)) from refusal
        if (typed.data or "") != before:
            raise ValidationError("Le passage est remplacé. Relisez, puis envoyez.")


def _show(form: Any, typed: Any, reason: str) -> None:
    """One panel for the whole form, under its first field that needs it: `components/field.html` shows it."""
    if not hasattr(form, "guarded"):
        form.guarded = typed.guarded = {"report": {}, "labels": {}, "reason": reason}
    form.guarded["report"][typed.name] = found(typed.data or "")
    form.guarded["labels"][typed.name] = typed.label.text


def _sentences(text: str, reason: str) -> list[str]:
    kinds = dict.fromkeys(span.kind for span in personal_data.find(text))
    return [_sentence(kind) for kind in kinds if kind in personal_data.BLOCKING or not _says_something(reason)]


def _sentence(kind: str) -> str:
    label, replacement = personal_data.KINDS[kind]
    if kind in personal_data.BLOCKING:
        return f"Ce texte contient {label}. Retirez-le : il ne peut pas être publié."
    return f"Ce texte semble contenir {label}. Mettez {replacement} à la place, ou dites pourquoi vous gardez ce passage."


def _says_something(reason: str) -> bool:
    return any(len(word) > 1 and word.isalpha() for word in reason.split())


def _passage(text: str, span: Span, *, is_contact: bool = False) -> Passage:
    label, replacement = personal_data.KINDS[span.kind]
    return Passage(
        span.kind, label, span.start, span.end, replacement, span.kind in personal_data.BLOCKING, is_contact,
        before=text[max(0, span.start - _AROUND) : span.start], text=text[span.start : span.end],
        after=text[span.end : span.end + _AROUND],
    )  # fmt: skip
