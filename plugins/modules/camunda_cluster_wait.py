#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waits for clusters."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_cluster_wait
short_description: Wait until clusters of Camunda SaaS are healthy
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Waits for all given clusters together, with one request for each reading however many they are.
  - Use it after creating several clusters with O(camunda.platform.camunda_cluster#module:wait=false).
  - All clusters have to be Healthy in two readings in a row, as the first one can be premature.
  - It fails if a cluster gets into one of the states Unhealthy, Suspended, WaitingForInput and Maintenance, or is
    gone. A cluster with external encryption that waits for its key is taken as ready.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.info
  - camunda.platform.connection
  - camunda.platform.wait
attributes:
  check_mode:
    details:
      - In check mode nothing is waited for, and clusters that do not exist are left out of the result.
options:
  clusters:
    description: Names or UUIDs of the clusters.
    type: list
    elements: str
    required: true
seealso:
  - module: camunda.platform.camunda_cluster
"""

EXAMPLES = r"""
- name: Wait for two clusters
  camunda.platform.camunda_cluster_wait:
    clusters:
      - orders
      - invoices
    wait_timeout: 900
"""

RETURN = r"""
clusters:
  description: The clusters, by name, as M(camunda.platform.camunda_cluster_info) shows them.
  returned: success, and on failure as they were seen last
  type: list
  elements: dict
  contains:
    uuid:
      description: UUID of the cluster.
      type: str
      returned: always
    status:
      description: The states of the components; C(ready) is the state of the cluster.
      type: dict
      returned: always
      sample: {ready: Healthy}
"""

from ansible_collections.camunda.platform.plugins.module_utils._module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster_info import WAIT_ARGUMENTS, run_wait
from ansible_collections.camunda.platform.plugins.module_utils._spec import Spec

SPEC = Spec(run=run_wait, arguments=WAIT_ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
