"""Sessions live on the server: signing out, changing a password or disabling an account ends them at once."""

from __future__ import annotations

import contextlib

from flask import Flask, Response, request, session
from flask_login import current_user, login_user, logout_user
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import OperationalError

from partage import clock, events
from partage.accounts.models import SEEN_EVERY, Login, User, new_token, token_digest
from partage.db import db, writing
from partage.extensions import login_manager

# asked at every request: building the statement each time would cost more than running it
_SESSION = select(User, Login).join(Login, Login.user_id == User.id).where(Login.digest == bindparam("digest"))


def load_user(token: str) -> User | None:
    """The person whose living session holds `token`. One query."""
    row = db.session.execute(_SESSION, {"digest": token_digest(token)}).first()
    if row is None:
        return None
    person, login = row
    if not login.is_alive(clock.now()) or not person.is_active:
        return None
    person.login, person.session_token = login, token
    return person


def open_session(person: User, *, shared: bool, proof: str = "password") -> None:
    """Sign `person` in on this device, under a new token: the only way in, whatever the `proof`. Call inside writing().

    A second factor or a national sign-in button comes before this call, and names itself in `proof`.
    """
    moment = clock.now()
    login = Login(
        digest=token_digest(new_token()), user_id=person.id, created_at=moment, seen_at=moment, fresh_at=moment,
        label=device_label(), is_shared=shared,
    )  # fmt: skip
    db.session.add(login)
    db.session.flush()
    person.seen_on = clock.today()
    session.clear()
    _hold(person, login)
    session.permanent = not shared
    events.record("account.signed_in", person, by=person, shared=shared, proof=proof)


def renew_session(person: User) -> None:
    """The password was typed again here: a new token, so that a copied cookie dies. Call inside writing()."""
    login = db.session.get_one(Login, current_user.login.id)
    login.fresh_at = login.seen_at = clock.now()
    _hold(person, login)


def _hold(person: User, login: Login) -> None:
    token = new_token()
    login.digest = token_digest(token)
    person.login, person.session_token = login, token
    login_user(person)


def close_session() -> None:
    """Sign out here: the server forgets the session, whatever the browser keeps. Call inside writing()."""
    login = getattr(current_user, "login", None)
    if login is not None:
        login.revoke()
        events.record("account.signed_out", current_user, by=current_user)
    logout_user()
    session.clear()


def close_others(person: User, *, keep: Login | None = None) -> int:
    """End every session of `person` but `keep`; answers how many. Call inside writing()."""
    doomed = update(Login).where(Login.user_id == person.id, Login.revoked_at.is_(None)).values(revoked_at=clock.now())
    if keep is not None:
        doomed = doomed.where(Login.id != keep.id)
    return db.session.execute(doomed).rowcount  # type: ignore[attr-defined]


def device_label() -> str:
    """« Chrome sur Android »: what the list of sessions shows; the full user agent is not kept."""
    agent = request.user_agent.string
    browsers = (("Firefox", "Firefox"), ("Edg", "Edge"), ("SamsungBrowser", "Samsung Internet"), ("Chrome", "Chrome"),
                ("Safari", "Safari"))  # fmt: skip
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
               ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip
    browser = next((name for mark, name in browsers if mark in agent), "Navigateur")
    system = next((name for mark, name in systems if mark in agent), "")
    return f"{browser} sur {system}" if system else browser


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    login_manager.session_protection = None  # "strong" signs out phones that change network
    login_manager.user_loader(load_user)

    @app.after_request
    def note_presence(response: Response) -> Response:
        # one of the two exceptions to « GET changes nothing »; at most each 5 minutes, and never worth an error
        if "_user_id" not in session or not current_user.is_authenticated:
            return response
        login = current_user.login
        if login and login.revoked_at is None and clock.now() - login.seen_at > SEEN_EVERY:
            number, person = login.id, current_user.id
            with contextlib.suppress(OperationalError), writing():
                db.session.execute(update(Login).where(Login.id == number).values(seen_at=clock.now()))
                db.session.execute(update(User).where(User.id == person).values(seen_on=clock.today()))
            if session.permanent:
                session.modified = True  # slides the cookie too
        return response
