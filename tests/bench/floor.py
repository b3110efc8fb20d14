"""The least a page of this stack can cost: bare Flask, one Jinja template, one row of SQLite, our gunicorn settings.

python -m tests.bench.floor PORT BYTES FOLDER
"""

from __future__ import annotations

import sqlite3
import sys
import threading
from pathlib import Path

from flask import Flask, render_template_string

from partage.config import Deployment
from partage.web_server import WebServer, reserve

PAGE = "<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1><p>{{ body }}</p>"


def make(database: Path, size: int) -> Flask:
    """An app whose only page reads one row and weighs `size` bytes."""
    title = "Plancher"
    rest = size - len(PAGE.replace("{{ title }}", title).replace("{{ body }}", ""))
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE page (id INTEGER PRIMARY KEY, title TEXT, body TEXT)")
        connection.execute("INSERT INTO page VALUES (1, ?, ?)", (title, "a" * max(rest, 0)))
    kept = threading.local()
    app = Flask(__name__)

    @app.get("/")
    def page() -> str:
        if not hasattr(kept, "connection"):
            kept.connection = sqlite3.connect(database)
        title, body = kept.connection.execute("SELECT title, body FROM page WHERE id = 1").fetchone()
        return render_template_string(PAGE, title=title, body=body)

    return app


if __name__ == "__main__":
    port, size, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    app = make(folder / f"floor-{size}.sqlite", size)
    app.extensions["deployment"] = Deployment.read({"PARTAGE_DATA": str(folder)})
    WebServer(app, reserve(port), lambda: None).run()
