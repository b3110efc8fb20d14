"""Takes the starter content out again, except what somebody has used or changed."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from partage import clock, events
from partage.accounts.models import Invitation, Structure, User
from partage.db import db, writing
from partage.files.models import Attachment
from partage.questions.models import Answer, Question, QuestionMove
from partage.starter.load import IMPORTED_FROM, read_structures, read_topics, refuse
from partage.texts.models import Comment, Favourite, Revision, Text, Thanks, Watch
from partage.topics.models import Expertise, Topic, TopicWatch
from partage.wiki.models import FixTask, FreshnessAnswer, Practice, PracticeTopic


def remove() -> Count[str]:
    """Remove what is as it came, in one transaction; answers how many of each. An empty instance stays empty."""
    removed: Count[str] = Count()
    with writing():
        refuse()
        for question in db.session.scalars(_untouched_questions()).all():
            for answer in db.session.scalars(select(Answer).filter_by(question_id=question.id)).all():
                db.session.delete(answer)
            db.session.flush()
            _remove(question)
            removed["questions"] += 1
        for practice in db.session.scalars(_untouched_practices()).all():
            _remove(practice)
            removed["practices"] += 1
        db.session.flush()
        used_topic = [exists().where(table.topic_id == Topic.id) for table in (PracticeTopic, Expertise, TopicWatch, Question)]
        removed["topics"] = _remove_as_they_came(Topic, read_topics(), used_topic)
        used_structure = [exists().where(table.structure_id == Structure.id) for table in (User, Invitation)]
        removed["structures"] = _remove_as_they_came(Structure, read_structures(), used_structure)
    return removed


def _remove(text: Text) -> None:
    if text.archived_at is None:
        text.archive(by=None)  # the index and the phones forget it
        db.session.flush()
    db.session.delete(text)


def _untouched_questions() -> Any:
    """Threads where nobody answered, moved, followed or thanked, whose own words are as they came."""
    used = [exists().where(table.text_id == Question.id) for table in (Favourite, Watch, Attachment, Thanks)]
    used.append(exists().where(QuestionMove.question_id == Question.id))
    mine = select(Answer.id).where(Answer.question_id == Question.id)
    by_people = exists().where(Answer.question_id == Question.id, Answer.imported_from != IMPORTED_FROM)
    changed = [exists().where(Revision.text_id.in_(mine), Revision.number != 1), exists().where(Thanks.text_id.in_(mine))]
    revisions = select(func.count()).where(Revision.text_id == Question.id).scalar_subquery()
    return select(Question).where(
        Question.imported_from == IMPORTED_FROM, revisions == 1, ~by_people, *(~use for use in (*used, *changed))
    )


def _untouched_practices() -> Any:
    answers = [exists().where(table.text_id == Practice.id) for table in (Comment, Favourite, Watch, Attachment, Thanks)]
    answers += [exists().where(table.practice_id == Practice.id) for table in (FreshnessAnswer, FixTask)]
    revisions = select(func.count()).where(Revision.text_id == Practice.id).scalar_subquery()
    return select(Practice).where(Practice.imported_from == IMPORTED_FROM, revisions == 1, *(~used for used in answers))


def _remove_as_they_came(model: Any, rows: list[dict[str, Any]], used: Sequence[ColumnElement[bool]]) -> int:
    came = {row["slug"]: row for row in rows}
    candidates = db.session.scalars(select(model).where(model.slug.in_(came), *(~use for use in used))).all()
    doomed = [
        thing for thing in candidates if all(getattr(thing, key) == value for key, value in came[thing.slug].items())
    ]
    for thing in doomed:
        thing.archived_at = clock.now()
        db.session.flush()
        events.record(f"{model.__tablename__}.archived", thing, by=None, quiet=True)
        db.session.flush()
        db.session.delete(thing)
    db.session.flush()
    return len(doomed)
