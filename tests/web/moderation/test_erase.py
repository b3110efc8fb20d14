"""M5: a passage erased everywhere, and again after the restore of an older backup. The trail says that, never what."""

import io
import json
import re
import uuid

import pytest
from sqlalchemy import inspect, select, text

from partage import backup, purge_journal, restore
from partage.config import Deployment
from partage.db import db, writing
from partage.events import Event
from partage.files.models import Attachment
from partage.mail import Mail
from partage.moderation.models import Appeal
from partage.moderation.states import Action
from partage.operations import Change, Operation
from partage.purge import MARK
from partage.questions.models import Question, QuestionMove
from partage.texts.models import Comment, RenderedBody, Revision, Text
from partage.wiki.models import FreshnessAnswer, Practice
from tests import postgres_server
from tests.cast import person
from tests.conftest import ON_POSTGRES
from tests.factories import BODY, facets, publish_practice, submit_edit, trust
from tests.web.files import samples
from tests.web.files.sending import send
from tests.web.moderation.erasing import NAME, PASSAGE, erase, every_value, insist, no_trace
from tests.web.moderation.helpers import decide, decisions, plain, report


@pytest.fixture
def thread(cast, as_):
    """A question that names somebody in its title, an answer, somebody else's draft, a move, a report, a mail."""
    trust(cast.nadia, cast.youssef)
    number = insist(cast.nadia, "ask", title=f"Que faire pour {PASSAGE} ?", body=f"{PASSAGE} a perdu sa carte.", topic="acces-aux-droits")
    words = f"{PASSAGE} peut appeler. À l’été, {PASSAGE} reviendra."
    answer = insist(cast.youssef, "answer", question_id=number, body=words)
    with writing():
        question = db.session.get(Question, number)
        draft = Revision(text_id=number, author_id=cast.youssef)
        draft.write(title=f"Pour {PASSAGE}", summary=PASSAGE, body=f"Brouillon sur {PASSAGE}", fields={"themes": ["acces-aux-droits"], "sources": [{"title": f"Lettre de {PASSAGE}"}]}, note=f"vu avec {PASSAGE}")
        db.session.add(draft)
        db.session.add(QuestionMove(question_id=number, from_id=cast.rights, to_id=cast.work, by_id=cast.claire, why=f"{PASSAGE} cherche un emploi"))
        db.session.add(Mail(to="claire@exemple.test", subject=f"Question sur {PASSAGE}", body=f"Bonjour, {PASSAGE}", due_at=question.created_at, created_at=question.created_at))
    report(as_(cast.maud), "question", number, note=f"On reconnaît {PASSAGE}", guard_reason="le passage même")
    return {"question": number, "answer": answer, "slug": db.session.get(Text, number).slug}


@pytest.fixture
def practice(cast, as_):
    """Two versions, a remark, a reader's note, a decision and its contestation; all name somebody."""
    body = BODY + f"\n\nAvec {PASSAGE}, cela a marché."
    number = publish_practice(author_id=cast.nadia, title=f"Aider {PASSAGE}", body=body, fields=facets(sources=[{"title": PASSAGE}]))
    edit = submit_edit(number, cast.youssef, body=body + "\n\nEncore.", title=f"Aider {PASSAGE}")
    as_(cast.claire).post(f"/revisions/{edit}/publication")
    with writing():
        db.session.add(Comment(text_id=number, author_id=cast.youssef, body=f"Et {PASSAGE} alors ?"))
        db.session.add(FreshnessAnswer(practice_id=number, user_id=cast.maud, still_right=False, note=f"{PASSAGE} a déménagé"))
    decide(as_(cast.ines), number, "hide", passage=PASSAGE, note=f"Retirez {PASSAGE}", guard_reason="le passage même")
    as_(cast.nadia).post(f"/moderation/decisions/{decisions()[-1].id}/contestation", data={"body": f"{PASSAGE} est d’accord", "guard_reason": "elle le veut"})
    decide(as_(cast.ines), number, "restore", seen=decisions()[-1].id)
    return number


def test_thread_is_clean_to_the_last_byte(app, cast, as_, thread):
    assert NAME in every_value()
    assert NAME in as_(cast.nadia).get(f"/entraide/{thread['slug']}").text  # kept by the process from now on
    answer = erase(as_(cast.ines), "question", thread["question"])
    assert answer.status_code == 303
    no_trace(app)
    assert MARK in db.session.scalar(select(Revision.body).filter_by(text_id=thread["answer"]))
    assert db.session.scalar(select(Mail.body)) == f"Bonjour, {MARK}"
    as_nadia = as_(cast.nadia)
    assert as_nadia.get(f"/entraide/{thread['slug']}").status_code == 404
    slug = db.session.get(Text, thread["question"]).slug
    page = plain(as_nadia.get(f"/entraide/{slug}"))
    assert MARK in page and NAME not in page


def test_practice_is_clean_with_its_history_remarks_and_contestation(app, cast, as_, practice):
    former = db.session.get(Text, practice).slug
    assert NAME in as_(cast.nadia).get(f"/pratiques/{former}").text
    assert erase(as_(cast.ines), "practice", practice).status_code == 303
    no_trace(app)
    page = as_(cast.nadia).get(f"/pratiques/{db.session.get(Text, practice).slug}")
    assert page.status_code == 200 and NAME not in page.text
    for revision in db.session.scalars(select(Revision).filter_by(text_id=practice)):
        assert MARK in revision.body and revision.fields.get("sources", [{"title": MARK}])[:1] in ([{"title": MARK}], [])
        former = revision.body_sha
        revision.words_erased()
        assert revision.body_sha == former  # the digest is that of the new body
    db.session.rollback()
    assert MARK in db.session.scalar(select(Appeal.body)) and MARK in db.session.scalar(select(FreshnessAnswer.note))
    live = db.session.scalar(select(Revision.body_sha).filter_by(text_id=practice, state="published").limit(1))
    assert db.session.get(RenderedBody, (live, db.session.scalar(select(RenderedBody.renderer)))) is not None


def test_phones_get_the_new_row_at_next_contact(cast, as_, practice):
    before = db.session.get(Change, ("practice", practice)).seq
    erase(as_(cast.ines), "practice", practice)
    db.session.rollback()
    assert db.session.get(Change, ("practice", practice), populate_existing=True).seq > before


def test_stored_answers_of_operations_hold_no_old_address(app, cast, as_):
    trust(cast.nadia)
    client = as_(cast.nadia)
    form = {"title": f"Une carte pour {PASSAGE} ?", "body": "Elle part demain.", "topic": "acces-aux-droits", "urgency": "week", "client_id": "11111111-1111-4111-8111-111111111112"}
    asked = client.post("/entraide/questions", data={**form, "guard_reason": "C’est un nom inventé"})
    number = db.session.scalar(select(Question.id).order_by(Question.id.desc()).limit(1))
    if asked.status_code != 303 or NAME.lower() not in json.dumps([one.answer for one in db.session.scalars(select(Operation))]):
        with writing():
            slug = db.session.get(Text, number).slug
            db.session.add(Operation(user_id=cast.nadia, key="cle-de-test", name="question.save", digest="x", answer={"location": f"/entraide/{slug}"}, at=db.session.get(Text, number).created_at))
    erase(as_(cast.ines), "question", number)
    no_trace(app)


def test_only_this_text_unless_everywhere_is_asked(app, cast, as_, practice):
    other = publish_practice("autre", title="Autre", body=BODY + f"\n\n{PASSAGE}.", author_id=cast.claire)
    erase(as_(cast.ines), "practice", practice)
    assert PASSAGE in db.session.scalar(select(Revision.body).filter_by(text_id=other))
    erase(as_(cast.ines), "practice", practice, everywhere="y")
    no_trace(app)


def test_practice_made_from_the_thread_goes_along(app, cast, as_, thread):
    made = publish_practice("tiree-du-fil", title="Tirée du fil", body=BODY + f"\n\n{PASSAGE}.", author_id=cast.claire)
    with writing():
        db.session.get(Practice, made).made_from_id = thread["question"]
    erase(as_(cast.ines), "answer", thread["answer"])
    no_trace(app)


def test_joined_file_is_deleted_when_chosen(app, cast, as_):
    number = publish_practice(author_id=cast.nadia)
    send(as_(cast.nadia), f"lettre-{NAME}.pdf", samples.PDF)
    with writing():
        file = db.session.scalars(select(Attachment)).one()
        file.text_id = number
        public_id = file.public_id
    page = plain(as_(cast.ines).get(f"/moderation/effacement?kind=practice&number={number}"))
    assert NAME in page
    assert erase(as_(cast.ines), "practice", number, passage="", file=public_id).status_code == 303
    assert db.session.scalars(select(Attachment)).all() == []


def test_what_would_go_is_counted_first_and_nothing_is_done(cast, as_, practice):
    page = plain(erase(as_(cast.ines), "practice", practice, action="count"))
    assert re.search(r"\d+ endroits", page) and "Effacer pour toujours" in page and "hors d’atteinte" in page
    assert NAME in every_value()


def test_enter_in_the_box_counts_again_and_never_erases(cast, as_, practice):
    html = erase(as_(cast.ines), number=practice, action="count").text
    assert html.index('value="count"') < html.index('value="erase"')  # Enter presses the first button of a form


def test_another_passage_than_the_one_counted_is_counted_first(cast, as_, practice):
    page = erase(as_(cast.ines), "practice", practice, counted="0:Mme Autre")
    assert page.status_code == 200 and "Effacer pour toujours" in plain(page)
    assert erase(as_(cast.ines), "practice", practice, counted=f"0:{PASSAGE}", everywhere="y").status_code == 200
    assert NAME in every_value()


def test_nothing_found_says_so(cast, as_, practice):
    assert "ne se trouve nulle part" in plain(erase(as_(cast.ines), "practice", practice, passage="Mme Zzz", action="count"))
    assert erase(as_(cast.ines), "practice", practice, passage="ab").status_code == 422


def test_trail_says_who_when_which_and_how_many_never_what(cast, as_, practice):
    erase(as_(cast.ines), "practice", practice)
    told = db.session.scalars(select(Event).filter_by(name="passage.erased")).one()
    assert (told.by_id, told.thing_id) == (cast.ines, practice) and told.detail["places"] > 8
    assert NAME not in str(told.detail)
    assert decisions()[-1].action is Action.ERASE
    journal = app_folder() / purge_journal.JOURNAL
    assert NAME not in journal.read_text() and journal.stat().st_mode & 0o077 == 0
    assert (app_folder() / purge_journal.KEY).stat().st_mode & 0o077 == 0


def app_folder():
    from flask import current_app

    return current_app.extensions["deployment"].data


@pytest.mark.parametrize("who", ["nadia", "claire", "paul", "agnes"])
def test_others_do_not_erase(cast, as_, practice, who):
    client = as_(getattr(cast, who))
    assert client.get("/moderation/effacement").status_code == 403
    assert erase(client, "practice", practice).status_code == 403


def test_it_asks_the_password_again(cast, as_, practice):
    assert "/compte/confirmation" in erase(as_(cast.ines, fresh=False), "practice", practice).headers["Location"]
    assert NAME in every_value()


def test_passages_that_look_like_a_person_are_proposed(cast, as_, thread):
    page = plain(as_(cast.ines).get(f"/moderation/effacement?kind=question&number={thread['question']}"))
    assert PASSAGE in page


@pytest.fixture
def restored(app, tmp_path):
    """Restores a backup in another folder; answers what it says and the folder."""

    def run(archive):
        present = app.extensions["deployment"]
        folder = tmp_path / "ailleurs"
        url = f"sqlite:///{folder / 'partage.sqlite'}"
        if ON_POSTGRES:
            url = postgres_server.create_database(f"again_{uuid.uuid4().hex}")
        folder.mkdir(mode=0o700)
        for name in (purge_journal.JOURNAL, purge_journal.KEY):
            if (present.data / name).exists():
                (folder / name).write_bytes((present.data / name).read_bytes())
        target = Deployment(**{**present.__dict__, "data": folder, "database_url": url})
        return restore.restore(target, archive), folder, url

    return run


def test_older_backup_does_not_bring_it_back(app, cast, as_, thread, practice, restored, tmp_path):
    archive = backup.backup(app.extensions["deployment"], tmp_path / "avant.tar")
    erase(as_(cast.ines), "question", thread["question"])
    erase(as_(cast.ines), "practice", practice)
    said, folder, url = restored(archive)
    assert "l’a été de nouveau" in said
    engine = db.create_engine(url)
    with engine.connect() as connection:
        rows = str([tuple(row) for name in inspect(connection).get_table_names() for row in connection.execute(text(f'SELECT * FROM "{name}"'))])
        assert connection.execute(text("SELECT count(*) FROM revision WHERE body LIKE '%donnée retirée%'")).scalar() >= 4
    engine.dispose()
    assert NAME.lower() not in rows.lower()
    for path in folder.glob("partage.sqlite*"):
        assert NAME.lower().encode() not in path.read_bytes().lower(), path.name


def test_account_erased_since_the_backup_is_erased_again(app, cast, as_, restored, tmp_path):
    from partage.accounts import data_rights

    archive = backup.backup(app.extensions["deployment"], tmp_path / "avant.tar")
    with writing():
        data_rights.erase_person(person(cast.youssef), True, by=person(cast.youssef))
    _, _, url = restored(archive)
    engine = db.create_engine(url)
    with engine.connect() as connection:
        name, email = connection.execute(text(f'SELECT name, email FROM "user" WHERE id = {cast.youssef}')).one()
    engine.dispose()
    assert email is None and "Youssef" not in name


def test_account_whose_erasure_was_rolled_back_is_not_noted(app, cast):
    from partage.accounts import data_rights

    with pytest.raises(ZeroDivisionError), writing():
        data_rights.erase_person(person(cast.youssef), True, by=None)
        raise ZeroDivisionError
    assert purge_journal.read(app_folder()) == []


def test_journal_is_outside_the_backup_and_survives_a_restore(app, cast, as_, practice, tmp_path):
    erase(as_(cast.ines), "practice", practice)
    import tarfile

    archive = backup.backup(app.extensions["deployment"], tmp_path / "apres.tar")
    with tarfile.open(archive) as content:
        assert not [name for name in content.getnames() if "purge" in name]
    assert io.BytesIO(archive.read_bytes()).read().find(NAME.encode()) == -1
