#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows the activity log of an organization, and keeps it in a file."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_activity_info
short_description: Show the activity log of organizations of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Shows who did what in the organization, filtered, with the newest entries first.
  - With O(dest), it also writes the log to a file, in the CSV format of the API.
  - The API has neither pages nor filters, so the module reads the whole log, once for the entries and once for the CSV.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
options:
  since:
    description:
      - Only entries of this time or later. A date such as V(2026-11-22), a date with time such as
        V(2026-11-22T08:30:00Z) or V(2026-11-22 08:30:00+01:00), or a Unix time in seconds or milliseconds. UTC if no
        zone is given.
      - Entries without a time are left out, with a warning.
    type: str
  until:
    description:
      - Show only entries before this time, in a form of O(since). With a date alone, the whole day is included.
    type: str
  entity:
    description: Show only entries about this kind of thing. Upper and lower case are the same.
    type: str
  entity_id:
    description: Show only entries about the thing of this id.
    type: str
  user:
    description: Only activities of the user with this ID.
    type: str
  type:
    description: Show only entries of these types.
    type: list
    elements: str
    choices: [create, read, update, delete]
  limit:
    description:
      - Maximum number of entries, the newest ones. With V(0), the module reads none, which is useful if you need only
        the CSV.
    type: int
  dest:
    description:
      - File to write the log to as CSV, on the machine where the task runs. Its directory must exist. The filters
        do not apply to it.
      - It is written whole or not at all, and only if its content or mode is another one.
      - Only a regular file is read or replaced. A symbolic link or a device in its place is refused.
    type: path
  mode:
    description: Mode of the file, as an octal number in quotes.
    type: raw
    default: "0600"
attributes:
  check_mode:
    details:
      - The module changes nothing but the file of O(dest).
  diff_mode:
    details:
      - The diff shows the lines of the file of O(dest).
  idempotent:
    details:
      - The file of O(dest) changes whenever the log has grown.
notes:
  - The unit of the API's times is not documented. RV(activities[].time) is derived from their magnitude. Values below
    100000000000 are seconds, larger ones milliseconds, and from 1000 times that value on smaller units.
"""

EXAMPLES = r"""
- name: Look at what was deleted this month
  camunda.platform.camunda_activity_info:
    type: [delete]
    since: "2026-11-01"
  register: deletions

- name: Keep the log of the organization
  camunda.platform.camunda_activity_info:
    dest: /var/lib/audit/camunda.csv
    mode: "0640"
    limit: 0
"""

RETURN = r"""
activities:
  description:
    - The entries, the newest first. Fields that are not listed here may be added by the API.
  returned: success
  type: list
  elements: dict
  contains:
    time:
      description: Time in UTC; null if the entry has none.
      type: str
      returned: always
      sample: "2026-11-22T08:30:00.000Z"
    timestamp:
      description: The time as the API has it.
      type: float
      returned: if the entry has it
    type:
      description: Type of the change, V(create), V(read), V(update) or V(delete).
      type: str
      returned: always
    audit_type:
      description: The type as a letter, as the API returns it.
      type: str
      returned: always
      sample: c
    audit:
      description: The entry in words.
      type: str
      returned: always
    service:
      description: The service that did it.
      type: str
      returned: always
    org_id:
      description: Id of the organization.
      type: str
      returned: always
    user_id:
      description: Id of the user.
      type: str
      returned: always
    entity:
      description: Kind of the object.
      type: str
      returned: always
    entity_id:
      description: Id of the thing.
      type: str
      returned: always
    entity_attribute:
      description: Name of the changed attribute.
      type: str
      returned: if the entry has it
    entity_attribute_value_from:
      description: The value before.
      type: str
      returned: if the entry has it
    entity_attribute_value_to:
      description: The value after.
      type: str
      returned: if the entry has it
    parent_entity:
      description: Kind of the object that it belongs to.
      type: str
      returned: if the entry has it
    parent_entity_id:
      description: Id of the thing that it belongs to.
      type: str
      returned: if the entry has it
action:
  description: The change of the file, or the planned change in check mode.
  returned: with O(dest)
  type: str
  sample: update
file:
  description: The file of O(dest).
  returned: with O(dest)
  type: dict
  contains:
    path:
      description: Absolute path of the file.
      type: str
      returned: always
    mode:
      description: Mode of the file.
      type: str
      returned: always
      sample: "0600"
    lines:
      description: Number of lines of the file.
      type: int
      returned: always
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.activity import INFO_ARGUMENTS, run_info

SPEC = Spec(run=run_info, arguments=INFO_ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
