#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows the usage metrics of a Self-Managed installation, and keeps them in a file."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_usage_metrics_info
short_description: Show usage metrics of clusters of Camunda Self-Managed
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Shows how many process instances and decision instances were started in a period, and to whom tasks were assigned,
    as a license audit requires.
  - With O(dest), the module also writes it to a file.
  - This is not available on SaaS.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.self_managed
options:
  clusters:
    description:
      - Names or UUIDs of the clusters. If not set, all except those of the type C(management), which run no processes.
        With O(api=v2), clusters may have other types, and are included.
    type: list
    elements: str
  start:
    description:
      - Start of the period. A date such as V(2026-01-01), a date with time such as V(2026-01-01T08:30:00Z) or
        V(2026-01-01 08:30:00+01:00), or a Unix time in seconds or milliseconds. UTC if no zone is given.
      - One of O(start) and O(last) is needed.
    type: str
  end:
    description:
      - End of the period, in a form of O(start). A date means that the whole day, in UTC, is included. A time itself is
        not.
      - If not set, the period ends now, or with O(last) at the begin of today or of this hour.
    type: str
  last:
    description:
      - Length of a period that ends at O(end), a number with a unit, C(h), C(d), C(w), C(m) (months of the calendar) or
        C(y), such as V(30d) or V(12m).
      - If O(end) is not set, these are whole days in UTC, today not included, or with C(h) whole hours. So the result
        is the same all day.
    type: str
  dest:
    description:
      - File to write the result to, on the machine where the task runs. Its directory must exist.
      - It is written whole or not at all, and only if its content or mode is another one.
      - Only a regular file is read or replaced. A symbolic link or a device in its place is refused.
    type: path
  format:
    description:
      - Format of the file. V(csv) has a line for each cluster, with the assignees separated by spaces. V(json) also has
        the totals.
    type: str
    choices: [csv, json]
    default: csv
  mode:
    description: Mode of the file, as an octal number in quotes. It names the persons who worked on tasks.
    type: raw
    default: "0600"
  fail_on_zero:
    description:
      - Whether to fail instead of warn if numbers are zero, before the file is written.
      - This applies if all numbers of a cluster are zero with O(api=v1) or O(api=v2), or those of all clusters with
        O(api=admin_api). Camunda Hub passes the token to the cluster, which returns zeros without an error if the
        permission is missing.
    type: bool
    default: false
attributes:
  check_mode:
    details:
      - The module changes nothing but the file of O(dest).
  diff_mode:
    details:
      - The diff shows the lines of the file of O(dest).
  idempotent:
    details:
      - The file of O(dest) changes if the metrics or the period have changed. A period that ends now is
        different in each run.
notes:
  - The metrics come from Operate and Tasklist of the clusters. If neither of them runs, reading them fails.
  - With Camunda Hub, the application needs two permissions in addition to that for the Hub, C(read:*) for
    the audience C(orchestration-api) and, where the cluster has authorizations enabled, the permission
    C(READ_USAGE_METRIC) on the resource C(SYSTEM) in it. The role P(camunda.platform.self_managed_application#role)
    grants the first one.
seealso:
  - module: camunda.platform.camunda_cluster_info
"""

EXAMPLES = r"""
- name: Look at the last 30 days of all clusters
  camunda.platform.camunda_usage_metrics_info:
    base_url: https://camunda.example.com/console
    keycloak_url: https://camunda.example.com/auth
    last: 30d
  register: usage

- name: Report a year for the license audit
  camunda.platform.camunda_usage_metrics_info:
    base_url: https://camunda.example.com/console
    keycloak_url: https://camunda.example.com/auth
    clusters: [camunda]
    start: "2026-01-01"
    end: "2026-12-31"
    dest: /var/lib/audit/camunda-2026.csv
    # Zeros are no report, but a right that is missing.
    fail_on_zero: true
"""

RETURN = r"""
metrics:
  description: The metrics of each cluster, by name.
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
    process_instances:
      description: Number of process instances that were started.
      type: int
      returned: always
      sample: 1200
    decision_instances:
      description: Number of decision instances that were executed.
      type: int
      returned: always
    task_users:
      description: Number of users with assigned tasks.
      type: int
      returned: always
    assignees:
      description: These users, by name.
      type: list
      elements: str
      returned: always
      sample: [demo]
    active_tenants:
      description: Number of tenants that were active.
      type: int
      returned: with RV(api=v2), if the cluster returns it
totals:
  description: The metrics of all these clusters together. A sum is null if the number of a cluster is unknown.
  returned: success
  type: dict
  contains:
    process_instances:
      description: Sum of the process instances.
      type: int
      returned: always
    decision_instances:
      description: Sum of the decision instances.
      type: int
      returned: always
    task_users:
      description: Sum of the task users. Who worked in two clusters is counted twice.
      type: int
      returned: always
    assignees:
      description: The users of all clusters, by name, each of them once.
      type: list
      elements: str
      returned: always
period:
  description: The requested period.
  returned: success
  type: dict
  contains:
    start:
      description: Its begin in UTC.
      type: str
      returned: always
      sample: "2026-01-01T00:00:00.000Z"
    end:
      description: End of the period in UTC, not included.
      type: str
      returned: always
      sample: "2027-01-01T00:00:00.000Z"
    start_ms:
      description: Start of the period as Unix time in milliseconds, as sent to the API.
      type: int
      returned: always
    end_ms:
      description: End of the period as Unix time in milliseconds, as sent to the API.
      type: int
      returned: always
api:
  description: The API that was used, a value of O(api) other than V(auto).
  returned: success
  type: str
  sample: admin_api
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
from ansible_collections.camunda.platform.plugins.module_utils._resources.usage_metrics import INFO_ARGUMENTS, run_info

SPEC = Spec(
    run=run_info,
    arguments=INFO_ARGUMENTS,
    mutually_exclusive=[("start", "last")],
    required_one_of=[("start", "last")],
)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
