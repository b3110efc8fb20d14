"""The hub, the profile, comfort, and choosing one's structure."""

from __future__ import annotations

import pytest

from partage.db import writing
from tests.cast import person
from tests.web.accounts.helpers import happened

PROFILE = {"name": "Nadia Berger-Roche", "job": "Conseillère", "presentation": "Bonjour", "visibility": "staff"}


def test_hub_leads_to_each_page_of_the_account(cast, as_):
    nadia = as_(cast.nadia)
    page = nadia.get("/compte").text
    for path in ("profil", "sessions", "mot-de-passe", "confort", "mes-donnees"):
        assert f'href="/compte/{path}"' in page
        assert nadia.get(f"/compte/{path}").status_code == 200
    assert 'href="/structures/france-services-valdorgue"' in page
    assert 'action="/deconnexion"' in page


def test_hub_links_what_other_features_add_only_when_it_is_there(app, cast, as_):
    page = as_(cast.paul).get("/compte").text
    known = set(app.view_functions)
    assert ('href="/compte/absences"' in page) is ("topics.absences" in known)
    assert ('href="/administration"' in page) is ("admin.home" in known)


@pytest.mark.parametrize(("who", "sees"), [("nadia", False), ("ines", False), ("paul", True), ("agnes", True)])
def test_invitations_are_shown_to_the_coordination(cast, as_, who, sees):
    assert ('href="/compte/invitations"' in as_(getattr(cast, who)).get("/compte").text) is sees


def test_visitor_is_sent_to_sign_in(client):
    for path in ("", "/profil", "/confort", "/structure", "/mes-donnees"):
        assert client.get(f"/compte{path}").location == f"/connexion?next=/compte{path}"


def test_nadia_edits_her_profile(cast, as_):
    assert as_(cast.nadia).post("/compte/profil", data=PROFILE).location == "/compte"
    nadia = person(cast.nadia)
    assert {name: getattr(nadia, name) for name in PROFILE} == PROFILE
    assert len(happened("account.profile_changed")) == 1


def test_fields_she_has_no_say_on_are_ignored(cast, as_):
    extra = {"roles": "administrator", "email": "autre@exemple.test", "structure_id": "2", "disabled_at": "x"}
    as_(cast.nadia).post("/compte/profil", data={**PROFILE, **extra})
    nadia = person(cast.nadia)
    assert (nadia.roles, nadia.email, nadia.structure_id) == ([], "nadia@exemple.test", cast.valdorgue)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 81), ("job", "x" * 121), ("presentation", "x" * 1001), ("visibility", "tous")],
)
def test_what_does_not_fit_is_said_and_kept(cast, as_, field, value):
    answer = as_(cast.nadia).post("/compte/profil", data={**PROFILE, field: value})
    assert answer.status_code == 422
    assert "Conseillère" in answer.text or field == "job"
    assert person(cast.nadia).name == "Nadia Berger"


@pytest.mark.parametrize("name", ["{{7*7}}", "{0.__class__}", "%s%n", "<script>alert(1)</script>", "O’Brien & fils"])
def test_strange_names_come_back_as_typed(cast, as_, name):
    nadia = as_(cast.nadia)
    nadia.post("/compte/profil", data={**PROFILE, "name": name})
    page = nadia.get(f"/personnes/{cast.nadia}").text
    assert name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in page
    assert "<script>alert" not in page


def test_line_breaks_cannot_enter_a_name(cast, as_):
    as_(cast.nadia).post("/compte/profil", data={**PROFILE, "name": "Nadia\r\nBcc: x@y.test\x00"})
    assert person(cast.nadia).name == "Nadia Bcc: x@y.test"


def test_comfort_is_kept_and_changes_every_page(cast, as_):
    nadia = as_(cast.nadia)
    chosen = {"theme": "dark", "text": "large", "spacing": "wide", "contrast": "more", "font": "readable"}
    assert nadia.post("/compte/confort", data=chosen).location == "/compte/confort"
    assert person(cast.nadia).comfort == chosen
    html = nadia.get("/compte").text.split("<head>")[0]
    assert all(f'data-{name}="{value}"' in html for name, value in chosen.items())
    assert "checked" in nadia.get("/compte/confort").text


def test_ordinary_look_leaves_nothing_behind(cast, as_):
    nadia = as_(cast.nadia)
    nadia.post("/compte/confort", data={"theme": "dark", "text": "", "spacing": "", "contrast": "", "font": ""})
    nadia.post("/compte/confort", data={"theme": "", "text": "", "spacing": "", "contrast": "", "font": ""})
    assert person(cast.nadia).comfort == {}


def test_unknown_comfort_is_refused(cast, as_):
    data = {"theme": '"><script>', "text": "", "spacing": "", "contrast": "", "font": ""}
    assert as_(cast.nadia).post("/compte/confort", data=data).status_code == 422
    assert person(cast.nadia).comfort == {}


def test_nadia_without_structure_chooses_once(cast, as_):
    with writing():
        person(cast.nadia).move_to(None, by=person(cast.paul))
    nadia = as_(cast.nadia)
    assert 'href="/compte/structure"' in nadia.get("/compte").text
    assert nadia.post("/compte/structure", data={"structure": cast.montbrun}).location == "/compte"
    assert person(cast.nadia).structure_id == cast.montbrun
    assert nadia.post("/compte/structure", data={"structure": cast.valdorgue}).status_code == 404
    assert person(cast.nadia).structure_id == cast.montbrun
