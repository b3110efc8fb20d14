"""What was decided: the journal for the staff, numbers without names for everybody."""

from __future__ import annotations

from flask import render_template

from partage import pagination
from partage.access import members, staff
from partage.moderation import queries, things
from partage.moderation.reasons import explain
from partage.moderation.states import DONE
from partage.moderation.views import bp


@bp.get("/moderation/journal")
@staff("moderator", "coordinator")
def journal() -> str:
    """Every decision, latest first: who, what, under which rule, and what became of it."""
    page = pagination.paginate(queries.journal())
    found = things.find_many({(one.kind, one.thing_id) for one in page.items})
    return render_template("moderation/journal.html", page=page, found=found, explain=explain, done=DONE)


@bp.get("/moderation/chiffres")
@members
def figures() -> str:
    return render_template("moderation/figures.html", years=queries.numbers(), delay=queries.usual_delay())
