"""The rules the house holds dear. A rule found twice in review lands here."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from sqlalchemy import JSON, String, Text

from partage import config, kinds
from partage.config import ROOT
from partage.db import Base

PACKAGE = ROOT / "partage"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))
ORDER = [
    {"accounts"}, {"topics"}, {"texts", "files", "easy_read"}, {"wiki", "questions", "glossary", "charter"},
    {"moderation", "notifications", "search", "offline", "admin", "home"},
]  # fmt: skip
RANK = {name: rank for rank, group in enumerate(ORDER) for name in group}
# modules that know every feature on purpose
KNOW_ALL = {"__init__.py", "cli.py", "check.py"}
# an attachment hangs on a text; administration may use every feature
MAY_ALSO = {("files", "texts"), ("admin", "search"), ("admin", "offline"), ("admin", "home")}


def modules():
    return sorted(path for path in PACKAGE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Top-level names under `partage` that a module imports, whatever the form of the import."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("partage.")}
        elif isinstance(node, ast.ImportFrom) and node.module == "partage":
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("partage."):
            names.add(node.module.split(".")[1])
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_from_right_to_left_only(path):
    place = path.relative_to(PACKAGE)
    if str(place) in KNOW_ALL or place.parts[0] == "starter":
        return
    feature = place.parts[0] if len(place.parts) > 1 else None
    for name in imported(path) & RANK.keys():
        if feature is None or feature == "shared_rules":
            pytest.fail(f"{place} is plumbing and imports the feature {name}")
        allowed = name == feature or RANK[name] < RANK[feature] or (feature, name) in MAY_ALSO
        assert allowed, f"{feature} may not import {name}"


def test_models_and_permissions_know_nothing_of_flask():
    for path in modules():
        if path.name in ("models.py", "states.py", "permissions.py") and len(path.relative_to(PACKAGE).parts) > 1:
            roots = {
                (node.module or "").split(".")[0] if isinstance(node, ast.ImportFrom) else node.names[0].name.split(".")[0]
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.Import | ast.ImportFrom)
            }
            assert "flask" not in roots, path


def test_every_view_names_its_audience(app):
    missing = [
        rule.endpoint for rule in app.url_map.iter_rules() if not hasattr(app.view_functions[rule.endpoint], "audience")
    ]
    assert missing == []


def test_addresses_are_french_nouns_in_kebab_case(app):
    english = {"login", "logout", "edit", "new", "delete", "search", "user", "users", "settings", "profile", "practices"}
    for rule in app.url_map.iter_rules():
        parts = [part for part in rule.rule.split("/") if part and not part.startswith("<")]
        for part in parts:
            assert re.fullmatch(r"(<[^>]+>)?[a-z0-9.-]+", part), rule.rule
            assert part not in english, rule.rule


def test_only_markup_builds_html():
    for path in modules():
        if path.name not in ("markup.py", "markup_child.py"):
            assert "Markup(" not in path.read_text(), path
    for path in TEMPLATES:
        assert not re.search(r"\|\s*safe\b", path.read_text()), path


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_hold_no_inline_script_or_style_and_no_third_party(path):
    source = path.read_text()
    assert "<style" not in source
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"\s(style|on[a-z]+)=", source), "inline style or handler"
    assert not re.search(r"""\bsrc(set)?=["']https?://|<(link|use)[^>]+href=["']https?://""", source)


def test_pages_have_one_title():
    for path in TEMPLATES:
        source = path.read_text()
        if "{% extends" in source:
            assert source.count("<h1") <= 2, path  # two branches of one if at most


def test_scripts_write_text_not_html():
    for path in SCRIPTS:
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", path.read_text()), path


def test_every_form_speaks_french():
    for path in modules():
        if path.name != "forms.py" or path.parent.name != "partage":
            assert not re.search(r"\((?:FlaskForm|Form)\)", path.read_text()), f"{path}: derive from partage.forms.FrenchForm"


def test_only_the_clock_asks_the_time():
    for path in modules():
        if path.name != "clock.py":
            assert not re.search(r"datetime\.now\(|datetime\.utcnow\(|date\.today\(|\btime\.time\(", path.read_text()), path


def test_only_views_commands_and_jobs_commit():
    for path in modules():
        if path.name in ("db.py",):
            continue
        source = path.read_text()
        assert "session.commit()" not in source, path
        if path.name in ("models.py", "queries.py", "permissions.py", "listeners.py", "forms.py"):
            assert "with writing()" not in source, path


# tables whose text is not written by people, or is nobody's: codes, digests, names of the program's own
MACHINE_TABLES = {
    "attempt", "change", "counter", "operation", "setting", "event", "login", "password_reset", "mail", "rendered_body",
    "search_document", "search_facet", "search_word", "search_neighbour", "fruitless_search", "practice_facet",
}  # fmt: skip
MACHINE_COLUMNS = {"password_hash", "roles", "comfort", "slug", "icon", "digest", "sha256", "body_sha", "media_type", "public_id", "licence", "kind", "facet", "value"}


def test_every_table_with_free_text_is_declared_by_a_kind(app):
    declared = {
        (model.__tablename__, column) for kind in kinds.every() for model, columns in kind.written.items() for column in columns
    }
    for table in Base.metadata.sorted_tables:
        if table.name in MACHINE_TABLES:
            continue
        for column in table.columns:
            free = isinstance(column.type, Text | JSON) or (isinstance(column.type, String) and (column.type.length or 0) >= 80)
            if free and column.name not in MACHINE_COLUMNS and not getattr(column.type, "enums", None):
                assert (table.name, column.name) in declared, f"{table.name}.{column.name} is declared by no kind"


def test_readme_lists_every_environment_variable_and_no_other():
    table = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.M)
    assert set(table) == {variable.name for variable in config.VARIABLES}


def test_readme_maps_every_feature():
    readme = (ROOT / "README.md").read_text()
    for folder in sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()):
        assert f"`{folder}/`" in readme, folder


def test_readme_gives_a_reason_for_every_dependency():
    readme = (ROOT / "README.md").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    listed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    for name in (re.match(r"[a-z0-9-]+", line).group() for line in listed):
        assert re.search(rf"^\| {re.escape(name)} \|", readme, re.M), name


def test_files_stay_small():
    for path in modules():
        assert len(path.read_text().splitlines()) <= 300, path
    for path in [*SCRIPTS, *(ROOT / "tests").rglob("*.py")]:
        assert len(path.read_text().splitlines()) <= 300, path
