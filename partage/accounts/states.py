"""The states of an invitation and of a request to join. Both are read from dates, not stored."""

from __future__ import annotations

from collections.abc import Mapping

from partage.workflow import State


class InvitationState(State):
    """Where a single-use link stands."""

    OPEN = "open", "En attente"
    USED = "used", "Utilisée"
    WITHDRAWN = "withdrawn", "Retirée"
    EXPIRED = "expired", "Trop ancienne"


class RequestState(State):
    """What became of « Demander un compte »."""

    WAITING = "waiting", "En attente"
    APPROVED = "approved", "Acceptée"
    DECLINED = "declined", "Refusée"


INVITATION_MOVES: Mapping[State, set[State]] = {
    InvitationState.OPEN: {InvitationState.USED, InvitationState.WITHDRAWN},
}
REQUEST_MOVES: Mapping[State, set[State]] = {
    RequestState.WAITING: {RequestState.APPROVED, RequestState.DECLINED},
}
