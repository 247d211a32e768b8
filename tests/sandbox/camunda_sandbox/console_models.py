# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bodies of Self-Managed Console (schema names are the contract's) and of Camunda Hub, which replaces it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import WithJsonSchema

from .models import ApiModel, Number

KnownHealth = Literal["healthy", "unhealthy", "unknown"]
AppType = Literal[
    "zeebe-broker", "zeebe-gateway", "operate", "tasklist", "optimize", "modeler", "console", "identity", "unknown"
]
ClusterType = Literal["automation", "management"]

# Any text is let through, so that a test can show a client a word that Camunda has not invented yet.
Health = Annotated[str, WithJsonSchema({"type": "string", "enum": list(get_args(KnownHealth))})]
AnyAppType = Annotated[str, WithJsonSchema({"type": "string", "enum": list(get_args(AppType))})]


class App(ApiModel):
    """An application of a cluster."""

    type: AnyAppType
    id: str
    status: Health
    url: str
    generation: str
    readiness: str | None = None
    metrics: str | None = None


class Cluster(ApiModel):
    """An item of getClusters."""

    uuid: str
    name: str
    namespace: str
    status: Health
    generation: str
    type: ClusterType
    apps: list[App]


class UsageMetricsInstances(ApiModel):
    """A number of instances."""

    total: Number


class UsageMetricsTaskUsers(ApiModel):
    """The users that tasks were assigned to."""

    total: Number
    assignees: list[str]


class UsageMetricsForCluster(ApiModel):
    """Answer of getUsageMetrics."""

    id: str
    process_instances: UsageMetricsInstances
    decision_instances: UsageMetricsInstances
    task_users: UsageMetricsTaskUsers


class HubModel(ApiModel):
    """Base of the bodies of version 2: fields without a value are there, as null."""


class HubAppUrls(HubModel):
    """Further addresses of an application."""

    grpc: str | None
    http: str | None


class HubApp(HubModel):
    """ClusterApp of version 2."""

    type: str
    id: str
    status: str
    url: str | None
    urls: HubAppUrls | None
    generation: str | None
    readiness: str | None


class HubLicense(HubModel):
    """ClusterLicense of version 2."""

    valid_license: bool
    license_type: str
    is_commercial: bool | None
    expires_at: str | None


class HubCluster(HubModel):
    """ClusterResult of version 2."""

    uuid: str
    name: str
    tags: list[str]
    custom_properties: list[dict[str, Any]]
    namespace: str | None
    status: str
    generation: str
    type: str
    apps: list[HubApp]
    discovered_cluster_properties: dict[str, str]
    license: HubLicense | None
