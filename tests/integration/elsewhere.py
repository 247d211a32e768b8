# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Just enough of HashiCorp Vault, Kubernetes and AWX for other collections to write one secret to each."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ansible_collections.camunda.platform.tests.integration.threads import running

Answer = tuple[int, Any]
SECRETS = "/api/v1/namespaces/apps/secrets"


class Elsewhere:
    """What was written, by path; and what the server refuses."""

    def __init__(self) -> None:
        self.url = ""
        self.stored: dict[str, dict[str, Any]] = {}
        self.dry_runs = 0
        self.capabilities = ["create", "update"]
        self.refuses_writes = False

    def answer(self, method: str, target: str, body: Any) -> Answer:
        """Return the status and the JSON of an answer."""
        parts = urlsplit(target)
        query = parse_qs(parts.query)
        if parts.path.startswith("/v1/"):
            return self._vault(method, parts.path.removeprefix("/v1/"), body)
        if parts.path.startswith("/api/v2") or parts.path in ("/api/", "/api/o/"):
            return self._awx(method, parts.path, query, body)
        return self._kubernetes(method, parts.path, query, body)

    def _vault(self, method: str, path: str, body: Any) -> Answer:
        if path == "sys/capabilities-self":
            told = {"capabilities": self.capabilities, body["paths"][0]: self.capabilities}
            return 200, {"data": told, **told}
        if method == "GET":
            found = self.stored.get(path)
            data = {"data": found, "metadata": {"version": 1}} if "/data/" in path else found
            return (200, {"data": data}) if found else (404, {"errors": []})
        if self.refuses_writes:
            return 400, {"errors": [f"no room for {json.dumps(body)}"]}
        self.stored[path] = body["data"] if "/data/" in path else body
        return (200, {"data": {"version": 1}}) if "/data/" in path else (204, None)

    def _kubernetes(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Answer:
        secrets = {"name": "secrets", "singularName": "secret", "namespaced": True, "kind": "Secret"}
        verbs = ["create", "get", "list", "patch", "update"]
        known: dict[str, Any] = {
            "/version": {"major": "1", "minor": "30", "gitVersion": "v1.30.0"},
            "/api": {"kind": "APIVersions", "versions": ["v1"]},
            "/apis": {"kind": "APIGroupList", "apiVersion": "v1", "groups": []},
            "/api/v1": {
                "kind": "APIResourceList",
                "groupVersion": "v1",
                "resources": [{**secrets, "verbs": verbs, "shortNames": []}],
            },
        }
        if path.rstrip("/") in known:
            return 200, known[path.rstrip("/")]
        name = path.removeprefix(SECRETS).strip("/")
        found = self.stored.get(f"{SECRETS}/{name}")
        if method == "GET" and not found:
            return 404, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}
        if method == "GET":
            return 200, found
        if "dryRun" in query:
            self.dry_runs += 1
            return 201, body
        # As the server does: what is written as text is kept encoded.
        texts = {**body.pop("stringData", {})}
        body["data"] = {name: base64.b64encode(text.encode()).decode() for name, text in texts.items()}
        self.stored[f"{SECRETS}/{body['metadata']['name']}"] = body
        return 201, body

    def _awx(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Answer:
        if method == "POST":
            self.stored[path] = body
            return 201, {"id": 9, "url": f"{path}9/", **body}
        kind = path.strip("/").rpartition("/")[2]
        found = [{"id": 7, "name": (query.get("name") or query.get("username") or ["x"])[0]}]
        results = found if kind in ("credential_types", "organizations") else []
        return 200, {"count": len(results), "results": results, "next": None}


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """Serve all three."""
    places = Elsewhere()

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, answer = places.answer(self.command, self.path, json.loads(content) if content else None)
            data = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_PATCH = _serve

        def log_message(self, *_arguments: Any) -> None:
            """Keep quiet."""

    with running(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as server:
        places.url = f"http://127.0.0.1:{server.server_port}"
        yield places
