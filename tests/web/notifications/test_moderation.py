"""What moderation tells: the author and who reported, never the first decider as judge, nothing once undone."""

from __future__ import annotations

from partage import purge
from partage.db import db, writing
from partage.notifications import queries
from tests.cast import person
from tests.web.moderation.helpers import appeals, decide, decisions, report, things


def told(number: int) -> list[str]:
    db.session.rollback()
    reader = person(number)
    rows = db.session.scalars(queries.notifications_of(reader)).all()
    return [line.sentence for line in queries.lines(rows, reader)]


def test_a_report_is_told_to_moderation_then_to_author_and_reporter(cast, as_):
    answer = things(cast)["answer"]
    report(as_(cast.nadia), "answer", answer)
    title = "Comment refaire une carte Vitale perdue ?"
    assert told(cast.ines) == [f"« {title} » est signalé."]
    decide(as_(cast.ines), answer, "hide")
    assert told(cast.nadia) == ["Ce que vous avez signalé n’est plus montré."]
    assert told(cast.youssef)[0] == f"« {title} » n’est plus montré aux autres. Voyez pourquoi."
    assert told(cast.ines) == ["Un texte est signalé."]  # members do not read it any more


def test_what_is_left_online_is_said_to_who_reported(cast, as_):
    practice = things(cast)["practice"]
    report(as_(cast.nadia), "practice", practice)
    decide(as_(cast.ines), practice, "keep")
    assert told(cast.nadia) == ["Votre signalement est lu : « Retrouver un mot de passe » reste en ligne."]


def test_a_decision_undone_is_told_to_nobody(cast, as_):
    practice = things(cast)["practice"]
    before = told(cast.youssef)
    report(as_(cast.nadia), "practice", practice)
    decide(as_(cast.ines), practice, "hide")
    assert len(told(cast.youssef)) == len(before) + 1
    as_(cast.ines).post(f"/moderation/decisions/{decisions()[-1].id}/annulation")
    assert told(cast.youssef) == before and told(cast.nadia) == []
    assert person(cast.nadia).unread == 0


def test_a_contestation_goes_to_somebody_else_and_its_outcome_to_both(cast, as_):
    practice = things(cast)["practice"]
    report(as_(cast.nadia), "practice", practice)
    decide(as_(cast.ines), practice, "hide")
    as_(cast.youssef).post(f"/moderation/decisions/{decisions()[-1].id}/contestation", data={"body": "Le texte est juste."})
    assert told(cast.paul) == ["Une décision est contestée."]
    assert "Une décision est contestée." not in told(cast.ines)
    as_(cast.paul).post(f"/moderation/contestations/{appeals()[-1].id}/decision", data={"answer": "won", "note": "Il est juste."})
    assert "Votre contestation est acceptée pour « Retrouver un mot de passe »." in told(cast.youssef)
    assert told(cast.nadia)[0] == "Après contestation, « Retrouver un mot de passe », que vous aviez signalé, est de nouveau montré."


def test_an_erased_passage_is_told_to_its_author_without_the_passage(cast):
    practice = things(cast)["practice"]
    with writing():
        purge.erase("messagerie", [practice], by=person(cast.ines))
    assert told(cast.youssef)[0] == "La modération a effacé une donnée personnelle de « Retrouver un mot de passe »."
