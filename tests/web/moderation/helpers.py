"""What the tests of moderation say and read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from partage.db import db, writing
from partage.moderation.models import Appeal, Decision, Report
from partage.texts.models import Comment, Revision
from tests.factories import answer_question, ask_question, publish_practice, trust


def report(client: Any, kind: str, number: int, reason: str = "inaccurate", **more: Any) -> Any:
    return client.post("/moderation/signalements", data={"kind": kind, "thing": number, "reason": reason, **more})


def decide(client: Any, number: int, action: str, *, shelf: str = "textes", seen: int = 0, **more: Any) -> Any:
    form = {"action": action, "rule": "disrespect", "seen": seen, **more}
    return client.post(f"/moderation/{shelf}/{number}/decision", data=form)


def decisions() -> list[Decision]:
    return list(db.session.scalars(select(Decision).order_by(Decision.id).execution_options(populate_existing=True)))


def reports() -> list[Report]:
    return list(db.session.scalars(select(Report).order_by(Report.id).execution_options(populate_existing=True)))


def appeals() -> list[Appeal]:
    return list(db.session.scalars(select(Appeal).order_by(Appeal.id).execution_options(populate_existing=True)))


def things(cast: Any) -> dict[str, int]:
    """Something of each kind that can be reported, written by Youssef: {kind: id}."""
    trust(cast.youssef)
    question = ask_question(cast.youssef)
    answer = answer_question(question, cast.youssef, body="Il n’y a qu’à rester poli, lui.")
    practice = publish_practice(author_id=cast.youssef)
    with writing():
        remark = Comment(text_id=practice, author_id=cast.youssef, body="Remarque de trop.")
        db.session.add(remark)
        db.session.flush()
        comment = remark.id
    return {"question": question, "answer": answer, "practice": practice, "comment": comment}


def shelf_of(kind: str) -> str:
    return "remarques" if kind == "comment" else "textes"


def plain(answer: Any) -> str:
    return str(answer.text).replace("\u00a0", " ")


def state_of(number: int) -> Any:
    return db.session.scalar(select(Revision.state).filter_by(id=number))
