"""axe-core on every page, at 320 px and on a desktop, light and dark; nothing scrolls sideways, even at 130 % text."""

from __future__ import annotations

import os
from pathlib import Path

import axe_playwright_python
import pytest

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (rules) => {
  const options = { runOnly: rules, rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } } };
  const found = await axe.run(document, options);
  return found.violations.map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.target.join(' ')).join(' | ')}`);
}"""
# short enough that the bars stop sticking: axe would count what they cover for a while as too small
LOOKS = [(320, 400, "light"), (1280, 800, "dark")]
if os.environ.get("PARTAGE_ALL_LOOKS"):  # `make soak`: the two others take as long again
    LOOKS += [(320, 400, "dark"), (1280, 800, "light")]
SLUG = "{practice}"
PAGES = {
    "visitor": ["/", "/connexion", "/mot-de-passe-oublie", "/demander-un-compte", "/accessibilite", "/confidentialite",
                "/mentions-legales", "/aide", "/au-revoir", "/nulle-part"],
    "nadia": ["/", "/pratiques", SLUG, SLUG + "/modifier", SLUG + "/a-imprimer", "/pratiques/nouvelle",
              "/pratiques/nouvelle?genre=bonne-pratique", "/pratiques/nouvelle?genre=outil&mode=libre", "/pratiques/mes-fiches",
              "/recherche", "/recherche?q=mot", "/recherche?q=zzzz", "/themes", "/themes/acces-aux-droits", "/compte",
              "/compte/profil", "/compte/sessions", "/compte/mot-de-passe", "/compte/confort", "/compte/mes-donnees",
              "/compte/absences", "/compte/themes", "/structures", "/moderation", "/moderation/chiffres", "/fichiers", "/hors-ligne", "/compte/confirmation"],
    "claire": ["/moderation"],
    "paul": ["/administration", "/administration/personnes", "/administration/structures", "/administration/themes",
             "/administration/themes/acces-aux-droits/experts", "/administration/reglages", "/administration/journal",
             "/administration/sante", "/administration/recherches-sans-resultat", "/administration/fiches-sans-responsable",
             "/administration/fiches-a-verifier", "/compte/invitations", "/compte/demandes", "/moderation", "/moderation/journal"],
}  # fmt: skip


@pytest.mark.parametrize("who", PAGES)
def test_every_page_is_accessible_and_fits(new_device, server, who):
    device = new_device(service_workers="block", bypass_csp=True)
    page = device.page
    if who != "visitor":
        device.sign_in(who)
    practice = f"/pratiques/{next(iter(server.practices))}"
    problems = []
    for path in PAGES[who]:
        device.open(path.replace(SLUG, practice))
        page.evaluate(AXE)
        assert page.evaluate("document.documentElement.lang") == "fr"
        for width, height, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            problems += [f"{path} {width} {scheme} {line}" for line in page.evaluate(RUN, RULES)]
        page.set_viewport_size({"width": 320, "height": 400})
        for size in ("", "larger"):
            page.evaluate("size => document.documentElement.dataset.text = size", size)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                problems.append(f"{path} scrolls sideways by {wide} px {size}")
        page.set_viewport_size({"width": 640, "height": 640})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            problems.append(f"{path} scrolls sideways by {wide} px at 200 %")
    assert problems == []


SIZES = """async () => (await axe.run(document, { runOnly: ['target-size'], rules: { 'target-size': { enabled: true } } }))
  .violations.flatMap(({ nodes }) => nodes.map(({ target }) => target.join(' ')))"""


END = """() => {
  scrollTo({ top: 1e6, behavior: 'instant' });
  return document.querySelector('.foot').getBoundingClientRect().bottom <= document.querySelector('.dock').getBoundingClientRect().top + 1;
}"""


def test_the_dock_half_covers_no_link_and_hides_none_at_the_end(new_device, server):
    """Wherever the screen ends, and whatever the size of the text"""
    device = new_device(service_workers="block", bypass_csp=True)
    page = device.page
    device.sign_in("nadia")
    for path in ("/", "/pratiques/facture-energie"):
        device.open(path)
        page.evaluate(AXE)
        covered = {}
        for height in range(440, 840, 16):
            page.set_viewport_size({"width": 360, "height": height})
            if found := page.evaluate(SIZES):
                covered[height] = found
        assert covered == {}, path
        page.set_viewport_size({"width": 320, "height": 640})
        for size in ("", "larger"):
            page.evaluate("size => { document.documentElement.dataset.text = size; }", size)
            page.wait_for_function(END)
