"""What people type and what readers then see: marks, links, pictures, typography."""

from __future__ import annotations

import re

import pytest

from partage import markup
from partage.markup import render

THIN, WIDE = "\u202f", "\u00a0"


def html(text: str, **options: bool) -> str:
    return str(render(text, **options).html)


# Blocks


def test_claire_gets_a_table_she_can_scroll_with_the_keyboard() -> None:
    page = html("| Pièce | Délai |\n|:--|--:|\n| Avis d’impôt | 2 |\n")
    frame = re.search(r"<div ([^>]*)>\s*<table>", page)
    assert frame
    for attribute in ('class="table-scroll"', 'role="region"', 'tabindex="0"', 'aria-label="Tableau"'):
        assert attribute in frame[1]
    assert '<th class="align-left" scope="col">Pièce</th>' in page
    assert '<td class="align-right">2</td>' in page
    assert "style" not in page


def test_a_table_without_alignment_has_bare_cells() -> None:
    assert "<td>2</td>" in html("a | b\n--|--\n1 | 2\n")


def test_youssef_defines_a_word() -> None:
    assert html("NIR\n:   Numéro unique\n") == "<dl>\n<dt>NIR</dt>\n<dd>Numéro unique</dd>\n</dl>"


def test_youssef_ticks_a_task_for_his_readers() -> None:
    page = html("- [ ] la pièce d’identité\n- [x] le **RIB**\n- [X] l’avis\n- un simple point\n")
    assert page.count('<li class="task"><input') == 3
    assert page.count('type="checkbox"') == page.count("disabled") == 3
    assert page.count("checked=") == 2
    assert re.search(r'<input aria-label="À faire" [^>]*> la pièce', page)
    assert re.search(r'<input aria-label="Fait" [^>]*> le <strong>RIB</strong>', page)
    assert "<li>un simple point</li>" in page


def test_a_task_of_several_paragraphs_keeps_its_box() -> None:
    page = html("- [ ] appeler\n\n    avant midi\n\n- [x] écrire\n")
    assert page.count('<li class="task">\n<p><input') == 2


def test_brackets_in_a_sentence_are_not_a_task() -> None:
    assert "input" not in html("Cochez [x] ici.\n\n- case [ ] vide\n- [ ]\n")


def test_code_between_fences_is_shown_as_typed() -> None:
    page = html("Avant\n```html\n<b>non ?</b> &lt; **rien**\n```\naprès\n")
    assert "<pre><code>&lt;b&gt;non ?&lt;/b&gt; &amp;lt; **rien**\n</code></pre>" in page
    assert "<p>après</p>" in page


@pytest.mark.parametrize(
    ("typed", "kind", "title"),
    [
        ("note", "note", "À savoir"),
        ("warning", "warning", "Attention"),
        ("attention", "warning", "Attention"),
        ('note "À lire"', "note", "À lire"),
        ('warning "Deux *fois*"', "warning", "Deux <em>fois</em>"),
        ("footnote external vh", "note", "À savoir"),
    ],
)
def test_paul_frames_a_remark(typed: str, kind: str, title: str) -> None:
    page = html(f"!!! {typed}\n    Ne gardez pas le mot de passe.\n")
    assert page.startswith(f'<div class="admonition {kind}">\n<p class="admonition-title">{title}</p>')
    assert "<p>Ne gardez pas le mot de passe.</p>" in page


def test_paul_may_want_a_remark_without_title() -> None:
    assert html('!!! note ""\n    Seul.\n') == '<div class="admonition note">\n<p>Seul.</p>\n</div>'


def test_a_list_of_numbers_does_not_swallow_a_list_of_points() -> None:
    assert html("1. un\n\n* deux\n").count("<ol>") == html("1. un\n\n* deux\n").count("<ul>") == 1
    assert '<ol start="3">' in html("3. trois\n4. quatre\n")


# Footnotes


def test_a_footnote_leads_to_its_note_and_back() -> None:
    page = html("Gratuit[^loi].\n\n[^loi]: Article 4.\n")
    call = re.search(r'<sup id="([^"]+)"><a aria-label="Note 1" class="footnote-ref" href="#([^"]+)">1</a></sup>', page)
    assert call
    assert f'<li id="{call[2]}">' in page
    back = re.search(r'<a aria-label="Retour au texte" class="footnote-backref" href="#([^"]+)" title="([^"]+)">', page)
    assert back and back[1] == call[1] and back[2] == "Retour au texte"


def test_notes_are_numbered_as_they_are_called() -> None:
    page = html("A[^z] B[^a] C[^z].\n\n[^a]: note a\n\n[^z]: note z\n\n[^seule]: jamais appelée\n")
    assert page.index("note z") < page.index("note a") < page.index("jamais appelée")
    assert re.findall(r'class="footnote-ref" href="[^"]*">(\d)</a>', page) == ["1", "2", "1"]
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 6
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_two_answers_on_one_page_do_not_share_their_notes() -> None:
    ids = [set(re.findall(r'id="([^"]+)"', html(f"{word}[^1]\n\n[^1]: note\n"))) for word in ("Oui", "Non")]
    assert not ids[0] & ids[1]


def test_an_empty_note_costs_nobody_the_text() -> None:
    assert "Texte" in html("Texte[^2] et[^1].\n\n[^1]:\n\n[^2]: deux\n")


def test_a_label_chosen_by_the_author_never_becomes_an_id() -> None:
    page = html('Voir[^" onclick=x].\n\n[^" onclick=x]: piège\n')
    assert "piège" in page and "onclick" not in page


# Headings and contents


def test_titles_start_below_the_title_of_the_page() -> None:
    rendered = render("# Un\n\n## Deux\n\n###### Six\n")
    assert [(h.level, h.text) for h in rendered.headings] == [(2, "Un"), (3, "Deux"), (5, "Six")]
    assert "<h1" not in rendered.html and "<h6" not in rendered.html


def test_a_text_without_first_level_title_keeps_its_levels() -> None:
    assert [h.level for h in render("## Contexte\n\n### Détail\n\n## Étapes\n").headings] == [2, 3, 2]


def test_anchors_fold_accents_and_never_repeat() -> None:
    rendered = render("## Étape n° 1 : l’œil\n\n## Étape\n\n## Étape\n\n## Étape 2\n\n## ???\n\n## Étape\n")
    anchors = [h.anchor for h in rendered.headings]
    assert anchors == ["s-etape-n-1-l-oeil", "s-etape", "s-etape-2", "s-etape-2-2", "s-partie", "s-etape-3"]
    assert all(f'id="{anchor}"' in rendered.html for anchor in anchors)


def test_a_heading_gives_its_words_without_marks() -> None:
    heading = render("## Aide & *conseil* &amp; `code`[^1] [ici](https://caf.fr)\n\n[^1]: n\n").headings[0]
    assert heading.text == "Aide & conseil & code ici"


def test_an_author_cannot_choose_an_id() -> None:
    assert not re.search(r'id="(?!s-)', html("## Titre {#login}\n\npara {: #login }\n\n``` {#login .x}\ncode\n```\n"))
    assert "login" not in re.findall(r'id="([^"]*)"', html("``` {#login .x}\ncode\n```\n"))


def test_a_title_without_words_is_no_heading() -> None:
    assert render("#\n\n## \n\ntexte\n").headings == ()


LONG = "# A\n\n## B\n\n### C\n\n## D & D\n\n# E\n\n# F\n"


def test_a_long_text_opens_with_its_contents() -> None:
    page = html(LONG)
    assert page.startswith('<nav aria-label="Sommaire" class="toc"><p class="toctitle">Sommaire</p><ul>')
    listed = page[: page.index("</nav>")]
    assert re.findall(r'<a href="#([^"]+)">([^<]+)</a>', listed) == [
        ("s-a", "A"), ("s-b", "B"), ("s-d-d", "D &amp; D"), ("s-e", "E"), ("s-f", "F"),
    ]  # fmt: skip
    assert '<a href="#s-a">A</a><ul><li><a href="#s-b">' in listed
    assert listed.count("<ul>") == listed.count("</ul>") == 2


def test_a_short_text_has_no_contents() -> None:
    assert "<nav" not in html("## A\n\n## B\n\n## C\n\n## D\n\n#### e\n")


def test_an_answer_has_no_contents_and_does_not_take_its_neighbours_anchors() -> None:
    assert "<nav" not in html(LONG, toc=False)
    first, second = (render(f"## Étape\n\n{word}\n", toc=False).headings[0].anchor for word in ("oui", "non"))
    assert first != second and first.startswith("s-etape-")


# Typography


def test_french_spaces_do_not_break() -> None:
    assert html("Bonjour ! Ça va ? Oui ; voici : « merci »") == (
        f"<p>Bonjour{THIN}! Ça va{THIN}? Oui{THIN}; voici{WIDE}: «{WIDE}merci{WIDE}»</p>".replace(WIDE, "&nbsp;")
    )


def test_a_space_is_never_added() -> None:
    assert html("Bonjour! Quoi? «non» 12:30") == "<p>Bonjour! Quoi? «non» 12:30</p>"


def test_typography_follows_a_word_in_bold() -> None:
    assert html("**Attention** : « *non* »") == ("<p><strong>Attention</strong>&nbsp;: «&nbsp;<em>non</em>&nbsp;»</p>")


def test_code_and_addresses_keep_their_spaces() -> None:
    page = html("`a ? b : c` puis\n\n    x = y ? z\n\n<https://exemple.fr/?a=1;b=2>\n")
    assert "<code>a ? b : c</code>" in page and "x = y ? z" in page
    assert 'href="https://exemple.fr/?a=1;b=2"' in page


# Links and pictures


def test_a_link_to_another_site_says_so() -> None:
    assert html("[CAF](https://www.caf.fr/page?a=1&b=2)") == (
        '<p><a class="external" href="https://www.caf.fr/page?a=1&amp;b=2" rel="noopener noreferrer">CAF'
        '<span class="vh"> (autre site)</span></a></p>'
    )


@pytest.mark.parametrize(
    "target", ["/pratiques/logement?tri=date#s-etapes", "#s-etapes", "/", "mailto:a@b.fr", "tel:+33466"]
)
def test_a_link_that_stays_here_says_nothing(target: str) -> None:
    assert html(f"[ici]({target})") == f'<p><a href="{target}">ici</a></p>'


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "data:text/html,x", "fiche",
        "#login", "https:evil.example", "https:/evil.example", "https:\\\\evil.example", "https://caf.fr@evil.example/",
        "http://[", "ftp://x.example", "sms:36", "java&#115;cript:alert(1)", "&#x6A;avascript:alert(1)", 
        "java&Tab;script:alert(1)", "?next=/", "about:blank", "file:///etc/passwd", "https://", "mailto:", "tel:abc",
    ],
)  # fmt: skip
def test_a_link_that_leads_astray_keeps_its_words_only(target: str) -> None:
    page = html(f"[ici](<{target}>)")
    assert "href" not in page and "ici" in page


def test_the_instance_recognises_its_own_address() -> None:
    markup.know_own_host("partage.exemple.fr")
    try:
        assert html("[ici](https://partage.exemple.fr/a)") == '<p><a href="https://partage.exemple.fr/a">ici</a></p>'
        assert "external" in html("[là](https://partage.exemple.fr.evil.example/a)")
    finally:
        markup.know_own_host("")


def test_an_address_between_angle_brackets_is_a_link() -> None:
    assert 'href="https://caf.fr"' in html("<https://caf.fr>")
    assert html("<claire.f@exemple.fr>") == '<p><a href="mailto:claire.f@exemple.fr">claire.f@exemple.fr</a></p>'


def test_a_link_without_words_shows_its_address() -> None:
    assert ">https://caf.fr<span" in html("[](https://caf.fr)")


def test_a_picture_of_ours_is_shown() -> None:
    page = html('![Le formulaire](/fichiers/ab_C-9/plan.v2.png "Page 2")')
    assert '<img alt="Le formulaire" src="/fichiers/ab_C-9/plan.v2.png" title="Page 2" loading="lazy">' in page
    assert 'src="/fichiers/ab"' in html("![x][p]\n\n[p]: /fichiers/ab\n")


@pytest.mark.parametrize(
    "source",
    [
        "https://pisteur.example/p.png", "http://x.example/fichiers/a", "//x.example/fichiers/a", "/autre/a",
        "/fichiers/", "/fichiers/a/b/c", "/fichiers/../deconnexion", "/fichiers/a/..", "/fichiers/a?x=1", "fichiers/a",
        "data:image/png,x", "javascript:alert(1)", "/fichiers/a%2f..", "/\\fichiers/a",
    ],
)  # fmt: skip
def test_a_picture_from_elsewhere_is_never_fetched(source: str) -> None:
    page = html(f"![Une carte](<{source}>)")
    assert "<img" not in page and "Une carte" in page


def test_a_picture_from_elsewhere_becomes_a_link_to_it() -> None:
    page = html("![Une carte](https://ign.fr/carte.png) et [![logo](https://ign.fr/logo.png)](https://ign.fr/)")
    assert re.findall(r'href="([^"]+)"', page) == ["https://ign.fr/carte.png", "https://ign.fr/"]
    assert ">Une carte<" in page and "logo" in page
    assert ">Image<" in html("![](https://ign.fr/carte.png)")
