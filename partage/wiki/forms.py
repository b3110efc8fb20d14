"""The form of a practice: guided (one box per heading) or free, the same fields, the same Markdown."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from sqlalchemy import select
from wtforms import (
    BooleanField,
    FieldList,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from partage import clock, guard, markup
from partage.db import db
from partage.forms import FrenchForm
from partage.kinds import Invalid
from partage.texts import rendering
from partage.topics.models import Topic
from partage.wiki import parts
from partage.wiki.vocabulary import DEPARTMENTS, LICENCES, POSTURES, PRACTICE_KINDS, PUBLICS

MAX_BODY = markup.MAX_CHARACTERS
MAX_SOURCES = 20
URL = re.compile(r"https?://\S+")
DAY = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")


class Checkboxes(SelectMultipleField):
    """Several choices, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        """A theme may be archived while a text is written, or waits on a phone."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError("Un de ces choix n’est plus proposé. Choisissez à nouveau.") from None


class NeededToSubmit:
    """What a draft may lack, not a text sent to be read."""

    field_flags = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: PracticeForm, field: Any) -> None:
        if form.is_whole and not (field.data or "").strip():
            raise StopValidation(self.message)


class PracticeForm(FrenchForm):
    """What a person writes of a practice. `body` is what is kept; `boxes` and `rest` only show it cut by headings."""

    title = StringField("Titre", [
        InputRequired("Donnez un titre à la fiche."),
        Length(max=120, message="Ce titre est trop long : 120 signes au plus."),
    ])
    summary = TextAreaField("En une ou deux phrases", [
        NeededToSubmit("Dites en une ou deux phrases à quoi sert la fiche."),
        Length(max=300, message="Ce résumé est trop long : 300 signes au plus."),
    ])
    kind = RadioField(
        "Genre de fiche", choices=[(key, kind.label) for key, kind in PRACTICE_KINDS.items()], default="bonne-pratique"
    )
    themes = Checkboxes("Thèmes", coerce=str)
    publics = Checkboxes("Public visé", choices=list(PUBLICS.items()))
    posture = SelectField("Posture", choices=[("", "Sans objet"), *POSTURES.items()])
    territory = StringField("Territoire", [
        Length(max=200, message="Indiquez moins de départements, ou laissez vide pour tout le pays."),
    ])
    licence = SelectField("Licence", choices=[(name, name) for name in LICENCES])
    sources = TextAreaField("Sources", [
        Length(max=4000, message="Cette liste de sources est trop longue : 4 000 signes au plus."), guard.Guarded(hint=True),
    ])
    is_public = BooleanField("Montrer aussi aux visiteurs sans compte")
    note = StringField("Ce qui change, en une phrase", [
        Optional(), Length(max=200, message="Une phrase suffit : 200 signes au plus."), guard.Guarded(hint=True),
    ])
    mode = HiddenField(default="guide")
    body = TextAreaField("Texte")
    boxes = FieldList(TextAreaField(), min_entries=0, max_entries=8)
    rest = TextAreaField("Autres parties")
    text_id = HiddenField()
    base_id = HiddenField()
    client_id = HiddenField()

    is_whole = True  # false for a draft: a title is enough to keep it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = db.session.execute(
            select(Topic.slug, Topic.name).where(Topic.archived_at.is_(None)).order_by(Topic.position, Topic.name)
        )
        self.themes.choices = [(slug, name) for slug, name in topics]

    def full_body(self) -> str:
        """The Markdown, whichever way it was written."""
        if self.mode.data == "guide":
            return markup.normalise(parts.join([box or "" for box in self.boxes.data], self.rest.data or "", self._kind()))
        return markup.normalise(self.body.data or "")

    def show(self, body: str) -> None:
        """Fill the boxes and the free text with `body`."""
        self.body.data = body
        boxes, self.rest.data = parts.split(body, self._kind())
        while self.boxes.entries:
            self.boxes.pop_entry()
        for text in boxes:
            self.boxes.append_entry(text)

    def _kind(self) -> str:
        return self.kind.data if self.kind.data in PRACTICE_KINDS else "bonne-pratique"

    def validate_themes(self, field: Checkboxes) -> None:
        if self.is_whole and not field.data:
            raise ValidationError("Choisissez au moins un thème.")
        if len(field.data or []) > 3:
            raise ValidationError("Choisissez 3 thèmes au plus.")

    def validate_territory(self, field: StringField) -> None:
        unknown = [code for code in territory_codes(field.data) if code not in DEPARTMENTS]
        if unknown:
            raise ValidationError(f"« {unknown[0]} » n’est pas un numéro de département. Exemple : 48, 2A, 974.")

    def validate_sources(self, field: TextAreaField) -> None:
        if len((field.data or "").splitlines()) > MAX_SOURCES:
            raise ValidationError(f"Indiquez {MAX_SOURCES} sources au plus, une par ligne.")

    def validate_body(self, field: TextAreaField) -> None:
        body = self.full_body()
        if self.is_whole and not body.strip():
            raise ValidationError("Écrivez au moins une partie de la fiche.")
        try:
            rendering.render(body)
            # contacts of organisations are wanted here: only what can never be published is refused
            guard.check({"title": self.title.data or "", "summary": self.summary.data or "", "body": body}, reason="fiche")
        except markup.TextRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        except Invalid as refusal:
            raise ValidationError(next(iter(refusal.errors.values()))[0]) from refusal

    def fields_of_revision(self) -> dict[str, Any]:
        """What `Revision.fields` holds for a practice."""
        return {
            "kind": self._kind(), "themes": self.themes.data or [], "publics": self.publics.data or [],
            "posture": self.posture.data or "", "territory": territory_codes(self.territory.data),
            "licence": self.licence.data, "sources": parse_sources(self.sources.data or ""),
            "is_public": bool(self.is_public.data),
        }  # fmt: skip


def territory_codes(typed: str | None) -> list[str]:
    """« 48, 2a » → ["48", "2A"]."""
    return sorted({code.upper().zfill(2) for code in re.split(r"[\s,;]+", typed or "") if code})


def parse_sources(typed: str) -> list[dict[str, Any]]:
    """One source a line: words, an address if there is one, the day it was consulted (today when none is given)."""
    sources = []
    for line in filter(None, (line.strip() for line in typed.splitlines())):
        address, day = URL.search(line), DAY.search(line)
        title = DAY.sub("", URL.sub("", line))
        title = re.sub(r"(?i)[,;(]?\s*consultée?s? le\s*[,;)]?\s*$", "", title).strip(" ,;–—()-")
        sources.append({
            "title": title or (address.group() if address else line),
            "url": address.group().rstrip(".,;)") if address else "",
            "consulted": _iso(day) or clock.today().isoformat(),
        })  # fmt: skip
    return sources


def show_sources(sources: list[dict[str, Any]]) -> str:
    """The lines `parse_sources` reads."""
    lines = []
    for source in sources:
        year, month, day = str(source.get("consulted") or clock.today().isoformat()).split("-")
        pieces = [source["title"], source.get("url", ""), f"consultée le {day}/{month}/{year}"]
        lines.append(", ".join(piece for piece in pieces if piece))
    return "\n".join(lines)


def _iso(found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return ""
