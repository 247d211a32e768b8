#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows the whole organization."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_organization_info
short_description: Show a whole organization of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Shows all clusters with everything that belongs to them, and the members of the organization.
  - Sends three requests, and one for each cluster and each of its O(parts), several in parallel. It reads private
    connections in AWS regions only, because other regions have none.
  - With O(cluster_access) it also sends seven requests to each of these clusters, four for each role, five for each
    tenant and three for each group.
  - Values that the API does not return, because the API client lacks a permission or the plan lacks a feature, are
    null. RV(clusters[].unknown) and RV(unknown) list them with the reason.
  - The result contains only the names of connector secrets. The API does not return the secrets of clients.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.info
  - camunda.platform.connection
  - camunda.platform.organization
options:
  parts:
    description: Parts of each cluster to return in addition to the cluster itself.
    type: list
    elements: str
    choices: [clients, secrets, backup_schedule, monitoring, secure_connectivity, backups]
    default: [clients, secrets, backup_schedule, monitoring, secure_connectivity, backups]
seealso:
  - module: camunda.platform.camunda_export
"""

EXAMPLES = r"""
- name: Look at everything
  camunda.platform.camunda_organization_info:
  register: organization

- name: Look at everything, and at who may do what in one cluster
  camunda.platform.camunda_organization_info:
    cluster_access:
      - cluster_credentials_path: orders-administrator.env
  register: organization

- name: Look for clients that may read connector secrets
  camunda.platform.camunda_organization_info:
    cluster_patterns: [prod-*]
    parts: [clients]
  register: production

- name: Name them
  ansible.builtin.debug:
    msg: "{{ item.clients | selectattr('permissions', 'contains', 'Secrets') | map(attribute='name') | list }}"
  loop: "{{ production.clusters }}"
  loop_control:
    label: "{{ item.name }}"
"""

RETURN = r"""
clusters:
  description:
    - The clusters, by name, with the fields of RV(camunda.platform.camunda_cluster#module:cluster) and the ones below.
    - A part that was not requested, or could not be read, is null.
  returned: success
  type: list
  elements: dict
  contains:
    uuid:
      description: UUID of the cluster.
      type: str
      returned: always
    name:
      description: Name of the cluster.
      type: str
      returned: always
    status:
      description: The states of the components; C(ready) is the state of the cluster.
      type: dict
      returned: always
      sample: {ready: Healthy}
    clients:
      description: The clients, by name, as in RV(camunda.platform.camunda_client_info#module:clients).
      type: list
      elements: dict
      returned: always
    secrets:
      description: The names of the connector secrets.
      type: list
      elements: str
      returned: always
    backup_schedule:
      description: Five cron fields in UTC, null also if there is no schedule.
      type: str
      returned: always
    monitoring:
      description: The metrics endpoint, as in RV(camunda.platform.camunda_monitoring_info#module:monitoring).
      type: dict
      returned: always
    secure_connectivity:
      description:
        - The private connection, as in
          RV(camunda.platform.camunda_secure_connectivity_info#module:secure_connectivity).
      type: dict
      returned: always
    backups:
      description: The backups, the newest first, as in RV(camunda.platform.camunda_backup_info#module:backups).
      type: list
      elements: dict
      returned: always
    access:
      description:
        - Access in the cluster, as read with O(cluster_access); null without it.
      type: dict
      returned: always
      contains:
        enforced:
          description: Whether the cluster enforces authorizations, null before Camunda 8.10, which does not show it.
          type: bool
          returned: always
        caller:
          description: The owner that read it, with C(type) and C(id).
          type: dict
          returned: always
        roles:
          description:
            - The roles, by id, with C(name), C(description), and lists of members by kind (C(clients), C(users),
              C(groups) and C(mapping_rules)). Clients have their IDs.
          type: list
          elements: dict
          returned: always
        tenants:
          description: The tenants, in the same form. Null if they cannot be read.
          type: list
          elements: dict
          returned: always
        groups:
          description: The groups, in the same form. Null if the cluster has none.
          type: list
          elements: dict
          returned: always
        mapping_rules:
          description: Ids of the mapping rules. Null if the cluster has none.
          type: list
          elements: str
          returned: always
        users:
          description: Names of the users. Null if the cluster has none.
          type: list
          elements: str
          returned: always
        authorizations:
          description:
            - The authorizations, by owner. Each has C(owner_type), C(owner), and C(authorizations) as in
              RV(camunda.platform.camunda_authorizations#module:authorizations).
          type: list
          elements: dict
          returned: always
    default_generation:
      description: Name of the default generation of the cluster's channel, null if unknown.
      type: str
      returned: always
      sample: Camunda 8.8+gen25
    unknown:
      description: Why parts could not be read, by their names.
      type: dict
      returned: always
members:
  description:
    - The members, by address, as in RV(camunda.platform.camunda_member_info#module:members); null if they could not be
      read.
  returned: success
  type: list
  elements: dict
unknown:
  description: Why C(members) or C(parameters) could not be read, by these names.
  returned: success
  type: dict
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.organization_info import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
