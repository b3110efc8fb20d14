"""The panel of the guard for whoever has no script."""

import re

from flask import render_template_string

from partage import guard

PHONE, NIR = "06 12 34 56 78", "1 85 05 78 006 084 91"
PAGE = "{% from 'components/guard.html' import panel %}{{ panel(report, {'body': 'Votre question'}, reason=reason) }}"


def panel(app, text, reason=""):
    with app.test_request_context():
        return render_template_string(PAGE, report=guard.report({"body": text}), reason=reason).replace("\u00a0", " ")


def test_each_passage_is_shown_with_its_words_and_its_button(app):
    shown = panel(app, f"Le soir appelez {PHONE} ou Mme Benali")
    assert "2 passages semblent désigner une personne" in shown
    assert f"Le soir appelez <mark>{PHONE}</mark>" in shown
    assert 'name="replace" value="body:16:30"' in shown
    assert "Remplacer par [téléphone]" in shown
    assert 'name="replace" value="tout"' in shown
    assert "Votre question" in shown


def test_the_reason_typed_is_kept(app):
    assert 'value="numéro du foyer"' in panel(app, f"Appelez {PHONE}", reason="numéro du foyer")


def test_no_reason_is_asked_for_what_can_never_be_published(app):
    shown = panel(app, f"Voici {NIR}")
    assert "qui ne peut pas être publié" in shown
    assert "guard_reason" not in shown


def test_a_text_without_personal_data_shows_nothing(app):
    assert panel(app, "Que faire ?").strip() == ""


def test_what_was_typed_is_text_and_not_markup(app):
    shown = panel(app, f"<b>gras</b> {PHONE} <script>")
    assert not re.search(r"<b>|<script", shown)
