# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What somebody may do in a cluster: by own authorizations, roles, groups and tenants; and what is missing."""

from __future__ import annotations

import typing as t
from collections.abc import Iterable, Mapping

from ansible_collections.camunda.platform.plugins.module_utils._api.cluster_options import CLUSTER_ACCESS
from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import (
    CLIENTS,
    GROUPS,
    MAPPING_RULES,
    ROLES,
    TENANTS,
    USERS,
    Kind,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import unchanged
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import NotFound, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._access import ClusterAccess
from ansible_collections.camunda.platform.plugins.module_utils._resources._authorization_steps import (
    Permissions,
    Place,
    granted,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources.authorizations import (
    OWNER_TYPES,
    RIGHTS,
    OwnerRights,
    record_of,
    rights_of,
    shown_rights,
)

Json = dict[str, t.Any]

ARGUMENTS: Arguments = {
    **CLUSTER_ACCESS,
    "owner_type": {"type": "str", "choices": list(OWNER_TYPES), "default": "client"},
    "owner": {"type": "str"},
    "wanted": RIGHTS,
}
_KINDS = {"client": CLIENTS, "user": USERS, "role": ROLES, "group": GROUPS, "mapping_rule": MAPPING_RULES}


def missing(rights: Mapping[Place, Permissions], wanted: Mapping[Place, Permissions]) -> dict[Place, Permissions]:
    """Return what of the wanted rights is not among the others; a right to all resources covers each one."""
    found = {}
    for place, permissions in wanted.items():
        everything = (place[0], "*", "")
        lacking = permissions - rights.get(place, frozenset()) - rights.get(everything, frozenset())
        if lacking:
            found[place] = lacking
    return found


def own_access(access: ClusterAccess) -> Json:
    """Return what the caller may do: from 8.10 on by all its rights, before by what may be read of them."""
    me = access.api.get_me()
    memberships = {
        "roles": sorted(me.get("roles", [])),
        "groups": sorted(me.get("groups", [])),
        "tenants": sorted(tenant["tenantId"] for tenant in me.get("tenants", [])),
    }
    try:
        found, enforced = access.api.find_own_authorizations()
    except NotFound:
        return {**memberships, "enforced": None, "rights": None}
    return {**memberships, "enforced": enforced, "rights": granted(map(record_of, found))}


def access_of(access: ClusterAccess, owner_type: str, owner: str) -> Json:
    """Return what an owner may do, by all that this client or user can read."""
    own = OwnerRights(access, owner_type, owner)
    own.require_readable()
    groups = _memberships(access, GROUPS, owner_type, [owner])
    roles = _memberships(access, ROLES, owner_type, [owner])
    roles = sorted({*roles, *_memberships(access, ROLES, "group", groups)})
    tenants = _memberships(access, TENANTS, owner_type, [owner])
    for kind, names in (("group", groups), ("role", roles)):
        tenants += _memberships(access, TENANTS, kind, names)
    owners = [own, *(OwnerRights(access, "group", g) for g in groups), *(OwnerRights(access, "role", r) for r in roles)]
    rights = granted(record for one in owners for record in one.records())
    return {"roles": roles, "groups": groups, "tenants": sorted(set(tenants)), "enforced": None, "rights": rights}


def _memberships(access: ClusterAccess, kind: Kind, member_type: str, members: Iterable[str]) -> list[str]:
    """Return the roles, groups or tenants that one of the members belongs to."""
    members, member_kind = set(members), _KINDS[member_type]
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


def run(context: Context) -> Result:
    """Return what an owner, or the caller itself, may do (camunda_access_info)."""
    params = context.params
    wanted = rights_of("wanted", params["wanted"] or [])
    access = ClusterAccess(context)
    owner_type, owner = params["owner_type"], params["owner"]
    if owner is None:
        own = access.login.owner or ("", "")
        owner_type, owner = own[0].lower() or None, own[1] or None
        found = own_access(access)
    else:
        if not owner:
            raise OptionError("Option 'owner': it is empty.", code="empty_option")
        if owner_type == "client":
            owner = access.client_id(owner)
        found = access_of(access, owner_type, owner)
    rights = found.pop("rights")
    lacking = None
    if params["wanted"] is not None:
        covered = found["enforced"] is False
        lacking = [] if covered else None if rights is None else shown_rights(missing(rights, wanted))
    shown = None if rights is None else shown_rights(rights)
    return unchanged(owner={"type": owner_type, "id": owner}, **found, authorizations=shown, missing=lacking)
