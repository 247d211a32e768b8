# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server that follows a script, one step a call of an operation, for what the sandbox never answers."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._api.saas import SaasApi
from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import TokenCache
from ansible_collections.camunda.platform.plugins.module_utils._engine.locks import CreationLock
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result, Spec, execute
from ansible_collections.camunda.platform.tests.tools.contract import load, operations_of
from ansible_collections.camunda.platform.tests.unit.guards.wire import methods_of, operation_named
from ansible_collections.camunda.platform.tests.unit.plugins.clocks import FastClock
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated

CLUSTER = "11111111-1111-4111-8111-111111111111"
_PATHS = operations_of(load("saas"))
# Scripts and calls name an operation as the methods of the API do.
_OPERATIONS = {name: _PATHS[operation_named(method)] for name, method in methods_of(SaasApi).items()}
# Those without an identifier first: "parameters" is no name of a cluster.
_PATTERNS = {
    name: (method.upper(), re.compile(re.sub(r"\{\w+\}", "([^/]+)", path)))
    for name, (path, method) in sorted(_OPERATIONS.items(), key=lambda item: item[1][0].count("{"))
}


class Refusal(Exception):
    """A status that is not a success, with the server's words."""

    def __init__(self, status: int, answer: str) -> None:
        super().__init__(f"HTTP {status}")
        self.status, self.answer = status, answer


class Lost(Exception):
    """The connection breaks after the request."""


LOST = Lost("lost")


def refusal(status: int, answer: str = "words") -> Refusal:
    """Return the step that refuses a request."""
    return Refusal(status, answer)


class ScriptedApi:
    """Answers each operation with the next step of its script, the last one for ever.

    A step is the JSON of the answer (None: an empty one), a refusal, LOST, or a function of what is in the path that
    returns or raises one of these. An operation without a script is an error of the test.
    """

    def __init__(self, script: Mapping[str, Any]) -> None:
        for name in script:
            assert name in _OPERATIONS, name
        self._script = {name: list(steps) if isinstance(steps, tuple) else [steps] for name, steps in script.items()}
        self._lock = threading.Lock()
        self.calls: list[tuple[Any, ...]] = []
        self.unexpected: list[str] = []

    def answer(self, method: str, target: str, body: Any) -> Any:
        """Return the step for a request, or raise it."""
        path = urlsplit(target).path
        for name, (wanted, pattern) in _PATTERNS.items():
            if method == wanted and (found := pattern.fullmatch(path)):
                return self._step(name, [unquote(part) for part in found.groups()], body)
        self.unexpected.append(f"{method} {path}")
        raise Refusal(501, "not in the script")

    def _step(self, name: str, arguments: list[str], body: Any) -> Any:
        with self._lock:
            if name not in self._script:
                self.unexpected.append(name)
                raise Refusal(501, "not in the script")
            self.calls.append((name, *arguments, *([] if body is None else [body])))
            steps = self._script[name]
            step = steps.pop(0) if len(steps) > 1 else steps[0]
        if isinstance(step, Exception):
            raise step
        return step(*arguments) if callable(step) else step

    def named(self, name: str) -> list[tuple[Any, ...]]:
        """Return what was in the path and in the body of the calls of an operation."""
        return [call[1:] for call in self.calls if call[0] == name]


class ScriptServer(ThreadingHTTPServer):
    """Serves one script after the other."""

    daemon_threads = True
    api = ScriptedApi({})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Else headers and body are two packets, and the second one waits for the first one's acknowledgement.
    wbufsize = -1
    server: ScriptServer

    def _serve(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            answer = self.server.api.answer(self.command, self.path, json.loads(data) if data else None)
        except Lost:
            self.close_connection = True
        except Refusal as refused:
            self._send(refused.status, "text/plain", refused.answer)
        except Exception as error:
            self.server.api.unexpected.append(repr(error))
            raise
        else:
            self._send(*((204, "", "") if answer is None else (200, "application/json", json.dumps(answer))))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

    def _send(self, status: int, media: str, text: str) -> None:
        self.send_response(status)
        if media:
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the output of the tests clean."""


@dataclass
class Rehearsal:
    """A module's logic on a scripted server."""

    server: ScriptServer
    directory: Path
    warnings: list[str] = field(default_factory=list)
    progress: list[str] = field(default_factory=list)
    runs: int = 0

    @property
    def api(self) -> ScriptedApi:
        """Return what was called in the last run."""
        return self.server.api

    @property
    def url(self) -> str:
        """Return the address of the server."""
        return f"http://127.0.0.1:{self.server.server_port}"

    def others_create(self, *place: str) -> None:
        """Do as another process that creates in a place."""
        cache, _warning = TokenCache.open(str(self.directory), disabled=False)
        lock = CreationLock(cache, self.url, *place)
        with lock.lease(lock.stamp()):
            pass

    def run(self, spec: Spec, options: Mapping[str, Any], script: Mapping[str, Any], check: bool = False) -> Result:
        """Run it without pauses as a task of its own, and return what a module would."""
        self.server.api = ScriptedApi(script)
        self.runs += 1
        connection = {"base_url": self.url, "allow_http": True, "access_token": "token-of-the-test", "retries": 0}
        params = validated(spec, {**connection, "token_cache_dir": str(self.directory), **options})
        context = Context(
            params=params,
            check_mode=check,
            diff_mode=True,
            warn=self.warnings.append,
            progress=self.progress.append,
            task=f"run {self.runs}",
            clock=FastClock(),
        )
        result = execute(spec, context)
        assert self.api.unexpected == [], result
        return result


@pytest.fixture
def rehearsal(tmp_path: Path) -> Iterator[Rehearsal]:
    """Give a place to rehearse in."""
    with ScriptServer(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield Rehearsal(server, tmp_path)
        server.shutdown()
        thread.join()
