#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages the private connection of a cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_secure_connectivity
short_description: Manage private connections (AWS PrivateLink) of clusters of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Activates or deactivates the endpoint service of a cluster, to which endpoints in your own AWS accounts can connect.
  - This is available for clusters in AWS regions only. It does not change the public access to the cluster.
  - The API cannot update the endpoint service. A change of the principals or regions requires O(allow_replace=true).
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.cluster
  - camunda.platform.connection
  - camunda.platform.wait
options:
  state:
    description: Whether the endpoint service is activated.
    type: str
    choices: [enabled, disabled]
    default: enabled
  allowed_principals:
    description:
      - ARNs of the AWS principals that may connect. The order does not matter.
      - Needed with O(state=enabled).
    type: list
    elements: str
  allowed_regions:
    description:
      - AWS regions that may be connected from. The order does not matter.
      - Needed with O(state=enabled).
    type: list
    elements: str
  allow_replace:
    description:
      - Whether to deactivate and activate the endpoint service if it has other principals or regions.
      - This breaks all connections, and the service gets a new name.
    type: bool
    default: false
  wait:
    description: Whether to wait until the endpoint service is provided, which takes several minutes, or is gone.
    type: bool
    default: true
seealso:
  - module: camunda.platform.camunda_secure_connectivity_info
"""

EXAMPLES = r"""
- name: Let endpoints of one AWS account connect to a cluster
  camunda.platform.camunda_secure_connectivity:
    cluster: orders
    allowed_principals:
      - arn:aws:iam::123456789012:root
    allowed_regions:
      - eu-central-1
  register: private

- name: Switch it off
  camunda.platform.camunda_secure_connectivity:
    cluster: orders
    state: disabled
"""

RETURN = r"""
action:
  description: The change, or the planned change in check mode; C(replace) means that it was disabled and enabled again.
  returned: success
  type: str
  sample: create
secure_connectivity:
  description: The private connection; as planned in check mode.
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
    ARGUMENTS,
    REQUIRED_IF,
    run,
)

SPEC = Spec(run=run, arguments=ARGUMENTS, required_if=REQUIRED_IF)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
