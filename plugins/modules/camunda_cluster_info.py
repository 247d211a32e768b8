#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows clusters."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_cluster_info
short_description: Show clusters of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Shows the clusters of the organization that pass all given filters.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.info
  - camunda.platform.connection
options:
  name:
    description: Show only clusters of this name. Several clusters can have it.
    type: str
  uuid:
    description: Show only the cluster of this UUID.
    type: str
  status:
    description: Show only clusters in one of these states, in upper or lower case.
    type: list
    elements: str
seealso:
  - module: camunda.platform.camunda_cluster
"""

EXAMPLES = r"""
- name: Look at all clusters
  camunda.platform.camunda_cluster_info:
  register: all_clusters

- name: Look for clusters that need care
  camunda.platform.camunda_cluster_info:
    status: [Unhealthy, Suspended]
  register: troubled
"""

RETURN = r"""
clusters:
  description:
    - The clusters, by name. The fields have the API's names in snake_case, and the API's own values inside; see
      RV(camunda.platform.camunda_cluster#module:cluster).
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
    status:
      description: The states of the components; C(ready) is the state of the cluster.
      type: dict
      returned: always
      sample: {ready: Healthy}
"""

from ansible_collections.camunda.platform.plugins.module_utils._module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster_info import INFO_ARGUMENTS, run_info
from ansible_collections.camunda.platform.plugins.module_utils._spec import Spec

SPEC = Spec(run=run_info, arguments=INFO_ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
