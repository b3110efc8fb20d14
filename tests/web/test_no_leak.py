"""Nothing that members may not read leaves by any channel: every kind, in every state before it, by every address.

A kind without a maker here fails the test, and so does a new address: all those of the URL map are opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import url_for
from sqlalchemy import select

from partage import kinds
from partage.accounts.models import User
from partage.db import db, writing
from partage.mail import Mail
from partage.questions.models import Answer, Question
from partage.texts.models import Comment, Revision, Text
from partage.wiki.models import Practice
from tests.cast import person
from tests.factories import answer_question, ask_question, publish_practice, trust, write_revision

SECRET = "pamplemousse"
TITLE = f"Titre {SECRET} au guichet"
BODY = f"Le {SECRET} est au guichet."


def practice(cast: Any) -> int:
    """A practice nobody read yet."""
    with writing():
        thing = Practice(slug=f"titre-{SECRET}", title=TITLE, author_id=cast.nadia, owner_id=cast.nadia)
        db.session.add(thing)
        db.session.flush()
        write_revision(thing, cast.nadia, title=TITLE, body=BODY, summary=BODY)
        return thing.id


def question(cast: Any) -> int:
    return ask_question(cast.nadia, title=TITLE, body=BODY)


def answer(cast: Any) -> int:
    return answer_question(ask_question(cast.ines, title="Question de la modération ?"), cast.nadia, body=BODY)


def submitted(thing: Any, _cast: Any) -> None:
    for revision in db.session.scalars(select(Revision).filter_by(text_id=thing.id)):
        if revision.submitted_at is None:
            revision.submit(by=person(_cast.nadia))


def hidden(thing: Any, cast: Any) -> None:
    published(thing, cast)
    thing.hide(by=person(cast.ines))


def archived(thing: Any, cast: Any) -> None:
    published(thing, cast)
    thing.archive(by=person(cast.ines))


def published(thing: Any, cast: Any) -> None:
    submitted(thing, cast)
    for revision in db.session.scalars(select(Revision).filter_by(text_id=thing.id)):
        revision.publish(by=person(cast.claire))


MAKERS = {"practice": practice, "question": question, "answer": answer}
STATES = {"submitted": submitted, "hidden": hidden, "archived": archived}


@pytest.fixture
def texts_of_readers(app, cast):
    """Whoever reads has posts of hers that were read, favourites and a search behind her: every page has content."""
    trust(cast.youssef)
    publish_practice()
    return cast


def every_address(app: Any, thing: Text) -> Iterator[str]:
    """Each address that answers to GET, its variable part filled with what names the thing."""
    revisions = [str(number) for number in db.session.scalars(select(Revision.id).filter_by(text_id=thing.id))]
    slugs = [thing.slug]
    if isinstance(thing, Answer):
        slugs.append(db.session.get_one(Question, thing.question_id).slug)
    numbers = [str(thing.id), *revisions]
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" not in rule.methods or rule.endpoint in ("accounts.sign_out", "files.show"):
                continue
            for slug in slugs if "slug" in rule.arguments else [""]:
                for number in numbers if rule.arguments - {"slug"} else ["0"]:
                    values = {name: slug if name == "slug" else number for name in rule.arguments}
                    yield url_for(rule.endpoint, **values)
    for asked in ("guichet", SECRET, "titre"):
        yield f"/recherche?q={asked}"
        yield f"/api/suggestions?q={asked}"
    yield f"/textes/{thing.id}/comparaison?de=1&a=1"
    yield "/api/copie?apres=0"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", [*MAKERS])
def test_what_members_may_not_read_is_at_no_address(app, texts_of_readers, as_, kind, state):
    cast = texts_of_readers
    number = MAKERS[kind](cast)
    with writing():
        STATES[state](db.session.get_one(Text, number), cast)
    thing = db.session.get_one(Text, number)
    addresses = list(every_address(app, thing))
    assert len(addresses) > 60
    for client in (as_(cast.youssef), app.test_client()):
        for asked in ("guichet", SECRET, "titre"):
            assert SECRET not in client.post("/api/ressemblances", data={"titre": asked, "texte": asked}).text
        for address in addresses:
            told = client.get(address)
            if address.startswith("/recherche") or "q=" in address:
                assert BODY not in told.text and TITLE not in told.text, address  # what was typed is shown again
            else:
                assert SECRET not in told.text.replace(thing.slug, ""), address


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", [*MAKERS])
def test_nor_does_it_leave_by_search_copy_mail_or_programme_even_for_those_who_may_read_it(
    app, texts_of_readers, as_, kind, state
):
    cast = texts_of_readers
    number = MAKERS[kind](cast)
    with writing():
        STATES[state](db.session.get_one(Text, number), cast)
    for reader in (cast.claire, cast.ines, cast.paul, cast.youssef):
        client = as_(reader)
        for address in ("/api/copie?apres=0", "/api/suggestions?q=guichet"):
            assert SECRET not in client.get(address).text, (reader, address)
        assert SECRET not in client.post("/api/ressemblances", data={"titre": "guichet", "texte": "guichet"}).text
        assert BODY not in client.get("/recherche?q=guichet").text
    for mail in db.session.scalars(select(Mail)):
        assert SECRET not in mail.subject + mail.body
    for user in db.session.scalars(select(User).where(User.id != cast.nadia)).all():
        for one in kinds.every():
            assert SECRET not in json.dumps(one.export(user) if one.export else [], default=str)


def test_hidden_remark_is_read_by_nobody_else(app, cast, as_):
    number = publish_practice()
    with writing():
        remark = Comment(text_id=number, author_id=cast.nadia, body=BODY)
        db.session.add(remark)
        db.session.flush()
        remark.hide(by=person(cast.ines))
    assert SECRET not in as_(cast.youssef).get("/pratiques/retrouver-un-mot-de-passe").text
    assert SECRET not in as_(cast.youssef).get("/api/copie?apres=0").text


def test_name_its_owner_hides_is_at_no_address(app, texts_of_readers, as_):
    cast = texts_of_readers
    trust(cast.nadia)
    number = ask_question(cast.nadia, title="Question sans nom au guichet ?", hides_author=True)
    answer_question(number, cast.nadia, body="Je précise au guichet.")
    thing = db.session.get_one(Question, number)
    own_pages = ("/personnes", "/structures", "/themes", "/administration")
    client = as_(cast.youssef)
    for address in every_address(app, thing):
        if not address.startswith(own_pages):
            assert "Berger" not in client.get(address).text, address


def test_every_kind_of_text_is_tried_here():
    assert {kind.name for kind in kinds.every() if issubclass(kind.model, Text)} == set(MAKERS)
