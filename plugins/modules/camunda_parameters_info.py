#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows what a cluster can be made of."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_parameters_info
short_description: Show the channels, generations, plan types and regions for clusters of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Lists the values that the organization can choose for a new cluster. M(camunda.platform.camunda_cluster) accepts
    their names and UUIDs.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.info
  - camunda.platform.connection
seealso:
  - module: camunda.platform.camunda_cluster
"""

EXAMPLES = r"""
- name: Read the parameters
  camunda.platform.camunda_parameters_info:
  register: parameters

- name: Show the names of the regions
  ansible.builtin.debug:
    msg: "{{ parameters.regions | map(attribute='name') }}"
"""

RETURN = r"""
channels:
  description: The channels, as the API answers.
  returned: success
  type: list
  elements: dict
  contains:
    uuid:
      description: UUID of the channel.
      type: str
      returned: always
    name:
      description: Name of the channel.
      type: str
      returned: always
      sample: Stable
    defaultGeneration:
      description: The generation of a new cluster if none is chosen, with C(uuid) and C(name).
      type: dict
      returned: always
    allowedGenerations:
      description: The generations to choose from, with C(uuid), C(name) and often C(classification).
      type: list
      elements: dict
      returned: always
plan_types:
  description: The plan types, as the API answers.
  returned: success
  type: list
  elements: dict
  contains:
    uuid:
      description: UUID of the plan type.
      type: str
      returned: always
    name:
      description: Name of the plan type.
      type: str
      returned: always
regions:
  description: The regions, as the API answers.
  returned: success
  type: list
  elements: dict
  contains:
    uuid:
      description: UUID of the region.
      type: str
      returned: always
    name:
      description: Name of the region.
      type: str
      returned: always
      sample: Belgium, Europe (europe-west1)
    provider:
      description: The cloud provider.
      type: str
      returned: always
      sample: gcp
    backups:
      description: Backup locations, each with C(uuid) and C(regions).
      type: list
      elements: dict
      returned: if there are any
"""

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.parameters import run_info

SPEC = Spec(run=run_info, arguments=CONNECTION)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
