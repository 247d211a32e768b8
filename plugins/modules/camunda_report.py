#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes a report on an organization."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_report
short_description: Write a report on a Camunda SaaS organization
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Writes a report as one page of HTML, and as JSON. It contains all clusters with their health, generation, region,
    plan and age, their clients, names of connector secrets, IP allowlists and backups, and the members of the
    organization.
  - The page has no scripts and no external files, and can be read on a phone and printed.
  - It begins with what needs attention. This includes clusters that are not healthy, generations older than the default
    of the channel, newest backups that failed or are old, and IP allowlists that allow every address. With
    descriptions, it includes objects that are not described, and differences from the descriptions.
  - The playbook C(camunda.platform.report) takes the descriptions from the variables of the role
    P(camunda.platform.provision#role), and the differences from its check mode.
  - The report never contains values of secrets.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.organization
options:
  dest:
    description:
      - File to write the page to, on the machine where the task runs. Its directory has to exist.
      - It is written whole or not at all, over a file that exists.
      - Only a regular file is read or replaced. A symbolic link or a device in its place is refused.
      - At least one of O(dest) and O(json_dest) is needed.
    type: path
  json_dest:
    description: File to write the same to as JSON.
    type: path
  mode:
    description: Mode of the files, as an octal number in quotes. They hold addresses of people and networks.
    type: raw
    default: "0600"
  title:
    description: Title of the page.
    type: str
    default: Camunda organization
  generated_at:
    description:
      - The time that the report is for and that ages are counted to, such as V(2026-11-22T08:30:00Z). Now if not given.
      - With a given time, the report on an unchanged organization is the same byte by byte.
    type: str
  backup_max_age:
    description: Seconds after which the newest complete backup of a cluster that has backups needs attention.
    type: int
    default: 604800
  described_clusters:
    description:
      - The variable C(provision_clusters) of the role P(camunda.platform.provision#role). Of each cluster C(name),
        C(uuid) and the C(name) of its C(clients) are looked at.
      - Reports objects that are not in it as not described. Without this option, the report does not compare.
    type: list
    elements: dict
  described_members:
    description: Addresses of the members that are described.
    type: list
    elements: str
  described_secrets:
    description: Lists of names of the connector secrets that are described, by name or UUID of the cluster.
    type: dict
  planned_changes:
    description:
      - What would have to change. Each entry is one of the C(resources) of M(camunda.platform.camunda_organization), or
        a result of another module of this collection, in check mode and diff mode, with the keys C(kind), C(cluster)
        and C(name) added, which identify the resource.
      - Of a result the keys C(action), C(created), C(updated), C(replaced), C(deleted), C(diff), C(failed) and C(msg)
        are looked at.
    type: list
    elements: dict
    default: []
attributes:
  check_mode:
    details:
      - The module changes nothing but the files of O(dest) and O(json_dest).
  diff_mode:
    details:
      - The diff shows the lines of the files.
  idempotent:
    details:
      - The files change with the time, unless O(generated_at) is given.
seealso:
  - module: camunda.platform.camunda_organization_info
  - module: camunda.platform.camunda_export
"""

EXAMPLES = r"""
- name: Look at the organization in a browser
  camunda.platform.camunda_report:
    dest: report.html

- name: Keep a report of production for the audit, as JSON too
  camunda.platform.camunda_report:
    cluster_patterns: [prod-*]
    title: Production
    dest: /srv/reports/production.html
    json_dest: /srv/reports/production.json
    mode: "0640"
    described_clusters: "{{ provision_clusters }}"
"""

RETURN = r"""
action:
  description: What was done to the files, V(create), V(update) or V(none).
  returned: success
  type: str
  sample: create
report:
  description: Where the files are, and the most important findings.
  returned: success
  type: dict
  contains:
    path:
      description: The page, null if none was requested.
      type: str
      returned: always
    json_path:
      description: The file of JSON, null if none was requested.
      type: str
      returned: always
    generated_at:
      description: The time that the report is for.
      type: str
      returned: always
      sample: 2026-11-22 08:30 UTC
    summary:
      description: Numbers of clusters, healthy ones, clients, secrets, members, differences and things to attend to.
      type: dict
      returned: always
    attention:
      description: What needs attention, the worst first.
      type: list
      elements: dict
      returned: always
      contains:
        level:
          description: V(bad), V(warning) or V(note).
          type: str
          returned: always
        cluster:
          description: Name of the cluster that it is about, null for the organization.
          type: str
          returned: always
        cluster_uuid:
          description: UUID of the cluster, null for the organization.
          type: str
          returned: always
        text:
          description: What it is; a sentence that begins with the name of the cluster.
          type: str
          returned: always
          sample: is Suspended.
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.report import ARGUMENTS, REQUIRED_ONE_OF, run

SPEC = Spec(run=run, arguments=ARGUMENTS, required_one_of=REQUIRED_ONE_OF)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
