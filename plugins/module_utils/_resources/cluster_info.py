# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clusters to look at, of SaaS or of a Self-Managed installation, in one shape."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._api.platform import Platform, platform_of
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import unchanged
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._names import in_order
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    cluster_result,
    list_clusters,
    status_of,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect
from ansible_collections.camunda.platform.plugins.module_utils._resources._self_managed import (
    API,
    Installation,
    installation_result,
    is_of_type,
)

Json = dict[str, t.Any]

INFO_ARGUMENTS: Arguments = {
    **CONNECTION,
    **API,
    "name": {"type": "str"},
    "uuid": {"type": "str"},
    "type": {"type": "str"},
    "status": {"type": "list", "elements": "str"},
}


def run_info(context: Context) -> Result:
    """Return the clusters that pass all given filters, by name (camunda_cluster_info)."""
    params = context.params
    platform = platform_of(params)
    found: Result = {"platform": platform.value}
    if platform is Platform.SELF_MANAGED:
        installation = Installation(context)
        clusters = [installation_result(cluster) for cluster in installation.clusters()]
        found["api"] = installation.api
    else:
        clusters = [saas_result(cluster) for cluster in list_clusters(connect(context))]
    return unchanged(clusters=in_order([cluster for cluster in clusters if _passes(cluster, params)]), **found)


def saas_result(cluster: Mapping[str, t.Any]) -> Json:
    """Return a cluster of SaaS; each has what Self-Managed calls an automation cluster, and nothing of the others."""
    return {"type": "automation", **cluster_result(cluster)}


def _passes(cluster: Mapping[str, t.Any], params: Mapping[str, t.Any]) -> bool:
    if params["name"] is not None and cluster.get("name") != params["name"]:
        return False
    if params["type"] is not None and not is_of_type(cluster, params["type"]):
        return False
    if params["uuid"] is not None and str(cluster.get("uuid")).casefold() != params["uuid"].casefold():
        return False
    wanted = params["status"]
    return wanted is None or status_of(cluster).casefold() in {status.casefold() for status in wanted}
