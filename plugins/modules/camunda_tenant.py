#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages tenants of a cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_tenant
short_description: Manage tenants of a Camunda cluster
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Creates, changes and deletes a tenant of a cluster, and its memberships.
  - With multi-tenancy, a client must also be a member of a tenant, including C(<default>), to read its data.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.cluster_access
  - camunda.platform.cluster_access.writing
  - camunda.platform.cluster_access.state
  - camunda.platform.cluster_access.members
options:
  id:
    description: Id of the tenant; letters, digits, C(_), C(.) and C(-), or V(<default>).
    type: str
    required: true
  name:
    description: Display name. The default for a new tenant is O(id).
    type: str
  description:
    description: Description of the tenant.
    type: str
  groups:
    description:
      - Groups, by their ids.
      - If not set, the module neither reads nor changes these members.
    type: list
    elements: str
  roles:
    description:
      - Roles, by their ids.
      - If not set, the module neither reads nor changes these members.
    type: list
    elements: str
  allow_lockout:
    description:
      - Whether the task can remove the role C(admin) from its own client or user.
    type: bool
    default: false
seealso:
  - module: camunda.platform.camunda_role
  - module: camunda.platform.camunda_group
"""

EXAMPLES = r"""
- name: Make a tenant that two roles work for
  camunda.platform.camunda_tenant:
    cluster: orders
    cluster_credentials_path: access-administrator.env
    id: north
    name: North
    roles: [billing-worker, clerk]
"""

RETURN = r"""
action:
  description: The change, or the planned change in check mode.
  returned: success
  type: str
  sample: update
tenant:
  description: The tenant after the change, as planned in check mode; null with O(state=absent).
  returned: success
  type: dict
  contains:
    id:
      description: Id of the tenant.
      type: str
      returned: always
    name:
      description: Name of the tenant.
      type: str
      returned: always
    description:
      description: Description of the tenant.
      type: str
      returned: always
    clients:
      description: All members that are clients.
      type: list
      elements: str
      returned: if O(clients) is set
    users:
      description: All members that are users.
      type: list
      elements: str
      returned: if O(users) is set
    groups:
      description: All members that are groups.
      type: list
      elements: str
      returned: if O(groups) is set
    roles:
      description: All members that are roles.
      type: list
      elements: str
      returned: if O(roles) is set
    mapping_rules:
      description: All members that are mapping rules.
      type: list
      elements: str
      returned: if O(mapping_rules) is set
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.tenant import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
