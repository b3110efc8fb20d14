"""Selects over practices, all built on `readable`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, literal, select
from sqlalchemy.orm import aliased, joinedload

from partage import clock, markup
from partage.accounts.models import Structure, User
from partage.db import db
from partage.texts.models import OPEN, Favourite, RenderedBody, Revision, Text, Watch
from partage.texts.states import RevisionState
from partage.topics.models import Topic
from partage.wiki.models import FixTask, Practice, PracticeFacet, PracticeTopic
from partage.wiki.permissions import readable

FILTERS = {"genre": "kind", "posture": "posture", "public": "public", "territoire": "territory"}


@dataclass
class PracticePage:
    """Everything the page of a practice shows, from one query and one for its themes."""

    practice: Practice
    revision: Revision
    rendered: RenderedBody | None
    author: str | None = None  # names only: whole accounts would cost more than the page
    structure: str | None = None
    owner: str | None = None
    is_favourite: bool = False
    is_watched: bool = False
    my_open: Any = None  # (id, state, submitted_at) of what this reader began
    is_to_fix: bool = False


def find_page(slug: str, user: Any) -> PracticePage | None:
    """The published practice at this address, when `user` may read it."""
    author, owner, mine = aliased(User), aliased(User), aliased(Revision)
    number = user.id if user.is_authenticated else 0
    query = (
        select(
            Practice, Revision, RenderedBody, author.name, Structure.name, owner.name,
            exists().where(Favourite.user_id == number, Favourite.text_id == Practice.id),
            exists().where(Watch.user_id == number, Watch.text_id == Practice.id),
            exists().where(FixTask.practice_id == Practice.id, FixTask.closed_at.is_(None)),
            mine.id, mine.state, mine.submitted_at,
        )
        .join(Revision, and_(Revision.text_id == Practice.id, Revision.state == RevisionState.PUBLISHED))
        .outerjoin(
            RenderedBody,
            and_(RenderedBody.body_sha == Revision.body_sha, RenderedBody.renderer == markup.RENDERER_VERSION),
        )
        .outerjoin(author, Practice.author_id == author.id)
        .outerjoin(Structure, author.structure_id == Structure.id)
        .outerjoin(owner, Practice.owner_id == owner.id)
        .outerjoin(mine, and_(mine.text_id == Practice.id, mine.author_id == number, mine.state.in_(OPEN)))
        .where(Practice.slug == slug, *readable(user))
    )  # fmt: skip
    row = db.session.execute(query).first()
    if row is None:
        return None
    *shown, to_fix, open_id, state, submitted_at = row
    return PracticePage(*shown, my_open=(open_id, state, submitted_at) if open_id else None, is_to_fix=to_fix)


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
    query = select(Practice).where(*readable(user)).order_by(
        Practice.published_at.desc(), Practice.id.desc()
    )  # fmt: skip
    if theme:
        chosen = select(PracticeTopic.practice_id).join(Topic).where(Topic.slug == theme)
        query = query.where(Practice.id.in_(chosen))
    for facet, value in (facets or {}).items():
        having = exists().where(
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
        .order_by(Practice.verified_at.desc())
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
    rows = db.session.execute(
        select(Practice, Revision, RenderedBody)
        .join(Revision, and_(Revision.text_id == Practice.id, Revision.state == RevisionState.PUBLISHED))
        .outerjoin(
            RenderedBody,
            and_(RenderedBody.body_sha == Revision.body_sha, RenderedBody.renderer == markup.RENDERER_VERSION),
        )
        .options(joinedload(Practice.author).joinedload(User.structure), joinedload(Practice.owner))
        .where(Practice.id.in_(list(ids)))
    )
    return [(practice, revision, rendered) for practice, revision, rendered in rows]


def find_for_writing(slug: str, user: Any) -> Practice | None:
    """A practice this person may propose words for: a visible one, or her own unpublished one."""
    own = select(Revision.id).where(Revision.text_id == Practice.id, Revision.author_id == user.id).exists()
    return db.session.scalar(
        select(Practice).where(
            Practice.slug == slug, Practice.archived_at.is_(None), and_(*readable(user)) | own
        )
    )


def slug_is_taken(slug: str) -> bool:
    return db.session.scalar(select(literal(1)).where(Text.kind == "practice", Text.slug == slug)) is not None


