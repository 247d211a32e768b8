# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The clusters of the role provision without the clients whose credentials belong elsewhere."""

from __future__ import annotations

DOCUMENTATION = r"""
name: provision_undelivered
short_description: Leave out the clients whose credentials the role provision delivers
version_added: 0.1.0
author:
  - camunda.platform contributors (@camunda-community-hub)
description:
  - Returns clusters as M(camunda.platform.camunda_organization) takes them, without the clients whose credentials the
    role P(camunda.platform.deliver_credentials#role) brings to their places. These, and the generations that the role
    P(camunda.platform.rotate_clients#role) makes of them, are not pruned.
positional: to
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
"""

EXAMPLES = r"""
- name: Provision what is in the variables, but for delivered clients
  camunda.platform.camunda_organization:
    clusters: "{{ provision_clusters | camunda.platform.provision_undelivered(provision_to) }}"
"""

RETURN = r"""
_value:
  description: The clusters.
  type: list
  elements: dict
"""

import glob
import typing as t
from collections.abc import Iterator, Sequence

from ansible_collections.camunda.platform.plugins.plugin_utils._deliveries import CLIENTS, Entry, is_delivered


def provision_undelivered(clusters: Sequence[Entry], to: Entry | None = None) -> list[dict[str, t.Any]]:
    """Return the clusters with those clients only that camunda_organization creates."""
    return [_undelivered(cluster, to or {}) for cluster in clusters]


def _undelivered(cluster: Entry, to: Entry) -> dict[str, t.Any]:
    kept: dict[str, t.Any] = dict(cluster)
    for key in CLIENTS:
        if key in cluster:
            kept[key] = [_without_to(client) for client in cluster[key] if not is_delivered(client, to)]
    delivered = [str(client["name"]) for client in cluster.get("clients", ()) if is_delivered(client, to)]
    if delivered:
        kept["ignore_clients"] = [pattern for name in delivered for pattern in _patterns(name)]
    return kept


def _without_to(client: Entry) -> dict[str, t.Any]:
    return {name: value for name, value in client.items() if name != "to"}


def _patterns(name: str) -> Iterator[str]:
    """Give the patterns of a client and of its generations."""
    literal = glob.escape(name)
    yield from (literal, f"{literal}-{'[0-9]' * 8}", f"{literal}-{'[0-9]' * 8}-[0-9]*")


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return the filters by name."""
        return {"provision_undelivered": provision_undelivered}
