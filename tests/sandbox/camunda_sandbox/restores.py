# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations GetRestore and RestoreFromBackup."""

from __future__ import annotations

import time
import uuid

from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse

from . import parameters
from .activity import CurrentAudit
from .backup_models import RestoreDto
from .backups import drop_old_backups
from .dependencies import BackupId, ClusterUuid, CurrentSandbox, authorized
from .errors import NOT_YOURS, ApiError
from .models import iso_text
from .records import RestoreRecord, after
from .views import answer

router = APIRouter(prefix="/clusters/{clusterUuid}/backups/{backupId}/restore", dependencies=[Depends(authorized)])

NEVER_RESTORED = "No restore found for this backup"
NOT_FOUND = "Cluster or backup not found"
NOT_RESTORABLE = "Backup cannot be restored (unknown generation or in-flight restore)"


@router.get(
    "",
    operation_id="GetRestore",
    response_model=RestoreDto,
    responses={**NOT_YOURS, 404: {"description": NEVER_RESTORED}},
)
async def get_restore(sandbox: CurrentSandbox, cluster_uuid: ClusterUuid, backup_id: BackupId) -> JSONResponse:
    """Latest restore of the given backup."""
    record = sandbox.store.cluster(cluster_uuid)
    if record is None or backup_id not in record.restores:
        raise ApiError(404, NEVER_RESTORED)
    return answer(sandbox, _restore_of(record.restores[backup_id]))


@router.post(
    "",
    operation_id="RestoreFromBackup",
    response_model=RestoreDto,
    responses={**NOT_YOURS, 404: {"description": NOT_FOUND}, 409: {"description": NOT_RESTORABLE}},
)
async def restore_from_backup(
    sandbox: CurrentSandbox, audit: CurrentAudit, cluster_uuid: ClusterUuid, backup_id: BackupId
) -> JSONResponse:
    """Restores the backup onto its source cluster, which is suspended and resumed automatically."""
    record = sandbox.store.cluster(cluster_uuid)
    if record is not None:
        drop_old_backups(sandbox, record)
    if record is None or record.deleted or backup_id not in record.backups:
        raise ApiError(404, NOT_FOUND)
    backup = record.backups[backup_id]
    known = backup.generation_id in parameters.GENERATION_BY_ID
    if not known or backup.status() != "Complete" or record.restoring():
        raise ApiError(409, NOT_RESTORABLE)
    settings = sandbox.settings
    restore = RestoreRecord(
        uuid=str(uuid.uuid4()),
        backup_id=backup_id,
        started=time.time(),
        seconds=settings.restore_seconds,
        outcome=settings.restore_outcome,
    )
    end = "Unhealthy" if restore.outcome == "FAILED" else "Healthy"
    with audit.change("c", "restore", restore.uuid, record, {"backup": (None, backup_id)}):
        record.restores[backup_id] = restore
        # "suspended automatically and unsuspended by the operator once the Restore is in flight"
        record.begin("Suspended", after(restore.seconds / 2, "Resuming"), after(restore.seconds, end))
    return answer(sandbox, RestoreDto(uuid=restore.uuid, backup_id=backup_id, state="PENDING"))


def _restore_of(restore: RestoreRecord) -> RestoreDto:
    """Return a restore as the API shows it now."""
    state = restore.state()
    return RestoreDto(
        uuid=restore.uuid,
        backup_id=restore.backup_id,
        state=state,
        start_timestamp=None if state == "PENDING" else iso_text(restore.started),
        completion_timestamp=iso_text(restore.started + restore.seconds) if restore.ended() else None,
    )
