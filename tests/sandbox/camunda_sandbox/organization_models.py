# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bodies of members, activity and the ranges of addresses (schema names are the contract's)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .models import ApiModel, Number, RequestModel

AssignableRole = Literal["admin", "operationsengineer", "taskuser", "analyst", "developer", "visitor", "modeler"]
OrganizationRole = Literal["member", "owner", "supportagent", AssignableRole]
AuditType = Literal["c", "r", "u", "d"]


class Member(ApiModel):
    """An item of GetMembers."""

    name: str
    email: str
    roles: list[OrganizationRole]
    invite_pending: bool


class PostMemberBody(RequestModel):
    """Request of UpdateMembers."""

    org_roles: list[AssignableRole]


class AuditDto(ApiModel):
    """An item of GetJson; `timestamp` is in milliseconds since the epoch, as far as one can guess."""

    service: str
    org_id: str
    audit: str
    audit_type: AuditType
    entity: str
    entity_id: str
    entity_attribute: str | None = None
    entity_attribute_value_from: str | None = None
    entity_attribute_value_to: str | None = None
    parent_entity: str | None = None
    parent_entity_id: str | None = None
    timestamp: Number | None = None
    user_id: str


class MetaDto(ApiModel):
    """Answer of GetMeta."""

    web_modeler: list[str] = Field(alias="web-modeler")
