"""Finding somebody, her roles, her account."""

import pytest

from partage.db import writing
from tests.cast import person, sign_in


def post(client, number, action, **data):
    return client.post(f"/administration/personnes/{number}/{action}", data={"csrf_token": "-", **data})


def test_people_are_found_without_accents(cast, as_):
    page = as_(cast.paul).get("/administration/personnes?nom=INES+delm").text
    assert "Inès Delmas" in page
    assert "Nadia Berger" not in page


def test_list_is_sorted_and_says_who_is_closed(cast, as_):
    with writing():
        person(cast.nadia).disable(by=person(cast.agnes))
    page = as_(cast.paul).get("/administration/personnes").text
    assert page.index("Agnès Roux") < page.index("Claire Fabre") < page.index("Youssef Amrani")
    assert "Compte fermé" in page


def test_list_goes_by_pages(cast, as_, monkeypatch):
    monkeypatch.setattr("partage.admin.queries.SIZE", 3)
    client = as_(cast.paul)
    assert "Youssef Amrani" not in client.get("/administration/personnes").text
    assert "Youssef Amrani" in client.get("/administration/personnes?page=3").text


def test_administrator_sets_roles(cast, as_):
    epoch = person(cast.nadia).epoch
    assert post(as_(cast.agnes), cast.nadia, "roles", roles=["moderator", "coordinator"]).status_code == 303
    assert person(cast.nadia).roles == ["coordinator", "moderator"]
    assert person(cast.nadia).epoch > epoch


def test_administrator_takes_roles_back(cast, as_):
    post(as_(cast.agnes), cast.ines, "roles")
    assert person(cast.ines).roles == []


def test_roles_ask_for_the_password_again(app, cast):
    answer = post(sign_in(app, cast.agnes, fresh=False), cast.nadia, "roles", roles=["moderator"])
    assert answer.headers["Location"].startswith("/compte/confirmation")
    assert person(cast.nadia).roles == []


def test_last_administrator_keeps_the_role(cast, as_):
    answer = post(as_(cast.agnes), cast.agnes, "roles", roles=["coordinator"])
    assert answer.status_code == 422
    assert "Donnez d’abord ce rôle à quelqu’un d’autre" in answer.text
    assert person(cast.agnes).roles == ["administrator"]


def test_administrator_who_is_not_alone_may_leave_the_role(cast, as_):
    client = as_(cast.agnes)
    post(client, cast.paul, "roles", roles=["administrator"])
    post(client, cast.agnes, "roles")
    assert person(cast.agnes).roles == []


def test_role_that_does_not_exist_is_refused(cast, as_):
    assert post(as_(cast.agnes), cast.nadia, "roles", roles=["queen"]).status_code == 422
    assert person(cast.nadia).roles == []


@pytest.mark.parametrize("who", ["nadia", "ines", "paul"])
def test_others_cannot_set_roles(cast, as_, who):
    client = as_(getattr(cast, who))
    assert post(client, cast.nadia, "roles", roles=["administrator"]).status_code == 403
    assert person(cast.nadia).roles == []


def test_coordinator_sees_no_roles_to_tick(cast, as_):
    assert 'name="roles"' not in as_(cast.paul).get(f"/administration/personnes/{cast.nadia}").text


def test_closed_account_is_signed_out_at_once_and_stays_so_when_it_reopens(cast, as_):
    hers, coordination = as_(cast.nadia), as_(cast.paul)
    assert hers.get("/compte/themes").status_code == 200
    assert post(coordination, cast.nadia, "fermeture").status_code == 303
    assert hers.get("/compte/themes").status_code == 302
    assert post(coordination, cast.nadia, "reouverture").status_code == 303
    assert person(cast.nadia).is_active
    assert hers.get("/compte/themes").status_code == 302


def test_account_is_closed_or_opened_once(cast, as_):
    client = as_(cast.paul)
    assert post(client, cast.nadia, "reouverture").status_code == 409
    post(client, cast.nadia, "fermeture")
    assert post(client, cast.nadia, "fermeture").status_code == 409


def test_nobody_closes_her_own_account_here(cast, as_):
    assert post(as_(cast.paul), cast.paul, "fermeture").status_code == 403
    assert person(cast.paul).is_active


def test_coordinator_cannot_touch_an_administrator(cast, as_):
    client = as_(cast.paul)
    for action in ("fermeture", "fin-des-sessions", "structure"):
        assert post(client, cast.agnes, action, structure=0).status_code == 403
    assert person(cast.agnes).is_active


def test_sessions_end_everywhere_but_the_account_stays(cast, as_):
    hers = as_(cast.nadia)
    assert post(as_(cast.paul), cast.nadia, "fin-des-sessions").status_code == 303
    assert hers.get("/compte/themes").status_code == 302
    assert person(cast.nadia).is_active


def test_person_moves_to_another_structure(cast, as_):
    client = as_(cast.paul)
    assert post(client, cast.nadia, "structure", structure=cast.montbrun).status_code == 303
    assert person(cast.nadia).structure_id == cast.montbrun
    post(client, cast.nadia, "structure", structure=0)
    assert person(cast.nadia).structure_id is None


def test_structure_that_does_not_exist_is_refused(cast, as_):
    before = person(cast.nadia).structure_id
    assert post(as_(cast.paul), cast.nadia, "structure", structure=9999).status_code == 422
    assert person(cast.nadia).structure_id == before


@pytest.mark.parametrize("action", ["fermeture", "reouverture", "fin-des-sessions", "structure"])
def test_members_cannot_touch_an_account(cast, as_, action):
    assert post(as_(cast.nadia), cast.youssef, action, structure=0).status_code == 403
    assert person(cast.youssef).is_active


def test_unknown_or_erased_person_is_not_found(cast, as_):
    with writing():
        person(cast.youssef).erase(by=person(cast.agnes))
    client = as_(cast.agnes)
    for number in (9999, cast.youssef):
        assert client.get(f"/administration/personnes/{number}").status_code == 404
        assert post(client, number, "fermeture").status_code == 404
        assert post(client, number, "roles").status_code == 404
