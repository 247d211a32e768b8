# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A proxy behind which the APIs of clusters seem to be: it answers for any host that a tunnel is opened to."""

from __future__ import annotations

import contextlib
import json
import ssl
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.tests.integration.threads import running
from ansible_collections.camunda.platform.tests.unit.plugins.certificates import make_certificate


class Tunnel(ThreadingHTTPServer):
    """Answers requests for the topology of a cluster; ``asked`` has each request line and its Authorization."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.tls = tls
        self.asked: list[tuple[str, str]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Tunnel

    def do_CONNECT(self) -> None:
        """Open the tunnel and answer what comes through it."""
        self.send_response(200)
        self.end_headers()
        self.wfile.flush()
        with self.server.tls.wrap_socket(self.connection, server_side=True) as secure, secure.makefile("rwb") as stream:
            request = stream.readline().decode().strip()
            headers = {}
            while line := stream.readline().decode().strip():
                name, _dummy, value = line.partition(": ")
                headers[name.lower()] = value
            self.server.asked.append((request, headers.get("authorization", "")))
            found = "/v2/topology " in request and headers.get("authorization", "").startswith("Bearer ")
            stream.write(_answer(200, {"clusterSize": 1}) if found else _answer(401, {}))
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


def _answer(status: int, content: Any) -> bytes:
    body = json.dumps(content).encode()
    head = f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return f"{head}Connection: close\r\n\r\n".encode() + body


@contextlib.contextmanager
def clusters_behind_a_tunnel(directory: Path, host: str) -> Iterator[tuple[Tunnel, dict[str, str]]]:
    """Serve the APIs of clusters of a host; gives the server, and the environment that leads there."""
    certificate, tls = make_certificate(directory, host)
    with running(Tunnel(tls)) as tunnel:
        proxy = f"http://127.0.0.1:{tunnel.server_port}"
        yield tunnel, {"https_proxy": proxy, "HTTPS_PROXY": proxy, "SSL_CERT_FILE": str(certificate)}
