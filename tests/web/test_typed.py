"""Nothing typed is lost: a form the server could not take comes back with its words, without script."""

import importlib
import pkgutil

from flask_wtf import FlaskForm
from wtforms import PasswordField

import partage
from partage import typed

WORDS = "Une personne a perdu son mot de passe et revient demain"


def test_words_sent_after_the_session_ended_come_back_to_be_copied(client, cast):
    answer = client.post("/entraide/questions", data={"title": WORDS, "topic": "1"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert WORDS in page and "Se connecter" in page


def test_who_sent_nothing_worth_keeping_is_led_to_sign_in(client, cast):
    answer = client.post("/entraide/questions", data={"topic": "1"})
    assert answer.status_code == 302 and "/connexion" in answer.headers["Location"]


def test_words_another_site_sends_are_not_shown(client, cast):
    for headers in ({"Origin": "https://ailleurs.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.post("/entraide/questions", data={"title": WORDS}, headers=headers)
        assert WORDS not in answer.get_data(as_text=True), headers


def test_form_refused_for_its_old_token_gives_its_words_back(app, cast, as_):
    nadia = as_(cast.nadia)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = nadia.post("/entraide/questions", data={"title": WORDS, "csrf_token": "ancien"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 400 and WORDS in answer.get_data(as_text=True)


def test_a_form_with_a_password_is_never_shown_again(client, cast):
    data = {"note": WORDS, "current": "quatre mots bien secrets"}
    assert client.post("/compte/mot-de-passe", data=data).location.startswith("/connexion")


def test_every_password_of_the_product_is_known_as_a_secret():
    for module in pkgutil.walk_packages(partage.__path__, "partage."):
        if module.name.rpartition(".")[2].startswith("forms"):
            importlib.import_module(module.name)
    forms, names = [FlaskForm], set()
    while forms:
        form = forms.pop()
        forms += form.__subclasses__()
        names |= {name for name in dir(form) if getattr(getattr(form, name), "field_class", None) is PasswordField}
    assert names and names <= typed.SECRETS
