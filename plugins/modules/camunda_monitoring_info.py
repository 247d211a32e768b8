#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows the metrics endpoint of a cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_monitoring_info
short_description: Show the metrics endpoint of clusters of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Shows whether a cluster has a metrics endpoint, with its URL and its clients. The API does not return their
    passwords.
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
  - module: camunda.platform.camunda_monitoring
"""

EXAMPLES = r"""
- name: Look at the metrics endpoint
  camunda.platform.camunda_monitoring_info:
    cluster: orders
  register: endpoint
"""

RETURN = r"""
monitoring:
  description: The metrics endpoint.
  returned: success
  type: dict
  contains:
    active:
      description: Whether the endpoint is on.
      type: bool
      returned: always
    url:
      description: URL to scrape; null if it does not exist yet.
      type: str
      returned: always
    status:
      description: The state of the endpoint, as the API answers.
      type: dict
      returned: always
    clients:
      description: The clients of the endpoint, by user name, without their passwords.
      type: list
      elements: dict
      returned: always
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.monitoring import INFO_ARGUMENTS, run_info

SPEC = Spec(run=run_info, arguments=INFO_ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
