"""Selects over practices, all built on `readable`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, and_, bindparam, exists, func, literal, select
from sqlalchemy.orm import aliased, joinedload

from partage import clock, markup, settings
from partage.accounts.models import Structure, User
from partage.db import db
from partage.files.queries import shown_under
from partage.texts import rendering
from partage.texts.models import OPEN, Comment, Favourite, RenderedBody, Revision, Text, Thanks, Watch
from partage.texts.states import RevisionState
from partage.topics.models import Topic
from partage.wiki.models import FixTask, Practice, PracticeFacet, PracticeTopic
from partage.wiki.permissions import PUBLISHED, can_archive, readable

# said in every select by address or by date: the indexes of `text` begin with its kind
A_PRACTICE = Practice.kind == "practice"
FILTERS = {"genre": "kind", "posture": "posture", "public": "public", "territoire": "territory"}


class PracticePage(NamedTuple):
    """Everything the page of a practice shows, from one query: columns, not entities, because it is read all day."""

    id: int
    slug: str
    title: str
    summary: str
    practice_kind: str
    posture: str
    author_id: int | None
    owner_id: int | None
    imported_from: str
    verified_at: datetime | None
    review_on: date | None
    number: int
    fields: dict[str, Any]
    body: str
    html: str | None
    author: str | None
    structure: str | None
    owner: str | None
    themes_joined: str | None
    is_favourite: bool
    is_watched: bool
    is_to_fix: bool
    has_remarks: bool
    has_documents: bool
    my_state: RevisionState | None
    my_submitted_at: datetime | None
    made_from: str | None
    thanks: int
    is_thanked: bool

    @property
    def kind(self) -> str:
        return "practice"

    @property
    def is_to_verify(self) -> bool:
        return self.review_on is not None and self.review_on <= clock.today()

    @property
    def themes(self) -> list[list[str]]:
        """[slug, name] of each theme, in order."""
        return [pair.split("|", 1) for pair in (self.themes_joined or "").split("\n") if pair]

    @property
    def content(self) -> Any:
        """The HTML of the body: kept by the write that published it, made on the spot otherwise."""
        return markup.trust(self.html) if self.html is not None else rendering.render(self.body).html


def find_page(slug: str, user: Any) -> PracticePage | None:
    """The published practice at this address, when `user` may read it."""
    if not user.is_authenticated and not settings.get("visitors_read"):
        return None
    person = user.id if user.is_authenticated else 0
    # on the connection, not the session: columns need no unit of work, and this halves what the page costs
    row = db.session.connection().execute(_page(user.is_authenticated), {"slug": slug, "person": person}).first()
    return PracticePage(*row) if row is not None else None


@cache
def _page(is_member: bool) -> Any:
    """Built once: putting this statement together costs more than running it."""
    author, owner, mine, person = aliased(User), aliased(User), aliased(Revision), bindparam("person", type_=Integer)
    themes = (
        select(func.aggregate_strings(Topic.slug + "|" + Topic.name, "\n"))
        .join(PracticeTopic, PracticeTopic.topic_id == Topic.id)
        .where(PracticeTopic.practice_id == Practice.id)
        .scalar_subquery()
    )
    origin = Text.__table__.alias("origin")
    thread = (
        select(origin.c.slug)
        .where(origin.c.id == Practice.made_from_id, origin.c.published_at.is_not(None))
        .where(origin.c.archived_at.is_(None), origin.c.hidden_at.is_(None))
        .scalar_subquery()
    )
    query = (
        select(
            Practice.id, Practice.slug, Revision.title, Revision.summary, Practice.practice_kind, Practice.posture,
            Practice.author_id, Practice.owner_id, Practice.imported_from, Practice.verified_at, Practice.review_on,
            Revision.number, Revision.fields, Revision.body, RenderedBody.html, author.name, Structure.name, owner.name, themes,
            exists().where(Favourite.user_id == person, Favourite.text_id == Practice.id),
            exists().where(Watch.user_id == person, Watch.text_id == Practice.id),
            exists().where(FixTask.practice_id == Practice.id, FixTask.closed_at.is_(None)),
            exists().where(Comment.text_id == Practice.id),
            exists().where(*shown_under(Practice.id)),
            mine.state, mine.submitted_at, thread,
            select(func.count()).where(Thanks.text_id == Practice.id).scalar_subquery(),
            exists().where(Thanks.user_id == person, Thanks.text_id == Practice.id),
        )
        .select_from(Practice)
        .join(Revision, and_(Revision.text_id == Practice.id, Revision.state == RevisionState.PUBLISHED))
        .outerjoin(RenderedBody, rendering.same_body())
        .outerjoin(author, Practice.author_id == author.id)
        .outerjoin(Structure, author.structure_id == Structure.id)
        .outerjoin(owner, Practice.owner_id == owner.id)
        .outerjoin(mine, and_(mine.text_id == Practice.id, mine.author_id == person, mine.state.in_(OPEN)))
        .where(A_PRACTICE, Practice.slug == bindparam("slug"), *PUBLISHED)
    )  # fmt: skip
    return query if is_member else query.where(Practice.is_public)


def find_visible(slug: str, user: Any) -> Practice | None:
    """The practice at this address, ready for a verb, when `user` may read it."""
    return db.session.scalar(select(Practice).where(A_PRACTICE, Practice.slug == slug, *readable(user)))


def themes_of(practice_ids: Iterable[int]) -> dict[int, list[Any]]:
    """(slug, name) of the themes of each practice. One query."""
    rows = db.session.execute(
        select(PracticeTopic.practice_id, Topic.slug, Topic.name)
        .join(Topic, Topic.id == PracticeTopic.topic_id)
        .where(PracticeTopic.practice_id.in_(list(practice_ids)))
        .order_by(Topic.position)
    )
    themes: dict[int, list[Any]] = {}
    for number, slug, name in rows:
        themes.setdefault(number, []).append((slug, name))
    return themes


def listing(user: Any, *, theme: str = "", facets: dict[str, str] | None = None) -> Select[Any]:
    """Published practices, latest first, narrowed by a theme and facets."""
    # the id of `text`, so that its index gives the order: sorting grows with the table
    latest = (Practice.published_at.desc(), Text.__table__.c.id.desc())
    query = select(Practice).where(A_PRACTICE, *readable(user)).order_by(*latest)
    if theme:
        asked = select(Topic.id).where(Topic.slug == theme).scalar_subquery()
        query = query.where(exists().where(PracticeTopic.practice_id == Practice.id, PracticeTopic.topic_id == asked))
    for facet, value in (facets or {}).items():
        having: Any = exists().where(
            PracticeFacet.practice_id == Practice.id, PracticeFacet.facet == facet, PracticeFacet.value == value
        )
        if facet == "territory":  # a practice without territory holds everywhere
            anywhere = exists().where(PracticeFacet.practice_id == Practice.id, PracticeFacet.facet == facet)
            having = having | ~anywhere
        query = query.where(having)
    return query


def favourites(user: Any) -> Select[Any]:
    """What a person keeps at hand, latest first."""
    return (
        select(Practice)
        .join(Favourite, and_(Favourite.text_id == Practice.id, Favourite.user_id == user.id))
        .where(*readable(user))
        .order_by(Favourite.at.desc())
    )


def lately_verified(user: Any, limit: int = 5) -> Select[Any]:
    """The practices verified last."""
    return (
        select(Practice)
        .where(*readable(user), Practice.review_on > clock.today())
        .order_by(Practice.review_on.desc(), Practice.verified_at.desc())
        .limit(limit)
    )


def to_verify(owner: Any) -> Select[Any]:
    """What a person owns that is past its date, or that readers say is to correct."""
    task = exists().where(FixTask.practice_id == Practice.id, FixTask.closed_at.is_(None))
    return (
        select(Practice)
        .where(Practice.owner_id == owner.id, Practice.archived_at.is_(None), Practice.published_at.is_not(None))
        .where((Practice.review_on <= clock.today()) | task)
        .order_by(Practice.review_on)
    )


def with_live_revision(ids: Iterable[int]) -> list[tuple[Practice, Revision, RenderedBody | None]]:
    """Practices with the words in force, for indexes and copies. One query."""
    wanted = list(ids)
    rows = db.session.execute(
        select(Practice, Revision, RenderedBody)
        .join(Revision, and_(Revision.text_id == Practice.id, Revision.state == RevisionState.PUBLISHED))
        .outerjoin(RenderedBody, rendering.same_body())
        .options(joinedload(Practice.author).joinedload(User.structure), joinedload(Practice.owner))
        # said of both: SQLite would otherwise read every published revision
        .where(Practice.id.in_(wanted), Revision.text_id.in_(wanted))
    )
    return [(practice, revision, rendered) for practice, revision, rendered in rows]


def find_for_writing(slug: str, user: Any) -> Practice | None:
    """A practice this person may propose words for: a visible one, or her own unpublished one."""
    own = select(Revision.id).where(Revision.text_id == Practice.id, Revision.author_id == user.id).exists()
    return db.session.scalar(
        select(Practice).where(
            A_PRACTICE, Practice.slug == slug, Practice.archived_at.is_(None), and_(*readable(user)) | own
        )
    )


def find_away(slug: str, user: Any) -> Practice | None:
    """The practice of this address when it is not in lists but concerns this person: its author or owner, the staff."""
    found = db.session.scalar(select(Practice).where(A_PRACTICE, Practice.slug == slug)) if user.is_authenticated else None
    if found is None:
        return None
    is_hers = user.id == found.author_id or (found.archived_at is not None and can_archive(user, found))
    return found if is_hers else None


def slug_is_taken(slug: str) -> bool:
    return db.session.scalar(select(literal(1)).where(Text.kind == "practice", Text.slug == slug)) is not None


