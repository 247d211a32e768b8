#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Returns what somebody may do in a cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_access_info
short_description: Get what a client, user, role or group may do in a Camunda cluster
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Returns the roles, groups, tenants and authorizations of an owner, or of the client or user of the task, and which
    of the given permissions are missing.
  - For an owner, the result combines the authorizations of the owner, of its groups and of its roles. The task fails if
    it cannot read roles and authorizations.
  - Without O(owner), clusters of Camunda 8.10 and newer return the permissions of the caller. Older clusters return
    only the roles, groups and tenants; RV(authorizations) and RV(missing) are then null.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.info
  - camunda.platform.connection
  - camunda.platform.cluster_access
options:
  owner_type:
    description: Type of the O(owner).
    type: str
    choices: [client, user, role, group, mapping_rule]
    default: client
  owner:
    description:
      - Id of the owner. With O(cluster), clients can also be selected by name.
      - If not set, the client or user of the task.
    type: str
  wanted:
    description: Permissions that the owner needs. RV(missing) lists those that it lacks.
    type: list
    elements: dict
    suboptions:
      resource_type:
        description: Type of the resource, such as V(PROCESS_DEFINITION).
        type: str
        required: true
      resource_id:
        description: Id of the resource, V(*) for all.
        type: str
      resource_property:
        description: Name of the property that selects resources, instead of C(resource_id) (Camunda 8.9 and newer).
        type: str
      permissions:
        description: Permissions, such as V(UPDATE_PROCESS_INSTANCE).
        type: list
        elements: str
        required: true
seealso:
  - module: camunda.platform.camunda_authorizations
"""

EXAMPLES = r"""
- name: Find out why a worker gets no jobs
  camunda.platform.camunda_access_info:
    cluster: orders
    cluster_credentials_path: access-administrator.env
    owner: billing-worker
    wanted:
      - resource_type: PROCESS_DEFINITION
        resource_id: invoice
        permissions: [UPDATE_PROCESS_INSTANCE]
  register: access

- name: Stop if something is missing
  ansible.builtin.assert:
    that: access.missing == []
"""

RETURN = r"""
owner:
  description: The owner of the permissions.
  returned: success
  type: dict
  contains:
    type:
      description: Type of the owner, null if unknown.
      type: str
      returned: always
    id:
      description: Id of the owner, null if unknown.
      type: str
      returned: always
roles:
  description: Ids of the roles.
  returned: success
  type: list
  elements: str
groups:
  description: Ids of the groups.
  returned: success
  type: list
  elements: str
tenants:
  description: Ids of the tenants.
  returned: success
  type: list
  elements: str
enforced:
  description: Whether the cluster enforces authorizations; null if the cluster does not return this.
  returned: success
  type: bool
authorizations:
  description: All permissions of the owner, including those of its roles and groups; null if this is unknown.
  returned: success
  type: list
  elements: dict
  contains:
    resource_type:
      description: Type of the resource.
      type: str
      returned: always
    resource_id:
      description: Id of the resource, V(*) for all.
      type: str
      returned: if it is given by id
    permissions:
      description: Permissions.
      type: list
      elements: str
      returned: always
missing:
  description: Permissions of O(wanted) that the owner lacks; null if O(wanted) is not set, or if that is not known.
  returned: success
  type: list
  elements: dict
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.access_info import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
