import io
import zipfile

import pytest
from PIL import Image

from partage.files.checks import split_name
from tests.web.files import samples
from tests.web.files.sending import rows, send, stored


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vide.png", b"", "Ce fichier est vide"),
        ("a.svg", samples.SVG, "Les images SVG ne sont pas acceptées"),
        ("a.png", samples.SVG, "Les images SVG ne sont pas acceptées"),
        ("a.png", b"<?xml version='1.0'?>\n<svg/>", "Les images SVG ne sont pas acceptées"),
        ("a.png", samples.HTML, "Une page web ne peut pas être jointe"),
        ("a.html", b"Bonjour", "Une page web ne peut pas être jointe"),
        ("a.txt", samples.HTML, "Une page web ne peut pas être jointe"),
        ("a.exe", b"MZ\x90\0", "Ce genre de fichier n’est pas accepté"),
        ("a.png", b"MZ\x90\0", "Le contenu n’est pas celui d’un fichier « .png »"),
        ("a.pdf", b"bonjour %PDF-1.4", "Le contenu n’est pas celui d’un fichier « .pdf »"),
        ("a.docx", samples.PDF, "c’est un fichier PDF"),
        ("a.pdf", samples.picture(), "c’est une image PNG"),
        ("a.odt", samples.office(samples.WORD), "c’est un fichier DOCX"),
        ("a.zip", samples.office({"a.txt": b"a"}), "Une archive ZIP ne peut pas être jointe"),
        ("a.docx", samples.office({"a.txt": b"a"}), "Une archive ZIP ne peut pas être jointe"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "d’un ancien format"),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "au format HEIC"),
        ("a.txt", b"a\0b", "n’est pas un texte simple"),
        ("a.png", samples.picture()[:60], "incomplète, abîmée"),
        ("a.jpg", samples.photo()[:2000], "incomplète, abîmée"),
        ("a.gif", b"GIF89a" + b"\0" * 40, "incomplète, abîmée"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 40, "incomplète, abîmée"),
        ("a.png", samples.png_bomb(), "trop de points"),
        ("a.docx", samples.office(samples.WORD)[:-40], "incomplet ou abîmé"),
        ("a.docx", samples.locked_office(), "protégé par un mot de passe"),
        ("a.docx", samples.office(samples.WORD | {"word/vbaProject.bin": b"x"}), "un programme (des macros)"),
        ("a.odt", samples.open_document(**{"Basic/Standard/Module1.xml": b"x"}), "un programme (des macros)"),
        ("a.docx", samples.office(samples.WORD | {"../../etc/passwd": b"x"}), "un chemin interdit"),
        ("a.docx", samples.office(samples.WORD | {"/etc/passwd": b"x"}), "un chemin interdit"),
        ("a.docx", samples.office(samples.WORD | {"word/a.xml": b"\0" * 101_000_000}), "trop gros une fois ouvert"),
        ("a.docx", samples.office({f"word/{n}.xml": b"" for n in range(2001)}), "trop gros une fois ouvert"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hostile_or_broken_file_is_refused_in_french_and_leaves_nothing(as_, cast, name, content, said):
    answer = send(as_(cast.nadia), name, content)
    assert answer.status_code == 422
    assert said in answer.get_json()["errors"]["file"][0]
    assert rows() == []
    assert stored() == []


def test_image_over_ten_megabytes_is_refused_with_its_weight(as_, cast):
    heavy = samples.picture() + b"\0" * 12_000_000
    answer = send(as_(cast.nadia), "a.png", heavy)
    assert answer.get_json()["errors"]["file"] == [
        "Cette image pèse 12 Mo, la limite est 10 Mo. Choisissez-en une plus légère."
    ]


def test_document_over_twenty_megabytes_is_refused_with_its_weight(as_, cast):
    answer = send(as_(cast.nadia), "a.pdf", samples.PDF + b"\0" * 20_000_000)
    assert answer.get_json()["errors"]["file"] == [
        "Ce fichier pèse 21 Mo, la limite est 20 Mo. Choisissez-en un plus léger."
    ]


def test_request_over_every_limit_gets_a_page_that_says_so(as_, cast):
    answer = send(as_(cast.nadia), "a.pdf", samples.PDF + b"\0" * 26_000_000)
    assert answer.status_code == 413
    assert "20 Mo au plus" in answer.get_data(as_text=True)


def test_entry_that_lies_about_its_size_is_refused(as_, cast):
    whole = samples.office(samples.WORD | {"word/a.xml": b"\0" * 3_000_000})
    lie = (3_000_000).to_bytes(4, "little")
    assert whole.count(lie) == 2
    answer = send(as_(cast.nadia), "a.docx", whole.replace(lie, (10).to_bytes(4, "little")))
    assert "incomplet ou abîmé" in answer.get_json()["errors"]["file"][0]


def test_script_hidden_in_a_picture_is_gone_once_kept(as_, cast):
    nadia = as_(cast.nadia)
    told = send(nadia, "a.png", samples.png_with_script()).get_json()
    assert b"script" not in nadia.get(told["url"]).data


def test_page_glued_behind_a_picture_is_gone_once_kept(as_, cast):
    nadia = as_(cast.nadia)
    told = send(nadia, "a.jpg", samples.photo() + samples.HTML).get_json()
    assert b"script" not in nadia.get(told["url"]).data


def test_picture_with_the_wrong_ending_is_recognised_by_its_bytes(as_, cast):
    told = send(as_(cast.nadia), "a.jpg", samples.picture("PNG")).get_json()
    assert told["media_type"] == "image/webp"


def test_transparency_and_drawn_colours_survive(as_, cast):
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")
    nadia = as_(cast.nadia)
    shown = nadia.get(send(nadia, "a.png", out.getvalue()).get_json()["url"])
    assert Image.open(io.BytesIO(shown.data)).getpixel((3, 3))[3] == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../../etc/passwd.pdf", ("passwd", "pdf")),
        ("..\\..\\windows\\a.PDF", ("a", "pdf")),
        ("a\r\nX: b.pdf", ("aX- b", "pdf")),
        ("facture\u202efdp.exe.pdf", ("facturefdp.exe", "pdf")),
        (".pdf", ("pdf", "")),
        ("", ("fichier", "")),
        ("...", ("fichier", "")),
        ("é" * 300 + ".pdf", ("é" * 100, "pdf")),
        ("Compte rendu  du 3 mars.odt", ("Compte rendu du 3 mars", "odt")),
        ("\ud800.pdf", ("-", "pdf")),
    ],
)
def test_name_is_kept_without_folders_controls_or_tricks(given, kept):
    assert split_name(given) == kept


def test_file_never_lands_under_a_name_somebody_gave(as_, cast):
    assert send(as_(cast.nadia), "../../../tmp/evil.pdf", samples.PDF).status_code == 201
    (kept,) = stored()
    assert kept.name == rows()[0].public_id
    assert rows()[0].name == "evil.pdf"


def test_samples_of_office_files_are_what_they_claim():
    assert zipfile.ZipFile(io.BytesIO(samples.open_document())).namelist()[0] == "mimetype"
