"""People × every route. A route that stands in no line of this table fails the build: somebody must say who it is for."""

from __future__ import annotations

import pytest

PUBLIC = """
accounts.choose_password accounts.confirm_email accounts.forgotten accounts.goodbye accounts.invitation accounts.join accounts.join_sent
accounts.reset_sent accounts.sign_in accounts.sign_out files.show home.accessibility home.health_check home.help_page
home.legal home.privacy home.welcome offline.app_manifest offline.conflict offline.copy offline.service_worker offline.share
offline.shell offline.who_is_here search.search search.suggestions texts.comparison texts.history texts.version
topics.index topics.show wiki.download wiki.index wiki.print_sheet wiki.qr_code wiki.show
""".split()
MEMBERS = """
accounts.change_email accounts.change_password accounts.choose_structure accounts.comfort accounts.confirm accounts.data accounts.home
accounts.logins accounts.offer accounts.person accounts.profile accounts.structure accounts.structures accounts.end_login
accounts.end_other_logins accounts.erase accounts.export_data accounts.read_data files.add files.add_from_outbox files.erase files.index
moderation.about_remark moderation.about_text moderation.contest moderation.contested moderation.decide_remark
moderation.decide_text moderation.figures moderation.go_on moderation.judge moderation.queue moderation.report moderation.report_form
moderation.reported_remark moderation.reported_text moderation.undo offline.apply_operation offline.changes questions.accept questions.answer questions.ask questions.board
questions.confirm questions.edit questions.edit_answer questions.found_before questions.make_practice questions.missing
questions.print_sheet questions.route questions.save questions.settle questions.show questions.take
search.lookalikes texts.thank texts.comment texts.favourite texts.publish texts.queue
texts.refuse texts.reopen texts.resolve texts.restore texts.review texts.send_back texts.watch
topics.absences topics.choose topics.follow topics.remove_absence topics.step_down topics.unfollow wiki.archive
notifications.index notifications.read notifications.read_all notifications.stop
wiki.choose wiki.discard wiki.edit wiki.freshness wiki.mine wiki.new wiki.save wiki.tell_freshness wiki.unarchive wiki.verify
""".split()
COORDINATION = """
accounts.approve accounts.decline accounts.invitation_qr accounts.invitations accounts.join_requests accounts.withdraw
admin.archive_structure admin.archive_topic admin.assign admin.change_settings admin.disable admin.enable admin.end_sessions
admin.fruitless admin.health admin.home admin.journal admin.move admin.move_topic admin.new_structure admin.new_topic
admin.orphans admin.people admin.person admin.structure admin.structures admin.to_verify admin.topic admin.topics
admin.unarchive_structure admin.unarchive_topic topics.end topics.experts topics.move
""".split()
ADMINISTRATION = ["admin.set_roles"]
MODERATION, JOURNAL = ["moderation.erase", "moderation.erasure"], ["moderation.journal"]
# their own answer to somebody signed in, which is not a page: an open session, a device that keeps nothing
SPEAK_FOR_THEMSELVES = {"accounts.sign_out"}

ALL = dict.fromkeys(PUBLIC, "public") | dict.fromkeys(MEMBERS, "members")
ALL |= dict.fromkeys(COORDINATION, "coordination") | dict.fromkeys(ADMINISTRATION, "administration")
ALL |= dict.fromkeys(MODERATION, "moderation") | dict.fromkeys(JOURNAL, "journal")
ROLES = {("administrator",): "administration", ("moderator",): "moderation", ("moderator", "coordinator"): "journal"}
MAY = {
    None: {"public"},
    "nadia": {"public", "members"},
    "claire": {"public", "members"},
    "ines": {"public", "members", "moderation", "journal"},
    "paul": {"public", "members", "coordination", "journal"},
    "agnes": {"public", "members", "coordination", "administration"},
}


def addresses(app):
    """(endpoint, method, path) of every route, pointing at things that do not exist: only the door is tried here."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = {}
        for name, converter in rule._converters.items():
            values[name] = 999_999 if type(converter).__name__ == "IntegerConverter" else "inconnu"
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            yield rule.endpoint, method, adapter.build(rule.endpoint, values, method=method)


def test_every_route_is_in_the_table_once(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ALL)
    assert len(ALL) == sum(map(len, (PUBLIC, MEMBERS, COORDINATION, ADMINISTRATION, MODERATION, JOURNAL)))


def test_the_table_says_what_the_views_say(app):
    for endpoint, audience in ALL.items():
        view = app.view_functions[endpoint]
        told = view.audience if view.audience != "staff" else ROLES.get(view.roles, "coordination")
        assert told == audience, endpoint


@pytest.mark.parametrize("who", MAY, ids=str)
def test_each_person_opens_her_doors_and_no_other(app, cast, as_, who):
    for endpoint, method, path in addresses(app):
        if endpoint in SPEAK_FOR_THEMSELVES and who:
            continue
        client = as_(getattr(cast, who)) if who else app.test_client()
        answer = client.open(path, method=method)
        to_sign_in = answer.status_code in (302, 303) and answer.headers["Location"].startswith("/connexion")
        shut = answer.status_code in (401, 403) or to_sign_in
        assert answer.status_code < 500, (who, endpoint, method)
        if ALL[endpoint] in MAY[who]:
            assert not shut, (who, endpoint, method, answer.status_code)
        elif who is None:
            assert answer.status_code == 401 or to_sign_in, (endpoint, method, answer.status_code)
        else:
            assert answer.status_code == 403, (who, endpoint, method, answer.status_code)
