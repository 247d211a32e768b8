#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows the private connection of a cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_secure_connectivity_info
short_description: Show private connections (AWS PrivateLink) of clusters of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Shows whether a cluster has an endpoint service, its allowed principals, and its connections.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.info
  - camunda.platform.connection
options:
  cluster:
    description: Name or UUID of the cluster.
    type: str
    required: true
seealso:
  - module: camunda.platform.camunda_secure_connectivity
"""

EXAMPLES = r"""
- name: Look at the private connection
  camunda.platform.camunda_secure_connectivity_info:
    cluster: orders
  register: private
"""

RETURN = r"""
secure_connectivity:
  description: The private connection.
  returned: success
  type: dict
  contains:
    active:
      description: Whether the endpoint service is activated.
      type: bool
      returned: always
    allowed_principals:
      description: ARNs of the principals that may connect.
      type: list
      elements: str
      returned: always
    allowed_regions:
      description: Regions that may be connected from.
      type: list
      elements: str
      returned: always
    service_name:
      description: Name of the endpoint service; null if it does not exist yet.
      type: str
      returned: always
    private_dns_name:
      description: Private DNS name of the endpoint service; null if it does not exist yet.
      type: str
      returned: always
    endpoint_connections:
      description: The connected endpoints, as the API answers.
      type: list
      elements: dict
      returned: always
    conditions:
      description: The state in detail, as the API answers.
      type: list
      elements: dict
      returned: always
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.secure_connectivity import (
    INFO_ARGUMENTS,
    run_info,
)

SPEC = Spec(run=run_info, arguments=INFO_ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
