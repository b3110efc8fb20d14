"""Who a page is for. Every view wears exactly one of @public, @members, @staff; a test walks the URL map."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar

from flask import abort, flash, redirect, request, session, url_for
from flask_login import current_user

from partage import clock, errors, typed

View = TypeVar("View", bound=Callable[..., Any])
FRESH = timedelta(minutes=10)


def public(view: View) -> View:
    """Anybody, signed in or not."""
    view.audience = "public"  # type: ignore[attr-defined]
    return view


def members(view: Callable[..., Any]) -> Callable[..., Any]:
    """Anybody signed in."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return ask_to_sign_in()
        return view(*args, **kwargs)

    guarded.audience = "members"  # type: ignore[attr-defined]
    return guarded


def staff(*roles: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Signed in and holding at least one of `roles`. Says 403, not 404: colleagues know these pages exist."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return ask_to_sign_in()
            if not current_user.has_role(*roles):
                abort(403)
            return view(*args, **kwargs)

        guarded.audience = "staff"  # type: ignore[attr-defined]
        guarded.roles = roles  # type: ignore[attr-defined]
        return guarded

    return decorate


def fresh(view: Callable[..., Any]) -> Callable[..., Any]:
    """Ask the password again when it was typed more than 10 minutes ago. Goes under @members or @staff."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not is_fresh():
            back = request.full_path if request.method == "GET" else request.headers.get("Referer", "")
            flash("Tapez d’abord votre mot de passe : cette action le demande.", "says")
            return redirect(url_for("accounts.confirm", next=local_path(back)))
        return view(*args, **kwargs)

    guarded.fresh = True  # type: ignore[attr-defined]
    return guarded


def is_fresh() -> bool:
    """True when this session's password was typed within the last 10 minutes."""
    login = getattr(current_user, "login", None)
    return login is not None and login.fresh_at is not None and clock.now() - login.fresh_at <= FRESH


def allow(permitted: bool) -> None:
    """403 unless `permitted`."""
    if not permitted:
        abort(403)


def ask_to_sign_in() -> Any:
    """What somebody signed out gets: the sign-in page, her words first when she sent some, or a 401 for scripts.

    A redirect would look like a success to them.
    """
    session.pop("_flashes", None)
    if request.path.startswith("/api/"):
        abort(401)
    back = request.full_path.rstrip("?") if request.method == "GET" else request.headers.get("Referer", "")
    sign_in = url_for("accounts.sign_in", next=local_path(back))
    return errors.page(401, sign_in=sign_in) if typed.words() else redirect(sign_in)


def local_path(target: str) -> str:
    """`target` when it is a path of this site that the URL map knows, else the home page.

    An allow-list by shape: the usual urljoin-and-compare lets `/\\evil` and `///evil` through.
    """
    from urllib.parse import urlsplit

    from flask import current_app
    from werkzeug.exceptions import HTTPException
    from werkzeug.routing import RequestRedirect

    if target.startswith(request.host_url):
        target = target[len(request.host_url) - 1 :]
    plain = target.startswith("/") and not target.startswith(("//", "/\\"))
    if not plain or any(character <= " " or character in "\\\x7f" for character in target):
        return "/"
    try:
        current_app.url_map.bind("").match(urlsplit(target).path, method="GET")
    except RequestRedirect:
        return "/"
    except HTTPException:
        return "/"
    return target
