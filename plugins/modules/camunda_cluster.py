#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages clusters."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_cluster
short_description: Manage clusters of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Creates, changes, resumes and deletes clusters. The name, the description and the stage label of a cluster can be
    changed.
  - Clusters are identified by name or UUID. Names are not unique in Camunda. If several clusters have the name, the
    task fails and lists their UUIDs.
  - The module creates a cluster only once. If the answer to the request is lost, it looks the cluster up instead of
    repeating the request.
  - The module never replaces a cluster. If the region, plan type, channel, backup region, encryption type or automatic
    updates differ, the task fails and shows the current and the wanted value, because the API can set them only for a
    new cluster.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.wait
attributes:
  idempotent:
    support: partial
    details:
      - With O(send_hardware_packages=true) every run sends the number and reports a change.
options:
  state:
    description:
      - With V(present) the cluster exists as described.
      - V(absent) deletes it. B(Deleting a cluster permanently deletes its data and its backups.)
    type: str
    choices: [present, absent]
    default: present
  name:
    description:
      - Name of the cluster.
      - If O(uuid) is given too, the cluster with this UUID must have this name, also for a deletion, unless
        O(allow_rename=true).
    type: str
  uuid:
    description: UUID of a cluster that exists.
    type: str
  allow_rename:
    description:
      - Whether to rename the cluster of the O(uuid) to O(name).
      - With V(false), and always with O(state=absent), a UUID and a name that do not belong together are refused, as
        one of them was probably copied from another cluster.
    type: bool
    default: false
  description:
    description: Description, of at most 150 characters.
    type: str
  region:
    description:
      - Name or UUID of the region, see M(camunda.platform.camunda_parameters_info), or the id that its name ends with,
        such as V(europe-west1).
      - Needed to create a cluster unless the organization has only one.
    type: str
  plan_type:
    description:
      - Name or UUID of the plan type, see M(camunda.platform.camunda_parameters_info).
      - Needed to create a cluster unless the organization has only one.
    type: str
  channel:
    description:
      - Name or UUID of the channel. The default for a new cluster is V(Stable).
    type: str
  generation:
    description:
      - Name or UUID of the generation. The default for a new cluster is the default generation of its channel.
      - A name is used only for a new cluster, because Camunda renames generations and creates new ones with the same
        name.
      - For an existing cluster, the module compares the generation only if it is a UUID and automatic updates are off.
        If it differs, the task fails.
    type: str
  auto_update:
    description:
      - Whether Camunda updates the cluster to new patch releases. Only for a new cluster.
      - Camunda ignores it on other channels than V(Stable), so it is not compared there.
    type: bool
  stage_label:
    description:
      - Label for the stage of the cluster, such as V(prod).
      - The module compares it with the labels that the API returns. If the API returns none at all, it warns instead.
    type: str
    choices: [dev, test, stage, prod]
  backup_region:
    description:
      - UUID of the backup location, or id or label of one of its data centers. Only for a new cluster.
      - The API documentation does not define which ID it expects. The module sends the UUID of the location, or the ID
        of its data center if the API lists no UUID, and accepts both for an existing cluster.
    type: str
  encryption_type:
    description:
      - Who manages the encryption keys. Only for a new cluster.
      - A new cluster with V(External) ends in the state WaitingForInput until it gets a key. The module accepts this
        state.
    type: str
    choices: [Software, Hardware, Provider, External]
  hardware_packages:
    description:
      - Number of hardware packages. Only for plans that have them.
      - The API does not show the number, so it is sent for a new cluster only, unless O(send_hardware_packages=true).
    type: int
  send_hardware_packages:
    description: Whether to send O(hardware_packages) for an existing cluster too, which is always reported as a change.
    type: bool
    default: false
  authorizations:
    description:
      - Whether the cluster checks authorizations. Set for a new cluster only; the API does not show it, so it is never
        compared.
    type: bool
  wake:
    description: Whether to resume the cluster if it is suspended.
    type: bool
    default: false
  wait:
    description:
      - Whether to wait until a cluster that is created, resumed or being changed is Healthy (twice in a row, because
        the first reading can be premature), and until a deleted cluster no longer exists.
      - Waiting ends with an error in the states Unhealthy, Suspended, WaitingForInput and Maintenance.
    type: bool
    default: true
seealso:
  - module: camunda.platform.camunda_cluster_info
  - module: camunda.platform.camunda_cluster_wait
  - module: camunda.platform.camunda_parameters_info
"""

EXAMPLES = r"""
- name: Create a cluster and wait until it is healthy
  camunda.platform.camunda_cluster:
    name: orders
    description: Order processing
    region: Belgium, Europe (europe-west1)
    plan_type: Basic 1x
    stage_label: test
  register: orders

- name: Rename it
  camunda.platform.camunda_cluster:
    uuid: "{{ orders.cluster.uuid }}"
    name: orders-test
    allow_rename: true

- name: Wake it if it is suspended
  camunda.platform.camunda_cluster:
    name: orders-test
    wake: true

- name: Delete it, with its data and its backups
  camunda.platform.camunda_cluster:
    name: orders-test
    state: absent
"""

RETURN = r"""
action:
  description: The change, or the planned change in check mode.
  returned: success
  type: str
  sample: create
cluster:
  description:
    - The cluster. The fields have the API's names in snake_case, and the API's own values inside; fields that are not
      listed here may be added by the API.
    - Null with O(state=absent).
    - In check mode, a planned cluster has the UUID null and the fields that are known in advance.
  returned: success
  type: dict
  contains:
    uuid:
      description: UUID of the cluster; null for one that would be created.
      type: str
      returned: always
    name:
      description: Name of the cluster.
      type: str
      returned: always
    description:
      description: Description of the cluster.
      type: str
      returned: if there is one
    region:
      description: The region, with C(uuid) and C(name).
      type: dict
      returned: always
    plan_type:
      description: The plan type, with C(uuid) and C(name).
      type: dict
      returned: always
    channel:
      description: The channel, with C(uuid) and C(name).
      type: dict
      returned: always
    generation:
      description: The generation, with C(uuid) and C(name).
      type: dict
      returned: always
    status:
      description: The states of the components; C(ready) is the state of the cluster.
      type: dict
      returned: if the cluster exists
      sample: {ready: Healthy}
    links:
      description: The addresses of the components.
      type: dict
      returned: if the cluster exists
    auto_update:
      description: Whether Camunda updates the cluster automatically.
      type: bool
      returned: if the cluster exists
    labels:
      description: The labels, with the stage among them.
      type: list
      elements: str
      returned: if the API shows them
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS, required_one_of=[("name", "uuid")])


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
