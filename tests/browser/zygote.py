"""Starts test servers quickly: everything is imported once, each server is a fork of this process.

Reads one JSON line per server ({"data": folder, "port": number, "secret": key}) and answers its pid.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys

from werkzeug.serving import WSGIRequestHandler, make_server

from partage import FEATURES, create_app


class Handler(WSGIRequestHandler):
    """HTTP/1.1, as a real server: pages, workers and preloads share their connections."""

    protocol_version = "HTTP/1.1"
    timeout = 20

    def log(self, *_: object) -> None:
        pass


def serve(order: dict[str, str]) -> None:
    environ = {"PARTAGE_DATA": order["data"], "PORT": str(order["port"]), "PARTAGE_SECRET_KEY": order["secret"]}
    app = create_app(environ)
    make_server("127.0.0.1", int(order["port"]), app, threaded=True, request_handler=Handler).serve_forever()


def main() -> None:
    import importlib

    for feature in FEATURES:  # imported here, so that a fork has nothing left to read
        for part in ("kind", "listeners", "views", "jobs"):
            with_feature = f"partage.{feature}.{part}"
            if importlib.util.find_spec(with_feature):
                importlib.import_module(with_feature)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    logging.basicConfig(level=logging.WARNING)
    print("ready", flush=True)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            sys.stdin.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            serve(json.loads(line))
        print(pid, flush=True)


if __name__ == "__main__":
    main()
