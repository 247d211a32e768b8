#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages the metrics endpoint of a cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_monitoring
short_description: Switch the metrics endpoint of clusters of Camunda SaaS on and off
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Activates or deactivates the metrics endpoint of a cluster, which your own Prometheus can scrape.
  - B(Deactivating it deletes all its clients). The diff lists them.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.cluster
  - camunda.platform.connection
  - camunda.platform.wait
options:
  state:
    description: Whether the endpoint is activated.
    type: str
    choices: [enabled, disabled]
    default: enabled
  wait:
    description: Whether to wait until the endpoint has an address, or is gone.
    type: bool
    default: true
  wait_timeout:
    default: 300.0
  wait_interval:
    default: 5.0
seealso:
  - module: camunda.platform.camunda_monitoring_client
  - module: camunda.platform.camunda_monitoring_info
"""

EXAMPLES = r"""
- name: Switch the metrics endpoint on
  camunda.platform.camunda_monitoring:
    cluster: orders
  register: endpoint

- name: Switch it off, and delete all its clients
  camunda.platform.camunda_monitoring:
    cluster: orders
    state: disabled
"""

RETURN = r"""
action:
  description: The change, or the planned change in check mode.
  returned: success
  type: str
  sample: create
monitoring:
  description: The metrics endpoint; as planned in check mode.
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
from ansible_collections.camunda.platform.plugins.module_utils._resources.monitoring import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
