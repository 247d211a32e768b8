#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows the connector secrets of a cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_secret_info
short_description: Show connector secrets of clusters of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Lists the names of the connector secrets of a cluster, and optionally their values.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.info
  - camunda.platform.connection
options:
  cluster:
    description: Name or UUID of the cluster.
    type: str
    required: true
  name:
    description: Show only the secret of this name.
    type: str
  values:
    description:
      - Whether to return the values too.
      - The result is then hidden from all output. With C(register) it is available to later tasks, which should use
        C(no_log) themselves where they show it.
    type: bool
    default: false
seealso:
  - module: camunda.platform.camunda_secret
  - module: camunda.platform.camunda_secrets
"""

EXAMPLES = r"""
- name: See which secrets a cluster has
  camunda.platform.camunda_secret_info:
    cluster: orders
  register: orders_secrets

- name: Take a value over from another cluster
  camunda.platform.camunda_secret_info:
    cluster: orders
    name: SMTP_PASSWORD
    values: true
  register: smtp_password
"""

RETURN = r"""
secrets:
  description: The secrets, by name.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name of the secret.
      type: str
      returned: always
    value:
      description: Value of the secret.
      type: str
      returned: with O(values=true)
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.secret import INFO_ARGUMENTS, run_info

SPEC = Spec(run=run_info, arguments=INFO_ARGUMENTS, may_hold_secret=True)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
