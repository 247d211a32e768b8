#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows backups."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_backup_info
short_description: List the backups of a cluster of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Lists the backups that match all given filters, the newest first.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.info
  - camunda.platform.connection
options:
  cluster:
    description: Name or UUID of the cluster.
    type: str
    required: true
  uuid:
    description: Only the backup of this UUID.
    type: str
  name_patterns:
    description: Only backups whose name matches one of these patterns, which are case-sensitive.
    type: list
    elements: str
  status:
    description: Only backups in one of these states, such as V(Complete), V(In progress) and V(Failed).
    type: list
    elements: str
  max_age:
    description: Only backups that were started at most this many seconds ago, by the clock of the machine that runs the
      task.
    type: int
  incident:
    description:
      - With V(true), only backups that Camunda created after an incident, with V(false), only others.
    type: bool
seealso:
  - module: camunda.platform.camunda_backup
"""

EXAMPLES = r"""
- name: Find the last complete backup
  camunda.platform.camunda_backup_info:
    cluster: orders
    status:
      - Complete
  register: complete

- name: Fail if it is older than a day
  camunda.platform.camunda_backup_info:
    cluster: orders
    status:
      - Complete
    max_age: 86400
  register: recent
  failed_when: recent.backups | length == 0
"""

RETURN = r"""
backups:
  description:
    - The backups, the newest first. The fields have the API's names in snake_case, see
      RV(camunda.platform.camunda_backup#module:backup).
  returned: success
  type: list
  elements: dict
  contains:
    uuid:
      description: UUID of the backup.
      type: str
      returned: always
    name:
      description: Name that Camunda gave to the backup.
      type: str
      returned: always
    created:
      description: When the backup was started.
      type: str
      returned: always
      sample: "2026-11-22T08:00:00.000Z"
    status:
      description: State of the backup.
      type: str
      returned: always
      sample: Complete
    incident_link:
      description: Reference of the incident for which Camunda created the backup.
      type: str
      returned: if there is one
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.backup import INFO_ARGUMENTS, run_info

SPEC = Spec(run=run_info, arguments=INFO_ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
