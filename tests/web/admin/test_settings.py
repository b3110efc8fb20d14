"""Product settings on one page."""

import pytest
from sqlalchemy import select

from partage import settings
from partage.db import db
from partage.events import Event
from partage.settings import Setting

AS_THEY_ARE = {
    "instance_name": "Partage", "visitors_read": "y", "join_requests": "y", "self_publication": "y",
    "review_months": "12", "reminder_days": "7", "contact": "", "publisher": "", "accessibility_rate": "",
}  # fmt: skip


def save(client, **changed):
    return client.post("/administration/reglages", data={**AS_THEY_ARE, **changed})


def test_every_setting_is_on_the_page_with_its_help(cast, as_):
    page = as_(cast.paul).get("/administration/reglages").text.replace("\u00a0", " ")
    for definition in settings.DEFINITIONS.values():
        assert definition.label in page
        assert definition.help in page


def test_coordinator_changes_settings(cast, as_):
    assert save(as_(cast.paul), review_months="18", contact="contact@exemple.test").status_code == 303
    assert settings.get("review_months") == 18
    assert settings.get("contact") == "contact@exemple.test"
    event = db.session.scalar(select(Event).where(Event.name == "settings.changed"))
    assert event.detail == {"keys": ["review_months", "contact"]}
    assert event.by_id == cast.paul


def test_unticked_box_closes_the_instance_to_visitors(cast, as_):
    changed = {key: value for key, value in AS_THEY_ARE.items() if key != "visitors_read"}
    as_(cast.paul).post("/administration/reglages", data=changed)
    assert settings.get("visitors_read") is False


def test_saving_without_change_writes_nothing(cast, as_):
    save(as_(cast.paul))
    assert db.session.scalars(select(Setting)).all() == []
    assert db.session.scalar(select(Event).where(Event.name == "settings.changed")) is None


@pytest.mark.parametrize(
    "wrong",
    [{"review_months": "0"}, {"review_months": "douze"}, {"reminder_days": "1"}, {"instance_name": ""},
     {"accessibility_rate": "120"}, {"contact": "x" * 201}],
)  # fmt: skip
def test_value_that_does_not_fit_is_refused_and_kept_in_the_form(cast, as_, wrong):
    answer = save(as_(cast.paul), publisher="Réseau du Valdorgue", **wrong)
    assert answer.status_code == 422
    assert "à corriger" in answer.text
    assert "Réseau du Valdorgue" in answer.text
    assert settings.get("publisher") == ""


@pytest.mark.parametrize("who", ["nadia", "claire", "ines"])
def test_others_cannot_change_settings(cast, as_, who):
    assert save(as_(getattr(cast, who)), review_months="18").status_code == 403
    assert settings.get("review_months") == 12
