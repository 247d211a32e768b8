#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waits for clusters."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_cluster_wait
short_description: Wait until clusters of Camunda SaaS or Self-Managed are healthy
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Waits for several clusters together, with one request at a time for all of them.
  - Use it after creating several clusters with O(camunda.platform.camunda_cluster#module:wait=false), or after a Helm
    upgrade of a Self-Managed installation.
  - All clusters must be Healthy in two consecutive readings, because the first one can be premature.
  - On SaaS, it fails if a cluster is Unhealthy, Suspended, WaitingForInput or in Maintenance, or no longer exists. A
    cluster with external encryption that waits for its key counts as ready.
  - On Self-Managed, it waits until all apps of the clusters are healthy, and the clusters do not report that they are
    unhealthy. Unhealthy apps do not end the wait before O(wait_timeout), because apps are unhealthy for a while when
    they start.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.info
  - camunda.platform.connection
  - camunda.platform.self_managed
  - camunda.platform.wait
attributes:
  check_mode:
    details:
      - In check mode, the module does not wait, and omits clusters that do not exist from the result.
options:
  clusters:
    description:
      - Names or UUIDs of the clusters.
      - If not set, all clusters, at least one on Self-Managed.
    type: list
    elements: str
  generation_pattern:
    description:
      - Wait also until the clusters are of this generation, a pattern such as V(8.9.*). On SaaS, it is compared with
        the name of the generation.
      - Without it, a wait right after a Helm upgrade that did not wait itself can end too early, as the old apps are
        healthy until they are replaced.
    type: str
  ignore_apps:
    description:
      - Ids or types of apps whose health does not matter, for example because Console cannot read it. The module then
        also ignores the health of the clusters as a whole.
      - Without it, a single reading that fails so between others does not end the wait, and two in a row do.
      - It has no effect on SaaS, where readings that fail so never end a wait before O(wait_timeout).
    type: list
    elements: str
    default: []
  wait_unreachable:
    description:
      - Whether to continue to wait while Console or the token endpoint cannot be reached, breaks the connection, or
        answers with HTTP 500 or higher, for example because a Helm upgrade restarts them.
      - An untrusted certificate, HTTP 401 and 403 still end the wait at once. So does an address without an API, unless
        it had one before in this task.
      - A request that fails is then not repeated before the next reading, regardless of O(retries).
      - Without it, a single reading that fails so between others does not end the wait, and two in a row do.
      - It has no effect on SaaS, where readings that fail so never end a wait before O(wait_timeout).
    type: bool
    default: false
  wait_for_api:
    description:
      - Whether to wait also until the cluster's own API (C(/v2/status), which needs no credentials) answers, as it can
        take longer than the cluster.
      - It has no effect on Self-Managed.
    type: bool
    default: false
seealso:
  - module: camunda.platform.camunda_cluster
  - module: camunda.platform.camunda_cluster_info
"""

EXAMPLES = r"""
- name: Wait for two clusters
  camunda.platform.camunda_cluster_wait:
    clusters:
      - orders
      - invoices
    wait_timeout: 900

- name: Wait for an installation after a Helm upgrade
  camunda.platform.camunda_cluster_wait:
    base_url: https://camunda.example.com/console
    keycloak_url: https://camunda.example.com/auth
    generation_pattern: 8.9.*
    wait_unreachable: true
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
unhealthy_apps:
  description: The apps of Self-Managed that were not healthy when the time was over, with the name of their C(cluster).
  returned: on failure to become healthy, on Self-Managed
  type: list
  elements: dict
  sample: [{cluster: camunda, id: operate, type: operate, status: unhealthy, generation: 8.9.1}]
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster_wait import WAIT_ARGUMENTS, run_wait

SPEC = Spec(run=run_wait, arguments=WAIT_ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
