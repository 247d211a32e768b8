#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes backups of many clusters."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_backups
short_description: Back up many clusters of Camunda SaaS together
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Creates a backup of each cluster in a list. The module starts all backups first and then waits for them together, so
    that it takes as long as the slowest one.
  - If a backup fails, the module continues with the other clusters. The task fails at the end, with the result of every
    cluster in RV(backups).
  - This includes clusters that do not exist.
  - The options have the same meaning as in M(camunda.platform.camunda_backup), for each cluster.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.wait
attributes:
  idempotent:
    support: partial
    details:
      - Every run creates new backups, unless O(max_age) allows existing ones.
options:
  clusters:
    description: Names or UUIDs of the clusters. Each cluster can be listed only once.
    type: list
    elements: str
    required: true
  max_age:
    description:
      - Maximum age of the newest backup of a cluster in seconds. If a newer backup is complete or in progress, the
        module creates none, and waits for one in progress.
      - Ages are calculated with the clock of the machine that the task runs on.
    type: int
  keep:
    description:
      - Number of complete manual backups to keep of each cluster, see O(camunda.platform.camunda_backup#module:keep).
        The module deletes older ones after the new backup is complete. If the new backup fails, it deletes none.
    type: int
  manual_patterns:
    description:
      - Patterns of the names of manual backups. O(keep) needs them for clusters that have a backup schedule.
    type: list
    elements: str
  parallel:
    description: How many clusters to process at a time, 1 to 32.
    type: int
    default: 8
  wait:
    description: Whether to wait until the backups are complete, and until deleted ones are not listed any more.
    type: bool
    default: true
  wait_timeout:
    description: Seconds to wait at most, for all backups together.
    type: float
    default: 1800.0
seealso:
  - module: camunda.platform.camunda_backup
  - module: camunda.platform.camunda_backup_info
"""

EXAMPLES = r"""
- name: Back up two clusters, unless they have a backup that is less than an hour old, and keep the last two
  camunda.platform.camunda_backups:
    clusters:
      - orders
      - invoices
    max_age: 3600
    keep: 2

- name: List the clusters
  camunda.platform.camunda_cluster_info:
    status: [Healthy]
  register: healthy

- name: Back up all that are healthy
  camunda.platform.camunda_backups:
    clusters: "{{ healthy.clusters | map(attribute='uuid') }}"
"""

RETURN = r"""
backups:
  description: The change for each cluster, as planned in check mode, in the order of O(clusters).
  returned: success, and on failure if at least one was tried
  type: list
  elements: dict
  contains:
    name:
      description: Name or UUID of the cluster, as in O(clusters).
      type: str
      returned: always
    changed:
      description: Whether anything was done.
      type: bool
      returned: always
    action:
      description: V(create) if a backup was created, V(delete) if backups were only deleted, V(none) otherwise.
      type: str
      returned: always
    backup:
      description: The backup, as RV(camunda.platform.camunda_backup#module:backup); null if there is none.
      type: dict
      returned: always
    deleted:
      description: UUIDs of the backups that were deleted, or in check mode would be.
      type: list
      elements: str
      returned: always
    seconds:
      description: Duration in this task; null in check mode, and if no change was started.
      type: float
      returned: always
    error:
      description: Why it failed, null if it did not.
      type: str
      returned: always
failures:
  description: A list of the failures, with the fields of a failure of M(camunda.platform.camunda_backup).
  returned: if some backups failed
  type: list
  elements: dict
  contains:
    name:
      description: Name or UUID of the cluster, as in O(clusters).
      type: str
      returned: always
    msg:
      description: Why it failed.
      type: str
      returned: always
    code:
      description: Code of the failure, see the page Troubleshooting.
      type: str
      returned: always
    status:
      description: HTTP status of the answer.
      type: int
      returned: if the API answered
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.backups import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS, required_by={"manual_patterns": ["keep"]})


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
