# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The permissions of an owner in a cluster: by own authorizations, roles, groups and tenants; and the missing ones."""

from __future__ import annotations

import typing as t

from ansible_collections.camunda.platform.plugins.module_utils._api.cluster_options import CLUSTER_ACCESS
from ansible_collections.camunda.platform.plugins.module_utils._api.kinds import (
    CLIENTS,
    GROUPS,
    MAPPING_RULES,
    ROLES,
    TENANTS,
    USERS,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import unchanged
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._access import ClusterAccess
from ansible_collections.camunda.platform.plugins.module_utils._resources._authorization_steps import granted
from ansible_collections.camunda.platform.plugins.module_utils._resources._memberships import (
    memberships,
    missing_rights,
    own_access,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources.authorizations import (
    OWNER_TYPES,
    RIGHTS,
    OwnerRights,
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


def access_of(access: ClusterAccess, owner_type: str, owner: str) -> Json:
    """Return what an owner may do, by all that this client or user can read."""
    own = OwnerRights(access, owner_type, owner)
    own.require_readable()
    groups = memberships(access, GROUPS, _KINDS[owner_type], [owner])
    roles = memberships(access, ROLES, _KINDS[owner_type], [owner])
    roles = sorted({*roles, *memberships(access, ROLES, GROUPS, groups)})
    tenants = memberships(access, TENANTS, _KINDS[owner_type], [owner])
    for kind, names in ((GROUPS, groups), (ROLES, roles)):
        tenants += memberships(access, TENANTS, kind, names)
    owners = [own, *(OwnerRights(access, "group", g) for g in groups), *(OwnerRights(access, "role", r) for r in roles)]
    rights = granted(record for one in owners for record in one.records())
    return {"roles": roles, "groups": groups, "tenants": sorted(set(tenants)), "enforced": None, "rights": rights}


def run(context: Context) -> Result:
    """Return what an owner, or the caller itself, may do (camunda_access_info)."""
    params = context.params
    wanted = rights_of("wanted", params["wanted"] or [])
    access = ClusterAccess(context)
    owner_type, owner = params["owner_type"], params["owner"]
    if owner is None:
        own = access.login.owner or ("", "")
        owner_type, owner = own[0].lower() or None, own[1] or None
        found = own_access(access.connection)
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
        lacking = [] if covered else None if rights is None else shown_rights(missing_rights(rights, wanted))
    shown = None if rights is None else shown_rights(rights)
    return unchanged(owner={"type": owner_type, "id": owner}, **found, authorizations=shown, missing=lacking)
