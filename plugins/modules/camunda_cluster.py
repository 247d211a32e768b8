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
      - With V(absent) it does not exist. B(Deleting a cluster permanently deletes its data and its backups.)
    type: str
    choices: [present, absent]
    default: present
  name:
    description:
      - Name of the cluster.
      - If O(uuid) is given too, the cluster of that UUID has to have this name, also to be deleted, unless
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
      - Name or UUID of the channel. A new cluster gets the channel V(Stable) if none is given.
    type: str
  generation:
    description:
      - Name or UUID of the generation. A new cluster gets the default generation of its channel if none is given.
      - A name is used for a new cluster only, since Camunda renames generations and makes new ones of the same name.
      - The generation of a cluster that exists is compared only if a UUID is given and the cluster's automatic updates
        are off. If it differs, the task fails.
    type: str
  auto_update:
    description:
      - Whether Camunda updates the cluster to new patch releases by itself. Set for a new cluster only.
      - Camunda ignores it on other channels than V(Stable), so it is not compared there.
    type: bool
  stage_label:
    description:
      - Label for the stage that the cluster is used in.
      - Compared with the labels that the API shows. If it shows none at all, it is not compared, with a warning.
    type: str
    choices: [dev, test, stage, prod]
  backup_region:
    description:
      - UUID of the backup location, or id or label of one of its data centers. Set for a new cluster only.
      - The API's description leaves open which of the ids it expects. What is sent is the location's UUID, or the id of
        its data center where the API lists none, and an existing cluster may show either.
    type: str
  encryption_type:
    description:
      - Who holds the encryption keys. Set for a new cluster only.
      - A new cluster with V(External) ends in the state WaitingForInput until its key is supplied, which is taken as
        success.
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
  description: What was done, or in check mode would be done.
  returned: success
  type: str
  sample: create
cluster:
  description:
    - The cluster. The fields have the API's names in snake_case, and the API's own values inside; fields that are not
      listed here may be added by the API.
    - Null with O(state=absent).
    - In check mode, a cluster that would be created has the UUID null and the fields that are known before.
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
      description: Whether Camunda updates the cluster by itself.
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
