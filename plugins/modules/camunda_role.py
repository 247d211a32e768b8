#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages roles of a cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_role
short_description: Manage roles of a Camunda cluster
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Creates, changes and deletes a role of a cluster, and its memberships.
  - To set the permissions of the role, use M(camunda.platform.camunda_authorizations).
  - Deleting a role deletes its memberships and its authorizations.
  - Camunda's default roles (C(admin), C(readonly-admin), C(connectors), C(rpa), C(app-integrations), C(task-worker))
    cannot be changed or deleted, but they can get members. None of them is suitable for your own job workers.
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
    description: Id of the role; letters, digits and any of C(_~@.+-).
    type: str
    required: true
  name:
    description: Display name. The default for a new role is O(id).
    type: str
  description:
    description: Description of the role.
    type: str
  groups:
    description:
      - Groups, by their ids.
      - If not set, the module neither reads nor changes these members.
    type: list
    elements: str
  allow_lockout:
    description:
      - Whether the task can remove the role C(admin) from its own client or user.
    type: bool
    default: false
seealso:
  - module: camunda.platform.camunda_authorizations
  - module: camunda.platform.camunda_access_info
  - module: camunda.platform.camunda_tenant
"""

EXAMPLES = r"""
- name: Make a role for the workers of the billing team
  camunda.platform.camunda_role:
    cluster: orders
    cluster_credentials_path: access-administrator.env
    id: billing-worker
    description: Works on the jobs of billing processes
    clients:
      - billing-worker

- name: Let exactly one client administer the access
  camunda.platform.camunda_role:
    cluster: orders
    cluster_credentials_path: access-administrator.env
    id: admin
    clients: [access-administrator]
    prune_members: true
"""

RETURN = r"""
action:
  description: The change, or the planned change in check mode.
  returned: success
  type: str
  sample: update
role:
  description: The role after the change, as planned in check mode; null with O(state=absent).
  returned: success
  type: dict
  contains:
    id:
      description: Id of the role.
      type: str
      returned: always
    name:
      description: Name of the role.
      type: str
      returned: always
    description:
      description: Description of the role.
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
    mapping_rules:
      description: All members that are mapping rules.
      type: list
      elements: str
      returned: if O(mapping_rules) is set
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.role import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
