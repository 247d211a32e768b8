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
  - Restores a backup of a cluster on the same cluster. B(All current data of the cluster is lost.) During the restore,
    the cluster is not available; Camunda suspends and resumes it automatically. Its addresses do not change.
  - The module sends the request to restore only once. If the answer is lost, the module checks whether the restore has
    started.
  - If the last restore of this backup is COMPLETED, the backup counts as restored, and the module does nothing unless
    O(allow_repeat=true). It does not consider whether another backup was restored since then, or what the cluster
    has done since then. If the last restore of the backup is in progress, the module waits for it. If it ended as
    FAILED or ABORTED, the module restores the backup again.
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
    description: UUID of the backup. It must be complete.
    type: str
    required: true
  confirm:
    description:
      - The name of the cluster whose data is replaced. If the cluster has another name, the task fails without a
        change, also in check mode.
      - Write the name instead of using the variable that sets O(cluster).
    type: str
    required: true
  allow_repeat:
    description: Whether to restore a backup that was restored before.
    type: bool
    default: false
  wait:
    description:
      - Whether to wait until the restore is COMPLETED and then the cluster Healthy, twice in a row. It is normal that
        the cluster is suspended during the restore.
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
  description: The change, or the planned change in check mode.
  returned: success
  type: str
  sample: create
restore:
  description: The restore. The fields have the API's names in snake_case.
  returned: success, and on failure as it was seen last
  type: dict
  contains:
    uuid:
      description: UUID of the restore; null for one that would be started.
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
      description: When the restore was started.
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
