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
      - With V(present) a backup is made.
      - With V(absent) the backup O(uuid) is deleted, or all beyond O(keep).
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
      - How many seconds the newest backup may be old. If there is a younger one that is complete or in progress, made
        by hand or by a schedule, no other one is made, and one in progress is waited for.
      - Ages are calculated with the clock of the machine that the task runs on.
    type: int
  keep:
    description:
      - How many complete manual backups to keep, the newest ones. All older complete manual ones are deleted, after
        the new one is complete. A backup that fails never costs an older one.
      - The new backup is one of those that are kept if O(wait=true), as only a complete one counts.
      - Backups that Camunda made for itself after an incident (with C(incidentLink)), failed ones and those in
        progress are neither counted nor deleted.
      - The API does not distinguish scheduled backups from manual ones. If the cluster has a backup schedule, the task
        fails unless O(manual_patterns) is given. If it has none, all count as manual, including those of a schedule
        that was deleted.
    type: int
  manual_patterns:
    description:
      - Patterns of the names of manual backups, such as C(manual-*), in which upper and lower case matter. O(keep)
        counts and deletes only backups with such a name.
      - See M(camunda.platform.camunda_backup_info) for the names that Camunda gives.
    type: list
    elements: str
  wait:
    description:
      - Whether to wait until the backup is complete, and until deleted ones are not listed any more.
      - Waiting ends with an error if the backup fails. If deleted backups are listed for more than a minute, there is a
        warning.
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
    - What was done, or in check mode would be done. V(create) if a backup is made, even if others are deleted.
  returned: success
  type: str
  sample: create
backup:
  description:
    - The backup that was created, or the recent one that was sufficient. Null with O(state=absent).
    - The fields have the API's names in snake_case; fields that are not listed here may be added by the API.
    - In check mode, a backup that would be made has the UUID null.
  returned: success, and on failure if there is one
  type: dict
  contains:
    uuid:
      description: UUID of the backup; null for one that would be made.
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
