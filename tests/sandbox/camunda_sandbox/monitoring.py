# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations of the metrics endpoint: monitoring itself, and the clients that may read it."""

from __future__ import annotations

import secrets
import time
import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import JSONResponse, Response

from . import parameters
from .activity import CurrentAudit
from .dependencies import ChangeableCluster, ClusterUuid, CurrentSandbox, ReadableCluster, authorized
from .errors import NO_CLUSTER, NOT_YOURS, ApiError
from .feature_models import (
    ByomClientDto,
    ByomStatus,
    EmptyObject,
    MetricsEndpoint,
    MonitoringClientBody,
    MonitoringClients,
    MonitoringClientWithPassword,
)
from .models import iso_text
from .records import ClusterRecord, MonitoringClientRecord, take_listed
from .views import answer

router = APIRouter(prefix="/clusters/{clusterUuid}/monitoring", dependencies=[Depends(authorized)])

ALREADY = "External Monitoring already activated"
NOT_ACTIVATED = "External Monitoring not activated"
NO_CLIENT = "Client not found"

ClientUuid = Annotated[str, Path(alias="clientUuid")]


async def _found(sandbox: CurrentSandbox, cluster_uuid: ClusterUuid, client_uuid: ClientUuid) -> ClusterRecord:
    """Return the cluster of the path if it has the client of the path."""
    record = sandbox.store.cluster(cluster_uuid)
    if record is None or record.deleted or client_uuid not in record.monitoring_clients:
        raise ApiError(404, NO_CLIENT)
    return record


ClusterWithClient = Annotated[ClusterRecord, Depends(_found)]


@router.post(
    "",
    operation_id="ActivateMonitoring",
    status_code=204,
    responses={**NOT_YOURS, **NO_CLUSTER, 409: {"description": ALREADY}},
)
async def activate_monitoring(sandbox: CurrentSandbox, audit: CurrentAudit, record: ChangeableCluster) -> Response:
    """Activates the metrics endpoint, which is ready after `creation_seconds`."""
    if record.monitored_since is not None:
        raise ApiError(409, ALREADY)
    with audit.change("c", "monitoring", record.uuid, record):
        record.monitored_since = time.time()
    return Response(status_code=204)


@router.delete(
    "",
    operation_id="DeactivateMonitoring",
    status_code=204,
    responses={**NOT_YOURS, **NO_CLUSTER, 409: {"description": NOT_ACTIVATED}},
)
async def deactivate_monitoring(audit: CurrentAudit, record: ChangeableCluster) -> Response:
    """Deactivates the metrics endpoint and deletes its clients."""
    if record.monitored_since is None:
        raise ApiError(409, NOT_ACTIVATED)
    with audit.change("d", "monitoring", record.uuid, record):
        record.monitored_since = None
        record.monitoring_clients.clear()
    return Response(status_code=204)


@router.get(
    "/clients",
    operation_id="GetMonitoringClients",
    response_model=MonitoringClients,
    responses={**NOT_YOURS, **NO_CLUSTER},
)
async def get_monitoring_clients(sandbox: CurrentSandbox, record: ReadableCluster) -> JSONResponse:
    """The clients without their passwords, and the endpoint; its status is empty when not activated."""
    clients = [_client_of(client) for client in take_listed(record.monitoring_clients.values())]
    status: ByomStatus | EmptyObject = EmptyObject()
    if record.monitored_since is not None:
        status = _status_of(record, record.monitored_since, sandbox.settings.creation_seconds)
    return answer(sandbox, MonitoringClients(clients=clients, status=status))


@router.post(
    "/clients",
    operation_id="CreateMonitoringClient",
    response_model=MonitoringClientWithPassword,
    responses=NO_CLUSTER,
)
async def create_monitoring_client(
    sandbox: CurrentSandbox, audit: CurrentAudit, record: ChangeableCluster, body: MonitoringClientBody
) -> JSONResponse:
    """Creates a client; names may repeat, as the contract has no error for that."""
    if not body.username.strip():
        raise ApiError(400, "username must not be empty")
    if record.monitored_since is None:
        raise ApiError(409, NOT_ACTIVATED)
    client = MonitoringClientRecord(
        uuid=str(uuid.uuid4()),
        username=body.username,
        created=time.time(),
        created_by=audit.user,
        unlisted=sandbox.settings.list_lag,
    )
    with audit.change("c", "monitoring-client", client.uuid, record, {"username": (None, client.username)}):
        record.monitoring_clients[client.uuid] = client
    return answer(sandbox, _with_new_password(client))


@router.delete(
    "/clients/{clientUuid}",
    operation_id="DeleteMonitoringClient",
    status_code=204,
    responses={**NOT_YOURS, 404: {"description": NO_CLIENT}},
)
async def delete_monitoring_client(audit: CurrentAudit, record: ClusterWithClient, client_uuid: ClientUuid) -> Response:
    """Deletes a client; with the last one monitoring is deactivated."""
    with audit.change("d", "monitoring-client", client_uuid, record):
        del record.monitoring_clients[client_uuid]
        if not record.monitoring_clients:
            record.monitored_since = None
    return Response(status_code=204)


@router.post(
    "/clients/{clientUuid}/rotate",
    operation_id="RotateMonitoringClientPassword",
    response_model=MonitoringClientWithPassword,
    responses={**NOT_YOURS, 404: {"description": NO_CLIENT}},
)
async def rotate_monitoring_client_password(
    sandbox: CurrentSandbox, audit: CurrentAudit, record: ClusterWithClient, client_uuid: ClientUuid
) -> JSONResponse:
    """Gives a client a new password."""
    with audit.change("u", "monitoring-client", client_uuid, record):
        client = record.monitoring_clients[client_uuid]
    return answer(sandbox, _with_new_password(client))


def _status_of(record: ClusterRecord, since: float, seconds: float) -> ByomStatus:
    """Return the endpoint, whose names are made up, and one condition in the manner of Kubernetes."""
    code = parameters.REGION_CODE_BY_ID[record.region_id]
    ready = time.time() >= since + seconds
    condition = {
        "type": "Ready",
        "status": str(ready),
        "reason": "Available" if ready else "Provisioning",
        "lastTransitionTime": iso_text(since + seconds if ready else since),
    }
    endpoint = MetricsEndpoint(target=f"{code}.metrics.camunda.io", scheme="https", path=f"/{record.uuid}/metrics")
    return ByomStatus(metrics_endpoint=endpoint, conditions=[condition])


def _client_of(client: MonitoringClientRecord) -> ByomClientDto:
    """Return a client as the API shows it; nobody ever uses one here, so it was last used when it was made."""
    return ByomClientDto(
        uuid=client.uuid,
        name=client.username,
        username=client.username,
        created=client.created,
        last_used=client.created,
        created_by=client.created_by,
        created_by_name=client.created_by,
    )


def _with_new_password(client: MonitoringClientRecord) -> MonitoringClientWithPassword:
    """Return a client with a password that is not kept."""
    return MonitoringClientWithPassword(**dict(_client_of(client)), password=secrets.token_urlsafe(24))
