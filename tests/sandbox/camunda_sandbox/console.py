# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two operations of Self-Managed Console, and the paths of Camunda Hub that succeed them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from .console_models import (
    Cluster,
    HubApp,
    HubAppUrls,
    HubCluster,
    UsageMetricsForCluster,
    UsageMetricsInstances,
    UsageMetricsTaskUsers,
)
from .console_records import InstallationRecord
from .console_tokens import CONSOLE_AUDIENCES, HUB_AUDIENCES, ORCHESTRATION_AUDIENCES, judge_token
from .dependencies import CurrentSandbox
from .errors import ApiError, Responses
from .settings import ConsoleVersion
from .views import answer

ERRORS: Responses = {403: {"description": "Forbidden"}, 500: {"description": "Server-side error"}}

_bearer = HTTPBearer(scheme_name="bearer", bearerFormat="JWT", auto_error=False)


def served_by(*versions: ConsoleVersion) -> Callable[[CurrentSandbox], None]:
    """Return a check that these paths exist in the version that is set."""

    async def check(sandbox: CurrentSandbox) -> None:
        if sandbox.settings.console_version not in versions:
            raise HTTPException(404)

    return check


def for_audience(*audiences: Sequence[str]) -> Callable[..., None]:
    """Return a check of the token, which has to be good for one of each of these audiences."""

    # Not async: it runs in a thread, so that a judge may ask a server.
    def check(
        sandbox: CurrentSandbox, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
    ) -> None:
        token = credentials.credentials if credentials else None
        for names in audiences:
            status = judge_token(sandbox, token, names)
            if status == 401:
                raise ApiError(401, "Unauthorized", {"WWW-Authenticate": "Bearer"})
            if status != 200:
                raise ApiError(status, "Forbidden")

    return check


def _router(prefix: str, audience: Sequence[str], *versions: ConsoleVersion, described: bool) -> APIRouter:
    # In this order: a path that is not there asks for no token.
    checks = [Depends(served_by(*versions)), Depends(for_audience(audience))]
    return APIRouter(prefix=prefix, dependencies=checks, include_in_schema=described)


admin_api = _router("/admin-api", CONSOLE_AUDIENCES, "8.9", described=True)
api_v1 = _router("/api/v1/clusters", HUB_AUDIENCES, "8.10", "8.10-v2", described=False)
api_v2 = _router("/api/v2/clusters", HUB_AUDIENCES, "8.10-v2", "8.12", described=False)
ROUTERS = (admin_api, api_v1, api_v2)


@admin_api.get("/clusters", operation_id="getClusters", response_model=list[Cluster], responses=ERRORS)
async def get_clusters(sandbox: CurrentSandbox) -> JSONResponse:
    """List all clusters with their applications."""
    return answer(sandbox, _clusters(sandbox))


@admin_api.get(
    "/usage-metrics", operation_id="getUsageMetrics", response_model=UsageMetricsForCluster, responses=ERRORS
)
async def get_usage_metrics(sandbox: CurrentSandbox, id: str, start: float, end: float) -> JSONResponse:
    """Count what was used from start to end, in milliseconds since the epoch."""
    record = sandbox.store.state.installation.get(id)
    if record is None:
        raise ApiError(403, "Forbidden")
    return answer(sandbox, _usage(record, start, end))


@api_v1.get("")
async def get_clusters_v1(sandbox: CurrentSandbox) -> JSONResponse:
    """List the same, in the form of Web Modeler's lists."""
    items = _clusters(sandbox)
    return JSONResponse({"items": _contents(sandbox, items), "total": len(items)})


@api_v1.get("/usage-metrics")
async def get_usage_metrics_v1(sandbox: CurrentSandbox, id: str, start: int, end: int) -> JSONResponse:
    """Count the same."""
    return answer(sandbox, _usage(_known(sandbox, id), start, end))


@api_v2.get("")
async def get_clusters_v2(sandbox: CurrentSandbox) -> JSONResponse:
    """List the clusters with what Hub knows beyond Console."""
    known = sandbox.store.state.installation
    items = [_in_hub(cluster, known[cluster.uuid]) for cluster in _clusters(sandbox)]
    return JSONResponse({"items": [item.model_dump(mode="json", by_alias=True) for item in items]})


@api_v2.get("/usage-metrics", dependencies=[Depends(for_audience(ORCHESTRATION_AUDIENCES))])
async def get_usage_metrics_v2(sandbox: CurrentSandbox, id: str, start: int, end: int) -> JSONResponse:
    """Count the same, and the tenants."""
    # Without the right, the cluster answers with success, and with zeros.
    until = end if sandbox.settings.usage_right else start
    usage = _usage(_known(sandbox, id), start, until).model_dump(mode="json", by_alias=True)
    return JSONResponse(usage | {"activeTenants": {"total": 1}})


def _clusters(sandbox: CurrentSandbox) -> list[Cluster]:
    # A reading can take a step of a script.
    with sandbox.store.change() as state:
        return [record.read() for record in state.installation.values()]


def _contents(sandbox: CurrentSandbox, items: list[Cluster]) -> Any:
    return [item.model_dump(mode="json", by_alias=True, exclude_none=True) for item in items]


def _known(sandbox: CurrentSandbox, uuid: str) -> InstallationRecord:
    record = sandbox.store.state.installation.get(uuid)
    if record is None:
        raise ApiError(404, "The requested resource was not found.")
    return record


def _usage(record: InstallationRecord, start: float, end: float) -> UsageMetricsForCluster:
    if not record.counts_usage():
        raise ApiError(500, "Server-side error")
    counted = [usage for usage in record.usage if start <= usage.at < end]
    assignees = sorted({name for usage in counted for name in usage.assignees})
    return UsageMetricsForCluster(
        id=record.uuid,
        process_instances=UsageMetricsInstances(total=float(sum(usage.process_instances for usage in counted))),
        decision_instances=UsageMetricsInstances(total=float(sum(usage.decision_instances for usage in counted))),
        task_users=UsageMetricsTaskUsers(total=float(len(assignees)), assignees=assignees),
    )


def _in_hub(cluster: Cluster, record: InstallationRecord) -> HubCluster:
    apps = [
        HubApp(
            type=app.type,
            id=app.id,
            status=app.status,
            url=app.url,
            urls=HubAppUrls(grpc="grpc://localhost:26500", http=app.url) if app.type == "zeebe-gateway" else None,
            generation=app.generation,
            readiness=app.readiness,
        )
        for app in cluster.apps
    ]
    return HubCluster(
        **{**cluster.model_dump(exclude={"apps"}), "type": record.hub_type or cluster.type},
        tags=[],
        custom_properties=[],
        apps=apps,
        discovered_cluster_properties={},
        license=record.license,
    )
