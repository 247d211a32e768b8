# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The endpoints below /_sandbox by which tests and rehearsals steer the sandbox; not part of the contract."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from .dependencies import ChangeableCluster, CurrentSandbox, ReadableCluster
from .errors import ApiError, validation_text
from .faults import Fault
from .organization_models import OrganizationRole
from .records import ClusterRecord, MemberRecord
from .requestlog import CONTROL_PREFIX
from .settings import Settings
from .tokens import revoke_tokens

router = APIRouter(prefix=CONTROL_PREFIX, include_in_schema=False)


class StatusChange(BaseModel):
    """Body of PUT clusters/{clusterUuid}/status: a status that stays, or a script of them, or both in this order."""

    model_config = ConfigDict(extra="forbid")

    status: str = Field(default="", max_length=100)
    statuses: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _something(self) -> StatusChange:
        if not (self.status or self.statuses):
            raise PydanticCustomError("missing", "status or statuses is needed")
        return self


class MemberChange(BaseModel):
    """Body of PUT members/{email}; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = None
    roles: list[OrganizationRole] | None = None
    invite_pending: bool | None = None


@router.get("/requests")
async def get_requests(sandbox: CurrentSandbox) -> list[dict[str, Any]]:
    """Return the requests that were made, oldest first."""
    return sandbox.log.entries()


@router.delete("/requests")
async def clear_requests(sandbox: CurrentSandbox) -> dict[str, Any]:
    """Forget the requests that were made."""
    sandbox.log.clear()
    return {}


@router.get("/faults")
async def get_faults(sandbox: CurrentSandbox) -> list[Fault]:
    """Return the active faults."""
    return sandbox.faults.active()


@router.post("/faults")
async def add_fault(sandbox: CurrentSandbox, fault: Fault) -> Fault:
    """Activate a fault."""
    sandbox.faults.add(fault)
    return fault


@router.delete("/faults")
async def clear_faults(sandbox: CurrentSandbox) -> dict[str, Any]:
    """Deactivate all faults."""
    sandbox.faults.clear()
    return {}


@router.post("/reset")
async def reset(sandbox: CurrentSandbox) -> dict[str, Any]:
    """Go back to the start."""
    sandbox.reset()
    return {}


@router.get("/settings")
async def get_settings(sandbox: CurrentSandbox) -> Settings:
    """Return the settings that hold now."""
    return sandbox.settings


@router.patch("/settings")
async def change_settings(sandbox: CurrentSandbox, values: dict[str, Any]) -> Settings:
    """Change some settings and return all."""
    try:
        sandbox.settings = sandbox.settings.changed(values)
    except ValidationError as error:
        raise ApiError(400, validation_text(error.errors())) from error
    return sandbox.settings


@router.get("/clusters/{clusterUuid}")
async def get_record(record: ReadableCluster) -> ClusterRecord:
    """Return all that is remembered of a cluster, also what the API accepts but never shows again."""
    return record


@router.put("/clusters/{clusterUuid}/status")
async def set_status(sandbox: CurrentSandbox, record: ChangeableCluster, change: StatusChange) -> ClusterRecord:
    """Give a cluster a status, or a script of statuses for its next readings."""
    with sandbox.store.change():
        record.pin(change.status or change.statuses[0], change.statuses)
    return record


@router.put("/members/{email}")
async def set_member(sandbox: CurrentSandbox, email: str, change: MemberChange) -> MemberRecord:
    """Make a member as it could not be made through the API: the invitation accepted, roles that nobody can give."""
    with sandbox.store.change() as state:
        old = state.members.get(email.casefold(), MemberRecord(email=email, name=email, roles=[]))
        member = old.model_copy(update=change.model_dump(exclude_none=True))
        state.members[email.casefold()] = member
    return member


@router.post("/tokens/revoke")
async def revoke(sandbox: CurrentSandbox) -> dict[str, Any]:
    """Make every token that was issued so far invalid."""
    revoke_tokens(sandbox)
    return {}
