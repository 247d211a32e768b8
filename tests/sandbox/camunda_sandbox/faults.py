# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults on purpose: what goes wrong, for which requests, and the ASGI layer that makes it so."""

from __future__ import annotations

import asyncio
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .requestlog import DROP_KEY, is_control

if TYPE_CHECKING:
    from .core import Sandbox

Kind = Literal["status", "status_after", "lost", "refused", "slow", "malformed", "html", "html_after"]

# Kinds that leave the state as it is; the others let the request take effect first.
WITHOUT_EFFECT: frozenset[Kind] = frozenset({"status", "refused", "html"})
LOGIN_PAGE = """<!DOCTYPE html>
<html><head><title>Sign in</title></head>
<body><h1>Sign in</h1><form method="post" action="/login"><input name="user"><input name="password" type="password">
<button>Sign in</button></form></body></html>
"""
BROKEN_JSON = b'{"uuid": "00000000-0000-0000-0000-0000'


class Fault(BaseModel):
    """One entry of POST /_sandbox/faults."""

    model_config = ConfigDict(extra="forbid")

    method: str = "*"
    path: str = Field(default="*", description="fnmatch pattern of the decoded path; * also matches slashes")
    kind: Kind
    times: int = Field(default=1, ge=0, description="0 = until cleared")
    skip: int = Field(default=0, ge=0, description="matching requests that pass first")
    status: int = Field(default=500, ge=200, le=599)
    body: str = "Internal Server Error"
    content_type: str = "text/plain"
    headers: dict[str, str] = Field(default_factory=dict)
    seconds: float = Field(default=5.0, ge=0, allow_inf_nan=False)

    def matches(self, method: str, path: str) -> bool:
        """Tell whether the fault is meant for such a request."""
        return self.method.upper() in ("*", method) and fnmatchcase(path, self.path)


class FaultList:
    """The active faults, oldest first."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Activate a fault."""
        self._faults.append(fault)

    def active(self) -> list[Fault]:
        """Return the faults with what is left of `times` and `skip`."""
        return list(self._faults)

    def clear(self) -> None:
        """Remove all faults."""
        self._faults.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """Return the fault that hits this request, counting it; None if the request shall pass."""
        for fault in self._faults:
            if not fault.matches(method, path):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            if fault.times == 1:
                self._faults.remove(fault)
            elif fault.times:
                fault.times -= 1
            return fault
        return None


class FaultMiddleware:
    """Stands between the request log and the API: latency for every request, a fault for some."""

    def __init__(self, app: ASGIApp, sandbox: Sandbox) -> None:
        self._app = app
        self._sandbox = sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_control(scope):
            await self._app(scope, receive, send)
            return
        await pause(self._sandbox.settings.latency_ms / 1000, self._sandbox.stopping)
        fault = self._sandbox.faults.take(scope["method"], scope["path"])
        if fault is None:
            await self._app(scope, receive, send)
            return
        kept: list[Message] = []
        if fault.kind not in WITHOUT_EFFECT:
            await self._app(scope, receive, _keep_in(kept))
        await self._answer(fault, kept, scope, receive, send)

    async def _answer(self, fault: Fault, kept: list[Message], scope: Scope, receive: Receive, send: Send) -> None:
        """Send what the fault wants instead of the answer that was kept back."""
        if fault.kind in ("lost", "refused"):
            await scope[DROP_KEY]()
        elif fault.kind == "slow":
            await pause(fault.seconds, self._sandbox.stopping)
            for message in kept:
                await send(message)
        else:
            await _response(fault)(scope, receive, send)


def _response(fault: Fault) -> Response:
    """Build the answer of the kinds that have one of their own."""
    if fault.kind == "malformed":
        return Response(BROKEN_JSON, media_type="application/json")
    if fault.kind in ("html", "html_after"):
        return HTMLResponse(LOGIN_PAGE)
    body = "" if fault.status in (204, 304) else fault.body
    headers = {"content-type": fault.content_type} | {name.lower(): value for name, value in fault.headers.items()}
    return Response(body, fault.status, headers)


def _keep_in(messages: list[Message]) -> Send:
    """Return a `send` that keeps the answer back."""

    async def keep(message: Message) -> None:
        messages.append(message)

    return keep


async def pause(seconds: float, stopping: asyncio.Event) -> None:
    """Wait, but not longer than the sandbox runs."""
    if seconds > 0:
        try:
            await asyncio.wait_for(stopping.wait(), seconds)
        except asyncio.TimeoutError:  # the usual case: the time is over, the sandbox still runs
            return
