"""What the welcome page shows, in as few questions to the database as can be: it is opened more than any other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, case, exists, func, literal, or_, select, type_coerce, union_all

from partage import clock
from partage.db import db
from partage.questions import queries as questions
from partage.texts.models import OPEN, Favourite, Revision, Text
from partage.texts.states import RevisionState
from partage.topics.models import Expertise, Topic, TopicWatch
from partage.topics.queries import in_force
from partage.wiki.models import Practice, PracticeTopic
from partage.wiki.permissions import readable

VERIFIED, FAVOURITES, DRAFTS, QUESTIONS = 3, 4, 3, 3
COLUMNS = ("section", "title", "slug", "at", "topic", "state")
READ_AHEAD = 50  # waiting texts looked at to find those this person may review


@dataclass(frozen=True)
class Tile:
    """One of « Mes thèmes », and how many practices it holds for this reader."""

    slug: str
    name: str
    icon: str
    practices: int


@dataclass(frozen=True)
class Line:
    """A text in one of the lists of the page."""

    title: str
    url: str
    at: datetime
    topic: str = ""
    state: RevisionState | None = None


@dataclass
class Desk:
    """Everything of a member's welcome page."""

    tiles: list[Tile] = field(default_factory=list)
    to_review: list[str] = field(default_factory=list)
    questions: list[Any] = field(default_factory=list)  # rows of the board that wait for an answer
    decides: bool = False  # for everyone who moderates, or is the expert of a theme
    verified: list[Line] = field(default_factory=list)
    favourites: list[Line] = field(default_factory=list)
    drafts: list[Line] = field(default_factory=list)

    @property
    def is_fresh(self) -> bool:
        """True when all of `verified` is of this month."""
        this_month = clock.month_in_words(clock.today())
        return all(clock.month_in_words(line.at) == this_month for line in self.verified)


def desk(user: Any) -> Desk:
    """A member's page: 4 queries at most."""
    topics = db.session.execute(_topics(user)).all()
    names = {topic.id: topic.name for topic in topics}
    made = Desk(tiles=[Tile(one.slug, one.name, one.icon, one.practices) for one in topics if one.is_watched])
    lists = {"verified": made.verified, "favourite": made.favourites, "draft": made.drafts}
    for row in db.session.execute(_lists(user)):
        lists[row.section].append(_line(row, names))
    mine = [topic for topic in topics if topic.is_mine]
    made.questions = list(db.session.execute(questions.waiting({topic.id for topic in mine}).limit(QUESTIONS)))
    made.to_review = _to_review(user, {topic.slug for topic in mine})
    made.decides = bool(mine) or user.has_role("moderator")
    return made


def lately_public(user: Any) -> list[Line]:
    """What a visitor finds on the welcome page: the public practices verified last. One query."""
    found = db.session.execute(_verified(user, limit=5)).all()
    return [_line(row, {}) for row in found]


def _topics(user: Any) -> Select[Any]:
    """Every theme: whether I follow it, whether I am its expert, and how many practices it holds if I follow it."""
    watched = exists().where(TopicWatch.user_id == user.id, TopicWatch.topic_id == Topic.id)
    mine = exists().where(Expertise.user_id == user.id, Expertise.topic_id == Topic.id, in_force(clock.today()))
    practices = (
        select(func.count())
        .select_from(PracticeTopic)
        .join(Practice, Practice.id == PracticeTopic.practice_id)
        .where(PracticeTopic.topic_id == Topic.id, *readable(user))
        .correlate(Topic)
        .scalar_subquery()
    )
    return (
        select(
            Topic.id, Topic.slug, Topic.name, Topic.icon, watched.label("is_watched"), mine.label("is_mine"),
            case((watched, practices), else_=0).label("practices"),
        )
        .where(Topic.archived_at.is_(None))
        .order_by(Topic.position, Topic.name)
    )  # fmt: skip


def _lists(user: Any) -> Any:
    """The three lists in one statement: each its own few rows, latest first."""
    parts = (_verified(user, limit=VERIFIED), _favourites(user), _drafts(user))
    together = union_all(*(select(part.subquery()) for part in parts)).subquery()
    return select(together).order_by(together.c.section, together.c.at.desc())


def _verified(user: Any, *, limit: int) -> Select[Any]:
    return (
        select(*_columns("verified", Practice.title, Practice.slug, Practice.verified_at, _topic_of(Practice.id), ""))
        .where(*readable(user), Practice.review_on > clock.today())
        .order_by(Practice.review_on.desc(), Practice.verified_at.desc())  # the date to come has an index
        .limit(limit)
    )


def _favourites(user: Any) -> Select[Any]:
    return (
        select(*_columns("favourite", Practice.title, Practice.slug, Favourite.at, _topic_of(Practice.id), ""))
        .join(Favourite, (Favourite.text_id == Practice.id) & (Favourite.user_id == user.id))
        .where(*readable(user))
        .order_by(Favourite.at.desc())
        .limit(FAVOURITES)
    )


def _drafts(user: Any) -> Select[Any]:
    """What I began or submitted, whatever was published of it."""
    state = type_coerce(Revision.state, String)
    return (
        select(*_columns("draft", Revision.title, Text.slug, Revision.updated_at, literal(0), state))
        .join(Text, Text.id == Revision.text_id)
        .where(Revision.author_id == user.id, Revision.state.in_(OPEN), Text.kind == "practice")
        .order_by(Revision.updated_at.desc())
        .limit(DRAFTS)
    )


def _columns(section: str, title: Any, slug: Any, at: Any, topic: Any, state: Any) -> tuple[Any, ...]:
    state = literal(state, String) if isinstance(state, str) else state
    values = (literal(section, String), title, slug, at, topic, state)
    return tuple(value.label(name) for name, value in zip(COLUMNS, values, strict=True))


def _topic_of(practice_id: Any) -> Any:
    """One of its themes: a line shows one."""
    first = select(func.min(PracticeTopic.topic_id)).where(PracticeTopic.practice_id == practice_id)
    return first.correlate(Practice).scalar_subquery()


def _line(row: Any, names: dict[int, str]) -> Line:
    state = next((state for state in RevisionState if state.value == row.state), None)
    url = f"/pratiques/{row.slug}/modifier" if state else f"/pratiques/{row.slug}"
    return Line(title=row.title, url=url, at=row.at, topic=names.get(row.topic, ""), state=state)


def _to_review(user: Any, my_slugs: set[str]) -> list[str]:
    """Titles that wait for this person: a moderator reads everything, an expert what is of her themes. Never her own.

    The themes of a revision are in JSON, which the two databases query differently: the oldest few are sorted here.
    """
    everywhere = user.has_role("moderator")
    if not everywhere and not my_slugs:
        return []
    by_others = or_(Revision.author_id != user.id, Revision.author_id.is_(None))
    waiting = (
        select(Revision.title, Revision.fields)
        .where(Revision.state == RevisionState.SUBMITTED, by_others)
        .order_by(Revision.submitted_at)
        .limit(READ_AHEAD)
    )
    rows = db.session.execute(waiting)
    return [title for title, fields in rows if everywhere or not my_slugs.isdisjoint(fields.get("themes", []))]
