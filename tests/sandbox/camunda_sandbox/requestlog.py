# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of requests that were made, for GET /_sandbox/requests, and the door to the connection below a request."""

from __future__ import annotations

import time
from collections import deque
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTROL_PREFIX = "/_sandbox"
# The key of the ASGI scope under which `drop_connection`, bound to the request, lies for the faults.
DROP_KEY = "camunda_sandbox.drop"
MAX_ENTRIES = 100_000


class RequestLog:
    """What was asked, newest last. `status` is None while there is no answer, and for ever if there was none."""

    def __init__(self) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=MAX_ENTRIES)

    def open(self, scope: Scope) -> dict[str, Any]:
        """Add an entry for a request that has just arrived; `at` is in seconds since the epoch."""
        path = scope.get("raw_path") or scope["path"].encode()
        entry: dict[str, Any] = {
            "method": scope["method"],
            "path": path.decode("ascii", "replace").partition("?")[0],
            "status": None,
            "at": time.time(),
            "source": source_of(scope),
        }
        self._entries.append(entry)
        return entry

    def entries(self) -> list[dict[str, Any]]:
        """Return the entries, oldest first."""
        return list(self._entries)

    def clear(self) -> None:
        """Forget all entries."""
        self._entries.clear()


class RequestLogMiddleware:
    """The outermost layer: writes down every request that is not a control request, with the status really sent."""

    def __init__(self, app: ASGIApp, log: RequestLog) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_control(scope):
            await self._app(scope, receive, send)
            return
        entry = self._log.open(scope)

        async def watch(message: Message) -> None:
            # Before sending: whoever has the answer finds its status in the log.
            if message["type"] == "http.response.start":
                entry["status"] = message["status"]
            await send(message)

        async def drop() -> None:
            await drop_connection(receive, send)

        await self._app({**scope, DROP_KEY: drop}, receive, watch)


async def drop_connection(receive: Receive, send: Send) -> None:
    """Cut the connection without a byte of an answer.

    ASGI has no such message, so this reaches through uvicorn's `send`, a method of the object that has the transport.
    """
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise RuntimeError("the server below does not show its transport: the sandbox needs uvicorn with http='h11'")
    transport.abort()
    # Until uvicorn has noticed: it answers 500 for an application that returns on an open connection.
    while (await receive())["type"] != "http.disconnect":
        pass


def is_control(scope: Scope) -> bool:
    """Tell whether a request is for the sandbox itself."""
    path: str = scope["path"]
    return path == CONTROL_PREFIX or path.startswith(f"{CONTROL_PREFIX}/")


def source_of(scope: Scope) -> str:
    """Return the address a request comes from."""
    client = scope.get("client")
    return str(client[0]) if client else "unknown"
