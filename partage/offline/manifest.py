"""What a phone or a computer needs to install the application."""

from __future__ import annotations

import json
import struct
from functools import cache
from typing import Any

from partage import assets, settings

SCREENSHOTS = (
    ("icons/screenshots/accueil-360.png", "narrow", "L’accueil, sur un téléphone"),
    ("icons/screenshots/pratique-360.png", "narrow", "Une fiche, sur un téléphone"),
    ("icons/screenshots/question-360.png", "narrow", "Une question et ses réponses, sur un téléphone"),
    ("icons/screenshots/accueil-1280.png", "wide", "L’accueil, sur un ordinateur"),
)
SHORTCUTS = (
    ("Chercher", "/recherche"),
    ("Poser une question", "/entraide/poser"),
    ("Écrire une fiche", "/pratiques/nouvelle"),
    ("À envoyer", "/hors-ligne#a-envoyer"),
)


def as_json() -> str:
    """The manifest, under the name the coordinator gave to this instance."""
    return json.dumps({
        "id": "/", "lang": "fr", "dir": "ltr", "name": settings.get("instance_name"), "short_name": "Partage",
        "description": "Bonnes pratiques entre conseillers et conseillères, avec ou sans réseau.",
        "start_url": "/?source=pwa", "scope": "/", "display": "standalone",
        "theme_color": "#ffffff", "background_color": "#f1f4f4", "categories": ["education", "productivity"],
        "icons": [
            _picture("icons/partage-192.png", purpose="any"), _picture("icons/partage-512.png", purpose="any"),
            _picture("icons/partage-maskable-512.png", purpose="maskable"),
        ],
        "screenshots": [
            _picture(path, form_factor=shape, label=label)
            for path, shape, label in SCREENSHOTS if path in assets.sources()
        ],
        "shortcuts": [
            {"name": name, "url": url, "icons": [_picture("icons/partage-192.png")]} for name, url in SHORTCUTS
        ],
        "share_target": {
            "action": "/partager", "method": "POST", "enctype": "multipart/form-data",
            "params": {"title": "titre", "text": "texte", "url": "adresse"},
        },
        "launch_handler": {"client_mode": ["navigate-existing", "auto"]},
    }, ensure_ascii=False)  # fmt: skip


def _picture(path: str, **more: Any) -> dict[str, Any]:
    return {"src": assets.url(path), "type": "image/png", "sizes": png_size(path), **more}


@cache
def png_size(path: str) -> str:
    """« 192x192 », read in the file itself: a declared size that lies makes the application impossible to install."""
    header = (assets.SOURCE / path).read_bytes()[16:24]
    return "{}x{}".format(*struct.unpack(">II", header))
