#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Upgrades many clusters."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_cluster_upgrades
short_description: Upgrade many clusters of Camunda SaaS together
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Upgrades each cluster in a list to the latest generation that is available to it. The module starts all upgrades
    first and then waits for them together, with one request at a time for all clusters.
  - If a cluster fails, the module continues with the others. The task fails at the end, with the result of every
    cluster in RV(upgrades).
  - This includes clusters that do not exist.
  - An upgrade cannot be reverted, and Camunda does not create a backup before it, see
    M(camunda.platform.camunda_backups).
  - The role C(camunda.platform.upgrade) adds backups, rings and verification.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.connection
  - camunda.platform.wait
attributes:
  check_mode:
    support: partial
    details:
      - The API has no dry run. Check mode predicts each upgrade as M(camunda.platform.camunda_cluster_upgrade) does.
  diff_mode:
    support: partial
    details:
      - In check mode it shows the generations that are predicted.
  idempotent:
    support: partial
    details:
      - A second run upgrades further if there is a further generation by then, unless O(generation) is reached.
options:
  clusters:
    description: Names or UUIDs of the clusters. Each cluster can be listed only once.
    type: list
    elements: str
    required: true
  generation:
    description:
      - Name or UUID of the generation that you expect, see
        O(camunda.platform.camunda_cluster_upgrade#module:generation). It has to be one of the channel of each cluster.
    type: str
  parallel:
    description: How many clusters to process at a time, 1 to 32.
    type: int
    default: 8
  wait:
    description:
      - Whether to wait until each cluster is Healthy on another generation than before, twice in a row, or if there was
        no upgrade, until an upgrade in progress is Healthy.
    type: bool
    default: true
  wait_timeout:
    description: Seconds to wait at most, for all upgrades together.
    type: float
    default: 1800.0
seealso:
  - module: camunda.platform.camunda_backups
  - module: camunda.platform.camunda_cluster_upgrade
"""

EXAMPLES = r"""
- name: Upgrade all clusters of the test stage together
  camunda.platform.camunda_cluster_upgrades:
    clusters:
      - orders-test
      - invoices-test
"""

RETURN = r"""
upgrades:
  description: What was done for each cluster, or in check mode would most likely be, in the order of O(clusters).
  returned: success, and on failure if at least one was tried
  type: list
  elements: dict
  contains:
    name:
      description: Name or UUID of the cluster, as in O(clusters).
      type: str
      returned: always
    changed:
      description: Whether the cluster was upgraded, even if that failed later.
      type: bool
      returned: always
    action:
      description: V(update) if the cluster was upgraded, V(none) otherwise.
      type: str
      returned: always
    cluster:
      description: The cluster, see RV(camunda.platform.camunda_cluster#module:cluster); after a failure as it was seen
        last, null if it was not seen.
      type: dict
      returned: always
    old_generation:
      description: The generation before, with C(uuid) and C(name); null if unknown.
      type: dict
      returned: always
    new_generation:
      description: The generation after, with C(uuid) and C(name); in check mode the predicted one; null after a
        failure.
      type: dict
      returned: always
    reason:
      description: As RV(camunda.platform.camunda_cluster_upgrade#module:reason), the reason why no upgrade was
        requested, or as one word why the server refused.
      type: str
      returned: always
    seconds:
      description: Duration in this task; null in check mode, and if no change was started.
      type: float
      returned: always
    error:
      description: Why it failed, null if it did not.
      type: str
      returned: always
failures:
  description: What failed, with the fields that the same failure of M(camunda.platform.camunda_cluster_upgrade) has.
  returned: if some upgrades failed
  type: list
  elements: dict
  contains:
    name:
      description: Name or UUID of the cluster, as in O(clusters).
      type: str
      returned: always
    msg:
      description: Why it failed.
      type: str
      returned: always
    code:
      description: Code of the failure, see the page Troubleshooting.
      type: str
      returned: always
    status:
      description: HTTP status of the answer.
      type: int
      returned: if the API answered
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster_upgrades import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
