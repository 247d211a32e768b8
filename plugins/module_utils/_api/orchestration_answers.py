# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a cluster's own API answers, as far as it is used.

Only that is required without which an answer is of no use, or would be misunderstood.
"""

from __future__ import annotations

from ansible_collections.camunda.platform.plugins.module_utils._api.shape import (
    Reader,
    Shape,
    boolean,
    identifier,
    list_of,
    nullable,
    text,
)

_DESCRIBED = {"name": text, "description": text}
ROLE = Shape({"roleId": identifier}, _DESCRIBED)
GROUP = Shape({"groupId": identifier}, _DESCRIBED)
TENANT = Shape({"tenantId": identifier}, _DESCRIBED)
MAPPING_RULE = Shape({"mappingRuleId": identifier}, {"name": text, "claimName": text, "claimValue": text})
USER = Shape({"username": identifier}, {"name": text, "email": text})
CLIENT = Shape({"clientId": identifier})
AUTHORIZATION = Shape(
    {
        "authorizationKey": identifier,
        "ownerId": identifier,
        "ownerType": identifier,
        "resourceType": identifier,
        "permissionTypes": list_of(identifier),
    },
    {"resourceId": text, "resourcePropertyName": text},
)
OWN_AUTHORIZATION = Shape(
    {"resourceType": identifier, "permissionTypes": list_of(identifier)},
    {**AUTHORIZATION.optional, "authorizationKey": text, "ownerId": text, "ownerType": text},
)
VARIABLE = Shape({"name": identifier}, {"value": text, "tenantId": text, "isTruncated": boolean})
ME = Shape(
    {},
    {
        "username": nullable(text),
        "roles": list_of(identifier),
        "groups": list_of(identifier),
        "tenants": list_of(Shape({"tenantId": identifier})),
    },
)


def page_of(entry: Reader) -> Shape:
    """Return the shape of a page of a search."""
    return Shape({"items": list_of(entry)}, {"authorizationsEnabled": boolean})
