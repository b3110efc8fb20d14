from datetime import date

import pytest

from partage.front_matter import BadFrontMatter, front_matter


def test_keys_and_body_are_told_apart():
    keys, body = front_matter("---\ntitle: « Un titre »\nverified: 2026-11-20\nthemes: [a, b]\n---\n\n## Suite\n---\nfin\n")
    assert keys == {"title": "« Un titre »", "verified": date(2026, 11, 20), "themes": ["a", "b"]}
    assert body == "\n## Suite\n---\nfin\n"


def test_a_text_without_head_is_all_body():
    assert front_matter("## Titre\n---\n") == ({}, "## Titre\n---\n")
    assert front_matter("---\njamais fermé") == ({}, "---\njamais fermé")


def test_a_file_saved_on_windows_reads_the_same():
    assert front_matter("\ufeff---\r\ntitle: A\r\n---\r\nligne\r\n") == ({"title": "A"}, "ligne\r\n")


def test_an_empty_head_has_no_key():
    assert front_matter("---\n---\ncorps") == ({}, "corps")


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("title: 'a", "ligne"),
        ("- a\n- b", "une clé"),
        ("1: a", "une clé"),
        ("a: 1\na: 2", "deux fois"),
        ("a: &x [1]\nb: *x", "renvoi"),
        ("a: !!python/object/apply:os.system ['true']", "ne se lit pas"),
        ("a: 2026-02-31", "impossible"),
        ("a: " + "[" * 5000, "ne se lit pas"),
        ("a: b\n" * 9000, "trop long"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_french_sentence(head, said):
    with pytest.raises(BadFrontMatter, match=said):
        front_matter(f"---\n{head}\n---\ncorps")
