# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operation TriggerFailover."""

from __future__ import annotations

import time
import uuid

from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse

from . import parameters
from .activity import CurrentAudit
from .backups import drop_old_backups
from .core import Sandbox
from .dependencies import ChangeableCluster, CurrentSandbox, authorized
from .errors import ApiError, Responses
from .feature_models import FailoverError, FailoverParts, FailoverResult, TriggerFailoverBody
from .records import BackupRecord, ClusterRecord, RestoreRecord, after
from .views import answer

router = APIRouter(prefix="/clusters/{clusterUuid}/failover", dependencies=[Depends(authorized)])

TEXT = {"text/plain": {"schema": {"type": "string"}}}
ERRORS: Responses = {
    400: {"description": "backupIds/restoreBackupId missing, empty, or invalid", "content": TEXT},
    403: {"description": "Cluster is not yours", "content": TEXT},
    404: {"description": "Cluster or one of the backupIds not found", "content": TEXT},
    409: {
        "description": "Cluster already failed over, or not yet ready for failover (see message)",
        "content": TEXT,
    },
    422: {
        "description": "Cluster is not multi-region, or its region pair doesn't support failover",
        "content": TEXT,
    },
}
# What the new cluster takes over; what else there is (clients, secrets, allowlist, ...) must be made again.
INHERITED = {
    *("name", "description", "plan_type_id", "channel_id", "generation_id", "auto_update", "stage_label"),
    *("hardware_packages", "identity_backend_checks_enabled", "encryption_type", "encryption_status"),
}


@router.post("", operation_id="TriggerFailover", response_model=FailoverResult, responses=ERRORS)
async def trigger_failover(
    sandbox: CurrentSandbox, audit: CurrentAudit, record: ChangeableCluster, body: TriggerFailoverBody
) -> JSONResponse:
    """Makes a new cluster in the paired region from backups; the source stays suspended for ever."""
    drop_old_backups(sandbox, record)
    _check(record, body)
    new = _new_cluster(sandbox, record)
    outcome = sandbox.settings.failover_outcome
    if outcome != "backup_clone_fails":
        _clone_backups(sandbox, record, body, new)
    with audit.change("u", "cluster", record.uuid, values={"failover": (None, new.uuid)}) as state:
        state.clusters[new.uuid] = new
        record.failed_over_to = new.uuid
        record.pin("Suspended")
    failed = FailoverError(error="failed on request of the sandbox's setting failover_outcome")
    results = FailoverParts(
        backup_clone=failed if outcome == "backup_clone_fails" else "ok",
        restore="ok" if outcome == "ok" else failed,
    )
    return answer(sandbox, FailoverResult(new_cluster_id=new.uuid, results=results))


def _check(record: ClusterRecord, body: TriggerFailoverBody) -> None:
    """Refuse a failover that cannot be made."""
    if not body.backup_ids:
        raise ApiError(400, "backupIds must not be empty")
    if body.restore_backup_id not in body.backup_ids:
        raise ApiError(400, "restoreBackupId must be one of backupIds")
    if record.backup_region_id is None:
        raise ApiError(422, "Cluster is not a multi-region cluster")
    if record.failed_over_to is not None:
        raise ApiError(409, "Cluster already failed over")
    for backup_id in body.backup_ids:
        if backup_id not in record.backups:
            raise ApiError(404, f"Backup {backup_id} not found")
        if record.backups[backup_id].status() != "Complete":
            raise ApiError(409, f"Cluster not yet ready for failover: backup {backup_id} is not complete")
    if record.current_status() in ("Creating", "WaitingForInput") or record.restoring():
        raise ApiError(409, f"Cluster not yet ready for failover: it is {record.current_status()}")


def _new_cluster(sandbox: Sandbox, record: ClusterRecord) -> ClusterRecord:
    """Return the cluster that takes over, in the region where the backups are."""
    region = parameters.PAIRED_REGION_BY_ID[record.region_id]
    new = ClusterRecord(
        **record.model_dump(include=INHERITED),
        uuid=str(uuid.uuid4()),
        created=time.time(),
        region_id=region.uuid,
        backup_region_id=region.backups[0].uuid if region.backups else None,
    )
    new.begin("Creating", after(sandbox.settings.creation_seconds, "Healthy"))
    return new


def _clone_backups(sandbox: Sandbox, record: ClusterRecord, body: TriggerFailoverBody, new: ClusterRecord) -> None:
    """Copy the backups, in the order in which they were made, and restore one of the copies."""
    for backup in [backup for backup in record.backups.values() if backup.uuid in body.backup_ids]:
        copy = BackupRecord(**{**backup.model_dump(), "uuid": str(uuid.uuid4())})
        new.backups[copy.uuid] = copy
        if backup.uuid == body.restore_backup_id and sandbox.settings.failover_outcome == "ok":
            new.restores[copy.uuid] = RestoreRecord(
                uuid=str(uuid.uuid4()),
                backup_id=copy.uuid,
                started=time.time(),
                seconds=sandbox.settings.creation_seconds,
                outcome="COMPLETED",
            )
