"""The words of a form that could not be kept: they come back on the page that says why, to be copied."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import HTTPException

SECRETS = frozenset({"password", "again", "current"})  # a form that holds one is never shown again; a test knows them all
NOT_WORDS = frozenset({"csrf_token", "client_id", "email"})
FEWEST = 2  # words: choices, numbers and keys are not worth copying


def words() -> list[str]:
    """What a person typed in the form she just sent from this site; nothing of what another site sends in her name."""
    if request.method != "POST" or not _is_ours():
        return []
    try:
        fields = list(request.form.items(multi=True))
    except HTTPException:  # too heavy, or cut: it was not read
        return []
    if not SECRETS.isdisjoint(name for name, _ in fields):
        return []
    return list(dict.fromkeys(value.strip() for name, value in fields if name not in NOT_WORDS and len(value.split()) >= FEWEST))


def _is_ours() -> bool:
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == request.host_url.rstrip("/")
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
