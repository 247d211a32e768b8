# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a cluster remembers of access: roles, groups, tenants, users, mapping rules, authorizations, variables."""

from __future__ import annotations

import time
from typing import Literal

from pydantic import BaseModel, Field

# The kinds of members as they stand in paths, and the type of owner that each is.
MemberKind = Literal["clients", "users", "groups", "roles", "mapping-rules"]
OWNER_TYPES: dict[str, MemberKind] = {
    "CLIENT": "clients",
    "USER": "users",
    "GROUP": "groups",
    "ROLE": "roles",
    "MAPPING_RULE": "mapping-rules",
}
# The cluster of a Self-Managed installation, which has no UUID in its paths.
SELF_MANAGED = "self-managed"


class AuthorizationRecord(BaseModel):
    """What an owner may do with resources of a type."""

    key: str
    owner_type: str
    owner_id: str
    resource_type: str
    resource_id: str = ""
    property_name: str = ""
    permissions: list[str]

    def is_about_the_same(self, other: AuthorizationRecord) -> bool:
        """Tell whether both are of the same owner and the same resource."""
        return self.place == other.place

    @property
    def place(self) -> tuple[str, ...]:
        """Return the owner and the resource."""
        return (self.owner_type, self.owner_id, self.resource_type, self.resource_id, self.property_name)


class ContainerRecord(BaseModel):
    """A role, a group or a tenant, with its members by kind."""

    id: str
    name: str
    description: str = ""
    members: dict[MemberKind, list[str]] = Field(default_factory=dict)


class MappingRuleRecord(BaseModel):
    """Whoever has this value of a claim in the token."""

    id: str
    name: str
    claim_name: str
    claim_value: str


class UserRecord(BaseModel):
    """A user of the cluster itself."""

    username: str
    name: str = ""
    email: str = ""
    password: str = Field(repr=False)


class JobRecord(BaseModel):
    """A job that waits for a worker."""

    type: str
    process: str


class AccessData(BaseModel):
    """All of it, as it was at a time."""

    enforced: bool = True
    next_key: int = 4503599627370497
    roles: dict[str, ContainerRecord] = Field(default_factory=dict)
    groups: dict[str, ContainerRecord] = Field(default_factory=dict)
    tenants: dict[str, ContainerRecord] = Field(default_factory=dict)
    mapping_rules: dict[str, MappingRuleRecord] = Field(default_factory=dict)
    users: dict[str, UserRecord] = Field(default_factory=dict)
    authorizations: dict[str, AuthorizationRecord] = Field(default_factory=dict)
    # JSON texts by their scope (the id of a tenant, "" for the cluster) and name.
    variables: dict[str, dict[str, str]] = Field(default_factory=dict)
    jobs: list[JobRecord] = Field(default_factory=list)

    def containers(self, kind: str) -> dict[str, ContainerRecord]:
        """Return the roles, groups or tenants."""
        return {"roles": self.roles, "groups": self.groups, "tenants": self.tenants}[kind]

    def new_key(self) -> str:
        """Return a key that nothing had before."""
        self.next_key += 1
        return str(self.next_key)


class AccessRecord(BaseModel):
    """The state as it is, and as it was: readings lag behind, and so does the cache of rights."""

    data: AccessData = Field(default_factory=AccessData)
    # With the time of the change that ended it.
    past: list[tuple[float, AccessData]] = Field(default_factory=list, exclude=True)

    def remember(self, seconds: float) -> None:
        """Keep the state as it is before a change, for readings that see it for so many seconds more."""
        now = time.time()
        self.past = [(ended, data) for ended, data in self.past if ended + seconds > now]
        if seconds:
            self.past.append((now, self.data.model_copy(deep=True)))

    def seen(self, lag: float) -> AccessData:
        """Return the state as it was so many seconds ago, as far as it was kept."""
        then = time.time() - lag
        return next((data for ended, data in self.past if ended > then), self.data)
