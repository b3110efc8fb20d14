"""The pages of the installed application: its shell, its copy, its worker, its manifest. No private word in any of them."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask_login import AnonymousUserMixin

from partage.access import public
from partage.extensions import csrf
from partage.offline import manifest, worker
from partage.questions.forms import AnswerForm, QuestionForm
from partage.wiki.forms import PracticeForm
from partage.wiki.vocabulary import PRACTICE_KINDS

bp = Blueprint("offline", __name__)
NOBODY = AnonymousUserMixin()


@bp.get("/coquille")
@public
def shell() -> Response:
    """The page every offline page is built in: the same for everybody, without name nor token."""
    return _uncached(_shell())


@bp.get("/hors-ligne")
@public
def copy() -> str:
    """« Ma copie hors ligne ». Open to all: it shows what this device keeps, the server knows nothing of it."""
    return render_template("offline/copy.html")


@bp.get("/hors-ligne/conflit")
@public
def conflict() -> str:
    return render_template("offline/conflict.html")


@bp.post("/partager")
@csrf.exempt
@public
def share() -> Response:
    """What a phone shares before its worker is ready: a form to fill, nothing is written. The worker keeps the rest."""
    title = request.form.get("titre", "")[:120]
    return redirect(url_for("wiki.new", titre=title or None), 303)  # type: ignore[return-value]


@bp.get("/service-worker.js")
@public
def service_worker() -> Response:
    """A file `kill-worker` in the data folder takes every installed worker away, at its next update check."""
    data = current_app.extensions["deployment"].data
    script = worker.farewell() if (data / "kill-worker").exists() else worker.script(_shell())
    response = _uncached(script, "text/javascript")
    response.headers["Service-Worker-Allowed"] = "/"
    return response


@bp.get("/manifest.webmanifest")
@public
def app_manifest() -> Response:
    return _uncached(manifest.as_json(), "application/manifest+json")


def _shell() -> str:
    guided = [(kind, words.parts, _empty_form(kind)) for kind, words in PRACTICE_KINDS.items()]
    return render_template(
        "offline/shell.html", current_user=NOBODY, comfort=None, page_url_path="", form=_empty_form(), guided=guided,
        question_form=_without_themes(QuestionForm(formdata=None, meta={"csrf": False})),
        answer_form=AnswerForm(formdata=None, meta={"csrf": False}), no_token=lambda: "",
    )


def _empty_form(kind: str = "") -> PracticeForm:
    form = PracticeForm(formdata=None, meta={"csrf": False}, kind=kind)
    form.themes.choices = []  # filled from the copy: an instance may keep its themes from visitors
    form.show("")
    return form


def _without_themes(form: QuestionForm) -> QuestionForm:
    form.topic.choices = []
    return form


def _uncached(body: str, mimetype: str = "text/html") -> Response:
    response = Response(body, mimetype=mimetype)
    response.headers["Cache-Control"] = "no-cache"
    return response
