# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The endpoints below /_sandbox/access: what people do by a click, and states that the API itself cannot make."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from .access_records import SELF_MANAGED, AccessData, AuthorizationRecord, JobRecord, MemberKind
from .dependencies import CurrentSandbox
from .errors import ApiError
from .orchestration_caller import Place, access_of
from .requestlog import CONTROL_PREFIX

router = APIRouter(prefix=f"{CONTROL_PREFIX}/access/{{cluster}}", include_in_schema=False)


class Enforcement(BaseModel):
    """Body of PUT enforcement."""

    model_config = ConfigDict(extra="forbid")

    enabled: bool


def _place(sandbox: CurrentSandbox, cluster: str) -> Place:
    if cluster != SELF_MANAGED and sandbox.store.cluster(cluster) is None:
        raise ApiError(404, "There is no such cluster")
    return Place(sandbox, cluster, access_of(sandbox, cluster))


@router.get("")
async def get_access(sandbox: CurrentSandbox, cluster: str) -> AccessData:
    """Return all that a cluster remembers of access."""
    return _place(sandbox, cluster).access.data


@router.put("/enforcement")
async def set_enforcement(sandbox: CurrentSandbox, cluster: str, body: Enforcement) -> AccessData:
    """Switch authorizations on or off, as a person does in the settings of the cluster."""
    with _place(sandbox, cluster).change() as data:
        data.enforced = body.enabled
    return data


@router.put("/roles/{role}/{kind}/{member}")
async def assign_role(sandbox: CurrentSandbox, cluster: str, role: str, kind: MemberKind, member: str) -> AccessData:
    """Assign a role, as an administrator of the organization does by a click."""
    with _place(sandbox, cluster).change() as data:
        members = data.roles[role].members.setdefault(kind, [])
        if member not in members:
            members.append(member)
    return data


@router.delete("/roles/{role}/{kind}/{member}")
async def unassign_role(sandbox: CurrentSandbox, cluster: str, role: str, kind: MemberKind, member: str) -> AccessData:
    """Take a role away."""
    with _place(sandbox, cluster).change() as data:
        members = data.roles[role].members.setdefault(kind, [])
        if member in members:
            members.remove(member)
    return data


@router.put("/authorizations")
async def add_authorization(sandbox: CurrentSandbox, cluster: str, body: AuthorizationRecord) -> AccessData:
    """Add an authorization without any check: old versions have left some that overlap."""
    with _place(sandbox, cluster).change() as data:
        key = body.key or data.new_key()
        data.authorizations[key] = body.model_copy(update={"key": key})
    return data


@router.put("/jobs")
async def set_jobs(sandbox: CurrentSandbox, cluster: str, body: list[JobRecord]) -> AccessData:
    """Set the jobs that wait for workers."""
    with _place(sandbox, cluster).change() as data:
        data.jobs = body
    return data
