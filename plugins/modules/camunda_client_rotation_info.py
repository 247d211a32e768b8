#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows API clients of a cluster with their dated clients."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_client_rotation_info
short_description: Show the dated clients of rotations of Camunda SaaS, and their age
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Lists the API clients of a cluster by their names without the creation date, each with its dated clients. See
    M(camunda.platform.camunda_client_rotation).
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.info
  - camunda.platform.connection
options:
  cluster:
    description: Name or UUID of the cluster.
    type: str
    required: true
  name_patterns:
    description:
      - Names without the day of creation, or patterns of them such as V(order-*). Upper and lower case matter.
      - A name without a pattern must exist.
    type: list
    elements: str
    default: ["*"]
seealso:
  - module: camunda.platform.camunda_client_rotation
  - module: camunda.platform.camunda_client_info
"""

EXAMPLES = r"""
- name: Look at how old the clients are
  camunda.platform.camunda_client_rotation_info:
    cluster: orders
    name_patterns: [order-*]
  register: rotations

- name: Show those that are older than 90 days
  ansible.builtin.debug:
    msg: >-
      {{ rotations.clients | map(attribute='dated_clients') | flatten | rejectattr('age_days', 'none')
      | selectattr('age_days', 'ge', 90) | map(attribute='name') }}
"""

RETURN = r"""
clients:
  description: The clients, by name.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name of the client, without the day of its creation.
      type: str
      returned: always
    cluster_uuid:
      description: UUID of its cluster.
      type: str
      returned: always
    dated_clients:
      description: The clients with this name, oldest first.
      type: list
      elements: dict
      returned: always
      contains:
        name:
          description: Name of the dated client.
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
        created:
          description: Day of its creation in UTC; null if the name has no date.
          type: str
          returned: always
          sample: "2026-11-22"
        age_days:
          description: Age in days; null if the name has no date.
          type: int
          returned: always
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.client_rotation_info import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
