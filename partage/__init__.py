"""Partage: mutual aid and good practices among counsellors. This is the only module that knows every feature."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from urllib.parse import urlsplit

from flask import Flask

from partage import assets, cli, config, db, errors, jinja, kinds, markup, security
from partage.accounts import sessions
from partage.extensions import csrf

# each feature: its blueprint in <feature>/views.py, its kinds in kind.py, its reactions in listeners.py
FEATURES = (
    "accounts", "topics", "texts", "files", "wiki", "questions", "moderation", "notifications", "search", "offline", "admin",
    "home",
)  # fmt: skip
PARTS = ("kind", "listeners", "views", "jobs", "commands")


def create_app(environ: Mapping[str, str] | None = None) -> Flask:
    """The application, configured from `environ` (the process's environment by default). Raises config.Misconfigured."""
    deployment = config.Deployment.read(environ)
    app = Flask(
        __name__, template_folder=str(config.ROOT / "templates"), static_folder=None, instance_path=str(deployment.data)
    )
    app.extensions["deployment"] = deployment
    markup.know_own_host(urlsplit(deployment.public_url).hostname or "")
    app.config["SQLALCHEMY_DATABASE_URI"] = deployment.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = db.engine_options(deployment.database_url)
    security.init_app(app, deployment)
    csrf.init_app(app)
    db.init_app(app)
    assets.init_app(app, deployment.data / "static")
    jinja.init_app(app)
    errors.init_app(app)
    sessions.init_app(app)
    for feature in FEATURES:
        _plug(app, feature)
    app.cli.add_command(cli.partage)
    return app


def _plug(app: Flask, feature: str) -> None:
    for module in _parts(feature):
        for kind in getattr(module, "KINDS", ()):
            kinds.register(kind)
        if hasattr(module, "listen"):
            module.listen()
    app.register_blueprint(import_module(f"partage.{feature}.views").bp)


def _parts(feature: str) -> list[ModuleType]:
    """The modules that give the application something. The routes of views_<subject>.py hang on the blueprint of views.py."""
    found = [module.name for module in iter_modules(import_module(f"partage.{feature}").__path__)]
    wanted = [name for part in PARTS for name in found if name == part or name.startswith(part + "_")]
    return [import_module(f"partage.{feature}.{name}") for name in wanted]
