# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OpenID providers with the habits of some that Camunda is used with, and a Console that lets their tokens in."""

from __future__ import annotations

import base64
import contextlib
import json
import ssl
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote_plus

from ansible_collections.camunda.platform.tests.integration.threads import running

CLIENT, SECRET = "the client", "p+l u:%ü"
CLUSTER = {"uuid": "u", "name": "camunda", "namespace": "n", "status": "healthy", "generation": "8.9.0"}


class Provider(ThreadingHTTPServer):
    """Serves ``/entra/token``, ``/ping/token``, ``/mtls/token``, their metadata, and a Console below ``/console``."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.authorizations: list[str | None] = []
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        """Answer for the Console, which looks at no token, or with metadata."""
        name, _dummy, path = self.path[1:].partition("/")
        self.server.asked.append(self.path)
        if path == ".well-known/openid-configuration":
            url = f"{self.server.url}/{name}"
            self._answer(200, {"issuer": url, "token_endpoint": f"{url}/token"})
        elif path == "admin-api/clusters":
            self.server.authorizations.append(self.headers["Authorization"])
            self._answer(200, [{**CLUSTER, "type": "automation", "apps": []}])
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        """Answer a token request as the provider of the path does."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append(self.path)
        form = {name: values[0] for name, values in parse_qs(body).items()}
        status, answer = getattr(self, f"_{self.path.split('/')[1]}")(form)
        self._answer(status, answer)

    def _entra(self, form: Mapping[str, str]) -> tuple[int, Any]:
        if "audience" in form:
            return 400, {"error": "invalid_request", "error_description": "AADSTS901002: no 'audience' is supported."}
        if "scope" not in form:
            return 400, {"error": "invalid_request", "error_description": "AADSTS90014: 'scope' is missing."}
        if not form["scope"].endswith("/.default"):
            return 400, {"error": "invalid_scope", "error_description": "AADSTS1002012: the scope is not valid."}
        if form.get("client_secret") != SECRET:
            return 401, {"error": "invalid_client", "error_description": f"AADSTS7000215: {form['client_secret']}?"}
        return _token("entra")

    def _ping(self, form: Mapping[str, str]) -> tuple[int, Any]:
        pair = base64.b64encode(f"{quote_plus(CLIENT)}:{quote_plus(SECRET)}".encode()).decode()
        if self.headers["Authorization"] != f"Basic {pair}" or "client_secret" in form:
            # PingFederate says 401; the standard lets a provider say 400 as well.
            return 400, {"error": "invalid_client", "error_description": "Invalid client or client credentials."}
        return _token("ping")

    def _mtls(self, form: Mapping[str, str]) -> tuple[int, Any]:
        connection: Any = self.connection
        if not connection.getpeercert() or form != {"grant_type": "client_credentials", "client_id": CLIENT}:
            return 401, {"error": "invalid_client"}
        return _token("mtls")

    def _answer(self, status: int, content: Any) -> None:
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


def _token(kind: str) -> tuple[int, Any]:
    return 200, {"access_token": f"token-of-{kind}", "token_type": "Bearer", "expires_in": 3599}


@contextlib.contextmanager
def providing(tls: ssl.SSLContext | None = None) -> Iterator[Provider]:
    """Serve in a thread."""
    with running(Provider(tls)) as provider:
        yield provider
