from sqlalchemy import func, select

from partage import clock
from partage.accounts.models import Structure, User
from partage.accounts.passwords import verify
from partage.db import db, writing
from partage.search.models import SearchDocument
from partage.starter import demonstration, load, remove
from partage.starter.load import IMPORTED_FROM, read_practices, read_structures, read_topics
from partage.starter.questions import read_threads
from partage.texts.models import Comment, Revision
from partage.topics.models import Expertise, Topic
from partage.wiki.models import Practice, PracticeTopic
from partage.wiki.vocabulary import POSTURES, PRACTICE_KINDS, PUBLICS
from tests.cast import person


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def everything():
    return {"topics": len(read_topics()), "structures": len(read_structures()), "practices": len(read_practices()), "questions": len(read_threads())}


def test_every_starter_page_says_things_the_product_knows():
    topics = {row["slug"] for row in read_topics()}
    pages = read_practices()
    assert len(pages) >= 25
    for page in pages:
        assert page.fields["kind"] in PRACTICE_KINDS, page.slug
        assert set(page.fields["publics"]) <= set(PUBLICS), page.slug
        assert page.fields["posture"] in {"", *POSTURES}, page.slug
        assert page.fields["themes"], page.slug
        assert set(page.fields["themes"]) <= topics, page.slug
        assert page.fields["sources"], page.slug
        assert page.verified <= clock.today(), page.slug
        assert len(page.title) <= 200, page.slug
        assert len(page.summary) <= 400, page.slug


def test_new_instance_holds_the_starter_content_published_and_findable(app):
    added = load.load()
    assert added == everything()
    practice = db.session.scalar(select(Practice).filter_by(slug="trois-postures"))
    assert practice.is_live
    assert practice.is_public
    assert practice.imported_from == IMPORTED_FROM
    assert practice.author_id is None
    page = next(page for page in read_practices() if page.slug == "trois-postures")
    assert practice.verified_at.date() == page.verified
    assert practice.review_on == clock.add_months(page.verified, 12)
    assert count(PracticeTopic) == sum(len(page.fields["themes"]) for page in read_practices())
    indexed = db.session.execute(select(SearchDocument.kind, func.count()).group_by(SearchDocument.kind)).all()
    assert dict(indexed)["practice"] == len(read_practices())
    assert dict(indexed)["structure"] == len(read_structures())


def test_visitor_reads_a_starter_page(app, client):
    load.load()
    answer = client.get("/pratiques/trois-postures")
    assert answer.status_code == 200


def test_starter_content_is_loaded_once(app):
    load.load()
    before = count(Revision)
    assert not any(load.load().values())
    assert count(Revision) == before


def test_starter_content_leaves_alone_what_the_instance_wrote_under_the_same_address(app):
    with writing():
        db.session.add(Practice(slug="trois-postures", title="Les nôtres"))
    load.load()
    assert db.session.scalar(select(Practice.title).filter_by(slug="trois-postures")) == "Les nôtres"


def test_untouched_starter_content_goes_and_does_not_come_back_by_itself(app):
    load.load()
    removed = remove.remove()
    assert removed == everything()
    assert count(Practice) == count(Topic) == count(Structure) == count(SearchDocument) == 0
    assert load.is_decided()


def test_instance_can_choose_to_begin_empty(app):
    assert not load.is_decided()
    remove.remove()
    assert load.is_decided()
    assert load.load()["practices"] > 0  # asked for by name, it comes


def test_what_somebody_used_stays(app, cast):
    load.load()
    used = db.session.scalar(select(Practice).filter_by(slug="trois-postures"))
    with writing():
        db.session.add(Comment(text_id=used.id, author_id=cast.nadia, body="Très clair"))
        db.session.get_one(User, cast.nadia).structure_id = db.session.scalar(
            select(Structure.id).filter_by(slug="ccas-valdorgue")
        )
    remove.remove()
    assert list(db.session.scalars(select(Practice.slug))) == ["trois-postures"]
    kept = set(db.session.scalars(select(Topic.slug)))
    assert {"acces-aux-droits", "emploi-formation"} <= kept  # the cast's own, with experts
    assert "ccas-valdorgue" in set(db.session.scalars(select(Structure.slug)))


def test_demonstration_has_one_person_for_each_role_and_two_experts_a_theme(app, tmp_path):
    load.load()
    assert demonstration.create(tmp_path)
    roles = {role for roles in db.session.scalars(select(User.roles)) for role in roles}
    assert roles == {"moderator", "coordinator", "administrator"}
    experts = db.session.execute(select(Expertise.topic_id, func.count()).group_by(Expertise.topic_id)).all()
    assert [number for _, number in experts] == [2] * len(read_topics())


def test_demonstration_passwords_are_kept_for_their_owner_only_and_open_the_accounts(app, tmp_path):
    demonstration.create(tmp_path)
    path = tmp_path / demonstration.FILE
    assert path.stat().st_mode & 0o777 == 0o600
    for line in path.read_text().splitlines():
        email, password = line[20:44].strip(), line[44:]
        stored = db.session.scalar(select(User.password_hash).filter_by(email=email))
        assert len(password.split()) == 4
        assert verify(stored, password)


def test_instance_with_accounts_gets_no_demonstration(app, cast, tmp_path):
    assert not demonstration.create(tmp_path)
    assert demonstration.accounts(tmp_path) == ""
    assert person(cast.nadia).name == "Nadia Berger"
