# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The whole organization to look at; of secrets the names only."""

from __future__ import annotations

import typing as t

from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import unchanged
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._names import name_of, snake_case
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources import (
    _access_of_clusters as access_of_clusters,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources import _organization as organization
from ansible_collections.camunda.platform.plugins.module_utils._resources._backups import newest_first
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import cluster_result
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect
from ansible_collections.camunda.platform.plugins.module_utils._resources.monitoring import monitoring_result
from ansible_collections.camunda.platform.plugins.module_utils._resources.secure_connectivity import (
    connectivity_result,
)

ARGUMENTS: Arguments = {
    **organization.ARGUMENTS,
    **access_of_clusters.ARGUMENTS,
    "parts": {
        "type": "list",
        "elements": "str",
        "choices": list(organization.PARTS),
        "default": list(organization.PARTS),
    },
}


def state_result(cluster: organization.ClusterState, channel: t.Mapping[str, t.Any]) -> Result:
    """Return a cluster as modules show it, with the parts that were read; null for one that could not be."""
    parts = cluster.parts
    shown: dict[str, t.Callable[[], t.Any]] = {
        "clients": lambda: [snake_case(client) for client in sorted(parts["clients"], key=_name)],
        "secrets": lambda: sorted(parts["secrets"]),
        "backup_schedule": lambda: (parts["backup_schedule"] or {}).get("schedule"),
        "monitoring": lambda: monitoring_result(parts["monitoring"]),
        "secure_connectivity": lambda: connectivity_result(parts["secure_connectivity"].get("status") or {}),
        "backups": lambda: [snake_case(backup) for backup in newest_first(parts["backups"])],
        "access": lambda: parts["access"],
    }
    return {
        **cluster_result(cluster.record),
        **{part: show() if part in parts else None for part, show in shown.items()},
        "default_generation": name_of(channel.get("defaultGeneration")),
        "unknown": dict(sorted(cluster.unknown.items())),
    }


def _name(client: dict[str, t.Any]) -> str:
    return str(client.get("name"))


def run(context: Context) -> Result:
    """Return clusters with all that belongs to them, and the members (camunda_organization_info)."""
    params = context.params
    found = organization.read_organization(
        connect(context), params["cluster_patterns"], params["parts"], params["parallel"]
    )
    access_of_clusters.read_access(context, found)
    members = None if found.members is None else [snake_case(member) for member in found.members]
    clusters = [state_result(cluster, found.channel_of(cluster)) for cluster in found.clusters]
    return unchanged(clusters=clusters, members=members, unknown=found.unknown)
