# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations GetSecureConnectivityStatus, ActivateSecureConnectivity and DeactivateSecureConnectivity."""

from __future__ import annotations

import time

from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse, Response

from . import parameters
from .activity import CurrentAudit
from .dependencies import ChangeableCluster, CurrentSandbox, ReadableCluster, authorized
from .errors import NO_CLUSTER, NOT_YOURS, ApiError
from .feature_models import (
    ConnectivityCluster,
    ConnectivityCondition,
    ConnectivityEndpoint,
    ConnectivityLabels,
    ConnectivityMetadata,
    ConnectivitySpec,
    ConnectivityStatus,
    EmptyObject,
    SecureConnectivity,
    SecureConnectivityBody,
    SecureConnectivityDto,
)
from .models import iso_text
from .records import ClusterRecord, ConnectivityRecord
from .views import answer

router = APIRouter(prefix="/clusters/{clusterUuid}/secure-connectivity", dependencies=[Depends(authorized)])

ALREADY = "Secure Connectivity already activated"
NOT_ACTIVATED = "Secure Connectivity not activated"
# Like Kubernetes: how often the wish was changed, which here is never.
GENERATION = 1.0


@router.get(
    "",
    operation_id="GetSecureConnectivityStatus",
    response_model=SecureConnectivity,
    responses={**NOT_YOURS, **NO_CLUSTER},
)
async def get_secure_connectivity(sandbox: CurrentSandbox, record: ReadableCluster) -> JSONResponse:
    """The wish and what has become of it; empty when not activated."""
    wish = record.connectivity
    status = EmptyObject() if wish is None else _status_of(record, wish)
    return answer(sandbox, SecureConnectivity(status=status))


@router.post(
    "",
    operation_id="ActivateSecureConnectivity",
    status_code=204,
    responses={**NOT_YOURS, **NO_CLUSTER, 409: {"description": ALREADY}},
)
async def activate_secure_connectivity(
    sandbox: CurrentSandbox, audit: CurrentAudit, record: ChangeableCluster, body: SecureConnectivityBody
) -> Response:
    """Activates secure connectivity, which is ready after `creation_seconds`."""
    if not sandbox.settings.has_aws(parameters.REGION_BY_ID[record.region_id].provider):
        raise ApiError(403, "Secure Connectivity is not available in the region of this cluster")
    if record.connectivity is not None:
        raise ApiError(409, ALREADY)
    with audit.change("c", "secure-connectivity", record.uuid, record):
        record.connectivity = ConnectivityRecord(
            principals=body.allowed_principals,
            regions=body.allowed_regions,
            activated=time.time(),
            ready=time.time() + sandbox.settings.creation_seconds,
        )
    return Response(status_code=204)


@router.delete(
    "",
    operation_id="DeactivateSecureConnectivity",
    status_code=204,
    responses={**NOT_YOURS, **NO_CLUSTER, 409: {"description": NOT_ACTIVATED}},
)
async def deactivate_secure_connectivity(audit: CurrentAudit, record: ChangeableCluster) -> Response:
    """Deactivates secure connectivity."""
    if record.connectivity is None:
        raise ApiError(409, NOT_ACTIVATED)
    with audit.change("d", "secure-connectivity", record.uuid, record):
        record.connectivity = None
    return Response(status_code=204)


def _status_of(record: ClusterRecord, wish: ConnectivityRecord) -> SecureConnectivityDto:
    """Return the state in the contract's shape; names and texts are made up in the manner of Kubernetes and AWS."""
    region = parameters.location_of(record.region_id)
    ready = time.time() >= wish.ready
    service = f"com.amazonaws.vpce.{region}.vpce-svc-{record.uuid.replace('-', '')[:17]}"
    name = f"{record.uuid}.{parameters.REGION_CODE_BY_ID[record.region_id]}.privatelink.camunda.io"
    condition = ConnectivityCondition(
        type="Ready",
        status=str(ready),
        reason="Available" if ready else "Provisioning",
        message="The endpoint service is available" if ready else "The endpoint service is being provisioned",
        observed_generation=GENERATION,
        last_transition_time=iso_text(wish.ready if ready else wish.activated),
    )
    return SecureConnectivityDto(
        metadata=ConnectivityMetadata(
            name=record.uuid,
            namespace=f"{record.uuid}-zeebe",
            labels=ConnectivityLabels(org_id=parameters.ORGANIZATION_ID),
        ),
        spec=ConnectivitySpec(
            allowed_principals=wish.principals,
            allowed_regions=wish.regions,
            cluster=ConnectivityCluster(id=record.uuid),
        ),
        status=ConnectivityStatus(
            conditions=[condition],
            endpoint=ConnectivityEndpoint(
                type="Interface" if ready else "",
                region=region if ready else "",
                service_name=service if ready else "",
                private_dns_name=name if ready else "",
            ),
            endpoint_connection_count=0.0,
            endpoint_connections=[],
            observed_generation=GENERATION,
            urls={"zeebe": f"https://{name}"} if ready else {},
        ),
    )
