# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations GetClusters, CreateCluster, GetParameters, GetCluster, UpdateCluster, DeleteCluster and Wake."""

from __future__ import annotations

import time
import uuid

from fastapi import APIRouter, Depends
from pydantic.alias_generators import to_camel
from starlette.responses import JSONResponse, Response

from . import parameters
from .activity import CurrentAudit
from .core import Sandbox
from .dependencies import CurrentSandbox, ReadableCluster, UndisturbedCluster, authorized, refuse_while_restoring
from .errors import NO_CLUSTER, ApiError, Responses
from .models import Cluster, CreateClusterBody, CreatedCluster, Parameters, UpdateClusterBody
from .records import ClusterRecord, after, take_listed
from .views import answer, cluster_of

router = APIRouter(dependencies=[Depends(authorized)])

# The contract names the error but not the number.
MAX_NAME_LENGTH = 100
MAX_DESCRIPTION_LENGTH = 150
CREATE_ERRORS: Responses = {
    400: {
        "description": "Name is too long, invalid clusterPlanType, invalid region, no reservations left, "
        "invalid channel, or invalid generation"
    },
    503: {"description": "Cluster creation is not available"},
}


@router.get("/clusters", operation_id="GetClusters", response_model=list[Cluster])
async def get_clusters(sandbox: CurrentSandbox) -> JSONResponse:
    """A list of all your Camunda clusters."""
    return answer(sandbox, [cluster_of(sandbox, record) for record in take_listed(sandbox.store.clusters())])


@router.post("/clusters", operation_id="CreateCluster", response_model=CreatedCluster, responses=CREATE_ERRORS)
async def create_cluster(sandbox: CurrentSandbox, audit: CurrentAudit, body: CreateClusterBody) -> JSONResponse:
    """Create a cluster, which takes `creation_seconds` until it is healthy."""
    _check_texts(body.name, body.description)
    _check_choices(sandbox, body)
    record = _new_record(body)
    record.unlisted = sandbox.settings.list_lag
    external = record.encryption_type == "External"
    record.begin("Creating", after(sandbox.settings.creation_seconds, "WaitingForInput" if external else "Healthy"))
    with audit.change("c", "cluster", record.uuid, values={"name": (None, record.name)}) as state:
        state.clusters[record.uuid] = record
    return answer(sandbox, CreatedCluster(cluster_id=record.uuid))


@router.get("/clusters/parameters", operation_id="GetParameters", response_model=Parameters)
async def get_parameters(sandbox: CurrentSandbox) -> JSONResponse:
    """Gets all possible options to create a Camunda cluster."""
    return answer(sandbox, parameters.PARAMETERS)


@router.get("/clusters/{clusterUuid}", operation_id="GetCluster", response_model=Cluster, responses=NO_CLUSTER)
async def get_cluster(sandbox: CurrentSandbox, record: ReadableCluster) -> JSONResponse:
    """Detailed information for the given clusterUuid."""
    return answer(sandbox, cluster_of(sandbox, record))


@router.patch("/clusters/{clusterUuid}", operation_id="UpdateCluster", status_code=204, responses=NO_CLUSTER)
async def update_cluster(audit: CurrentAudit, record: UndisturbedCluster, body: UpdateClusterBody) -> Response:
    """Updates name or labels of a cluster identified by the given clusterUuid."""
    _check_texts(body.name, body.description)
    values = body.model_dump(exclude_unset=True)
    if "number_of_allocated_hw_packages" in values:
        values["hardware_packages"] = values.pop("number_of_allocated_hw_packages")
    changes = {to_camel(name): (getattr(record, name), value) for name, value in values.items()}
    with audit.change("u", "cluster", record.uuid, values=changes):
        for name, value in values.items():
            setattr(record, name, value)
    return Response(status_code=204)


@router.delete("/clusters/{clusterUuid}", operation_id="DeleteCluster", status_code=204, responses=NO_CLUSTER)
async def delete_cluster(sandbox: CurrentSandbox, audit: CurrentAudit, record: ReadableCluster) -> Response:
    """Irreversibly deletes a cluster identified by the given clusterUuid."""
    refuse_while_restoring(record)
    if not record.deleted:
        with audit.change("d", "cluster", record.uuid) as state:
            if sandbox.settings.deletion_seconds:
                record.gone_at = time.time() + sandbox.settings.deletion_seconds
            else:
                del state.clusters[record.uuid]
    return Response(status_code=204)


@router.put("/clusters/{clusterUuid}/wake", operation_id="Wake", status_code=204)
async def wake(sandbox: CurrentSandbox, audit: CurrentAudit, record: UndisturbedCluster) -> Response:
    """Resumes a 'Suspended' Cluster; what others answer is not documented, here it is 204 without an effect.

    One that was failed over cannot be resumed.
    """
    if record.current_status() == "Suspended" and record.failed_over_to is None:
        with audit.change("u", "cluster", record.uuid, values={"status": ("Suspended", "Resuming")}):
            record.begin("Resuming", after(sandbox.settings.creation_seconds, "Healthy"))
    return Response(status_code=204)


def _check_texts(name: str | None, description: str | None) -> None:
    """Refuse texts that are too long, or no name at all."""
    if name is not None and not name.strip():
        raise ApiError(400, "Name must not be empty")
    if name is not None and len(name) > MAX_NAME_LENGTH:
        raise ApiError(400, "Name is too long")
    if description is not None and len(description) > MAX_DESCRIPTION_LENGTH:
        raise ApiError(400, "Description is too long")


def _check_choices(sandbox: Sandbox, body: CreateClusterBody) -> None:
    """Refuse what GetParameters does not offer, and more clusters than there are reservations."""
    if body.plan_type_id not in parameters.PLAN_TYPE_BY_ID:
        raise ApiError(400, "invalid clusterPlanType")
    if body.region_id not in parameters.OFFERED_REGION_IDS:
        raise ApiError(400, "invalid region")
    if body.backup_region_id is not None and not parameters.backup_region(body.region_id, body.backup_region_id):
        raise ApiError(400, "invalid backup region")
    if sum(not record.deleted for record in sandbox.store.clusters()) >= sandbox.settings.max_clusters:
        raise ApiError(400, "no reservations left")
    channel = parameters.CHANNEL_BY_ID.get(body.channel_id)
    if channel is None:
        raise ApiError(400, "invalid channel")
    if body.generation_id not in {generation.uuid for generation in channel.allowed_generations}:
        raise ApiError(400, "invalid generation")


def _new_record(body: CreateClusterBody) -> ClusterRecord:
    """Return the cluster that was asked for."""
    encryption = body.encryption or "Provider"
    return ClusterRecord(
        uuid=str(uuid.uuid4()),
        name=body.name,
        description=body.description,
        created=time.time(),
        plan_type_id=body.plan_type_id,
        channel_id=body.channel_id,
        generation_id=body.generation_id,
        region_id=body.region_id,
        backup_region_id=body.backup_region_id,
        # "Running on a non-stable Channel passing this property will be ignored" (contract, Cluster.autoUpdate).
        auto_update=body.auto_update is not False and body.channel_id == parameters.STABLE_CHANNEL_ID,
        stage_label=body.stage_label,
        hardware_packages=body.hardware_packages,
        identity_backend_checks_enabled=body.identity_backend_checks_enabled,
        encryption_type=encryption,
        encryption_status="ExternalEncryptionKeyNotSupplied" if encryption == "External" else None,
    )
