#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Restores backups."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_backup_restore
short_description: Restore a backup of a cluster of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Restores a backup onto the cluster that it was made of. B(All data that the cluster holds now is lost.) While it is
    being restored, the cluster is not available; Camunda suspends and resumes it by itself. Its addresses stay.
  - A restore is begun once. If the answer to that is lost, it is looked up whether it has begun.
  - If the last restore of this backup is COMPLETED, the backup counts as restored, and nothing is done unless
    O(allow_repeat=true); whether another backup was restored since, or how much the cluster has worked since, is not
    considered. If the last restore of it is on its way, it is waited for. If it ended as FAILED or ABORTED, the backup
    is restored again.
  - Only one restore at a time can run on a cluster.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.wait
attributes:
  idempotent:
    support: partial
    details:
      - With O(allow_repeat=true) every run restores the backup.
options:
  cluster:
    description: Name or UUID of the cluster.
    type: str
    required: true
  backup:
    description: UUID of the backup. It has to be complete.
    type: str
    required: true
  confirm:
    description:
      - The name of the cluster whose data is to be replaced. If the cluster has another name, nothing is done and the
        task fails, in check mode too.
      - Write it out instead of using the variable that O(cluster) is set by.
    type: str
    required: true
  allow_repeat:
    description: Whether to restore a backup that was restored before.
    type: bool
    default: false
  wait:
    description:
      - Whether to wait until the restore is COMPLETED and then the cluster Healthy, twice in a row. That the cluster is
        suspended meanwhile is normal.
      - Waiting ends with an error if the restore is FAILED or ABORTED, or the cluster Unhealthy after it.
    type: bool
    default: true
seealso:
  - module: camunda.platform.camunda_backup
  - module: camunda.platform.camunda_backup_info
"""

EXAMPLES = r"""
- name: Find the last complete backup
  camunda.platform.camunda_backup_info:
    cluster: orders-test
    status:
      - Complete
  register: complete

- name: Restore it
  camunda.platform.camunda_backup_restore:
    cluster: orders-test
    backup: "{{ complete.backups[0].uuid }}"
    confirm: orders-test
"""

RETURN = r"""
action:
  description: What was done, or in check mode would be done.
  returned: success
  type: str
  sample: create
restore:
  description: The restore. The fields have the API's names in snake_case.
  returned: success, and on failure as it was seen last
  type: dict
  contains:
    uuid:
      description: UUID of the restore; null for one that would be begun.
      type: str
      returned: always
    backup_id:
      description: UUID of the backup.
      type: str
      returned: always
    state:
      description: State of the restore.
      type: str
      returned: always
      sample: COMPLETED
    start_timestamp:
      description: When the restore was begun.
      type: str
      returned: if the API shows it
    completion_timestamp:
      description: When the restore ended.
      type: str
      returned: if the API shows it
cluster:
  description: The cluster, see RV(camunda.platform.camunda_cluster#module:cluster).
  returned: success, and on failure as it was seen last
  type: dict
reason:
  description:
    - Why the server refused, as one word. V(conflict) if a restore runs already or the backup's generation is gone,
      V(disabled) if the organization cannot restore through the API.
  returned: if the server refused for one of these reasons
  type: str
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.backup_restore import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
