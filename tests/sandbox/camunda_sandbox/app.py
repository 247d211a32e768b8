# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the parts together: one router a part of the API, the errors, and the layers around them."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.types import ASGIApp

from . import (
    access_control,
    activity,
    allowlist,
    backups,
    clients,
    clusters,
    connectivity,
    console_control,
    control,
    failover,
    keycloak,
    members,
    meta,
    monitoring,
    oauth,
    restores,
    secrets,
    upgrade,
)
from .console_app import ConsoleSwitch, create_console
from .core import Sandbox
from .description import SandboxApi
from .errors import install_error_handlers
from .faults import FaultMiddleware
from .orchestration_app import OrchestrationSwitch, create_orchestration
from .requestlog import RequestLogMiddleware

# A further part of the API is a further module with a `router`, named here.
PARTS = (
    *(oauth, keycloak, control, console_control, access_control),
    *(clusters, clients, secrets, allowlist, upgrade, failover),
    *(backups, restores, monitoring, connectivity, members, activity, meta),
)
ROUTERS = tuple(part.router for part in PARTS)


def create_api(sandbox: Sandbox) -> FastAPI:
    """Return the API without the layers that log requests and make faults."""
    # No documentation pages: they would load scripts from elsewhere, and the contract has no such paths.
    api = SandboxApi(title="Camunda Management API (sandbox)", openapi_url=None, redirect_slashes=False)
    api.state.sandbox = sandbox
    install_error_handlers(api)
    for router in ROUTERS:
        api.include_router(router)
    return api


def create_app(sandbox: Sandbox) -> ASGIApp:
    """Return the whole sandbox as an ASGI application."""
    console = ConsoleSwitch(create_api(sandbox), create_console(sandbox), sandbox)
    switch = OrchestrationSwitch(console, create_orchestration(sandbox))
    return RequestLogMiddleware(FaultMiddleware(switch, sandbox), sandbox.log)
