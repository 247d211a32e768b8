#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes an existing organization to a file of variables."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_export
short_description: Write a Camunda SaaS organization to a file of variables for the role provision
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Reads the clusters with their clients, IP allowlists, backup schedules, metrics endpoints and private connections,
    and the members of the organization, and writes them as the variables of the role
    P(camunda.platform.provision#role). The role then reports no changes.
  - The file is ordered by name and has comments. It stays the same, byte for byte, as long as the organization does not
    change.
  - The module omits objects that the role cannot describe, and lists them in a comment and in RV(remarks).
  - An export takes three requests, plus four for each cluster, and one more for each cluster in an AWS region.
  - With O(cluster_access), the clusters are exported with their roles and tenants, and clients with their roles,
    tenants and authorizations. It also takes seven requests to each of these clusters, four for each role, five for
    each tenant and three for each group.
  - The values of connector secrets are written only with O(secrets_dest). Without it, a comment lists their names.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.organization
options:
  dest:
    description:
      - File to write the variables to, on the machine where the task runs. Its directory must exist.
      - It is written whole or not at all.
      - Only a regular file is read or replaced. A symbolic link or a device in its place is refused.
    type: path
    required: true
  mode:
    description: Mode of the file, as an octal number in quotes.
    type: raw
    default: "0600"
  secrets_dest:
    description:
      - File to write the variable C(provision_secrets) to, with the B(values of all connector secrets in plain text).
        Its mode is 0600.
      - Encrypt it with C(ansible-vault encrypt) at once. A file that is encrypted already has other content, so that it
        is not written over without O(allow_overwrite).
    type: path
  allow_overwrite:
    description:
      - Whether to write over a file that exists with other content. Without it, that is an error, since somebody may
        have edited the file.
    type: bool
    default: false
attributes:
  check_mode:
    details:
      - The module changes nothing but the files of O(dest) and O(secrets_dest).
  diff_mode:
    details:
      - The diff shows the lines of the file of O(dest), and of O(secrets_dest) only whether it changes.
seealso:
  - name: Adopting an organization
    description: The guide to it.
    link: https://github.com/camunda-community-hub/ansible-collection-camunda-platform/blob/main/docs/adopting.md
  - module: camunda.platform.camunda_organization_info
"""

EXAMPLES = r"""
- name: Adopt the organization
  camunda.platform.camunda_export:
    dest: clusters.yml

- name: Adopt the clusters of one team, with the values of their secrets
  camunda.platform.camunda_export:
    cluster_patterns: [orders-*, invoices]
    dest: team.yml
    secrets_dest: team-secrets.yml

- name: Adopt a cluster with its roles and authorizations
  camunda.platform.camunda_export:
    cluster_patterns: [orders]
    cluster_access:
      - cluster_credentials_path: orders-administrator.env
    dest: orders.yml
"""

RETURN = r"""
action:
  description: The change of the files, V(create), V(update) or V(none).
  returned: success
  type: str
  sample: create
export:
  description: Where the files are, and how much is in them.
  returned: success
  type: dict
  contains:
    path:
      description: The file of variables.
      type: str
      returned: always
    secrets_path:
      description: The file with the values of connector secrets, null if none was requested.
      type: str
      returned: always
    clusters:
      description: Number of clusters.
      type: int
      returned: always
    clients:
      description: Number of clients.
      type: int
      returned: always
    secrets:
      description: Number of connector secrets.
      type: int
      returned: always
    members:
      description: Number of members.
      type: int
      returned: always
    roles:
      description: Number of roles.
      type: int
      returned: always
    tenants:
      description: Number of tenants.
      type: int
      returned: always
remarks:
  description: Remarks about the export, such as values that could not be exported.
  returned: success
  type: list
  elements: dict
  contains:
    cluster:
      description: Name of the cluster, null for the organization.
      type: str
      returned: always
    cluster_uuid:
      description: UUID of the cluster, null for the organization.
      type: str
      returned: always
    part:
      description: Subject of the remark.
      type: str
      returned: always
      sample: ip_allowlist
    message:
      description: The remark.
      type: str
      returned: always
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.export import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
