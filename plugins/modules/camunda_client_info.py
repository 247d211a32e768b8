#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows API clients of a cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_client_info
short_description: Show API clients of clusters of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Lists the API clients of a cluster that match all given filters. The API does not return their secrets.
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
    description: Show only the client of this name.
    type: str
  api_client_id:
    description: Show only the client of this client id.
    type: str
  connection:
    description:
      - Whether to read the connection details of each client too, which takes one more request for each.
      - This fails while the cluster is not ready.
    type: bool
    default: false
seealso:
  - module: camunda.platform.camunda_client
"""

EXAMPLES = r"""
- name: Look at all clients of a cluster
  camunda.platform.camunda_client_info:
    cluster: orders
  register: clients

- name: Look at one, with its connection details
  camunda.platform.camunda_client_info:
    cluster: orders
    name: order-worker
    connection: true
"""

RETURN = r"""
clients:
  description: The clients, by name.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name of the client.
      type: str
      returned: always
    client_id:
      description: Id of the client.
      type: str
      returned: always
    permissions:
      description: Permissions of the client.
      type: list
      elements: str
      returned: always
    connection:
      description:
        - The connection details, as the API answers, in lower case C(zeebe_address), C(zeebe_client_id) and
          C(zeebe_authorization_server_url).
      type: dict
      returned: with O(connection=true)
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.client_info import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
