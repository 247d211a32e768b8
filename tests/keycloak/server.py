# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real Keycloak on loopback, for http and https, made ready by tests/tools/keycloak."""

from __future__ import annotations

import contextlib
import os
import random
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
import requests

from ansible_collections.camunda.platform.tests.keycloak.realm import REALM

# Below the ports that systems give to connections of their own, so that none takes it meanwhile.
_PORTS = range(20000, 32000)
# With these it starts with a quarter less of CPU, and it does not live long enough for more.
_JAVA_OPTIONS = (
    "-XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
    " -XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC"
)
_START_SECONDS = 300
ADMIN = "admin"


def prepared() -> tuple[Path, str] | None:
    """Return the server's directory and context path (empty for none), or None if it was not prepared."""
    told = Path(os.environ.get("COLLECTION_CACHE", "."), "keycloak", "prepared")
    if not told.exists():
        return None
    home, context = told.read_text(encoding="utf-8").splitlines()
    return Path(home), context.rstrip("/")


@dataclass
class Keycloak:
    """A running server, as its administrator sees it."""

    http: str
    https: str
    certificate: Path
    password: str

    @property
    def issuer(self) -> str:
        """Return the name that the realm has for those who ask by http."""
        return f"{self.http}/realms/{REALM}"

    def admin(self, method: str, path: str, body: Any = None, **query: str) -> Any:
        """Call the administration API of the realm, with a token of its own each time."""
        answer = requests.request(
            method,
            f"{self.http}/admin/realms{path}",
            json=body,
            params=query,
            headers={"Authorization": f"Bearer {self.admin_token()}"},
            timeout=60,
        )
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.text else None

    def change_client(self, client_id: str, **changes: Any) -> None:
        """Change fields of a client."""
        [client] = self.admin("GET", f"/{REALM}/clients", clientId=client_id)
        self.admin("PUT", f"/{REALM}/clients/{client['id']}", {**client, **changes})

    def logins(self, client_id: str) -> int:
        """Return how many tokens a client was given."""
        return len(self.admin("GET", f"/{REALM}/events", type="CLIENT_LOGIN", client=client_id, max="1000"))

    def refusals(self, client_id: str) -> int:
        """Return how often a client was refused."""
        return len(self.admin("GET", f"/{REALM}/events", type="CLIENT_LOGIN_ERROR", client=client_id, max="1000"))

    def accepts(self, client_id: str, secret: str) -> bool:
        """Return whether an application gets a token with a secret."""
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
        return requests.post(f"{self.issuer}/protocol/openid-connect/token", data=form, timeout=60).ok

    @staticmethod
    def claims(token: str) -> dict[str, Any]:
        """Return what a token holds."""
        return dict(jwt.decode(token, options={"verify_signature": False}))

    def admin_token(self) -> str:
        """Return a token of the administrator."""
        answer = requests.post(
            f"{self.http}/realms/master/protocol/openid-connect/token",
            data={"grant_type": "password", "client_id": "admin-cli", "username": ADMIN, "password": self.password},
            timeout=60,
        )
        return str(answer.json()["access_token"])


@contextlib.contextmanager
def running(home: Path, context: str, directory: Path, certificate: Path, *trusted: Path) -> Iterator[Keycloak]:
    """Run the server until the end of the block; its log is in ``directory``. ``trusted`` may sign clients' own."""
    http, https = _free_port(), _free_port()
    keycloak = Keycloak(
        f"http://127.0.0.1:{http}{context}", f"https://127.0.0.1:{https}{context}", certificate, secrets.token_hex(16)
    )
    options = {
        "http-enabled": "true",
        "http-host": "127.0.0.1",
        "http-port": http,
        "https-port": https,
        "https-certificate-file": certificate,
        "https-certificate-key-file": certificate.with_suffix(".key"),
        "truststore-paths": ",".join(map(str, trusted)),
        "hostname-strict": "false",
    }
    environment = {
        **os.environ,
        "KC_BOOTSTRAP_ADMIN_USERNAME": ADMIN,
        "KC_BOOTSTRAP_ADMIN_PASSWORD": keycloak.password,
        "JAVA_OPTS_KC_HEAP": "-Xms256m -Xmx512m",
        "JAVA_OPTS_APPEND": _JAVA_OPTIONS,
    }
    command = [str(home / "bin" / "kc.sh"), "start", "--optimized"]
    command += [f"--{name}={value}" for name, value in options.items()]
    with (directory / "keycloak.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        _wait(process, keycloak, directory / "keycloak.log")
        yield keycloak
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], keycloak: Keycloak, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        with contextlib.suppress(requests.RequestException):
            if requests.get(f"{keycloak.http}/realms/master", timeout=10).ok:
                return
        alive = process.poll() is None and time.monotonic() < deadline
        assert alive, f"Keycloak did not start:\n{log.read_text(encoding='utf-8')}"
        time.sleep(0.5)


def _free_port() -> int:
    while True:
        port = random.choice(_PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
