# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Memberships of an owner in a cluster, and the permissions of the caller itself."""

from __future__ import annotations

import typing as t
from collections.abc import Iterable, Mapping

from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import Kind
from ansible_collections.camunda.platform.plugins.module_utils._errors import NotFound
from ansible_collections.camunda.platform.plugins.module_utils._resources._access import ClusterAccess
from ansible_collections.camunda.platform.plugins.module_utils._resources._authorization_steps import (
    Permissions,
    Place,
    granted,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import ClusterConnection
from ansible_collections.camunda.platform.plugins.module_utils._resources.authorizations import record_of

Json = dict[str, t.Any]


def memberships(access: ClusterAccess, kind: Kind, member_kind: Kind, members: Iterable[str]) -> list[str]:
    """Return the roles, groups or tenants that one of the members belongs to; each list is read once a task."""
    members = set(members)
    if not members or member_kind.path not in kind.members:
        return []
    memo = access.connection.memo
    try:
        things = memo.get(("things", kind.path), lambda: access.api.find(kind))
    except NotFound:
        # Groups that come from the identity provider cannot be read here.
        return []

    def members_of(key: str) -> list[str]:
        return memo.get(
            ("members", kind.path, key, member_kind.path), lambda: access.api.members(kind, key, member_kind)
        )

    return sorted(str(thing[kind.key]) for thing in things if members.intersection(members_of(thing[kind.key])))


def missing_rights(
    rights: Mapping[Place, Permissions], wanted: Mapping[Place, Permissions]
) -> dict[Place, Permissions]:
    """Return what of the wanted rights is not among the others; a right to all resources covers each one."""
    found = {}
    for place, permissions in wanted.items():
        everything = (place[0], "*", "")
        lacking = permissions - rights.get(place, frozenset()) - rights.get(everything, frozenset())
        if lacking:
            found[place] = lacking
    return found


def own_access(connection: ClusterConnection) -> Json:
    """Return what the caller may do: from 8.10 on by all its rights, before by what may be read of them."""
    me = connection.api.get_me()
    own = {
        "roles": sorted(me.get("roles", [])),
        "groups": sorted(me.get("groups", [])),
        "tenants": sorted(tenant["tenantId"] for tenant in me.get("tenants", [])),
    }
    try:
        found, enforced = connection.api.find_own_authorizations()
    except NotFound:
        return {**own, "enforced": None, "rights": None}
    return {**own, "enforced": enforced, "rights": granted(map(record_of, found))}
