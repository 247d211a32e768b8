# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Administration API of Camunda SaaS: one method an operation, nothing else (operation ids in the docstrings)."""

from __future__ import annotations

from ansible_collections.camunda.platform.plugins.module_utils._client import Client, Json


class SaasApi:
    """Camunda's Administration API; every method raises ApiError, AnswerLost or ConnectFailed."""

    def __init__(self, client: Client) -> None:
        self._call = client.call
        self._list = client.call_list
        self._object = client.call_object

    def get_clusters(self) -> list[Json]:
        """List the clusters of the organization (GetClusters)."""
        return self._list("GET", "clusters", doing="Listing the clusters")

    def get_parameters(self) -> Json:
        """Read the channels, plan types and regions to choose from (GetParameters)."""
        return self._object("GET", "clusters", "parameters", doing="Reading the cluster parameters")

    def create_cluster(self, body: Json) -> str:
        """Create a cluster and return its UUID (CreateCluster)."""
        answer = self._object("POST", "clusters", doing=f"Creating cluster {body['name']!r}", body=body, needs=["clusterId"])
        return str(answer["clusterId"])

    def get_cluster(self, uuid: str) -> Json:
        """Read a cluster (GetCluster)."""
        return self._object("GET", "clusters", uuid, doing=f"Reading cluster {uuid}")

    def update_cluster(self, uuid: str, body: Json) -> None:
        """Change name, description, stage label or hardware packages (UpdateCluster)."""
        self._call("PATCH", "clusters", uuid, doing=f"Updating cluster {uuid}", body=body)

    def delete_cluster(self, uuid: str) -> None:
        """Delete a cluster with its data and backups (DeleteCluster)."""
        self._call("DELETE", "clusters", uuid, doing=f"Deleting cluster {uuid}")

    def wake_cluster(self, uuid: str) -> None:
        """Resume a suspended cluster (Wake)."""
        self._call("PUT", "clusters", uuid, "wake", doing=f"Waking cluster {uuid}")

    def get_clients(self, cluster: str) -> list[Json]:
        """List the API clients of a cluster (GetClients)."""
        return self._list("GET", "clusters", cluster, "clients", doing=f"Listing the clients of cluster {cluster}")

    def create_client(self, cluster: str, body: Json) -> Json:
        """Create an API client; the only answer that holds its secret (CreateClient)."""
        doing = f"Creating client {body['clientName']!r} of cluster {cluster}"
        needs = ["clientId", "clientSecret"]
        return self._object("POST", "clusters", cluster, "clients", doing=doing, body=body, needs=needs)

    def get_client(self, cluster: str, client_id: str) -> Json:
        """Read the connection details of an API client (GetClient)."""
        doing = f"Reading client {client_id} of cluster {cluster}"
        return self._object("GET", "clusters", cluster, "clients", client_id, doing=doing)

    def delete_client(self, cluster: str, client_id: str) -> None:
        """Delete an API client (DeleteClient)."""
        doing = f"Deleting client {client_id} of cluster {cluster}"
        self._call("DELETE", "clusters", cluster, "clients", client_id, doing=doing)
