import os

from partage.accounts.data_rights import erase_person, export_person
from partage.db import writing
from partage.files import jobs
from partage.files.store import store
from tests.cast import person
from tests.factories import publish_practice
from tests.web.files import samples
from tests.web.files.sending import rows, send, stored


def age(path, days):
    moment = path.stat().st_mtime - days * 86400
    os.utime(path, (moment, moment))


def test_orphans_leave_after_a_day_and_known_files_stay(as_, cast):
    nadia = as_(cast.nadia)
    for name in ("a.pdf", "b.pdf"):
        send(nadia, name, samples.PDF)
    erased, kept = (row.public_id for row in rows())
    nadia.post(f"/fichiers/{erased}/suppression")
    for path in stored():
        age(path, 2)
    young = store().folder / "ab" / ("ab" + "0" * 30)
    young.parent.mkdir(exist_ok=True)
    young.write_bytes(b"an upload in progress")
    half = store().folder / "unfinished" / "tmp-1"
    half.write_bytes(b"killed here")
    age(half, 2)
    assert jobs.sweep() == 1
    assert {path.name for path in stored()} == {kept, young.name}


def test_sweep_looks_a_few_times_a_day_only(as_, cast):
    send(as_(cast.nadia), "a.pdf", samples.PDF)
    jobs.sweep()
    orphan = store().folder / "cd" / ("cd" + "0" * 30)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"x")
    age(orphan, 2)
    assert jobs.sweep() == 0
    age(store().folder / "swept", 1)
    assert jobs.sweep() == 1


def test_sweep_of_an_instance_without_files_does_nothing(app):
    assert jobs.sweep() == 0


def test_person_takes_the_list_of_her_files_away(as_, cast):
    send(as_(cast.nadia), "a.pdf", samples.PDF)
    (told,) = export_person(person(cast.nadia))["file"]
    assert told["nom"] == "a.pdf"


def test_person_who_leaves_leaves_only_the_files_of_texts(as_, cast):
    nadia = as_(cast.nadia)
    send(nadia, "alone.pdf", samples.PDF)
    send(nadia, "shown.pdf", samples.PDF, text_id=publish_practice())
    with writing():
        erase_person(person(cast.nadia), True, by=None)
    assert [(row.name, row.uploaded_by_id) for row in rows()] == [("shown.pdf", None)]
