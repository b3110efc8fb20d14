"""A real instance in processes of its own, as `make run` starts it, to be killed, filled up and measured."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from partage.config import ROOT
from tests.ports import free_port

PATIENCE = 120.0


def wait_for(port: int) -> None:
    """Until something listens."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on {port}")


class Server:
    """`python -m partage.serve` on a data folder and a port; its words go to `log`."""

    def __init__(self, data: Path, **environ: str) -> None:
        self.data, self.port, self.log = data, free_port(), data.parent / f"{data.name}.log"
        self.environ = {**os.environ, "PARTAGE_DATA": str(data), "PORT": str(self.port), **environ}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start and wait for the first answer; seconds it took."""
        begun = time.monotonic()
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "partage.serve"]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environ, stdout=log, stderr=log, start_new_session=True
            )
        while time.monotonic() - begun < PATIENCE:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended at once:\n{self.said()}")
            try:
                if self.get("/connexion")[0] == 200:
                    return time.monotonic() - begun
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"no answer after {PATIENCE} s:\n{self.said()}")

    def kill(self) -> None:
        """kill -9 of everybody at once: no process can say goodbye."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """SIGTERM to the parent; its exit code."""
        assert self.process
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(timeout=30)

    def said(self) -> str:
        return self.log.read_text() if self.log.exists() else ""

    def family(self) -> set[int]:
        """The parent and everybody it started."""
        assert self.process
        return self.descendants(self.process.pid)

    def get(self, path: str, cookie: str = "") -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def accounts(self) -> dict[str, str]:
        """E-mail address to password of the demonstration."""
        lines = (self.data / "demo-accounts.txt").read_text().splitlines()
        return {line[20:44].strip(): line[44:] for line in lines}

    @staticmethod
    def descendants(root: int) -> set[int]:
        parents: dict[int, int] = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
        found = {root}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found


class Visitor:
    """Somebody on one kept connection."""

    def __init__(self, port: int) -> None:
        self.port, self.cookie, self.token = port, "", ""
        self.settled = False  # once signed in, the cookie is kept: nobody reads the messages that would pile up in it
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)

    def get(self, path: str) -> tuple[int, bytes]:
        return self._send("GET", path, None, {})

    def post(self, path: str, **fields: str | list[str]) -> tuple[int, bytes]:
        body = urlencode({"csrf_token": self.token, **fields}, doseq=True).encode()
        return self._send("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def upload(self, path: str, name: str, content: bytes, **fields: str) -> tuple[int, bytes]:
        edge = b"----partage-soak"
        parts = [
            b"--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n" % (edge, key.encode(), value.encode())
            for key, value in {"csrf_token": self.token, **fields}.items()
        ]
        parts.append(
            b"--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n%s\r\n--%s--\r\n"
            % (edge, name.encode(), content, edge)
        )
        kind = f"multipart/form-data; boundary={edge.decode()}"
        return self._send("POST", path, b"".join(parts), {"Content-Type": kind, "Accept": "application/json"})

    def again(self) -> None:
        """A new connection, after the server went away."""
        self.connection.close()
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)

    def _token(self, path: str) -> str:
        found = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', self.get(path)[1])
        assert found, f"no form on {path}"
        return found[1].decode()

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        self.connection.request(method, path, body, {**headers, "Cookie": self.cookie} if self.cookie else headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            if line.startswith("partage=") and not self.settled:
                self.cookie = line.split(";")[0]
        return answer.status, content


class Person(Visitor):
    """Somebody signed in, with the token her forms carry."""

    def __init__(self, port: int, email: str, password: str) -> None:
        super().__init__(port)
        self.token = self._token("/connexion")
        status, _ = self.post("/connexion", email=email, password=password)
        assert status in (302, 303), f"{email} could not sign in: {status}"
        self.token = self._token("/compte/profil")
        self.settled = True
