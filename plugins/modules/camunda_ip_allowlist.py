#!/usr/bin/python
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manages the IP allowlist of a cluster."""

from __future__ import annotations

DOCUMENTATION = r"""
module: camunda_ip_allowlist
short_description: Manage the IP allowlists of clusters of Camunda SaaS
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Sets the IP allowlist of a cluster, or adds entries to it, or removes some.
  - The module compares the lists by network. The order of networks, and their distribution over entries, does not
    matter.
  - An allowlist is an Enterprise feature. It applies to the gRPC and REST API and the metrics endpoint of a cluster,
    but not to its web applications, and not to the Administration API.
extends_documentation_fragment:
  - camunda.platform.attributes
  - camunda.platform.attributes.writing
  - camunda.platform.cluster
  - camunda.platform.connection
options:
  strategy:
    description:
      - V(replace) sets the allowlist to O(entries).
      - With V(merge), it has O(entries) in addition to its current entries.
      - With V(remove) it has none of the networks of O(entries), whatever their descriptions. A network that contains
        one of them, or is contained in it, is another network and stays; the task warns of it.
      - V(merge) and V(remove) read the list again just before they write it, and tasks on this machine, as for many
        hosts at a time, wait for each other. Processes on other machines can still overwrite each other's entries, as
        the API has no means against it.
    type: str
    choices: [replace, merge, remove]
    default: replace
  entries:
    description: Networks with descriptions. No network may be in two entries.
    type: list
    elements: dict
    required: true
    suboptions:
      ip:
        description:
          - An IP address, a network in CIDR notation, or several of them separated by commas. An address is written
            as the network with this address only.
          - An address within a network, such as V(192.0.2.7/24), is an error, because it is ambiguous.
          - IPv6 is accepted here, but it is not documented whether Camunda accepts it too.
        type: str
        required: true
      description:
        description:
          - What the networks are. If it is not given, the description of a network that is already there is left as
            it is, and a new one has an empty description.
          - With O(strategy=remove) it has no meaning.
        type: str
  allow_empty:
    description: Whether the allowlist may become empty, which opens the cluster to every address.
    type: bool
    default: false
  controller_address:
    description:
      - The address that the cluster sees when later tasks use its own APIs. If the resulting allowlist locks it out,
        the task warns.
    type: str
seealso:
  - module: camunda.platform.camunda_cluster_info
  - module: camunda.platform.camunda_ip_ranges_info
notes:
  - If the API shows a cluster without its allowlist, the module fails. It never takes that for an empty list.
  - An empty allowlist, or one with a network of all addresses, opens the cluster to everyone. The task warns about
    both.
"""

EXAMPLES = r"""
- name: Let these networks in, and nothing else
  camunda.platform.camunda_ip_allowlist:
    cluster: orders
    entries:
      - ip: 192.0.2.0/24,198.51.100.7
        description: Offices
      - ip: 203.0.113.0/25
        description: Data center
    controller_address: 192.0.2.10

- name: Let one more network in
  camunda.platform.camunda_ip_allowlist:
    cluster: orders
    strategy: merge
    entries:
      - ip: 198.51.100.128/25
        description: Partner

- name: Keep a network out
  camunda.platform.camunda_ip_allowlist:
    cluster: orders
    strategy: remove
    entries:
      - ip: 198.51.100.128/25

- name: Open the cluster to every address
  camunda.platform.camunda_ip_allowlist:
    cluster: orders
    entries: []
    allow_empty: true
"""

RETURN = r"""
action:
  description: The change, or the planned change in check mode.
  returned: success
  type: str
  sample: update
ip_allowlist:
  description: The allowlist, as planned in check mode.
  returned: success
  type: dict
  contains:
    cluster_uuid:
      description: UUID of the cluster; null with O(allow_missing_cluster=true) for one that does not exist.
      type: str
      returned: always
    entries:
      description: The entries, each with C(ip) and C(description).
      type: list
      elements: dict
      returned: always
      sample:
        - ip: 192.0.2.0/24,198.51.100.7/32
          description: Offices
"""

from ansible_collections.camunda.platform.plugins.module_utils._engine.module import module_main
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._resources.ip_allowlist import ARGUMENTS, run

SPEC = Spec(run=run, arguments=ARGUMENTS)


def main() -> None:
    """Run as an ordinary module."""
    module_main(SPEC)


if __name__ == "__main__":
    main()
