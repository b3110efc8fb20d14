"""The forms of the board: asking in under a minute, answering, sending a question to another theme."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from partage import markup
from partage.db import db
from partage.forms import FrenchForm
from partage.guard import Guarded
from partage.questions.states import Urgency
from partage.texts import rendering
from partage.topics.queries import open_topics

MAX_TITLE, MAX_BODY = 150, 10_000


class WrittenForm(FrenchForm):
    """What asking and answering share: the words, what they are about, and why a flagged passage stays."""

    text_id = HiddenField()
    base_id = HiddenField()
    client_id = HiddenField()
    guard_reason = StringField("Je garde ces passages parce que", [Length(max=200, message="Une phrase suffit.")])

    def validate_body(self, field: TextAreaField) -> None:
        body = markup.normalise(field.data or "")
        if len(body) > MAX_BODY:
            raise ValidationError("Ce texte est trop long : 10 000 signes au plus.")
        try:
            rendering.render(body)
        except markup.TextRefused as refusal:
            raise ValidationError(str(refusal)) from refusal


class QuestionForm(WrittenForm):
    topic = SelectField("Thème", [InputRequired("Choisissez le thème : ses experts verront la question.")])
    title = StringField("Votre question", [
        InputRequired("Écrivez la question en une phrase."),
        Length(max=MAX_TITLE, message="Cette phrase est trop longue : 150 signes au plus."),
    ])
    body = TextAreaField("La situation", [InputRequired("Décrivez la situation en quelques lignes, sans nom.")])
    urgency = RadioField("Pour quand", choices=[(one.value, one.label) for one in Urgency], default=Urgency.WEEK.value)
    hides_author = BooleanField("Ne pas montrer mon nom aux membres")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = db.session.scalars(open_topics()).all()
        self.topic.choices = [("", "Choisir un thème"), *((topic.slug, topic.name) for topic in topics)]


class AnswerForm(WrittenForm):
    question_id = HiddenField()
    body = TextAreaField("Votre réponse", [InputRequired("Écrivez votre réponse avant de l’envoyer.")])


class RouteForm(FrenchForm):
    topic = SelectField("Vers quel thème", [InputRequired("Choisissez un thème.")])
    why = StringField("Pourquoi, en une phrase", [
        InputRequired("Dites pourquoi : la personne qui a posé la question le lira."),
        Length(max=300, message="Une phrase suffit : 300 signes au plus."), Guarded(),
    ])
    seen_topic = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = db.session.scalars(open_topics()).all()
        self.topic.choices = [("", "Choisir un thème"), *((topic.slug, topic.name) for topic in topics)]
