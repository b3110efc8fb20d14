"""The first account: a command, a link, no default password (V6.3.2)."""

from __future__ import annotations

from partage import clock
from partage.accounts.models import User
from partage.db import db
from tests.cast import PASSWORD, person
from tests.web.accounts.helpers import NEW, enter

BOTH = {"password": NEW, "again": NEW}


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["partage", "create-admin", *arguments])


def link(result):
    return "/mot-de-passe-oublie/" + result.output.strip().rsplit("/", 1)[1]


def test_fresh_instance_has_no_account(app):
    assert db.session.query(User).count() == 0


def test_first_administrator_chooses_her_password_by_the_link(app, client):
    result = run(app, "Chef@Exemple.test", "Camille Chef")
    assert result.exit_code == 0 and "http://localhost/mot-de-passe-oublie/" in result.output
    [camille] = db.session.query(User).all()
    assert (camille.email, camille.name, camille.roles, camille.password_hash) == (
        "chef@exemple.test", "Camille Chef", ["administrator"], "",
    )  # fmt: skip
    assert enter(client, "chef@exemple.test", "").status_code == 422
    assert client.post(link(result), data=BOTH).status_code == 303
    assert enter(client, "chef@exemple.test", NEW).status_code == 303
    assert client.get("/compte/invitations").status_code == 200


def test_link_lasts_7_days_and_serves_once(app, client):
    path = link(run(app, "chef@exemple.test", "Camille"))
    with clock.travel(days=6):
        assert client.get(path).status_code == 200
    with clock.travel(days=8):
        assert client.get(path).status_code == 410
    client.post(path, data=BOTH)
    assert client.get(path).status_code == 410


def test_somebody_known_becomes_administrator_and_keeps_her_password(app, cast, client):
    assert run(app, "nadia@exemple.test", "Nadia").exit_code == 0
    assert person(cast.nadia).roles == ["administrator"]
    assert enter(client, password=PASSWORD).status_code == 303


def test_address_without_at_sign_is_refused(app):
    assert run(app, "nadia", "Nadia").exit_code != 0
    assert db.session.query(User).count() == 0
