"""Reading the board: its lists, a thread, the sheet to print."""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import median
from types import SimpleNamespace
from typing import Any, NamedTuple, NoReturn

from flask import Blueprint, abort, current_app, make_response, render_template, request
from flask_login import current_user

from partage import clock, errors, guard, operations, pagination
from partage.access import members
from partage.questions import permissions, pieces, queries, threads
from partage.questions.forms import AnswerForm, RouteForm
from partage.questions.standing import is_taken, standing, visibility
from partage.questions.states import REASONS, QuestionState, Urgency
from partage.questions.threads import AnswerRow, Thread
from partage.texts.queries import last_review
from partage.texts.states import RevisionState
from partage.topics.queries import expert_topic_ids

bp = Blueprint("questions", __name__)

NOBODY_SEES = "Une personne du réseau"  # in place of a name its owner hides
VIEWS = {"ouvertes": "Ouvertes", "resolues": "Résolues", "pour-moi": "Pour moi"}
ENOUGH_ANSWERS = 5
FEW = 4  # questions on the page of their theme
NEAR = timedelta(days=2)


class May(NamedTuple):
    """What this person may do with an answer, as it stands."""

    sees_name: bool
    accepts: bool
    confirms: bool
    unconfirms: bool
    edits: bool
    thanks: bool
    reads: bool


class Gestures(NamedTuple):
    """What this person may do with a question, as it stands."""

    sees_name: bool
    takes: bool
    releases: bool
    routes: bool
    resolves: bool
    closes: bool
    reopens: bool
    edits: bool
    makes_practice: bool
    reads: bool


@bp.app_context_processor
def about_questions() -> dict[str, Any]:
    """What other pages show of the board."""
    return {"first_answer_delay": first_answer_delay, "when": when, "questions_on": questions_on}


def questions_on(topic_id: int) -> list[tuple[Any, Any]]:
    """The open questions of a theme, and what is shown of their state: its page shows a few."""
    page = queries.board_page(current_user._get_current_object(), QuestionState.OPEN, topic_id, 1)
    return [(row, standing(row)) for row in page.items[:FEW]]


@bp.get("/entraide")
@members
def board() -> str:
    me, view, theme = current_user._get_current_object(), request.args.get("vue", "ouvertes"), request.args.get("theme", "")
    view = view if view in VIEWS else "ouvertes"
    topics = queries.topics_in_use()
    topic = next((topic for topic in topics if topic.slug == theme), None)
    topic_id = topic.id if topic else None
    if view == "pour-moi":
        page = pagination.paginate(queries.for_me(me, topic_id=topic_id), scalars=False)
    else:
        state = QuestionState.RESOLVED if view == "resolues" else QuestionState.OPEN
        page = queries.board_page(me, state, topic_id, pagination.page_number())
    lines = tuple((*row[:3], row.topic, name_of(row, me), when(row.asked_at), *_states(row)) for row in page.items)
    themes = (topic.slug if topic else "", view, tuple(tuple(one) for one in topics))
    return render_template(
        "questions/board.html", page=page, topic=topic, views=VIEWS, view=view, lines=lines,
        rows=pieces.piece("_rows", (lines,), lambda: {"lines": lines}) if lines else "",
        themes=pieces.piece("_themes", themes, lambda: {"slug": themes[0], "view": view, "topics": topics}),
    )  # fmt: skip


@bp.get("/entraide/ce-qui-nous-manque")
@members
def missing() -> str:
    """What nobody could answer: a practice to write, or a question to take up again."""
    page = pagination.paginate(queries.unanswered(current_user), scalars=False)
    found = operations.last_number("found_before_asking") if current_user.has_role(*permissions.STAFF) else 0
    return render_template("questions/missing.html", page=page, found=found)


@bp.get("/entraide/<slug>")
@members
def show(slug: str) -> Any:
    return show_thread(slug)


@bp.get("/entraide/<slug>/a-imprimer")
@members
def print_sheet(slug: str) -> str:
    """On paper, a name its owner hides stays hidden, whoever prints."""
    thread = find_or_404(slug)
    shown = [answer for answer in threads.answers(thread, current_user) if answer.is_live]
    words = threads.words(shown)
    address = f"{current_app.extensions['deployment'].public_url}/entraide/{slug}"
    return render_template(
        "questions/print.html", thread=thread, answers=shown, words=words,
        standing=standing(thread), address=address, nobody=NOBODY_SEES
    )


def show_thread(
    slug: str, *, answer_form: AnswerForm | None = None, route_form: RouteForm | None = None, happened: str = "",
    status: int = 200,
) -> Any:  # fmt: skip
    """The page of a thread; `happened` says what somebody else did just before."""
    me = current_user._get_current_object()  # asked a hundred times below: the proxy would cost more than the queries
    thread = threads.find(slug, me) or not_here(slug)
    may = gestures(thread, me)
    rows = threads.answer_rows(thread, me)
    shown = {"thread": thread, "may": may, "here": f"/entraide/{slug}"}
    was_mine = thread.author_id == me.id and thread.revision_state is RevisionState.DRAFT
    return render_template(
        "questions/show.html", thread=thread, may=may, happened=happened, question=question_piece(thread, may),
        **{part: pieces.piece(f"_{part}", (thread, may), lambda: shown) for part in ("gestures", "always")},
        answers=answers_piece(thread, rows, me) if rows else "", number=len(rows), answer_form=answer_form,
        blank_form=blank_form(thread) if answer_form is None else "",
        route_form=(route_form or RouteForm(formdata=None, seen_topic=str(thread.topic_id))) if may.routes else None,
        guard=guard.report, decision=last_review(thread.revision_id) if was_mine else None, reasons=REASONS,
    ), status  # fmt: skip


def blank_form(thread: Thread) -> Any:
    """The answer form nobody has typed in: the same for all but for its token and client_id, which stand beside it."""
    empty = SimpleNamespace(data="", errors=())
    form = SimpleNamespace(
        errors={}, body=empty, text_id=empty, base_id=empty, guard_reason=empty,
        question_id=SimpleNamespace(data=str(thread.id)),
    )  # fmt: skip
    shown = {"here": f"/entraide/{thread.slug}", "thread": {"title": thread.title}, "answer_form": form, "apart": True}
    return pieces.piece("_answer_form", (thread.id, thread.slug, thread.title), lambda: shown)


def find_or_404(slug: str) -> Thread:
    return threads.find(slug, current_user) or not_here(slug)


def not_here(slug: str) -> NoReturn:
    """The page for a question this person may not read: 404, or where it went when her own theme had it before it was read."""
    left = queries.left_for(slug, expert_topic_ids(current_user))
    if left is None:
        abort(404)
    at, why, by, to = left
    advice = f"{by or 'Quelqu’un'} l’a envoyée vers « {to} », {clock.moment_in_words(at)} : {why}"
    status = 404 if request.method == "GET" else 409
    abort(make_response(errors.page(status, title="Cette question est partie vers un autre thème", advice=advice)))


def gestures(thread: Thread, me: Any) -> Gestures:
    """Who may and when it can be: both, or the button is not there."""
    handles, is_open = permissions.can_handle(me, thread), thread.state is QuestionState.OPEN
    mine, taken = thread.author_id == me.id, is_taken(thread)
    return Gestures(
        sees_name=permissions.can_see_asker(me, thread, thread.topic_id), takes=handles and is_open and not taken and not mine,
        releases=taken and is_open and thread.taken_by_id == me.id, routes=handles and is_open,
        resolves=is_open and thread.published_at is not None and permissions.can_resolve(me, thread),
        closes=is_open and permissions.can_close(me, thread), edits=mine,
        reopens=not is_open and permissions.can_reopen(me, thread),
        makes_practice=thread.state is QuestionState.RESOLVED and thread.is_live and not thread.practice_slug,
        reads=handles and not mine and thread.revision_state is RevisionState.SUBMITTED,
    )  # fmt: skip


def question_piece(thread: Thread, may: Gestures) -> Any:
    shown = Thread(*thread._replace(is_favourite=False, is_watched=False, has_edit_waiting=False, practice_slug=None))
    told = {
        "state": standing(thread, since=True), "hidden": visibility(thread), "sees_name": may.sees_name, "reads": may.reads,
        "moves": tuple(queries.moves([thread.id])[thread.id]) if thread.was_moved else (),
        "taken_by": thread.taken_by if is_taken(thread) else "",
    }  # fmt: skip
    return pieces.piece("_question", (shown, *told.values()), lambda: {"thread": shown, **told})


def answers_piece(thread: Thread, rows: tuple[Any, ...], me: Any) -> Any:
    """The answers as they are for everybody who may do the same with them."""
    topic = "" if thread.was_moved else thread.topic  # an expert of the theme where it stood then
    roles = (permissions.is_expert_of(me, thread.topic_id), permissions.can_close(me, thread), thread.author_id == me.id)
    mine = tuple(number for number, author, *_ in rows if author == me.id)

    def make() -> dict[str, Any]:
        answers = [AnswerRow(*row) for row in rows]
        words = threads.words(answers)
        shown = [(row, may_with(thread, row, me), visibility(row), words[row.id][1]) for row in answers]
        return {"answers": shown, "topic": topic, "nobody": NOBODY_SEES}

    return pieces.piece("_answers", (thread.state, topic, roles, mine, rows), make)


def may_with(thread: Thread, answer: AnswerRow, me: Any) -> May:
    mine, is_open = answer.author_id == me.id, thread.state is QuestionState.OPEN
    confirms = answer.is_live and permissions.can_confirm(me, answer, thread)
    fresh = answer.confirmed_at is not None and not answer.is_to_check_again
    return May(
        sees_name=permissions.can_see_asker(me, answer, thread.topic_id),
        accepts=is_open and answer.is_live and permissions.can_accept(me, answer, thread),
        confirms=confirms and not fresh, unconfirms=confirms and answer.confirmed_at is not None, edits=mine,
        thanks=answer.is_live and not mine, reads=not mine and answer.revision_state is RevisionState.SUBMITTED,
    )  # fmt: skip


def _states(row: Any) -> tuple[Any, Any, bool]:
    return standing(row), visibility(row), row.urgency is Urgency.TODAY and row.state is QuestionState.OPEN


def name_of(row: Any, me: Any) -> str:
    """Who asked, for a line of the board."""
    if not permissions.can_see_asker(me, row, row.topic_id):
        return NOBODY_SEES
    return row.author or row.imported_from.capitalize() or "Compte supprimé"


def when(moment: datetime) -> str:
    """The hour of what is near; the day of what is not."""
    is_near = clock.now() - moment < NEAR
    return clock.moment_in_words(moment) if is_near else f"le {clock.day_in_words(moment)}"


def first_answer_delay(topic_id: int) -> str:
    """« Première réponse en 2 jours » of a theme, never of a person; empty until there are enough answers."""
    delays = queries.first_answer_delays(topic_id)
    if len(delays) < ENOUGH_ANSWERS:
        return ""
    hours = median(delay.total_seconds() for delay in delays) / 3600
    if hours < 1:
        return "moins d’une heure"
    if hours < 36:
        return f"{round(hours)} heure{'s' if round(hours) > 1 else ''}"
    return f"{round(hours / 24)} jours"
