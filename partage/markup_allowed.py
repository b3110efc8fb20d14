"""What may reach a page: the second wall behind Markdown, and the shapes of addresses that the first one uses too."""

from __future__ import annotations

import re

import nh3

SITE_PATH = r"/(?![/\\])[^\\\s\x00-\x20]*|/"  # « //host » and « /\host » leave the site in a browser
# A user name in an address (https://caf.fr@elsewhere) only serves to mislead the reader: no « @ » before the path.
HREF = re.compile(
    rf"(?:{SITE_PATH}|#s-[a-z0-9-]+|(?i:https?)://[^\s/?#\\@]+(?:[/?#][^\s]*)?|(?i:mailto):\S+|(?i:tel):[+0-9().-]+)"
)
ATTACHMENT = re.compile(r"/fichiers/[A-Za-z0-9_-]+(?:/(?!\.{1,2}$)[A-Za-z0-9._-]+)?")
TITLE = re.compile(r"[^\x00]*")
ANCHOR = re.compile(r"s-[a-z0-9-]+")


def _one_of(*values: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, values)))


# What may reach a page: tag → attribute → the whole shape its value must have. Everything else is dropped by nh3.
ALLOWED: dict[str, dict[str, re.Pattern[str]]] = {
    **{tag: {} for tag in ("ul", "dl", "dt", "dd", "blockquote", "pre", "code", "em", "strong", "br", "hr")},
    **{tag: {} for tag in ("table", "thead", "tbody", "tr")},
    **{tag: {"id": ANCHOR} for tag in ("h2", "h3", "h4", "h5", "sup")},
    "p": {"class": _one_of("admonition-title", "toctitle")},
    "ol": {"start": re.compile(r"[0-9]{1,9}")},
    "li": {"class": _one_of("task"), "id": ANCHOR},
    "th": {"class": _one_of("align-left", "align-center", "align-right"), "scope": _one_of("col")},
    "td": {"class": _one_of("align-left", "align-center", "align-right")},
    "a": {
        "href": HREF, "title": TITLE, "rel": _one_of("noopener noreferrer"),
        "class": _one_of("external", "footnote-ref", "footnote-backref"),
        "aria-label": re.compile("Note [0-9]+|Retour au texte"),
    },
    "img": {"src": ATTACHMENT, "alt": TITLE, "title": TITLE, "loading": _one_of("lazy")},
    "input": {
        "type": _one_of("checkbox"), "disabled": _one_of(""), "checked": _one_of(""),
        "aria-label": _one_of("Fait", "À faire"),
    },
    "span": {"class": _one_of("vh")},
    "nav": {"class": _one_of("toc"), "aria-label": _one_of("Sommaire")},
    "div": {
        "class": _one_of("admonition note", "admonition warning", "footnote", "table-scroll"),
        "role": _one_of("region"), "tabindex": _one_of("0"), "aria-label": _one_of("Tableau"),
    },
}  # fmt: skip


def _filter(tag: str, attribute: str, value: str) -> str | None:
    shape = ALLOWED.get(tag, {}).get(attribute)  # nh3 asks about every attribute, of forbidden tags too
    return value if shape and shape.fullmatch(value) else None


CLEANER = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes={"*": set(), **{tag: set(shapes) for tag, shapes in ALLOWED.items()}},  # "*": nh3 adds lang and title
    attribute_filter=_filter,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}, "img": {"loading": "lazy"}},
)
