import io

import pytest
from PIL import Image

from partage.files import permissions
from tests.factories import publish_practice
from tests.web.files import samples
from tests.web.files.sending import rows, send, stored

OFFICE = "application/vnd.openxmlformats-officedocument"


def test_member_sends_a_photo_and_it_comes_back_small_upright_and_without_its_place(as_, cast):
    nadia = as_(cast.nadia)
    answer = send(nadia, "IMG 0042.JPG", samples.photo(), alternative="  L’accueil  de la médiathèque ")
    assert answer.status_code == 201
    told = answer.get_json()
    assert (told["width"], told["height"]) == (300, 400)
    assert told["url"].endswith("/img-0042.webp")
    assert told["markdown"] == f"![L’accueil de la médiathèque]({told['url']})"
    shown = nadia.get(told["url"])
    assert shown.mimetype == "image/webp"
    assert samples.WHERE not in shown.data
    image = Image.open(io.BytesIO(shown.data))
    assert not image.getexif()
    assert "icc_profile" not in image.info


def test_large_photo_is_reduced_to_1600_points(as_, cast):
    told = send(as_(cast.nadia), "plan.png", samples.picture("PNG", (2400, 1200))).get_json()
    assert (told["width"], told["height"]) == (1600, 800)
    assert told["notes"] == ["Image réduite à 1600 × 800 points."]


def test_animation_keeps_its_first_image_and_says_so(as_, cast):
    answer = send(as_(cast.nadia), "anime.gif", samples.animation())
    assert answer.get_json()["notes"] == ["L’animation n’est pas gardée : seule sa première image l’est."]


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Livret d’accueil.pdf", samples.PDF, "application/pdf"),
        ("courrier.odt", samples.open_document(), "application/vnd.oasis.opendocument.text"),
        ("suivi.ods", samples.open_document("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
        ("lettre.docx", samples.office(samples.WORD), f"{OFFICE}.wordprocessingml.document"),
        ("liste.xlsx", samples.office(samples.SHEET), f"{OFFICE}.spreadsheetml.sheet"),
        ("note.txt", "Été\n".encode(), "text/plain"),
        ("vieux.txt", "Été\n".encode("cp1252"), "text/plain"),
        ("lieux.csv", b"nom;ville\r\nA;B\r\n", "text/csv"),
    ],
)
def test_member_sends_a_document_and_it_is_kept_to_the_byte(as_, cast, name, content, media_type):
    nadia = as_(cast.nadia)
    told = send(nadia, name, content, alternative=None).get_json()
    assert (told["name"], told["media_type"], told["size"]) == (name, media_type, len(content))
    shown = nadia.get(told["url"])
    assert shown.data == content
    assert shown.headers["Content-Disposition"].startswith("attachment")


def test_image_without_words_is_asked_for_some(as_, cast):
    nadia = as_(cast.nadia)
    refused = send(nadia, "a.png", samples.picture(), alternative="")
    assert refused.status_code == 422
    assert refused.get_json()["errors"]["alternative"] == [
        "Dites en une phrase ce que montre l’image, ou cochez la case ci-dessous."
    ]
    assert stored() == []
    assert send(nadia, "a.png", samples.picture(), alternative="", decorative="y").status_code == 201


def test_page_without_script_says_what_is_wrong_and_keeps_the_words(as_, cast):
    nadia = as_(cast.nadia)
    answer = send(nadia, "a.svg", samples.SVG, headers=None, alternative="Le plan du quartier")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Les images SVG ne sont pas acceptées" in page
    assert "Le plan du quartier" in page


def test_page_without_script_shows_the_line_to_copy(as_, cast):
    nadia = as_(cast.nadia)
    answer = send(nadia, "plan.png", samples.picture(), headers=None)
    assert answer.status_code == 303
    page = nadia.get(answer.location).get_data(as_text=True)
    assert rows()[0].markdown in page
    assert "Vos fichiers occupent 0,1" in page


def test_no_file_chosen_is_said(as_, cast):
    answer = as_(cast.nadia).post("/fichiers", data={}, headers={"Accept": "application/json"})
    assert answer.get_json()["errors"]["file"] == ["Choisissez un fichier."]


def test_visitor_cannot_send(client):
    answer = send(client, "a.png", samples.picture())
    assert answer.status_code == 401
    assert rows() == []
    assert stored() == []


def test_same_file_sent_twice_by_a_hurried_thumb_is_one_file(as_, cast):
    nadia = as_(cast.nadia)
    first, second = (send(nadia, "a.png", samples.picture(), client_id="c-1").get_json() for _ in range(2))
    assert first["url"] == second["url"]
    assert len(rows()) == len(stored()) == 1


def test_file_joins_a_text_its_sender_reads(as_, cast):
    number = publish_practice()
    send(as_(cast.nadia), "plan.pdf", samples.PDF, text_id=number, alternative=None)
    assert [row.text_id for row in rows()] == [number]


def test_file_cannot_join_a_text_its_sender_does_not_read(as_, cast):
    assert send(as_(cast.nadia), "plan.pdf", samples.PDF, text_id=999, alternative=None).status_code == 404
    assert stored() == []


def test_person_over_her_quota_is_told_and_nothing_is_kept(as_, cast, monkeypatch):
    monkeypatch.setattr("partage.files.uploads.QUOTA", 2 * len(samples.PDF))
    nadia = as_(cast.nadia)
    for _ in range(2):
        assert send(nadia, "a.pdf", samples.PDF).status_code == 201
    refused = send(nadia, "a.pdf", samples.PDF)
    assert refused.status_code == 422
    assert "Supprimez-en dans « Mes fichiers »" in refused.get_json()["errors"]["file"][0]
    assert len(stored()) == 2
    assert permissions.QUOTA == 200_000_000
    assert send(as_(cast.youssef), "a.pdf", samples.PDF).status_code == 201


def test_full_disk_answers_507_and_leaves_nothing_half_written(as_, cast, monkeypatch):
    """The real thing, on a tiny disk, is in tests/soak; here the system call itself fails."""
    monkeypatch.setattr("partage.files.store.os.fsync", _no_room)
    answer = send(as_(cast.nadia), "a.pdf", samples.PDF)
    assert answer.status_code == 507
    assert "n’a plus de place" in answer.get_json()["errors"]["file"][0]
    assert rows() == []
    assert stored() == []


def _no_room(_descriptor):
    raise OSError(28, "No space left on device")
