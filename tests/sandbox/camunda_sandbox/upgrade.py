# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations UpgradeCluster and UpdateClusterEncryption."""

from __future__ import annotations

import re

from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse

from . import parameters
from .activity import CurrentAudit
from .core import Sandbox
from .dependencies import CurrentSandbox, UndisturbedCluster, authorized
from .errors import NO_CLUSTER, ApiError, Responses
from .feature_models import GenerationUpgradeForClusterDto, IdAndName, UpdateClusterEncryptionBody
from .models import Cluster, Reference
from .records import ClusterRecord, after
from .views import answer, cluster_of

router = APIRouter(prefix="/clusters/{clusterUuid}", dependencies=[Depends(authorized)])

NO_UPGRADE = "no upgrade available"
NOT_READY = "cluster is not ready for upgrade"
UPGRADE_ERRORS: Responses = {
    400: {"description": NO_UPGRADE},
    404: {"description": ""},
    409: {"description": "the upgrade gate blocks the upgrade. The body names the reason and the next step."},
    412: {"description": NOT_READY},
}
NOT_AVAILABLE = "External encryption not available for this org/region"
NOT_EXTERNAL = "Cluster is not configured for external encryption"
ENCRYPTION_ERRORS: Responses = {
    400: {"description": "Invalid ARN, region mismatch, or dual-region requirement violated"},
    403: {"description": NOT_AVAILABLE},
    **NO_CLUSTER,
    409: {"description": NOT_EXTERNAL},
}
KEY_ARN = re.compile(
    r"arn:aws[a-z-]*:kms:(?P<region>[a-z0-9-]+):[0-9]{12}"
    r":key/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)


@router.put(
    "/upgrade",
    operation_id="UpgradeCluster",
    response_model=GenerationUpgradeForClusterDto,
    responses=UPGRADE_ERRORS,
)
async def upgrade_cluster(sandbox: CurrentSandbox, audit: CurrentAudit, record: UndisturbedCluster) -> JSONResponse:
    """Upgrades a cluster to the latest generation available, which takes `creation_seconds`."""
    if record.current_status() != "Healthy":
        raise ApiError(412, NOT_READY)
    old = parameters.GENERATION_BY_ID[record.generation_id]
    new = parameters.next_generation(record.channel_id, record.generation_id)
    if new is None:
        raise ApiError(400, NO_UPGRADE)
    if sandbox.settings.upgrade_gate:
        raise ApiError(409, sandbox.settings.upgrade_gate)
    with audit.change("u", "cluster", record.uuid, values={"generation": (old.name, new.name)}):
        record.begin("Updating", after(sandbox.settings.creation_seconds, "Healthy", generation_id=new.uuid))
    result = GenerationUpgradeForClusterDto(
        org_id=parameters.ORGANIZATION_ID,
        cluster=IdAndName(id=record.uuid, name=record.name),
        old_generation=_id_and_name(old),
        new_generation=_id_and_name(new),
    )
    return answer(sandbox, result)


@router.put("/encryption", operation_id="UpdateClusterEncryption", response_model=Cluster, responses=ENCRYPTION_ERRORS)
async def update_cluster_encryption(
    sandbox: CurrentSandbox, audit: CurrentAudit, record: UndisturbedCluster, body: UpdateClusterEncryptionBody
) -> JSONResponse:
    """Sets or rotates customer-managed keys, which are ready after `creation_seconds`."""
    if not sandbox.settings.has_aws(parameters.REGION_BY_ID[record.region_id].provider):
        raise ApiError(403, NOT_AVAILABLE)
    if record.encryption_type != "External":
        raise ApiError(409, NOT_EXTERNAL)
    _check_keys(record, body)
    primary, secondary = body.primary_encryption_key_id, body.secondary_encryption_key_id
    with audit.change("u", "encryption", record.uuid, record, {"primaryKeyArn": (record.primary_key_arn, primary)}):
        record.primary_key_arn, record.secondary_key_arn = primary, secondary
        _begin_use(sandbox, record)
    return answer(sandbox, cluster_of(sandbox, record))


def _begin_use(sandbox: Sandbox, record: ClusterRecord) -> None:
    """Let the keys become ready; a cluster that waited for them is healthy then."""
    settings = sandbox.settings
    now = record.current_status()
    waiting = now in ("Creating", "WaitingForInput")
    then = "Healthy" if waiting and settings.encryption_outcome == "Ready" else "WaitingForInput" if waiting else now
    record.encryption_status = "ExternalEncryptionKeyNotReady"
    record.begin(
        "WaitingForInput" if waiting else now,
        after(settings.creation_seconds, then, encryption_status=settings.encryption_outcome),
    )


def _check_keys(record: ClusterRecord, body: UpdateClusterEncryptionBody) -> None:
    """Refuse keys that are none, of another region, or too few or too many for the cluster's backup regions."""
    primary, secondary = body.primary_encryption_key_id, body.secondary_encryption_key_id
    _check_arn(primary, parameters.location_of(record.region_id), "primaryEncryptionKeyId")
    backup = record.backup_region_id and parameters.backup_region(record.region_id, record.backup_region_id)
    if not backup:
        if secondary is not None:
            raise ApiError(400, "secondaryEncryptionKeyId is only for clusters with a dual-region backup")
        return
    if secondary is None:
        raise ApiError(400, "secondaryEncryptionKeyId is required for clusters with a dual-region backup")
    if secondary == primary:
        raise ApiError(400, "secondaryEncryptionKeyId must differ from primaryEncryptionKeyId")
    _check_arn(secondary, backup.regions[0].id, "secondaryEncryptionKeyId")


def _check_arn(arn: str, region: str, field: str) -> None:
    match = KEY_ARN.fullmatch(arn)
    if match is None:
        raise ApiError(400, f"{field}: Invalid ARN")
    if match["region"] != region:
        raise ApiError(400, f"{field}: region mismatch, the key must be in {region}")


def _id_and_name(generation: Reference) -> IdAndName:
    return IdAndName(id=generation.uuid, name=generation.name)
