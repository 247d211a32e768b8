#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Upgrades clusters."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_cluster_upgrade
short_description: Upgrade a cluster of Camunda SaaS to the latest generation
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Upgrades a cluster, and waits until it is Healthy on its new generation. If no upgrade is available, the module
    makes no change.
  - An upgrade cannot be reverted, and Camunda does not create a backup before it, see
    M(camunda.platform.camunda_backup).
  - Camunda chooses the generation, which is the latest one that is available to the cluster. A task requests at most
    one upgrade. If the answer is lost, the generation of the cluster shows whether it was upgraded.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.wait
attributes:
  check_mode:
    support: partial
    details:
      - The API has no dry run. Check mode compares the cluster's generation with those that its channel offers, and
        predicts the newest one of the same minor version, or if there is none, the newest one of the next minor
        version. For the channel Alpha, whose clusters Camunda does not upgrade, it predicts none.
      - Camunda may withhold an upgrade, or offer another one, and names of generations may not show their order. A
        gate that is closed cannot be seen before. If the cluster is not Healthy, there is a warning that it would be
        refused.
  diff_mode:
    support: partial
    details:
      - In check mode it shows the generation that is predicted.
  idempotent:
    support: partial
    details:
      - A second run upgrades further if there is a further generation by then, unless O(generation) is reached.
options:
  cluster:
    description: Name or UUID of the cluster.
    type: str
    required: true
  generation:
    description:
      - Name or UUID of the generation that you expect. If the cluster has it already, or by the numbers in its name a
        newer one, no upgrade is requested, so that the task does not upgrade to a generation that was released in the
        meantime.
      - It has to be one of the cluster's channel. It does not choose the generation; if the cluster gets another one,
        there is a warning.
    type: str
  wait:
    description:
      - Whether to wait until the cluster is Healthy on another generation than before, twice in a row, or if there was
        no upgrade, until an upgrade in progress is Healthy.
      - Waiting ends with an error in the states Unhealthy, Suspended, WaitingForInput and Maintenance.
    type: bool
    default: true
seealso:
  - module: camunda.platform.camunda_backup
  - module: camunda.platform.camunda_cluster
  - module: camunda.platform.camunda_parameters_info
"""

EXAMPLES = r"""
- name: Make sure that there is a backup
  camunda.platform.camunda_backup:
    cluster: orders
    max_age: 3600

- name: Upgrade the cluster
  camunda.platform.camunda_cluster_upgrade:
    cluster: orders
  register: upgrade
  retries: 3
  delay: 600
  until: upgrade is not failed or upgrade.reason | default('') != 'not_ready'

- name: Upgrade it unless it has this generation
  camunda.platform.camunda_cluster_upgrade:
    cluster: orders
    generation: Camunda 8.8+gen25
"""

RETURN = r"""
action:
  description: What was done, or in check mode would most likely be done.
  returned: success
  type: str
  sample: update
cluster:
  description: The cluster, see RV(camunda.platform.camunda_cluster#module:cluster).
  returned: success, and on failure as it was seen last
  type: dict
old_generation:
  description: The generation before, with C(uuid) and C(name).
  returned: success
  type: dict
new_generation:
  description: The generation after, with C(uuid) and C(name); in check mode the predicted one.
  returned: success
  type: dict
  sample: {uuid: 4a1b5e1c-8a4e-4d0f-9a8e-1c2d3e4f5a6b, name: Camunda 8.8+gen25}
reason:
  description:
    - The reason, if the cluster was not upgraded; null if it was.
    - If the server refused, why, as one word. V(gate) if the upgrade gate is closed (HTTP 409), V(not_ready) if the
      cluster is not ready (HTTP 412). The server's own words are in C(answer).
  returned: success, and if the server refused for one of these reasons
  type: str
  sample: no upgrade available
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster_upgrade import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
