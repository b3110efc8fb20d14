"""What the server hands to the installed application: its shell, its worker, its manifest, its pages."""

import json
import re

import pytest

from partage import assets
from partage.db import writing
from partage.offline import worker


def script(client) -> str:
    answer = client.get("/service-worker.js")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def precache(client) -> list[str]:
    return json.loads(script(client).split("const PRECACHE = ", 1)[1].split(";\n", 1)[0])


def test_shell_names_nobody_and_holds_no_token(cast, as_, app):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        seen_by_nadia = as_(cast.nadia).get("/coquille").get_data(as_text=True)
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert "Nadia" not in seen_by_nadia and "data-uid" not in seen_by_nadia and "csrf" not in seen_by_nadia
    assert "Accès aux droits" not in seen_by_nadia


def test_shell_is_the_same_for_everybody(client, cast, as_):
    assert client.get("/coquille").data == as_(cast.nadia).get("/coquille").data == as_(cast.paul).get("/coquille").data


def test_shell_asks_to_be_checked_each_time_and_sets_no_cookie(client):
    answer = client.get("/coquille")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers


def test_shell_holds_the_form_of_a_practice_and_the_boxes_of_every_kind(client):
    from partage.wiki.vocabulary import PRACTICE_KINDS

    page = client.get("/coquille").get_data(as_text=True)
    assert 'data-write="practice.save"' in page
    for key, kind in PRACTICE_KINDS.items():
        boxes = page.split(f'<template data-kind="{key}">', 1)[1].split("</template>", 1)[0]
        assert boxes.count('name="boxes-') == len(kind.parts)


def test_worker_may_serve_the_whole_site_and_is_never_kept_by_a_cache(client):
    answer = client.get("/service-worker.js")
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.mimetype == "text/javascript"


def test_only_the_worker_is_allowed_the_whole_site(client):
    for path in ("/coquille", "/manifest.webmanifest", "/hors-ligne"):
        assert "Service-Worker-Allowed" not in client.get(path).headers


def test_worker_is_a_classic_script_without_import(client):
    text = script(client)
    assert not re.search(r"^(import|export) ", text, re.M)
    assert "import(" not in text


def test_every_address_the_worker_keeps_answers(client):
    for address in precache(client):
        assert client.get(address).status_code == 200, address


def test_the_worker_keeps_the_code_of_pages_not_itself(client):
    kept = precache(client)
    assert kept[0] == "/coquille" and assets.url(assets.BUNDLE) in kept
    assert assets.url("js/app.js") in kept and assets.url("vendor/idb.js") in kept
    assert assets.url("js/service-worker.js") not in kept
    assert len(kept) == len(set(kept))


def test_worker_changes_when_the_shell_changes(client, app):
    from partage import settings

    before = script(client)
    with writing():
        settings.put("accessibility_rate", "75")
    assert script(client) != before


def test_kill_switch_replaces_the_worker_by_one_that_leaves(client, app):
    switch = app.extensions["deployment"].data / "kill-worker"
    switch.touch()
    try:
        text, again = script(client), script(client)
    finally:
        switch.unlink()
    assert text != again, "each update check installs it"
    assert "unregister" in text and "PRECACHE" not in text


def test_a_module_becomes_a_function_that_gives_its_exports():
    source = "import { a } from './a.js';\n\nexport const one = a;\nexport async function two() {}\nconst three = 3;\nexport { three as drei };\n"
    assert worker.as_function(source) == (
        "const { drei, one, two } = (() => {\n\nconst one = a;\nasync function two() {}\nconst three = 3;\n\n\n"
        "return { drei: three, one: one, two: two };\n})();\n"
    )


def test_parts_of_the_worker_import_only_parts_of_the_worker():
    folder = assets.SOURCE
    for place, path in enumerate(worker.PARTS):
        for target in re.findall(r"^import [^;]*? from '([^']+)'", (folder / path).read_text(), re.M):
            found = str((folder / path).parent.joinpath(target).resolve().relative_to(folder))
            assert found in worker.PARTS[:place], f"{path} imports {target}"


def test_manifest_is_complete(client):
    answer = client.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    manifest = answer.get_json(force=True)
    assert (manifest["id"], manifest["scope"], manifest["start_url"]) == ("/", "/", "/?source=pwa")
    assert len(manifest["short_name"]) <= 12
    for picture in manifest["icons"] + manifest["screenshots"]:
        assert client.get(picture["src"]).status_code == 200
    for shortcut in manifest["shortcuts"]:
        assert client.get(shortcut["url"].split("#")[0]).status_code in (200, 302)


def test_manifest_bears_the_name_of_the_instance(client, app):
    from partage import settings

    with writing():
        settings.put("instance_name", "Partage en Lozère")
    assert client.get("/manifest.webmanifest").get_json(force=True)["name"] == "Partage en Lozère"


@pytest.mark.parametrize("path", ["/hors-ligne", "/hors-ligne/conflit"])
def test_pages_of_the_copy_open_for_all_and_say_that_they_need_javascript(client, path):
    page = client.get(path).get_data(as_text=True)
    assert "<noscript>" in page and "JavaScript" in page


def test_what_a_phone_shares_opens_a_form_and_writes_nothing(cast, as_):
    answer = as_(cast.nadia).post("/partager", data={"titre": "Vu ailleurs", "texte": "…"})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/pratiques/nouvelle?titre=Vu")


def test_sharing_asks_for_no_token_since_it_changes_nothing(cast, as_, app):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert as_(cast.nadia).post("/partager", data={"titre": "Vu ailleurs"}).status_code == 303
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
