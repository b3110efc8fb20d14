"""The arithmetic of waits, and the states of invitations and requests on every pair."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from partage import clock
from partage.accounts.models import Invitation, JoinRequest
from partage.accounts.states import INVITATION_MOVES, REQUEST_MOVES, InvitationState, RequestState
from partage.accounts.throttle import DAY, Limit
from partage.workflow import IllegalTransition, check_transition

MINUTE = Limit("a", 10, 60)
GROWING = Limit("b", 10, DAY, ceiling=900)


@pytest.mark.parametrize(
    ("past", "now", "wait"),
    [([], 100, 0), ([(100, 9)], 100, 0), ([(100, 10)], 100, 60), ([(100, 10)], 130, 30),
     ([(100, 1), (110, 9)], 115, 45), ([(100, 5), (110, 7)], 115, 45), ([(100, 1), (110, 11)], 115, 55)],
)  # fmt: skip
def test_wait_ends_when_enough_tries_are_old(past, now, wait):
    assert MINUTE.wait(past, now) == wait


@pytest.mark.parametrize(("tries", "wait"), [(9, 0), (10, 30), (11, 60), (12, 120), (13, 240), (15, 900), (500, 900)])
def test_wait_doubles_up_to_its_ceiling(tries, wait):
    assert GROWING.wait([(50, tries - 1), (100, 1)], 100) == wait


def test_growing_wait_is_counted_from_the_last_try():
    assert GROWING.wait([(100, 11)], 140) == 20
    assert GROWING.wait([(100, 11)], 161) == 0


@pytest.mark.parametrize(("current", "wanted"), list(itertools.product(InvitationState, repeat=2)))
def test_invitation_moves_only_from_open(current, wanted):
    legal = current is InvitationState.OPEN and wanted in (InvitationState.USED, InvitationState.WITHDRAWN)
    assert _allows(INVITATION_MOVES, current, wanted) is legal


@pytest.mark.parametrize(("current", "wanted"), list(itertools.product(RequestState, repeat=2)))
def test_request_is_decided_once(current, wanted):
    legal = current is RequestState.WAITING and wanted is not RequestState.WAITING
    assert _allows(REQUEST_MOVES, current, wanted) is legal


def test_states_are_read_from_dates():
    moment = clock.now()
    soon, past = moment + timedelta(days=1), moment - timedelta(seconds=1)
    assert Invitation(expires_at=soon).state is InvitationState.OPEN
    assert Invitation(expires_at=past).state is InvitationState.EXPIRED
    assert Invitation(expires_at=soon, used_at=moment).state is InvitationState.USED
    assert Invitation(expires_at=soon, withdrawn_at=moment).state is InvitationState.WITHDRAWN
    assert JoinRequest().state is RequestState.WAITING
    assert JoinRequest(decided_at=moment, approved=True).state is RequestState.APPROVED
    assert JoinRequest(decided_at=moment, approved=False).state is RequestState.DECLINED


def _allows(moves, current, wanted):
    try:
        check_transition(moves, current, wanted)
    except IllegalTransition:
        return False
    return True
