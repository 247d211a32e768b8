# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The endpoints below /_sandbox/installation by which a Self-Managed installation is changed."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from .console_models import ClusterType
from .console_records import AppRecord, InstallationRecord, UsageRecord
from .dependencies import CurrentSandbox
from .errors import ApiError
from .requestlog import CONTROL_PREFIX

router = APIRouter(prefix=f"{CONTROL_PREFIX}/installation", include_in_schema=False)


class InstallationChange(BaseModel):
    """Body of PUT {uuid}; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = None
    namespace: str | None = None
    generation: str | None = None
    type: ClusterType | None = None
    status: str | None = None
    hub_type: str | None = None
    # An empty one: Hub knows of none.
    license: dict[str, Any] | None = None


class AppChange(BaseModel):
    """Body of PUT {uuid}/apps/{app}; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    type: str | None = None
    status: str | None = None
    statuses: list[str] | None = None
    generation: str | None = None
    url: str | None = None
    readiness: str | None = None
    metrics: str | None = None


@router.get("")
async def get_installation(sandbox: CurrentSandbox) -> dict[str, InstallationRecord]:
    """Return what is remembered of the installation."""
    return sandbox.store.state.installation


@router.put("/{uuid}")
async def set_cluster(sandbox: CurrentSandbox, uuid: str, change: InstallationChange) -> InstallationRecord:
    """Make or change a cluster."""
    with sandbox.store.change() as state:
        old = state.installation.get(uuid, InstallationRecord(uuid=uuid, name=uuid))
        values = old.model_dump() | change.model_dump(exclude_none=True)
        record = InstallationRecord.model_validate(values | {"license": values["license"] or None})
        state.installation[uuid] = record
    return record


@router.delete("/{uuid}")
async def remove_cluster(sandbox: CurrentSandbox, uuid: str) -> dict[str, Any]:
    """Remove a cluster."""
    with sandbox.store.change() as state:
        state.installation.pop(uuid, None)
    return {}


@router.put("/{uuid}/apps/{app}")
async def set_app(sandbox: CurrentSandbox, uuid: str, app: str, change: AppChange) -> AppRecord:
    """Make or change an application of a cluster."""
    with sandbox.store.change():
        apps = _cluster(sandbox, uuid).apps
        record = apps.get(app, AppRecord(id=app, type=app)).model_copy(update=change.model_dump(exclude_none=True))
        apps[app] = record
    return record


@router.delete("/{uuid}/apps/{app}")
async def remove_app(sandbox: CurrentSandbox, uuid: str, app: str) -> dict[str, Any]:
    """Remove an application of a cluster."""
    with sandbox.store.change():
        _cluster(sandbox, uuid).apps.pop(app, None)
    return {}


@router.put("/{uuid}/usage")
async def set_usage(sandbox: CurrentSandbox, uuid: str, usage: list[UsageRecord]) -> list[UsageRecord]:
    """Say what was used when."""
    with sandbox.store.change():
        _cluster(sandbox, uuid).usage = usage
    return usage


def _cluster(sandbox: CurrentSandbox, uuid: str) -> InstallationRecord:
    record = sandbox.store.state.installation.get(uuid)
    if record is None:
        raise ApiError(404, "Cluster not found")
    return record
