# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds of things in a cluster's own API that have the same operations."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of things in a cluster: its path, the field that identifies one, and what it is called."""

    path: str
    key: str
    noun: str
    # What can be a member, by its path.
    members: tuple[str, ...] = ()


ROLES = Kind("roles", "roleId", "role", ("clients", "users", "groups", "mapping-rules"))
GROUPS = Kind("groups", "groupId", "group", ("clients", "users", "mapping-rules"))
TENANTS = Kind("tenants", "tenantId", "tenant", ("clients", "users", "groups", "roles", "mapping-rules"))
MAPPING_RULES = Kind("mapping-rules", "mappingRuleId", "mapping rule")
USERS = Kind("users", "username", "user")
CLIENTS = Kind("clients", "clientId", "client")
KINDS = {kind.path: kind for kind in (ROLES, GROUPS, TENANTS, MAPPING_RULES, USERS, CLIENTS)}
