#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages the authorizations of one owner."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_authorizations
short_description: Manage the authorizations of a client, user, role, group or mapping rule
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Grants permissions to an owner in a cluster, and with O(prune) removes other permissions of this owner.
  - In a cluster with authorizations, a new client has no permissions, regardless of its permissions in the Console.
    Requests do not fail, but return empty lists and no jobs.
  - The module does not check types of resources and permissions, because each version of Camunda adds some. The cluster
    refuses types that it does not support.
  - The module combines several authorizations of a resource, also if they overlap. It makes no change if they grant the
    permissions. Otherwise it first removes and then adds permissions, so that it never grants one twice.
  - It fails if the client or user has no permission to read roles and authorizations, because an empty list could mean
    either.
  - The module does not change the authorizations of Camunda's default roles.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.cluster_access
  - camunda.platform.cluster_access.writing
options:
  owner_type:
    description: Type of the owner.
    type: str
    choices: [client, user, role, group, mapping_rule]
    required: true
  owner:
    description:
      - Id of the owner. With O(cluster), clients can also be selected by name.
      - Clusters do not check IDs of clients. With O(cluster), the module warns if the client does not exist.
    type: str
    required: true
  authorizations:
    description:
      - Permissions of the owner, in any order. The module combines entries for the same resource.
      - Each entry has either C(resource_id) or C(resource_property).
    type: list
    elements: dict
    required: true
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
  prune:
    description: Whether to remove all permissions of this owner that are not listed. Other owners are not changed.
    type: bool
    default: false
  allow_empty:
    description: Whether O(prune) can remove all permissions if the list is empty.
    type: bool
    default: false
  allow_lockout:
    description: Whether the task can remove the permission on authorizations that it uses itself.
    type: bool
    default: false
  skip_canary:
    description:
      - Whether to continue if the role C(admin) or its authorizations are not visible. Every cluster has them unless
        somebody deleted them.
      - Without the permission to read, all lists are empty, and the task would try to grant everything again.
    type: bool
    default: false
seealso:
  - module: camunda.platform.camunda_role
  - module: camunda.platform.camunda_access_info
"""

EXAMPLES = r"""
- name: Let a role work on the jobs of two processes
  camunda.platform.camunda_authorizations:
    cluster: orders
    cluster_credentials_path: access-administrator.env
    owner_type: role
    owner: billing-worker
    authorizations:
      - resource_type: PROCESS_DEFINITION
        resource_id: invoice
        permissions: [READ_PROCESS_INSTANCE, UPDATE_PROCESS_INSTANCE]
      - resource_type: PROCESS_DEFINITION
        resource_id: reminder
        permissions: [READ_PROCESS_INSTANCE, UPDATE_PROCESS_INSTANCE]
    prune: true

- name: Take everything away from a client
  camunda.platform.camunda_authorizations:
    cluster: orders
    cluster_credentials_path: access-administrator.env
    owner_type: client
    owner: old-worker
    authorizations: []
    prune: true
    allow_empty: true
"""

RETURN = r"""
action:
  description: The change, or the planned change in check mode.
  returned: success
  type: str
  sample: update
owner:
  description: The owner of the permissions.
  returned: success
  type: dict
  contains:
    type:
      description: Type of the owner.
      type: str
      returned: always
    id:
      description: Id of the owner.
      type: str
      returned: always
authorizations:
  description: Permissions that are granted to the owner itself, as planned in check mode.
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
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.authorizations import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
