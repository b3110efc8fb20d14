"""Where I am signed in, and ending it from afar."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_login import current_user

from partage import events
from partage.access import fresh, members
from partage.accounts import queries, sessions
from partage.accounts.views import bp, page
from partage.db import writing


@bp.get("/compte/sessions")
@members
def logins() -> Any:
    return page("logins", logins=queries.living_logins(current_user), this=current_user.login.id)


@bp.post("/compte/sessions/<int:number>/fin")
@members
@fresh
def end_login(number: int) -> Any:
    with writing():
        # looked up among one's own: somebody else's is a 404, not a leak
        login = next((login for login in queries.living_logins(current_user) if login.id == number), None) or abort(404)
        login.revoke()
        events.record("account.session_ended", current_user, by=current_user, login=number)
    flash("Cet appareil est déconnecté.")
    return redirect(url_for("accounts.logins"), 303)


@bp.post("/compte/sessions/fin")
@members
@fresh
def end_other_logins() -> Any:
    with writing():
        ended = sessions.close_others(current_user, keep=current_user.login)
        events.record("account.sessions_ended", current_user, by=current_user, count=ended)
    flash("Les autres appareils sont déconnectés.")
    return redirect(url_for("accounts.logins"), 303)
