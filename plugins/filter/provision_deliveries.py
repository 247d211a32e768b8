# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The clients of the role provision whose credentials belong elsewhere."""

from __future__ import annotations

DOCUMENTATION = r"""
name: provision_deliveries
short_description: Find the clients whose credentials the role provision delivers
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Returns the clients of clusters as the role P(camunda.platform.deliver_credentials#role) takes them.
positional: to, only, planned
options:
  _input:
    description: The variable C(provision_clusters) of the role.
    type: list
    elements: dict
    required: true
  to:
    description: The variable C(provision_to) of the role.
    type: dict
    default: {}
  only:
    description: The variable C(provision_only) of the role.
    type: list
    elements: str
    default: []
  planned:
    description: Whether clusters may exist in the plan only.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Show which clients are delivered
  ansible.builtin.debug:
    msg: "{{ provision_clusters | camunda.platform.provision_deliveries(provision_to) | map(attribute='label') }}"
"""

RETURN = r"""
_value:
  description: The clients.
  type: list
  elements: dict
  contains:
    client:
      description: The client, as the role P(camunda.platform.deliver_credentials#role) takes it.
      type: dict
    label:
      description: Its name for people, which begins with the cluster's.
      type: str
"""

import typing as t
from collections.abc import Sequence

from ansible_collections.camunda.platform.plugins.plugin_utils._deliveries import CLIENTS, Entry, is_delivered


def provision_deliveries(
    clusters: Sequence[Entry], to: Entry | None = None, only: Sequence[str] | None = None, planned: bool = False
) -> list[dict[str, t.Any]]:
    """Return the clients as the role deliver_credentials takes them."""
    return [
        {
            "client": {**_delivery(cluster, key, client, to or {}), "allow_missing_cluster": planned},
            "label": f"{cluster['name']}/{client[CLIENTS[key].name]}",
        }
        for key in CLIENTS
        if not only or key in only
        for cluster in clusters
        if cluster.get("state", "present") == "present"
        for client in cluster.get(key, ())
        if is_delivered(client, to or {})
    ]


def _delivery(cluster: Entry, key: str, client: Entry, to: Entry) -> dict[str, t.Any]:
    words = CLIENTS[key]
    return {
        "cluster": cluster.get("uuid") or cluster["name"],
        "name": client[words.name],
        "kind": words.kind,
        "state": client.get("state", "present"),
        "permissions": client.get("permissions", []),
        "recreate": client.get(words.replace, False),
        "to": client.get("to") or to,
    }


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"provision_deliveries": provision_deliveries}
