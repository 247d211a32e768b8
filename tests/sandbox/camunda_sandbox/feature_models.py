# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bodies of upgrade, encryption, failover, monitoring and secure connectivity (names as in the contract)."""

from __future__ import annotations

from typing import Any, Literal

from .models import ApiModel, Number, RequestModel, Timestamp


class IdAndName(ApiModel):
    """A thing as GenerationUpgradeForClusterDto names it."""

    id: str
    name: str


class GenerationUpgradeForClusterDto(ApiModel):
    """Answer of UpgradeCluster."""

    org_id: str
    cluster: IdAndName
    old_generation: IdAndName
    new_generation: IdAndName


class UpdateClusterEncryptionBody(RequestModel):
    """Request of UpdateClusterEncryption."""

    primary_encryption_key_id: str
    secondary_encryption_key_id: str | None = None


class TriggerFailoverBody(RequestModel):
    """Request of TriggerFailover."""

    backup_ids: list[str]
    restore_backup_id: str


class FailoverError(ApiModel):
    """Why a part of a failover did not work."""

    error: str


FailoverPart = Literal["ok"] | FailoverError


class FailoverParts(ApiModel):
    """`results` of FailoverResult."""

    backup_clone: FailoverPart
    restore: FailoverPart


class FailoverResult(ApiModel):
    """Answer of TriggerFailover."""

    new_cluster_id: str
    results: FailoverParts


class EmptyObject(ApiModel):
    """`Record_string.never_`: the status of what is not activated."""


class MetricsEndpoint(ApiModel):
    """`metricsEndpoint` of ByomStatus."""

    target: str
    scheme: str
    path: str


class ByomStatus(ApiModel):
    """`status` of activated monitoring."""

    metrics_endpoint: MetricsEndpoint
    conditions: list[Any]


class ByomClientDto(ApiModel):
    """A client of the metrics endpoint."""

    uuid: str
    name: str
    username: str
    created: Timestamp
    last_used: Timestamp
    created_by: str
    created_by_name: str


class MonitoringClients(ApiModel):
    """Answer of GetMonitoringClients."""

    clients: list[ByomClientDto]
    status: ByomStatus | EmptyObject


class MonitoringClientBody(RequestModel):
    """Request of CreateMonitoringClient."""

    username: str


class MonitoringClientWithPassword(ByomClientDto):
    """Answer of CreateMonitoringClient and RotateMonitoringClientPassword, the only ones that hold the password."""

    password: str


class ConnectivityLabels(ApiModel):
    """`metadata.labels` of SecureConnectivityDto."""

    org_id: str


class ConnectivityMetadata(ApiModel):
    """`metadata` of SecureConnectivityDto."""

    name: str
    namespace: str
    labels: ConnectivityLabels


class ConnectivityCluster(ApiModel):
    """`spec.cluster` of SecureConnectivityDto."""

    id: str


class SecureConnectivityBody(RequestModel):
    """Request of ActivateSecureConnectivity."""

    allowed_principals: list[str]
    allowed_regions: list[str]


class ConnectivitySpec(ApiModel):
    """`spec` of SecureConnectivityDto."""

    allowed_principals: list[str]
    allowed_regions: list[str]
    cluster: ConnectivityCluster


class ConnectivityCondition(ApiModel):
    """An item of `status.conditions` of SecureConnectivityDto."""

    type: str
    status: str
    reason: str
    message: str
    observed_generation: Number
    last_transition_time: str


class ConnectivityEndpoint(ApiModel):
    """`status.endpoint` of SecureConnectivityDto."""

    type: str
    region: str
    service_name: str
    private_dns_name: str


class EndpointConnection(ApiModel):
    """An item of `status.endpointConnections` of SecureConnectivityDto."""

    endpoint_id: str
    service_id: str
    owner: str
    state: str
    creation_timestamp: str


class ConnectivityStatus(ApiModel):
    """`status` of SecureConnectivityDto."""

    conditions: list[ConnectivityCondition]
    endpoint: ConnectivityEndpoint
    endpoint_connection_count: Number
    endpoint_connections: list[EndpointConnection] | None = None
    observed_generation: Number
    urls: Any


class SecureConnectivityDto(ApiModel):
    """`status` of activated secure connectivity."""

    metadata: ConnectivityMetadata
    spec: ConnectivitySpec
    status: ConnectivityStatus


class SecureConnectivity(ApiModel):
    """Answer of GetSecureConnectivityStatus."""

    status: SecureConnectivityDto | EmptyObject
