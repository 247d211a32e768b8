#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes and deletes backups."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_backup
short_description: Make and delete backups of a cluster of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Creates a backup and waits until it is complete, deletes a backup, or deletes all but the last few backups.
  - The module requests a backup only once. If the answer is lost, it looks for a new backup in the list instead of
    requesting another one.
  - Camunda itself keeps only a few backups of a cluster and deletes the oldest complete one when there is a new one,
    and limits how often a backup can be created. Both limits depend on the organization, and the API does not return
    them.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.wait
attributes:
  idempotent:
    support: partial
    details:
      - Every run with O(state=present) creates a new backup, unless O(max_age) allows an existing one.
options:
  state:
    description:
      - V(present) creates a backup.
      - V(absent) deletes the backup O(uuid), or all except the newest O(keep).
    type: str
    choices: [present, absent]
    default: present
  cluster:
    description: Name or UUID of the cluster.
    type: str
    required: true
  uuid:
    description: UUID of the backup to delete. Only with O(state=absent).
    type: str
  max_age:
    description:
      - Maximum age of the newest backup in seconds. If a newer backup is complete or in progress, manual or scheduled,
        the module creates none, and waits for one in progress.
      - Ages are calculated with the clock of the machine that the task runs on.
    type: int
  keep:
    description:
      - Number of complete manual backups to keep. The module deletes older ones after the new backup is complete. If
        the new backup fails, it deletes none.
      - With O(wait=true), the new backup is one of them. Only complete backups count.
      - Backups that Camunda created after an incident (with C(incidentLink)), failed backups and backups in progress
        are neither counted nor deleted.
      - The API does not distinguish scheduled backups from manual ones. If the cluster has a backup schedule, the task
        fails unless O(manual_patterns) is set. Without a schedule, all backups count as manual, including those of a
        deleted schedule.
    type: int
  manual_patterns:
    description:
      - Patterns of the names of manual backups, such as C(manual-*), which are case-sensitive. O(keep) counts and
        deletes only backups with such a name.
      - See M(camunda.platform.camunda_backup_info) for the names that Camunda gives.
    type: list
    elements: str
  wait:
    description:
      - Whether to wait until the backup is complete, and until deleted ones are not listed any more.
      - The task fails if the backup fails. It warns if the API lists deleted backups for more than a minute.
    type: bool
    default: true
seealso:
  - module: camunda.platform.camunda_backup_info
  - module: camunda.platform.camunda_backup_restore
  - module: camunda.platform.camunda_backup_schedule
"""

EXAMPLES = r"""
- name: Make a backup before an upgrade, unless there is one that is less than an hour old
  camunda.platform.camunda_backup:
    cluster: orders
    max_age: 3600
  register: backup

- name: Make a backup and delete all manual ones but the last two
  camunda.platform.camunda_backup:
    cluster: orders
    keep: 2

- name: Delete a backup
  camunda.platform.camunda_backup:
    cluster: orders
    uuid: "{{ backup.backup.uuid }}"
    state: absent

- name: Delete old manual backups of a cluster that has a schedule as well
  camunda.platform.camunda_backup:
    cluster: orders
    keep: 1
    manual_patterns:
      - manual-*
    state: absent
"""

RETURN = r"""
action:
  description:
    - The change, or the planned change in check mode. V(create) if a backup is created, even if others are deleted.
  returned: success
  type: str
  sample: create
backup:
  description:
    - The backup that was created, or the recent one that was sufficient. Null with O(state=absent).
    - The fields have the API's names in snake_case; fields that are not listed here may be added by the API.
    - In check mode, the UUID of a planned backup is null.
  returned: success, and on failure if there is one
  type: dict
  contains:
    uuid:
      description: UUID of the backup; null if it is only planned.
      type: str
      returned: always
    name:
      description: Name that Camunda gave to the backup.
      type: str
      returned: if the backup exists
    created:
      description: When the backup was started.
      type: str
      returned: if the backup exists
      sample: "2026-11-22T08:00:00.000Z"
    completed:
      description: When the backup was complete, as returned by the API.
      type: str
      returned: if the backup exists
    status:
      description: State of the backup, C(Complete), C(In progress), C(Failed) or C(-).
      type: str
      returned: always
      sample: Complete
    generation_name:
      description: Generation that the cluster had.
      type: str
      returned: if the API shows it
deleted:
  description: UUIDs of the backups that were deleted, or in check mode would be.
  returned: success, and on failure if anything was done
  type: list
  elements: str
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.backup import ARGUMENTS, run

SPEC = Spec(
    run=run, arguments=ARGUMENTS, mutually_exclusive=[("uuid", "keep")], required_by={"manual_patterns": ["keep"]}
)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
