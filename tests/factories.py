"""Things the tests need, made through the same verbs as the product."""

from __future__ import annotations

from typing import Any

from partage.db import db, writing
from partage.texts import rendering
from partage.texts.models import Revision
from partage.wiki.models import Practice
from tests.cast import person

BODY = """## Contexte

La personne n’a plus accès à sa messagerie.

## Étapes

1. La personne ouvre elle-même la page de connexion.
2. Elle lit à voix haute le lien « mot de passe oublié ».

## Points de vigilance

Ne jamais noter son mot de passe."""


def facets(**more: Any) -> dict[str, Any]:
    """The `fields` of a revision of a practice."""
    return {
        "kind": "bonne-pratique", "themes": ["acces-aux-droits"], "publics": ["tout-public"], "posture": "faire-avec",
        "territory": [], "licence": "Licence Ouverte 2.0", "sources": [], "is_public": False, **more,
    }  # fmt: skip


def write_revision(
    practice: Practice, author_id: int | None, *, title: str = "", body: str = BODY, base_id: int | None = None,
    fields: dict[str, Any] | None = None, summary: str = "Refaire un mot de passe avec la personne.",
) -> Revision:  # fmt: skip
    """A draft of `author_id` on a practice. Call inside writing()."""
    revision = Revision(text_id=practice.id, author_id=author_id, base_id=base_id)
    revision.write(title=title or practice.title, summary=summary, body=body, fields=fields or facets(), note="")
    db.session.add(revision)
    rendering.keep(body)
    db.session.flush()
    return revision


def publish_practice(
    slug: str = "retrouver-un-mot-de-passe", *, title: str = "Retrouver un mot de passe", author_id: int | None = None,
    body: str = BODY, fields: dict[str, Any] | None = None, quiet: bool = True,
) -> int:  # fmt: skip
    """A published practice; answers its id."""
    rendering.render(body)
    with writing():
        practice = Practice(slug=slug, title=title, author_id=author_id, owner_id=author_id)
        db.session.add(practice)
        db.session.flush()
        revision = write_revision(practice, author_id, title=title, body=body, fields=fields)
        revision.submit(by=None)
        revision.publish(by=None, quiet=quiet)
        number = practice.id
    return number


def submit_edit(text_id: int, author_id: int, *, body: str, base_id: int | None = None, **words: Any) -> int:
    """An edit of a published practice, waiting for a review; answers the revision's id."""
    from partage.texts.models import live_revision

    rendering.render(body)
    with writing():
        practice = db.session.get_one(Practice, text_id)
        live = live_revision(text_id)
        revision = write_revision(practice, author_id, body=body, base_id=base_id or (live.id if live else None), **words)
        revision.submit(by=None)
        number = revision.id
    return number


def form_of(**changes: Any) -> dict[str, Any]:
    """What the browser posts from the form of a practice, written freely."""
    return {
        "title": "Créer une adresse avec la personne", "summary": "Elle choisit, elle tape, elle garde.",
        "kind": "bonne-pratique", "themes": ["acces-aux-droits"], "licence": "Licence Ouverte 2.0", "posture": "faire-avec",
        "mode": "libre", "body": BODY, "client_id": "11111111-1111-4111-8111-111111111111", "action": "draft", **changes,
    }  # fmt: skip


def ask_question(
    author_id: int, *, topic: str = "acces-aux-droits", title: str = "Comment refaire une carte Vitale perdue ?",
    body: str = "La personne n’a plus sa carte et part demain.", urgency: str = "week", hides_author: bool = False,
) -> int:  # fmt: skip
    """A question asked through the same write as the pages; answers its id."""
    from partage.questions import writes

    content = writes.check_question(
        {"title": title, "body": body, "topic": topic, "urgency": urgency, "hides_author": hides_author}
    )
    with writing():
        return writes.ask(person(author_id), content).ids["text"]


def answer_question(question_id: int, author_id: int, *, body: str = "Elle peut télécharger une attestation.") -> int:
    """An answer through the same write as the pages; answers its id."""
    from partage.questions import writes

    content = writes.check_answer({"question_id": question_id, "body": body})
    with writing():
        return writes.answer(person(author_id), content).ids["answer"]


def trust(*people: int) -> None:
    """Give each two posts that were read, so that what she writes next is shown at once."""
    from partage.questions.models import Question
    from partage.topics.models import Topic

    with writing():
        topic = db.session.scalars(db.select(Topic.id)).first()
        for number in people:
            for place in range(2):
                words = Question(slug=f"ancienne-{number}-{place}", title="Ancienne question", author_id=number, topic_id=topic)
                db.session.add(words)
                db.session.flush()
                revision = Revision(text_id=words.id, author_id=number)
                revision.write(title=words.title, summary="", body="Ancienne.", fields={"themes": []}, note="")
                db.session.add(revision)
                db.session.flush()
                revision.post(by=None, quiet=True)
                words.archive(by=None)
