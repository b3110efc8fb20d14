"""Opening a thing marks what was told of it as seen: after the page is made, and only for who has something unseen."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from flask import Response, request, session
from flask_login import current_user
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.exc import OperationalError

from partage.db import db, writing
from partage.notifications.models import Notification
from partage.notifications.queries import mark_seen
from partage.questions.models import Answer, Question
from partage.texts.models import Comment
from partage.topics.models import Topic
from partage.wiki.models import Practice

Which = Callable[[dict[str, Any]], ColumnElement[bool]]


def _about(kind: str, ids: Any) -> ColumnElement[bool]:
    return and_(Notification.kind == kind, Notification.thing_id.in_(ids))


def _thread(args: dict[str, Any]) -> ColumnElement[bool]:
    question = select(Question.id).where(Question.slug == args["slug"])
    return or_(_about("question", question), _about("answer", select(Answer.id).where(Answer.question_id.in_(question))))


def _practice(args: dict[str, Any]) -> ColumnElement[bool]:
    practice = select(Practice.id).where(Practice.slug == args["slug"])
    return or_(_about("practice", practice), _about("comment", select(Comment.id).where(Comment.text_id.in_(practice))))


def _text(args: dict[str, Any]) -> ColumnElement[bool]:
    return and_(Notification.kind.not_in(("comment", "revision", "topic")), Notification.thing_id == args["number"])


OPENS: dict[str, Which] = {
    "questions.show": _thread,
    "wiki.show": _practice,
    "wiki.edit": _practice,
    "texts.review": lambda args: _about("revision", [args["number"]]),
    "topics.show": lambda args: _about("topic", select(Topic.id).where(Topic.slug == args["slug"])),
    "moderation.about_text": _text,
    "moderation.about_remark": lambda args: _about("comment", [args["number"]]),
    "moderation.queue": lambda args: _about("moderation", [0]),
    "admin.orphans": lambda args: _about("orphans", [0]),
}


def mark_opened(response: Response) -> Response:
    """One of the few writes that follow a GET: her own rows. A page fetched ahead by the browser was not opened."""
    which = OPENS.get(request.endpoint or "")
    if which is None or request.method != "GET" or response.status_code != 200 or "_user_id" not in session:
        return response
    if "prefetch" in request.headers.get("Sec-Purpose", "") or not getattr(current_user, "unread", 0):
        return response
    person, about = current_user.id, which(request.view_args or {})
    mine = select(Notification.id).where(Notification.user_id == person, Notification.seen_at.is_(None), about)
    numbers = db.session.scalars(mine).all()
    if numbers:
        with contextlib.suppress(OperationalError), writing():  # never worth an error
            mark_seen(person, Notification.id.in_(numbers))
    return response
