"""What people who never learnt Markdown type: lists, addresses, new lines and code come out as they meant them."""

from __future__ import annotations

import re

import pytest

from partage.markup import render


def html(text: str) -> str:
    return str(render(text).html)


def outline(text: str) -> str:
    """The page on one line, without attributes: « <ul><li>a</li></ul> »."""
    return re.sub(r"<(\w+) [^>]*>", r"<\1>", re.sub(r">\s+<", "><", html(text))).replace("<br>\n", "<br>")


# Lists


@pytest.mark.parametrize("mark", ["-", "*", "+", "•", "–", "▪"])
def test_a_list_may_follow_a_sentence_at_once(mark: str) -> None:
    page = outline(f"Il faut :\n{mark} la carte\n{mark} le RIB\n\nPuis rien.")
    assert page == "<p>Il faut&nbsp;:</p><ul><li>la carte</li><li>le RIB</li></ul><p>Puis rien.</p>"


@pytest.mark.parametrize("mark", [".", ")"])
def test_numbers_may_follow_a_sentence_at_once(mark: str) -> None:
    page = outline(f"Étapes\n1{mark} ouvrir\n2{mark} lire\n10{mark} finir")
    assert page == "<p>Étapes</p><ol><li>ouvrir</li><li>lire</li><li>finir</li></ol>"
    assert '<ol start="3">' in html(f"3{mark} trois\n4{mark} quatre\n")


def test_a_list_typed_further_right_under_a_sentence_is_a_list() -> None:
    assert outline("Il faut :\n    - un\n    - deux\n") == "<p>Il faut&nbsp;:</p><ul><li>un</li><li>deux</li></ul>"


def test_a_year_that_begins_a_line_is_not_a_list() -> None:
    assert outline("Ouvert depuis\n2026. Fermé le lundi.") == "<p>Ouvert depuis<br>2026. Fermé le lundi.</p>"
    assert outline("- jusqu’à fin\n2026. Puis") == "<ul><li>jusqu’à fin<br>2026. Puis</li></ul>"


@pytest.mark.parametrize(
    "typed",
    ["-5 °C", "–5 °C", "+33 4 66 00", "1.5 litre", "1)un", "*en italique*", "**gras** : oui", "- - -", "\\- tiret"],
)
def test_a_sign_that_begins_a_word_is_not_a_point(typed: str) -> None:
    assert "<li>" not in html(f"Avant\n{typed}\n\n{typed}")


def test_a_point_without_space_after_its_sign_is_a_point() -> None:
    assert outline("•un\n•\u00a0deux\n\uf0b7 trois") == "<ul><li>un</li><li>deux</li><li>trois</li></ul>"


@pytest.mark.parametrize("columns", [2, 3, 4])
@pytest.mark.parametrize(("outer", "inner"), [("-", "-"), ("-", "1."), ("1.", "-"), ("2)", "1)"), ("•", "–")])
def test_points_go_inside_points(columns: int, outer: str, inner: str) -> None:
    margin = " " * columns
    page = outline(f"{outer} a\n{margin}{inner} b\n{margin}{inner} c\n{margin * 2}{inner} d\n{outer} e\n")
    around, within = ("ol" if mark[0].isdigit() else "ul" for mark in (outer, inner))
    deepest = f"<{within}><li>d</li></{within}>"
    inside = f"<{within}><li>b</li><li>c{deepest}</li></{within}>"
    assert page == f"<{around}><li>a{inside}</li><li>e</li></{around}>"


def test_tabs_go_inside_too() -> None:
    assert outline("- a\n\t- b\n\t\t- c\n- d") == (
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"
    )


def test_one_space_goes_nowhere() -> None:
    assert outline("- a\n - b\n- c") == "<ul><li>a</li><li>b</li><li>c</li></ul>"
    assert outline(" 9. a\n10. b") == "<ol><li>a</li><li>b</li></ol>"


def test_coming_back_halfway_is_coming_back() -> None:
    assert outline("- a\n    - b\n  - c\n- d") == "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>"


@pytest.mark.parametrize("margin", ["  ", "   ", "    "])
def test_a_point_may_have_paragraphs(margin: str) -> None:
    page = outline(f"1. un\n\n{margin}encore\n{margin}et encore\n\n2. deux\n")
    assert page == "<ol><li><p>un</p><p>encore<br>et encore</p></li><li><p>deux</p></li></ol>"


def test_points_in_a_paragraph_of_a_point() -> None:
    page = outline("- a\n\n  voici :\n  - b\n- c")
    assert page == (
        "<ul><li><p>a</p><p>voici&nbsp;:</p><ul><li>b</li></ul></li><li><p>c</p></li></ul>"
    )


def test_another_kind_of_list_is_another_list() -> None:
    assert outline("- a\n1. b\n- c") == "<ul><li>a</li></ul><ol><li>b</li></ol><ul><li>c</li></ul>"


def test_a_point_left_empty_stays_empty() -> None:
    assert outline("- a\n-\n- c") == "<ul><li>a</li><li></li><li>c</li></ul>"
    assert outline("1. a\n2.\n3. c") == "<ol><li>a</li><li></li><li>c</li></ol>"


def test_a_line_under_a_list_does_not_make_a_title_of_it() -> None:
    assert outline("- a\n---\nb") == "<ul><li>a</li></ul><hr><p>b</p>"
    assert outline("- a\n--\n- b\n==") == "<ul><li>a<br>--</li><li>b<br>==</li></ul>"


def test_a_title_underlined_may_be_followed_at_once() -> None:
    page = outline("Titre\n---\n- a\n\nAutre\n===\nsuite")
    assert page == "<h3>Titre</h3><ul><li>a</li></ul><h2>Autre</h2><p>suite</p>"


def test_tasks_go_inside_tasks() -> None:
    page = outline("À faire :\n- [ ] a\n  - [x] b\n")
    assert page == "<p>À faire&nbsp;:</p><ul><li><input> a<ul><li><input> b</li></ul></li></ul>"


def test_lists_in_remarks_quotations_notes_and_definitions() -> None:
    points = "<ul><li>a<ul><li>b</li></ul></li></ul>"
    remark = outline("!!! note\n    Voici :\n    - a\n      - b\nFin")
    assert remark.endswith(f"<p>Voici&nbsp;:</p>{points}</div><p>Fin</p>")
    assert outline("!!! note\n  Voici :\n  • a\n    • b\n").endswith(f"<p>Voici&nbsp;:</p>{points}</div>")
    assert outline("> Voici :\n> - a\n>   - b\n\nFin") == (
        f"<blockquote><p>Voici&nbsp;:</p>{points}</blockquote><p>Fin</p>"
    )
    assert f"<p>Voici&nbsp;:</p>{points}" in outline("x[^1]\n\n[^1]: Voici :\n    - a\n      - b\n")
    assert outline("Mot\n:   Voici :\n    - a\n      - b\n").endswith(f"<p>Voici&nbsp;:</p>{points}</dd></dl>")


def test_a_quotation_a_title_and_a_table_leave_the_list_or_stay_in_it() -> None:
    assert outline("- a\n> b") == "<ul><li>a</li></ul><blockquote><p>b</p></blockquote>"
    assert outline("- a\n  > b") == "<ul><li><p>a</p><blockquote><p>b</p></blockquote></li></ul>"
    assert outline("- a\n## b\n- c") == "<ul><li>a</li></ul><h2>b</h2><ul><li>c</li></ul>"
    assert outline("> a\n- b") == "<blockquote><p>a</p></blockquote><ul><li>b</li></ul>"


def test_code_by_indentation_is_still_code() -> None:
    assert "<pre><code>- pas un point\n\n  ni là\n</code></pre>" in html("Avant\n\n    - pas un point\n\n      ni là\n")
    assert "<pre><code>- x = 1\n</code></pre>" in html("- a\n\n        - x = 1\n\n- b\n")


# New lines


def test_a_new_line_is_a_new_line() -> None:
    assert outline("12 rue Haute\n**30000** Nîmes") == "<p>12 rue Haute<br><strong>30000</strong> Nîmes</p>"
    assert outline("*un\ndeux* trois\n*quatre*") == "<p><em>un<br>deux</em> trois<br><em>quatre</em></p>"


def test_two_spaces_at_the_end_make_one_new_line_not_two() -> None:
    assert outline("un  \ndeux") == "<p>un<br>deux</p>"


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("- un\n  suite\n- deux", "<ul><li>un<br>suite</li><li>deux</li></ul>"),
        ("- un\n  - deux\n\nfin", "<ul><li>un<ul><li>deux</li></ul></li></ul><p>fin</p>"),
        ("> un\n> deux", "<blockquote><p>un<br>deux</p></blockquote>"),
        ("# Titre\ntexte", "<h2>Titre</h2><p>texte</p>"),
        ("NIR\n:   Numéro\n    unique", "<dl><dt>NIR</dt><dd>Numéro<br>unique</dd></dl>"),
        ("NIR\nNNI\n: Numéro", "<dl><dt>NIR</dt><dt>NNI</dt><dd>Numéro</dd></dl>"),
        ("NIR\n: Numéro\nCAF\n: Caisse", "<dl><dt>NIR</dt><dd>Numéro</dd><dt>CAF</dt><dd>Caisse</dd></dl>"),
        ("`un\ndeux`", "<p><code>un\ndeux</code></p>"),
        ("```\nun\ndeux\n```", "<pre><code>un\ndeux\n</code></pre>"),
        ("\n\nun\n\n\ndeux\n\n", "<p>un</p><p>deux</p>"),
    ],
)
def test_new_lines_between_blocks_and_in_code_stay_as_they_are(typed: str, page: str) -> None:
    assert outline(typed) == page


def test_new_lines_in_a_remark() -> None:
    assert outline("!!! note\n    un\n    deux\n\n    trois\n").endswith("<p>un<br>deux</p><p>trois</p></div>")


def test_a_table_may_follow_a_sentence_and_ends_with_its_last_row() -> None:
    page = outline("Délais :\n| Pièce | Jours |\n|---|---|\n| RIB | 2 |\nMerci\n- fin")
    assert page.startswith("<p>Délais&nbsp;:</p><div><table>") and "<br>" not in page
    assert page.endswith("<td>2</td></tr></tbody></table></div><p>Merci</p><ul><li>fin</li></ul>")


def test_a_table_with_dashes_is_not_a_list() -> None:
    assert "<li>" not in html("a | b\n- | -\n1 | 2\n") and "<table>" in html("a | b\n- | -\n1 | 2\n")


def test_new_lines_are_spaces_in_plain_words() -> None:
    assert render("12 rue Haute\n30000 Nîmes\n\nFin  \nvraiment").plain == "12 rue Haute 30000 Nîmes\nFin vraiment"


# Addresses


def links(text: str) -> list[tuple[str, str]]:
    return re.findall(r'<a class="external" href="([^"]*)" rel="[^"]*">(.*?)<span class="vh">', html(text))


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Voir https://caf.fr.", "https://caf.fr"),
        ("(https://caf.fr/a)", "https://caf.fr/a"),
        ("https://fr.wikipedia.org/wiki/Aide_(sociale)", "https://fr.wikipedia.org/wiki/Aide_(sociale)"),
        ("« https://caf.fr/a?b=1&c=2 », puis", "https://caf.fr/a?b=1&amp;c=2"),
        ("«https://caf.fr»", "https://caf.fr"),
        ("Site:https://caf.fr/_a_/b_c_d", "https://caf.fr/_a_/b_c_d"),
        ("**https://caf.fr**", "https://caf.fr"),
        ("https://caf.fr/l’aide#étape-2…", "https://caf.fr/l’aide#étape-2"),
        ("HTTPS://CAF.FR/", "HTTPS://CAF.FR/"),
        ("http://caf.fr:8080/a, http", "http://caf.fr:8080/a"),
        ("- https://caf.fr", "https://caf.fr"),
        ("| a | b |\n|---|---|\n| https://caf.fr | c |", "https://caf.fr"),
        ("<https://caf.fr>", "https://caf.fr"),
    ],
)
def test_an_address_typed_alone_is_a_link(typed: str, address: str) -> None:
    assert links(typed) == [(address, address)]


def test_an_address_without_https_is_a_link() -> None:
    assert links("voir www.caf.fr/a.") == [("https://www.caf.fr/a", "www.caf.fr/a")]


def test_every_address_of_a_sentence_is_a_link() -> None:
    assert [address for address, _ in links("https://a.fr, https://b.fr et (https://c.fr)")] == [
        "https://a.fr", "https://b.fr", "https://c.fr",
    ]  # fmt: skip


def test_an_address_already_in_a_link_is_left_alone() -> None:
    assert links("[https://a.fr](https://b.fr)") == [("https://b.fr", "https://a.fr")]
    assert links("[voir www.a.fr ici][r]\n\n[r]: https://b.fr") == [("https://b.fr", "voir www.a.fr ici")]
    assert html("[x](https://b.fr)").count("<a ") == 1


@pytest.mark.parametrize(
    "typed",
    [
        "`https://a.fr`", "    https://a.fr", "```\nhttps://a.fr\n```", "https://", "https:// a.fr", "xhttps://a.fr",
        "javascript://a.fr", "ftp://a.fr", "https://moi@a.fr/", "www. a", "www.a", "https://[", "a@www.b.fr",
        "![https://a.fr](/fichiers/a)",
    ],
)  # fmt: skip
def test_what_is_not_an_address_to_follow_is_not_a_link(typed: str) -> None:
    assert "href" not in html(typed)
    assert render(typed).plain.replace("\n", " ").split() != []


# Fences


@pytest.mark.parametrize(
    "opening",
    ["```", "```python", "``` python title='un deux' {1,2}", "```{#login .x", "~~~ un `deux` trois", "~~~~"],
)
def test_the_words_after_a_fence_change_nothing(opening: str) -> None:
    fence = re.match("[`~]+", opening)
    assert fence
    page = html(f"Avant\n{opening}\n- <b> & **x**\n\n  https://a.fr\n{fence[0]}\n- après")
    assert "<pre><code>- &lt;b&gt; &amp; **x**\n\n  https://a.fr\n</code></pre>" in page
    assert "<p>Avant</p>" in page and "<li>après</li>" in page


def test_a_fence_inside_a_point_stays_in_the_point() -> None:
    inside = "<ul><li><p>a</p><pre><code>un\n  deux\n</code></pre></li><li><p>b</p></li></ul>"
    assert outline("- a\n\n  ```\n  un\n    deux\n  ```\n\n- b") == inside
    assert outline("- a\n  ```\n  un\n    deux\n  ```\n- b") == inside
    assert "<pre><code>un\n</code></pre>" in html("- ```\n  un\n  ```\n- b")


def test_a_fence_in_a_quotation_and_in_a_remark() -> None:
    assert outline("> ```\n> a\n>\n> b\n> ```") == "<blockquote><pre><code>a\n\nb\n</code></pre></blockquote>"
    assert outline("!!! note\n    ```\n    a\n    ```\n").endswith("<pre><code>a\n</code></pre></div>")


def test_a_fence_that_nobody_closes_is_text() -> None:
    assert outline("```\n- a") == "<p>```</p><ul><li>a</li></ul>"
    assert outline("- ```\n- a") == "<ul><li>```</li><li>a</li></ul>"


def test_a_longer_fence_may_hold_a_shorter_one() -> None:
    assert "<pre><code>```\nx\n```\n</code></pre>" in html("````\n```\nx\n```\n````")
