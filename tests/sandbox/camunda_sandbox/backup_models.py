# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bodies of backups, their schedule and restores (schema names are the contract's)."""

from __future__ import annotations

from typing import Literal

from .models import ApiModel, RequestModel

BackupStatus = Literal["In progress", "Failed", "Complete", "-"]
RestoreOutcome = Literal["COMPLETED", "FAILED", "ABORTED"]
RestoreState = Literal["PENDING", "VALIDATING", "IN_PROGRESS", RestoreOutcome]


class BackupDto(ApiModel):
    """Answer of CreateBackup and DeleteBackup, an item of GetBackups."""

    uuid: str
    name: str
    created: str
    completed: str
    status: BackupStatus
    zeebe_status: BackupStatus
    operate_status: BackupStatus
    tasklist_status: BackupStatus
    optimize_status: BackupStatus
    generation_uuid: str | None = None
    generation_name: str | None = None
    incident_link: str | None = None


class BackupScheduleBody(RequestModel):
    """Request of UpdateSchedule."""

    schedule: str


class BackupScheduleDto(ApiModel):
    """Answer of GetSchedule and UpdateSchedule."""

    name: str
    schedule: str


class RestoreDto(ApiModel):
    """Answer of GetRestore and RestoreFromBackup."""

    uuid: str
    backup_id: str
    state: RestoreState
    start_timestamp: str | None = None
    completion_timestamp: str | None = None
