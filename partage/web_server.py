"""How gunicorn serves the app: threads, loopback only. What faces the users (nginx) keeps slow ones off."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from partage.config import Deployment

ADDRESS = "127.0.0.1"


class Unavailable(RuntimeError):
    """The port cannot be had; the message says what to do."""


def reserve(port: int) -> socket.socket:
    """A socket bound to the port of this machine. Raises Unavailable when another program listens there."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((ADDRESS, port))
    except (OSError, OverflowError) as error:
        listener.close()
        taken = getattr(error, "errno", 0) == errno.EADDRINUSE
        reason = "est déjà pris par un autre programme" if taken else "ne peut pas être ouvert"
        advice = f"Choisissez-en un autre, par exemple : PORT={8010 if port != 8010 else 8020} make run"
        raise Unavailable(f"Le port {port} {reason}. {advice}") from None
    return listener


def options(deployment: Deployment) -> dict[str, Any]:
    """gunicorn's settings, the same for the product, the soak run and the bench."""
    return {
        "worker_class": "gthread",  # one half-sent request stops a sync worker dead
        "workers": deployment.web_workers,
        "threads": deployment.web_threads,
        "preload_app": True,  # the processes share the memory of the code
        "keepalive": 5,
        "timeout": 60,
        "graceful_timeout": 10,
        "loglevel": "warning",
        "accesslog": None,  # who reads what is nobody's business
        "forwarded_allow_ips": "",  # PARTAGE_PROXY_COUNT alone decides which headers are believed
        "control_socket_disable": True,
        "proc_name": "partage",
    }


class WebServer(BaseApplication):
    """gunicorn on an app already made and a socket already bound."""

    def __init__(self, app: Flask, listener: socket.socket, when_ready: Callable[[], None]) -> None:
        self.app, self.listener, self.when_ready = app, listener, when_ready
        super().__init__()

    def load_config(self) -> None:
        for name, value in options(self.app.extensions["deployment"]).items():
            self.cfg.set(name, value)
        self.cfg.set("bind", f"fd://{self.listener.detach()}")
        self.cfg.set("when_ready", lambda _server: self.when_ready())

    def load(self) -> Flask:
        return self.app
