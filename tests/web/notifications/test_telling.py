"""Which event tells whom, in which words; never who did it, never what a reader may not see."""

from __future__ import annotations

import pytest

from partage import clock
from partage.accounts.data_rights import erase_person, export_person
from partage.db import db, writing
from partage.notifications import queries
from partage.notifications.models import Notification
from partage.questions import reminders
from partage.questions.models import Answer, Question
from partage.texts.models import Comment, Revision, Text, Watch
from partage.texts.writes import add_comment, keep
from partage.topics.models import Absence, Topic, TopicWatch
from partage.wiki.models import Practice
from tests.cast import person
from tests.factories import answer_question, ask_question, publish_practice, submit_edit, trust
from tests.moments import at

TITLE = "Comment refaire une carte Vitale perdue ?"


@pytest.fixture(autouse=True)
def _trusted(cast):
    trust(cast.nadia, cast.youssef)


def told(number: int) -> list[str]:
    """The sentences this person reads, latest first."""
    db.session.rollback()
    reader = person(number)
    rows = db.session.scalars(queries.notifications_of(reader)).all()
    assert reader.unread == sum(row.seen_at is None for row in rows)
    return [line.sentence for line in queries.lines(rows, reader)]


def question(number: int) -> Question:
    return db.session.get_one(Question, number, populate_existing=True)


def follow(who: int, text_id: int) -> None:
    with writing():
        keep(Watch, person(who), text_id, True)


def test_a_question_tells_the_expert_who_is_present_and_not_who_asked(cast):
    ask_question(cast.nadia)
    assert told(cast.claire) == [f"Nouvelle question, Accès aux droits et démarches : « {TITLE} ». À vous d’abord."]
    assert told(cast.nadia) == [] and told(cast.youssef) == [] and told(cast.maud) == []


def test_an_absent_expert_is_told_nothing_and_her_deputy_is(cast):
    with writing():
        Absence.declare(person(cast.claire), clock.today(), clock.today())
    ask_question(cast.nadia)
    assert told(cast.claire) == []
    assert len(told(cast.maud)) == 1


def test_without_anybody_present_the_coordination_is_told(cast):
    with writing():
        for one in (cast.claire, cast.maud):
            Absence.declare(person(one), clock.today(), clock.today())
    ask_question(cast.nadia)
    assert told(cast.paul) == [f"Nouvelle question, Accès aux droits et démarches : « {TITLE} »."]


def test_a_question_that_waits_for_a_reading_is_told_once_without_its_words(cast):
    with writing():
        newcomer = db.session.get_one(type(person(cast.nadia)), cast.agnes)
        newcomer.roles = []
    ask_question(cast.agnes)
    assert told(cast.claire) == ["Une question attend une lecture. À vous d’abord."]


def test_an_answer_tells_who_asked_and_who_follows_once(cast):
    number = ask_question(cast.nadia)
    follow(cast.paul, number)
    first = answer_question(number, cast.youssef)
    assert told(cast.nadia) == [f"Youssef Amrani a répondu à votre question « {TITLE} »."]
    assert told(cast.paul) == [f"Youssef Amrani a répondu à « {TITLE} »."]
    assert told(cast.youssef) == []
    answer_question(number, cast.claire)
    assert told(cast.nadia)[0] == f"Claire Fabre a répondu à votre question « {TITLE} »."
    assert len(told(cast.nadia)) == 2
    assert told(cast.paul) == [f"Claire Fabre a répondu à « {TITLE} »."]  # followers: one line a thread
    assert len(told(cast.youssef)) == 1  # he follows the thread since he answered
    with writing():
        db.session.get_one(Text, first).hide(by=person(cast.ines))
    assert told(cast.youssef)[0] == "« " + TITLE + " » n’est plus montré aux autres. Voyez pourquoi."


def test_an_answer_read_before_publication_is_told_under_its_author_name(cast):
    number = ask_question(cast.nadia)
    with writing():
        db.session.get_one(type(person(cast.agnes)), cast.agnes).roles = []
    answer = answer_question(number, cast.agnes)
    assert told(cast.nadia) == []
    assert "Un texte attend une lecture." in told(cast.claire)
    with writing():
        db.session.scalars(db.select(Revision).filter_by(text_id=answer)).one().publish(by=person(cast.claire))
    assert told(cast.nadia) == [f"Agnès Roux a répondu à votre question « {TITLE} »."]
    assert told(cast.agnes) == [f"Votre texte « {TITLE} » est publié."]
    assert told(cast.ines) == []  # somebody read it: nobody else is asked any more


def test_a_hidden_asker_is_never_named(cast):
    number = ask_question(cast.nadia, hides_author=True)
    follow(cast.youssef, number)
    answer_question(number, cast.nadia, body="Je précise : la carte est perdue depuis lundi.")
    assert told(cast.youssef) == [f"Une personne du réseau a répondu à « {TITLE} »."]
    assert "Nadia" not in " ".join(told(cast.claire))


def test_the_life_of_a_question_is_told_to_whom_it_concerns(cast):
    number = ask_question(cast.nadia)
    answer = answer_question(number, cast.youssef)
    follow(cast.paul, number)
    with writing():
        question(number).take(by=person(cast.claire))
    assert told(cast.nadia)[0] == f"Claire Fabre s’occupe de votre question « {TITLE} »."
    with writing():
        db.session.get_one(Answer, answer).confirm(by=person(cast.claire))
    assert told(cast.youssef)[0] == f"Claire Fabre a confirmé votre réponse à « {TITLE} »."
    assert told(cast.nadia)[0] == f"Claire Fabre a confirmé une réponse à votre question « {TITLE} »."
    with writing():
        question(number).accept(db.session.get_one(Answer, answer), by=person(cast.nadia))
    assert told(cast.youssef)[0] == f"Votre réponse à « {TITLE} » a aidé."
    assert told(cast.paul)[0] == f"« {TITLE} » est résolue."
    with writing():
        question(number).reopen(by=person(cast.nadia))
    assert told(cast.claire)[0].startswith(f"« {TITLE} » est rouverte")
    with writing():
        target = db.session.get_one(Topic, cast.work)
        question(number).route(target, by=person(cast.claire), why="C’est l’emploi.", first_told=cast.maud, seen_topic=cast.rights)
    assert told(cast.nadia)[0] == f"Votre question « {TITLE} » est passée au thème Emploi et formation."
    assert told(cast.maud)[0] == f"Une question arrive dans Emploi et formation : « {TITLE} ». À vous d’abord."


def test_reminders_go_to_experts_then_coordination_then_everybody(cast):
    with at("2026-11-23 10:00"):
        ask_question(cast.nadia)
    for moment in ("2026-11-25 10:01", "2026-11-27 10:01", "2026-12-07 10:01", "2027-01-06 10:01"):
        with at(moment):
            reminders.remind()
        if moment.startswith("2026-11-25"):
            assert told(cast.claire)[0] == f"« {TITLE} » attend toujours une réponse. À vous d’abord."
            assert told(cast.paul) == []
        if moment.startswith("2026-11-27"):
            assert told(cast.paul) == [f"« {TITLE} » reste sans réponse. Trouvez quelqu’un qui peut aider."]
            assert told(cast.youssef) == []
    assert told(cast.youssef) == [f"Appel à tout le réseau : « {TITLE} » attend une réponse. La vôtre peut aider."]
    assert not any("Appel" in one for one in told(cast.nadia))
    assert told(cast.nadia)[0] == f"Votre question « {TITLE} » est clôturée sans réponse. Vous pouvez la rouvrir."


def test_what_a_departed_person_owned_is_told(cast):
    publish_practice(author_id=cast.claire)
    ask_question(cast.nadia)
    with writing():
        person(cast.claire).disable(by=person(cast.agnes))
    assert told(cast.paul) == ["Des fiches n’ont plus de responsable. Confiez-les à quelqu’un."]
    assert told(cast.maud) == [f"Personne ne s’occupe plus de « {TITLE} ». À vous d’abord."]
    assert len(told(cast.claire)) == 1  # nothing since she left


def test_an_erased_account_keeps_no_notification_and_names_nobody(cast):
    publish_practice(author_id=cast.youssef)
    number = ask_question(cast.nadia)
    answer_question(number, cast.youssef)
    ask_question(cast.youssef, title="Où imprimer une attestation ?")
    assert export_person(person(cast.nadia))["notification"]
    with writing():
        erase_person(person(cast.youssef), True, by=person(cast.youssef))
    assert told(cast.nadia) == [f"Quelqu’un a répondu à votre question « {TITLE} »."]
    assert told(cast.paul) == ["Des fiches n’ont plus de responsable. Confiez-les à quelqu’un."]
    with writing():
        erase_person(person(cast.nadia), True, by=person(cast.nadia))
    assert db.session.scalars(db.select(Notification).filter_by(user_id=cast.nadia)).all() == []
    assert person(cast.nadia).unread == 0


def test_a_waiting_edit_is_told_to_whoever_may_read_it(cast):
    number = publish_practice(author_id=cast.claire)
    submit_edit(number, cast.claire, body="Encore.")
    assert told(cast.maud) == ["Une modification de « Retrouver un mot de passe » attend une lecture."]
    assert told(cast.ines) == told(cast.maud)
    assert told(cast.claire) == [] and told(cast.youssef) == []


def test_what_was_seen_and_waits_no_more_says_so(cast):
    edit = submit_edit(publish_practice(author_id=cast.claire), cast.nadia, body="Encore.")
    with writing():
        queries.mark_seen(cast.maud)
    with writing():
        db.session.get_one(Revision, edit).publish(by=person(cast.claire))
    assert told(cast.maud) == ["Ce texte n’attend plus votre lecture."]
    assert told(cast.ines) == []


def test_a_new_version_is_told_to_author_and_followers(cast):
    number = publish_practice(author_id=cast.claire)
    follow(cast.youssef, number)
    edit = submit_edit(number, cast.nadia, body="Encore.")
    with writing():
        db.session.get_one(Revision, edit).publish(by=person(cast.maud))
    assert told(cast.nadia) == ["Votre texte « Retrouver un mot de passe » est publié."]
    assert told(cast.youssef) == ["« Retrouver un mot de passe » a une nouvelle version."]


def test_a_new_practice_is_told_to_followers_of_its_theme(cast):
    with writing():
        db.session.add(TopicWatch(user_id=cast.youssef, topic_id=cast.rights))
    publish_practice(author_id=cast.claire, quiet=False)
    assert told(cast.youssef) == ["Nouvelle fiche dans vos thèmes : « Retrouver un mot de passe »."]


def test_what_is_imported_quietly_tells_nobody(cast):
    with writing():
        db.session.add(TopicWatch(user_id=cast.youssef, topic_id=cast.rights))
    publish_practice(author_id=cast.claire)
    assert told(cast.youssef) == []


def test_an_edit_sent_back_is_told_to_its_author(cast):
    number = publish_practice(author_id=cast.claire)
    edit = submit_edit(number, cast.nadia, body="Encore.")
    with writing():
        db.session.get_one(Revision, edit).send_back(by=person(cast.maud), reason="unclear", note="Dites quand.")
    assert told(cast.nadia) == ["Une modification vous est demandée pour « Retrouver un mot de passe »."]


def test_two_readers_who_say_to_correct_make_one_line(cast):
    number = publish_practice(author_id=cast.claire)
    for who in (cast.nadia, cast.youssef):
        with writing():
            db.session.get_one(Practice, number).report_outdated(by=person(who), note="")
    assert told(cast.claire) == ["« Retrouver un mot de passe » est signalée : à corriger."]


def test_a_remark_tells_owner_and_followers(cast):
    number = publish_practice(author_id=cast.claire)
    follow(cast.youssef, number)
    for words in ("Une remarque.", "Une autre."):
        with writing():
            add_comment(person(cast.nadia), {"text_id": number, "body": words})
    assert told(cast.claire) == ["Nadia Berger a écrit une remarque sous « Retrouver un mot de passe »."] * 2
    assert told(cast.youssef) == told(cast.claire)[:1]
    with writing():
        db.session.scalars(db.select(Comment).order_by(Comment.id)).first().resolve(by=person(cast.claire))
    assert told(cast.nadia) == ["Votre remarque sous « Retrouver un mot de passe » est traitée."]


def test_what_is_no_longer_visible_has_no_title(cast):
    number = publish_practice(author_id=cast.claire)
    follow(cast.youssef, number)
    with writing():
        add_comment(person(cast.nadia), {"text_id": number, "body": "Une remarque."})
        db.session.get_one(Text, number).hide(by=person(cast.ines))
    assert told(cast.youssef) == ["Ce texte n’est plus visible."]


def test_thanks_tell_nobody(cast):
    from partage.texts.models import Thanks

    number = publish_practice(author_id=cast.claire)
    with writing():
        keep(Thanks, person(cast.nadia), number, True)
    assert told(cast.claire) == []
