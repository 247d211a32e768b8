#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fails clusters over."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_cluster_failover
short_description: Fail a cluster of Camunda SaaS over to another region
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Creates a new cluster in the backup region of a cluster, copies backups to it and restores one of them. B(The old
    cluster is suspended and can never be resumed); Camunda deletes it later. The new cluster has another UUID and other
    addresses.
  - The cluster must have a backup location in a second region, and failover must be enabled for the organization.
  - The module requests a failover only once. If the answer is lost, it looks for the new cluster in the list of
    clusters.
  - If the cluster was failed over before, the module makes no change, and returns RV(already_failed_over) and a
    warning. The API does not return the new cluster in this case, so RV(new_cluster_uuid) is null.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.wait
attributes:
  check_mode:
    support: partial
    details:
      - The module checks the confirmation and the backups. It cannot check whether the cluster was failed over before
        or is ready for a failover. It warns if the cluster is suspended, which can be the result of a failover.
options:
  cluster:
    description:
      - Name or UUID of the cluster. Give the UUID if the task may run again, as the new cluster may have the same
        name. If both have it, the task fails and lists their UUIDs.
    type: str
    required: true
  confirm:
    description:
      - The name of the cluster to give up. If the cluster has another name, the task fails without a change, also in
        check mode.
      - Write the name instead of using the variable that sets O(cluster).
    type: str
    required: true
  restore_backup:
    description: UUID of the backup to restore onto the new cluster. It must be complete.
    type: str
    required: true
  backups:
    description:
      - UUIDs of the backups to copy to the new cluster, O(restore_backup) among them. That one alone if not given.
    type: list
    elements: str
  wait:
    description:
      - Whether to wait until the new cluster is Healthy, twice in a row.
    type: bool
    default: true
seealso:
  - module: camunda.platform.camunda_backup_info
  - module: camunda.platform.camunda_cluster
"""

EXAMPLES = r"""
- name: Find the complete backups
  camunda.platform.camunda_backup_info:
    cluster: orders
    status:
      - Complete
  register: complete

- name: Give the cluster up and go on with a new one
  camunda.platform.camunda_cluster_failover:
    cluster: orders
    confirm: orders
    restore_backup: "{{ complete.backups[0].uuid }}"
    backups: "{{ complete.backups | map(attribute='uuid') }}"
  register: failover

- name: Show the new cluster
  ansible.builtin.debug:
    var: failover.cluster.links
"""

RETURN = r"""
action:
  description: The change, or the planned change in check mode.
  returned: success
  type: str
  sample: create
new_cluster_uuid:
  description: UUID of the new cluster; null in check mode and if the cluster was failed over before.
  returned: success, and on failure if there is a new cluster
  type: str
steps:
  description:
    - How copying and restoring went, C(backupClone) and C(restore), as the API words it. A C(error) in one of them
      makes the task fail.
    - Null if no failover was requested or the answer was lost.
  returned: success, and on failure if there is a new cluster
  type: dict
  sample: {backupClone: ok, restore: ok}
cluster:
  description:
    - The new cluster, see RV(camunda.platform.camunda_cluster#module:cluster). Null if it was not waited for.
  returned: success, and on failure if there is a new cluster
  type: dict
candidates:
  description:
    - The clusters that are new after a failover whose answer was lost, if there are several.
    - One of them may be the new cluster of the failover.
  returned: on failure if O(cluster) may have been failed over
  type: list
  elements: dict
  contains:
    name:
      description: Name of the cluster.
      type: str
    uuid:
      description: UUID of the cluster.
      type: str
already_failed_over:
  description: Whether the cluster was failed over before, so that no failover was requested.
  returned: success
  type: bool
reason:
  description:
    - The server's message about a cluster that was failed over before; else null.
    - If the server refused, why, as one word. V(not_enabled) if the organization is not admitted to failover,
      V(not_ready) if the cluster cannot be failed over at the moment, V(not_multi_region) if it has no second region.
      The server's own words are in C(answer).
  returned: success, and if the server refused for one of these reasons
  type: str
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster_failover import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
