#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages backup schedules."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_backup_schedule
short_description: Manage the backup schedule of a cluster of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Sets, changes or deletes the one backup schedule that a cluster can have.
  - Changing or deleting the schedule does not affect existing backups.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.cluster
  - camunda.platform.connection
options:
  state:
    description:
      - With V(present) the cluster has the schedule O(schedule).
      - With V(absent) it has none.
    type: str
    choices: [present, absent]
    default: present
  schedule:
    description:
      - Cron expression of five fields (minute, hour, day of month, month, day of week) in UTC. Needed with
        O(state=present).
      - A field is C(*), a number, a range (C(1-5)), a step (C(*/2), C(8-18/2)), or a list of these (C(0,30)). Months
        and days of the week have English names too (C(jan), C(mon)); 0 and 7 are Sunday. If both the day of the month
        and the day of the week are restricted, it runs on days that fit either.
      - Checked before any request. No two runs may ever be less than 15 minutes apart, also over
        midnight.
      - The comparison with the current schedule ignores spaces, and upper and lower case.
    type: str
seealso:
  - module: camunda.platform.camunda_backup
"""

EXAMPLES = r"""
- name: Make a backup every night at two o'clock UTC
  camunda.platform.camunda_backup_schedule:
    cluster: orders
    schedule: 0 2 * * *

- name: Make a backup every quarter of an hour on working days
  camunda.platform.camunda_backup_schedule:
    cluster: orders
    schedule: "*/15 6-20 * * mon-fri"

- name: Make backups only by hand
  camunda.platform.camunda_backup_schedule:
    cluster: orders
    state: absent
"""

RETURN = r"""
action:
  description: The change, or the planned change in check mode.
  returned: success
  type: str
  sample: create
schedule:
  description: The schedule; null with O(state=absent).
  returned: success
  type: dict
  contains:
    name:
      description: Name that Camunda gave to the schedule; null for one that would be created.
      type: str
      returned: always
    schedule:
      description: The cron expression, in UTC.
      type: str
      returned: always
      sample: 0 2 * * *
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.backup_schedule import (
    ARGUMENTS,
    REQUIRED_IF,
    run,
)

SPEC = Spec(run=run, arguments=ARGUMENTS, required_if=REQUIRED_IF)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
