# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the sandbox share: a live server in a thread, and a caller of it."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from camunda_sandbox.core import Sandbox
from camunda_sandbox.parameters import PARAMETERS
from camunda_sandbox.server import SandboxServer, bind

CREDENTIALS = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}
TOKEN_REQUEST = {"grant_type": "client_credentials", "audience": "api.cloud.camunda.io", **CREDENTIALS}
STABLE, ALPHA = PARAMETERS.channels
FRANKFURT = next(region.uuid for region in PARAMETERS.regions if region.name.startswith("Frankfurt"))


class Caller:
    """Calls a sandbox; the token is fetched at the first call of the API that needs it."""

    def __init__(self, url: str, verify: str | bool = True) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = verify
        self.token: str | None = None

    def raw(self, method: str, path: str, **options: Any) -> requests.Response:
        """Call without a token."""
        return self.session.request(method, self.url + path, timeout=60, **options)

    def ask_token(self, **changes: str) -> requests.Response:
        """Ask for a token by a form, with some of the usual parameters changed."""
        return self.raw("POST", "/oauth/token", data=TOKEN_REQUEST | changes)

    def api(self, method: str, path: str, **options: Any) -> requests.Response:
        """Call the Administration API."""
        if self.token is None:
            answer = self.ask_token()
            assert answer.status_code == 200, answer.text
            self.token = answer.json()["access_token"]
        return self.raw(method, path, headers={"Authorization": f"Bearer {self.token}"}, **options)

    def get(self, path: str) -> Any:
        """Return the JSON of a successful GET of the API."""
        answer = self.api("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Call a control endpoint and return its JSON."""
        answer = self.raw(method, f"/_sandbox/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def settings(self, **values: Any) -> None:
        """Change settings of the sandbox."""
        self.control("PATCH", "settings", values)

    def create_cluster(self, **changes: Any) -> str:
        """Create a cluster and return its UUID."""
        answer = self.api("POST", "/clusters", json=cluster_body(**changes))
        assert answer.status_code == 200, answer.text
        return str(answer.json()["clusterId"])

    def create_client(self, cluster: str, name: str = "worker", **more: Any) -> dict[str, Any]:
        """Create a client and return the answer."""
        answer = self.api("POST", f"/clusters/{cluster}/clients", json={"clientName": name, **more})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def status(self, cluster: str) -> str:
        """Read the status of a cluster."""
        return str(self.get(f"/clusters/{cluster}")["status"]["ready"])

    def bytes_of_answer(self, method: str, path: str, body: bytes = b"") -> bytes:
        """Return everything that the server sends on a connection of its own before it ends it."""
        address = urlsplit(self.url)
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer {self.token}\r\nConnection: close\r\n"
        )
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        received = b""
        with socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=60) as connection:
            connection.sendall(head.encode() + body)
            with contextlib.suppress(ConnectionResetError):
                while block := connection.recv(4096):
                    received += block
        return received


def cluster_body(**changes: Any) -> dict[str, Any]:
    """Return a request that makes a cluster; a change to None leaves a field out."""
    body = {
        "name": "orders",
        "planTypeId": PARAMETERS.cluster_plan_types[0].uuid,
        "channelId": STABLE.uuid,
        "generationId": STABLE.default_generation.uuid,
        "regionId": PARAMETERS.regions[0].uuid,
    }
    return {name: value for name, value in (body | changes).items() if value is not None}


def key_arn(region: str, last: str = "0") -> str:
    """Return the ARN of a key of AWS KMS; `last` is its last digit."""
    return f"arn:aws:kms:{region}:123456789012:key/12345678-90ab-cdef-1234-56789012345{last}"


def wait_until(condition: Callable[[], bool], seconds: float = 90.0) -> None:
    """Wait for a condition; fails if it does not come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not come true in time"
        time.sleep(0.01)


@contextlib.contextmanager
def serving(sandbox: Sandbox, tls: tuple[Path, Path] | None = None) -> Iterator[str]:
    """Serve a sandbox in a thread on a free port; gives its URL."""
    server = SandboxServer(sandbox, bind("127.0.0.1", 0), tls=tls)
    thread = threading.Thread(target=server.serve_here, daemon=True)
    thread.start()
    try:
        wait_until(lambda: server.started)
        yield server.url
    finally:
        server.should_exit = True
        thread.join(10)
        # A request that a test has given up may still be answered, slowly.
        server.force_exit = True
        thread.join(50)
    frame = sys._current_frames().get(thread.ident or 0) if thread.is_alive() else None
    assert not thread.is_alive(), "the server did not stop:\n" + "".join(traceback.format_stack(frame))
