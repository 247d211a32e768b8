# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations GetBackups, CreateBackup, DeleteBackup, GetSchedule, UpdateSchedule and DeleteSchedule."""

from __future__ import annotations

import time
import uuid

from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse, Response

from . import cron, parameters
from .activity import CurrentAudit
from .backup_models import BackupDto, BackupScheduleBody, BackupScheduleDto
from .core import Sandbox
from .dependencies import BackupId, ClusterUuid, CurrentSandbox, ReadableCluster, UndisturbedCluster, authorized
from .errors import NO_CLUSTER, NOT_YOURS, ApiError
from .models import iso_text
from .records import BackupRecord, ClusterRecord, take_listed
from .views import answer

router = APIRouter(prefix="/clusters/{clusterUuid}/backups", dependencies=[Depends(authorized)])

NO_SCHEDULE = "No backup schedule configured for this cluster"
BAD_SCHEDULE = "The schedule is not a valid cron expression"
UNKNOWN_GENERATION = "Unknown Generation"


@router.get("", operation_id="GetBackups", response_model=list[BackupDto], responses={**NOT_YOURS, **NO_CLUSTER})
async def get_backups(sandbox: CurrentSandbox, record: ReadableCluster) -> JSONResponse:
    """A list of all the backups created for your Camunda cluster, newest first."""
    drop_old_backups(sandbox, record)
    return answer(sandbox, [backup_of(backup) for backup in take_listed(reversed(record.backups.values()))])


@router.post("", operation_id="CreateBackup", response_model=BackupDto, responses=NO_CLUSTER)
async def create_backup(sandbox: CurrentSandbox, audit: CurrentAudit, record: UndisturbedCluster) -> JSONResponse:
    """Creates a new backup, which takes `backup_seconds`."""
    settings = sandbox.settings
    generation = {"known": record.generation_id, "unknown": str(uuid.uuid4()), "absent": None}
    now = time.time()
    backup = BackupRecord(
        uuid=str(uuid.uuid4()),
        name=f"backup-{iso_text(now)}",
        created=now,
        seconds=settings.backup_seconds,
        fails=settings.failing_backups > 0,
        generation_id=generation[settings.backup_generation],
        unlisted=settings.list_lag,
    )
    if backup.fails:
        sandbox.settings = settings.changed({"failing_backups": settings.failing_backups - 1})
    with audit.change("c", "backup", backup.uuid, record):
        record.backups[backup.uuid] = backup
    return answer(sandbox, backup_of(backup))


@router.get(
    "/schedule",
    operation_id="GetSchedule",
    response_model=BackupScheduleDto,
    responses={**NOT_YOURS, 404: {"description": NO_SCHEDULE}},
)
async def get_schedule(sandbox: CurrentSandbox, cluster_uuid: ClusterUuid) -> JSONResponse:
    """The schedule; a missing cluster looks as if there were none."""
    record = sandbox.store.cluster(cluster_uuid)
    if record is None or record.backup_schedule is None:
        raise ApiError(404, NO_SCHEDULE)
    return answer(sandbox, _schedule_of(record, record.backup_schedule))


@router.put(
    "/schedule",
    operation_id="UpdateSchedule",
    response_model=BackupScheduleDto,
    responses={400: {"description": BAD_SCHEDULE}, **NOT_YOURS, **NO_CLUSTER},
)
async def update_schedule(
    sandbox: CurrentSandbox, audit: CurrentAudit, record: UndisturbedCluster, body: BackupScheduleBody
) -> JSONResponse:
    """Creates or replaces the one schedule of the cluster. The sandbox makes no backups by it."""
    if not cron.is_valid(body.schedule):
        raise ApiError(400, BAD_SCHEDULE)
    values = {"schedule": (record.backup_schedule, body.schedule)}
    with audit.change("u" if record.backup_schedule else "c", "backup-schedule", record.uuid, record, values):
        record.backup_schedule = body.schedule
    return answer(sandbox, _schedule_of(record, body.schedule))


@router.delete("/schedule", operation_id="DeleteSchedule", status_code=204, responses={**NOT_YOURS, **NO_CLUSTER})
async def delete_schedule(audit: CurrentAudit, record: UndisturbedCluster) -> Response:
    """Removing a schedule that does not exist succeeds."""
    if record.backup_schedule is not None:
        with audit.change("d", "backup-schedule", record.uuid, record):
            record.backup_schedule = None
    return Response(status_code=204)


@router.delete("/{backupId}", operation_id="DeleteBackup", response_model=BackupDto, responses=NOT_YOURS)
async def delete_backup(
    sandbox: CurrentSandbox, audit: CurrentAudit, cluster_uuid: ClusterUuid, backup_id: BackupId
) -> JSONResponse:
    """Deletes a backup. The contract has no 404 here: an unknown backup is worded as a foreign cluster."""
    record = sandbox.store.cluster(cluster_uuid)
    if record is not None:
        drop_old_backups(sandbox, record)
    if record is None or backup_id not in record.backups:
        raise ApiError(403, "Cluster is not yours")
    with audit.change("d", "backup", backup_id, record):
        backup = record.backups.pop(backup_id)
    return answer(sandbox, backup_of(backup))


def drop_old_backups(sandbox: Sandbox, record: ClusterRecord) -> None:
    """Keep only the newest `max_backups` of the successful ones; others do not count."""
    complete = [backup.uuid for backup in record.backups.values() if backup.status() == "Complete"]
    surplus = complete[: max(0, len(complete) - sandbox.settings.max_backups)]
    if surplus:
        with sandbox.store.change():
            for backup_id in surplus:
                del record.backups[backup_id]


def backup_of(backup: BackupRecord) -> BackupDto:
    """Return a backup as the API shows it now."""
    known = parameters.GENERATION_BY_ID.get(backup.generation_id or "")
    name = known.name if known else UNKNOWN_GENERATION
    optimize, operate, tasklist, zeebe = backup.app_statuses()
    return BackupDto(
        uuid=backup.uuid,
        name=backup.name,
        created=iso_text(backup.created),
        completed="" if backup.status() == "In progress" else iso_text(backup.created + backup.seconds),
        status=backup.status(),
        zeebe_status=zeebe,
        operate_status=operate,
        tasklist_status=tasklist,
        optimize_status=optimize,
        generation_uuid=backup.generation_id,
        generation_name=name if backup.generation_id else None,
    )


def _schedule_of(record: ClusterRecord, schedule: str) -> BackupScheduleDto:
    return BackupScheduleDto(name=f"backup-schedule-{record.uuid}", schedule=schedule)
