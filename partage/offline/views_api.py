"""What the phone talks to: its session, its copy, and its outbox. Answers are JSON that no captive portal can fake."""

from __future__ import annotations

import json
from typing import Any

import brotli
from flask import Response, request
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from partage import assets, kinds, operations
from partage.access import members, public
from partage.errors import PAGES
from partage.offline import feed
from partage.offline.views import bp
from partage.operations import Conflict, KeyReused, Refused


def answer(content: dict[str, Any], status: int = 200, **headers: str) -> Response:
    """JSON marked as ours, never kept by a cache, compressed when it is worth it (it carries no secret but the token)."""
    body = json.dumps({"partage": True, **content}, ensure_ascii=False, separators=(",", ":")).encode()
    response = Response(body, status, mimetype="application/json")
    response.headers.update({"X-Partage": "1", "Cache-Control": "no-store", "Vary": "Accept-Encoding", **headers})
    if "csrf" not in content and len(body) > 1000 and "br" in request.headers.get("Accept-Encoding", ""):
        response.set_data(brotli.compress(body, quality=5))
        response.headers["Content-Encoding"] = "br"
    return response


@bp.get("/api/session")
@public
def who_is_here() -> Response:
    """Who the server thinks is here, and a fresh token for what waits in the outbox."""
    person = current_user if current_user.is_authenticated else None
    return answer({
        "user": person.id if person else None, "name": person.name if person else None,
        "epoch": person.epoch if person else None, "shared": bool(person and person.login.is_shared),
        "csrf": generate_csrf(), "version": assets.version(),
    })  # fmt: skip


@bp.get("/api/copie")
@members
def changes() -> Response:
    if current_user.login.is_shared:
        return answer({"code": "forbidden", "error": "Un poste partagé ne garde pas de copie."}, 403)
    asked = request.args.get("apres", "0")
    same_rights = request.args.get("epoch", str(current_user.epoch)) == str(current_user.epoch)
    cursor = int(asked) if asked.isdigit() and len(asked) < 16 and same_rights else 0
    try:
        batch = feed.batch_after(current_user, cursor)
    except feed.Restart:
        return answer({"code": "restart"}, 410)
    return answer({
        "user": current_user.id, "epoch": current_user.epoch, "cursor": batch.cursor, "more": batch.more,
        "reset": not same_rights, "rows": batch.rows, "gone": batch.gone,
        **({} if batch.more else {"favourites": feed.favourites(current_user)}),
    })  # fmt: skip


@bp.post("/api/operations")
@members
def apply_operation() -> Response:
    """Apply one write of the outbox, once and only once, through the same checks and verbs as the pages."""
    sent = request.get_json(silent=True)
    key = request.headers.get("Idempotency-Key", "")
    if not isinstance(sent, dict) or not 8 <= len(key) <= 64 or not isinstance(sent.get("payload"), dict):
        return answer({"code": "invalid", "errors": {"": ["Cet envoi est incomplet."]}}, 422)
    if sent.get("uid") != current_user.id:
        return answer({"code": "other-person", "error": "Ce texte appartient à une autre personne. Il n’est pas envoyé."}, 409)
    write = kinds.find_write(str(sent.get("write")))
    if write is None:
        return answer({"code": "invalid", "errors": {"": ["Cette action n’existe pas."]}}, 422)
    return _apply(write, key, sent["payload"], sent.get("base"))


def _apply(write: kinds.Write, key: str, payload: dict[str, Any], base: Any) -> Response:
    try:
        content = write.check(payload)
        start = base if isinstance(base, int) else None
        outcome = operations.once(
            current_user, key, write.name, [content, start], lambda: write.apply(current_user, content, start)
        )
    except kinds.Invalid as refusal:
        return answer({"code": "invalid", "errors": refusal.errors}, 422)
    except Refused as refusal:
        return answer({"code": "refused", "error": str(refusal)}, 422)
    except KeyReused:
        return answer({"code": "key-reused", "error": "Ce texte a déjà été envoyé sous une autre forme."}, 422)
    except Conflict as conflict:
        return answer({"code": "conflict", "error": PAGES[409][0], "conflict": conflict.as_json()}, 409)
    told = {"key": key, "location": outcome.location, "message": outcome.message, "ids": outcome.ids}
    if outcome.replayed:
        return answer({**told, "replayed": True}, 200, **{"Idempotent-Replayed": "true"})
    return answer({**told, "replayed": False}, 201)
