# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The read-only APIs of Camunda Self-Managed: one method an operation, nothing else (operations in the docstrings).

Console has the Administration API up to 8.9. Camunda Hub replaces it in 8.10, with the same operations in the Web
Modeler API v1 (deprecated, gone in 8.12) and in the Hub API v2 (Camunda docs, migrate-to-810 and hub-api-sm).
"""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.module_utils._api.client import Client, Json
from ansible_collections.camunda.platform.plugins.module_utils._api.shape import (
    Mismatch,
    Shape,
    identifier,
    list_of,
    mapping,
    nullable,
    number,
    text,
)
from ansible_collections.camunda.platform.plugins.module_utils._http.retries import Repeat

_LISTING = "Listing the clusters"


_APP = Shape(
    {},
    {**dict.fromkeys(("id", "type", "status", "url", "generation", "readiness", "metrics"), text), "urls": mapping},
)
_CLUSTER = Shape(
    {"uuid": identifier, "name": text},
    {
        **dict.fromkeys(("status", "generation", "type"), text),
        # Null where an installation has none (Hub API v2).
        **dict.fromkeys(("namespace",), nullable(text)),
        "license": nullable(mapping),
        "apps": list_of(_APP),
        "tags": list_of(text),
        "customProperties": list_of(mapping),
        "discoveredClusterProperties": mapping,
    },
)
CLUSTERS = list_of(_CLUSTER)
# Version 1 promises the data, and no shape (Camunda docs, migrate-to-810).
_COUNT = Shape({}, {"total": number})
USAGE = Shape(
    {
        "processInstances": nullable(_COUNT),
        "decisionInstances": nullable(_COUNT),
        "taskUsers": nullable(Shape({}, {"total": number, "assignees": list_of(text)})),
    },
    {"id": text, "activeTenants": nullable(_COUNT)},
)


def clusters_or_items(value: t.Any) -> t.Any:
    """Read a list of clusters, as it is or as the ``items`` of an object; raises Mismatch, for half a list too."""
    if not isinstance(value, dict):
        return CLUSTERS(value)
    found = Shape({"items": CLUSTERS}, {"total": number})(value)
    if found.get("total", 0) > len(found["items"]):
        raise Mismatch(f"the whole list, as {len(found['items'])} of {found['total']} came")
    return found["items"]


class SelfManagedApi:
    """The APIs below the context path of Console or Hub; every method raises ApiError, AnswerLost or ConnectFailed."""

    def __init__(self, client: Client) -> None:
        self._list = client.call_list
        self._object = client.call_object

    def get_clusters(self) -> list[Json]:
        """List the clusters with their apps (getClusters)."""
        return self._list("GET", "admin-api", "clusters", operation=_LISTING, repeat=Repeat.READS, answer=CLUSTERS)

    def get_clusters_v1(self) -> list[Json]:
        """List the clusters with their apps (GET /api/v1/clusters)."""
        return self._list(
            "GET", "api", "v1", "clusters", operation=_LISTING, repeat=Repeat.READS, answer=clusters_or_items
        )

    def get_clusters_v2(self) -> list[Json]:
        """List the clusters with their apps, tags and licenses (GET /api/v2/clusters)."""
        return self._list(
            "GET", "api", "v2", "clusters", operation=_LISTING, repeat=Repeat.READS, answer=clusters_or_items
        )

    def get_usage_metrics(self, query: Mapping[str, str]) -> Json:
        """Count the usage of a cluster from start to end, in Unix milliseconds (getUsageMetrics)."""
        return self._usage("admin-api", "usage-metrics", query=query)

    def get_usage_metrics_v1(self, query: Mapping[str, str]) -> Json:
        """Count the usage of a cluster from start to end, in Unix milliseconds (GET /api/v1/clusters/usage-metrics)."""
        return self._usage("api", "v1", "clusters", "usage-metrics", query=query)

    def get_usage_metrics_v2(self, query: Mapping[str, str]) -> Json:
        """Count the usage of a cluster, with its tenants, likewise (GET /api/v2/clusters/usage-metrics)."""
        return self._usage("api", "v2", "clusters", "usage-metrics", query=query)

    def _usage(self, *segments: str, query: Mapping[str, str]) -> Json:
        operation = f"Reading the usage metrics of cluster {query['id']}"
        return self._object("GET", *segments, operation=operation, query=query, repeat=Repeat.READS, answer=USAGE)
