# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Console or Hub as an application of its own, and the layer that leads requests to it."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from .console import ROUTERS
from .core import Sandbox
from .description import SandboxApi
from .errors import ApiError, validation_text

PREFIXES = ("/admin-api/", "/api/")
PAGE = """<!DOCTYPE html>
<html><head><title>Camunda</title></head><body><div id="root"></div><script src="/main.js"></script></body></html>
"""
TITLES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}


def create_console(sandbox: Sandbox) -> FastAPI:
    """Return what answers below the context path of Console or Hub."""
    api = SandboxApi(title="Administration API (Self-Managed) (sandbox)", openapi_url=None, redirect_slashes=False)
    api.state.sandbox = sandbox
    api.add_exception_handler(HTTPException, _on_http_exception)
    api.add_exception_handler(RequestValidationError, _on_validation_error)
    for router in ROUTERS:
        api.include_router(router)
    return api


class ConsoleSwitch:
    """Leads a request to Console or Hub if its path is one of theirs, and to the rest of the sandbox if not."""

    def __init__(self, saas: ASGIApp, console: ASGIApp, sandbox: Sandbox) -> None:
        self._saas = saas
        self._console = console
        self._sandbox = sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        context = self._sandbox.settings.console_context_path
        if context and path.startswith(f"{context}/"):
            below = path[len(context) :]
            await self._console({**scope, "path": below, "raw_path": below.encode()}, receive, send)
        elif not context and path.startswith(PREFIXES):
            await self._console(scope, receive, send)
        else:
            await self._saas(scope, receive, send)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if not isinstance(error, ApiError):
        return _unknown(request, error.status_code)
    return _error(request, error.status_code, error.detail, dict(error.headers or {}))


async def _on_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return _error(request, 400, validation_text(error.errors()), {})


def _unknown(request: Request, status: int) -> Response:
    """Answer for a path that is not there, as a server with a web page in front of everything may do."""
    how = request.app.state.sandbox.settings.console_unknown
    if how == "page":
        return HTMLResponse(PAGE)
    if how == "unauthorized":
        return _error(request, 401, "Unauthorized", {"WWW-Authenticate": "Bearer"})
    return PlainTextResponse("Not Found", status)


def _error(request: Request, status: int, text: str, headers: dict[str, str]) -> Response:
    """Word an error as the API of the path does: plain text, Spring's JSON, or a problem detail (RFC 9457)."""
    path: str = request.scope["path"]
    title = TITLES.get(status, "Internal Server Error")
    if path.startswith("/api/v2/"):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": text, "instance": path}
        return JSONResponse(problem, status, headers, media_type="application/problem+json")
    if path.startswith("/api/v1/"):
        return JSONResponse({"status": status, "error": title, "message": text, "path": path}, status, headers)
    return PlainTextResponse(text, status, headers)
