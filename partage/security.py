"""Response headers, cookies, and the second wall against forged requests. With no inline script, no nonce is needed."""

from __future__ import annotations

from flask import Flask, Response, abort, request, session
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from partage.config import Deployment

POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'",
        "connect-src 'self'", "manifest-src 'self'", "worker-src 'self'", "media-src 'self'", "form-action 'self'",
        "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'",
    )
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # not no-referrer: over https Flask-WTF checks the Referer of each POST
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "X-Frame-Options": "DENY",
}
MAX_REQUEST = 24 * 1024 * 1024  # bytes: ten images of a phone are sent one by one
MAX_FLASHES = 4
MAX_FORM = 3 * 1024 * 1024  # bytes of one text field: above our text limit, so that the form can say so and keep the text


def init_app(app: Flask, deployment: Deployment) -> None:
    """Configure cookies and sizes, add the headers to every response, refuse requests forged by another site."""
    app.config.update(
        SECRET_KEY=deployment.secret_key,
        TRUSTED_HOSTS=deployment.trusted_hosts,
        SESSION_COOKIE_NAME="__Host-partage" if deployment.is_https else "partage",
        SESSION_COOKIE_SECURE=deployment.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=30 * 86400,
        MAX_CONTENT_LENGTH=MAX_REQUEST,
        MAX_FORM_MEMORY_SIZE=MAX_FORM,
        WTF_CSRF_TIME_LIMIT=None,  # a text written offline may wait for days
    )
    if deployment.proxy_count:
        hops = deployment.proxy_count
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    secure = deployment.is_https

    @app.before_request
    def refuse_foreign_origin() -> None:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return
        site = request.headers.get("Sec-Fetch-Site")
        origin = request.headers.get("Origin")
        if site in ("cross-site", "same-site"):
            abort(403)
        if origin and origin != "null" and origin.rstrip("/") != request.host_url.rstrip("/"):
            abort(403)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if len(session.get("_flashes", ())) > MAX_FLASHES:  # posts nobody reads the answer of would fill the cookie
            session["_flashes"] = session["_flashes"][-MAX_FLASHES:]
        if "Cache-Control" not in response.headers:
            # asked only of requests that loaded a person anyway: a static answer pays no query
            private = "_user_id" in session
            response.headers["Cache-Control"] = "no-store" if private else "no-cache"
        return response


def is_shared_device() -> bool:
    """True when the person said « poste partagé » at sign-in: nothing may stay on the device."""
    login = getattr(current_user, "login", None)
    return bool(login and login.is_shared)
