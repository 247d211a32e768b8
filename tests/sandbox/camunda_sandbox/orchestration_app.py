# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The own API of a cluster (/v2) as an application of its own, and the layer that leads requests to it."""

from __future__ import annotations

import re

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from . import orchestration, orchestration_authorizations, orchestration_others
from .access_records import SELF_MANAGED
from .access_rules import Refused
from .core import Sandbox
from .description import SandboxApi
from .errors import validation_text
from .orchestration_caller import CLUSTER_KEY

# As SaaS has it behind the region, and with a context path as an installation may have it.
_PATH = re.compile(r"^/(?P<cluster>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|orchestration)(?P<rest>/v2(?:/.*)?)$")
ROUTERS = (*orchestration.ROUTERS, orchestration_authorizations.router, *orchestration_others.ROUTERS)


def create_orchestration(sandbox: Sandbox) -> FastAPI:
    """Return what answers below the address of a cluster."""
    api = SandboxApi(title="Orchestration Cluster API (sandbox)", openapi_url=None, redirect_slashes=False)
    api.state.sandbox = sandbox
    api.add_exception_handler(Refused, _on_refusal)
    api.add_exception_handler(HTTPException, _on_http_exception)
    api.add_exception_handler(RequestValidationError, _on_validation_error)
    for router in ROUTERS:
        api.include_router(router, prefix="/v2")
    return api


class OrchestrationSwitch:
    """Leads a request to a cluster's own API if its path is one of it, and to the rest of the sandbox if not."""

    def __init__(self, rest: ASGIApp, orchestration_api: ASGIApp) -> None:
        self._rest = rest
        self._api = orchestration_api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        place = _PATH.match(scope.get("path", "")) if scope["type"] == "http" else None
        if place is None:
            await self._rest(scope, receive, send)
            return
        cluster = SELF_MANAGED if place["cluster"] == "orchestration" else place["cluster"]
        below = {"path": place["rest"], "raw_path": place["rest"].encode(), CLUSTER_KEY: cluster}
        await self._api({**scope, **below}, receive, send)


async def _on_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return _problem(request, error.status, error.title, error.detail)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _problem(request, error.status_code, error.detail, error.detail)


async def _on_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return _problem(request, 400, "INVALID_ARGUMENT", validation_text(error.errors()))


def _problem(request: Request, status: int, title: str, detail: str) -> Response:
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    content["instance"] = request.scope["path"]
    return JSONResponse(content, status, media_type="application/problem+json")
