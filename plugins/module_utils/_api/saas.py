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
        self._text = client.call_text
        self._never_repeat = client.never_repeat

    def get_clusters(self) -> list[Json]:
        """List the clusters of the organization (GetClusters)."""
        return self._list("GET", "clusters", doing="Listing the clusters")

    def get_parameters(self) -> Json:
        """Read the channels, plan types and regions to choose from (GetParameters)."""
        return self._object("GET", "clusters", "parameters", doing="Reading the cluster parameters")

    def create_cluster(self, body: Json) -> str:
        """Create a cluster and return its UUID (CreateCluster)."""
        answer = self._object(
            "POST", "clusters", doing=f"Creating cluster {body['name']!r}", body=body, needs=["clusterId"]
        )
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

    def upgrade_cluster(self, uuid: str) -> Json:
        """Upgrade a cluster to the latest generation, and return the old and the new one (UpgradeCluster)."""
        # A second one could go on to the next generation.
        self._never_repeat("clusters", uuid, "upgrade")
        return self._object("PUT", "clusters", uuid, "upgrade", doing=f"Upgrading cluster {uuid}")

    def update_encryption(self, uuid: str, body: Json) -> Json:
        """Supply or rotate the keys of external encryption (UpdateClusterEncryption)."""
        doing = f"Setting the encryption keys of cluster {uuid}"
        return self._object("PUT", "clusters", uuid, "encryption", doing=doing, body=body)

    def trigger_failover(self, uuid: str, body: Json) -> Json:
        """Fail a multi-region cluster over to a new one; the source stays suspended for ever (TriggerFailover)."""
        doing = f"Failing over cluster {uuid}"
        return self._object("POST", "clusters", uuid, "failover", doing=doing, body=body, needs=["newClusterId"])

    def get_secrets(self, cluster: str) -> dict[str, str]:
        """Read the connector secrets of a cluster, names with values (GetSecrets)."""
        return self._object(
            "GET", "clusters", cluster, "secrets", doing=f"Reading the secrets of cluster {cluster}", secret=True
        )

    def create_secret(self, cluster: str, name: str, value: str) -> None:
        """Create a connector secret (CreateSecret)."""
        body = {"secretName": name, "secretValue": value}
        doing = f"Creating secret {name!r} of cluster {cluster}"
        self._call("POST", "clusters", cluster, "secrets", doing=doing, body=body, hide=value)

    def update_secret(self, cluster: str, name: str, value: str) -> None:
        """Change the value of a connector secret (UpdateSecret)."""
        doing = f"Updating secret {name!r} of cluster {cluster}"
        self._call("PUT", "clusters", cluster, "secrets", name, doing=doing, body={"secretValue": value}, hide=value)

    def delete_secret(self, cluster: str, name: str) -> None:
        """Delete a connector secret; it may be listed for a moment longer (DeleteSecret)."""
        doing = f"Deleting secret {name!r} of cluster {cluster}"
        self._call("DELETE", "clusters", cluster, "secrets", name, doing=doing)

    def update_ip_allowlist(self, cluster: str, entries: list[dict[str, str]]) -> None:
        """Replace the IP allowlist of a cluster (UpdateIpAllowlist)."""
        doing = f"Setting the IP allowlist of cluster {cluster}"
        self._call("PUT", "clusters", cluster, "ipallowlist", doing=doing, body={"ipallowlist": entries})

    def update_ip_whitelist(self, cluster: str, entries: list[dict[str, str]]) -> None:
        """Replace the IP allowlist of a cluster under its older name (UpdateIpWhitelist)."""
        doing = f"Setting the IP allowlist of cluster {cluster}"
        self._call("PUT", "clusters", cluster, "ipwhitelist", doing=doing, body={"ipwhitelist": entries})

    def get_backups(self, cluster: str) -> list[Json]:
        """List the backups of a cluster (GetBackups)."""
        return self._list("GET", "clusters", cluster, "backups", doing=f"Listing the backups of cluster {cluster}")

    def create_backup(self, cluster: str) -> Json:
        """Start a backup (CreateBackup)."""
        doing = f"Creating a backup of cluster {cluster}"
        return self._object("POST", "clusters", cluster, "backups", doing=doing, needs=["uuid"])

    def delete_backup(self, cluster: str, backup: str) -> None:
        """Delete a backup (DeleteBackup)."""
        doing = f"Deleting backup {backup} of cluster {cluster}"
        self._call("DELETE", "clusters", cluster, "backups", backup, doing=doing)

    def get_schedule(self, cluster: str) -> Json:
        """Read the backup schedule; raises NotFound if there is none (GetSchedule)."""
        doing = f"Reading the backup schedule of cluster {cluster}"
        return self._object("GET", "clusters", cluster, "backups", "schedule", doing=doing)

    def update_schedule(self, cluster: str, schedule: str) -> Json:
        """Set the backup schedule, five cron fields in UTC (UpdateSchedule)."""
        doing = f"Setting the backup schedule of cluster {cluster}"
        body = {"schedule": schedule}
        return self._object("PUT", "clusters", cluster, "backups", "schedule", doing=doing, body=body)

    def delete_schedule(self, cluster: str) -> None:
        """Delete the backup schedule; none there is fine (DeleteSchedule)."""
        doing = f"Deleting the backup schedule of cluster {cluster}"
        self._call("DELETE", "clusters", cluster, "backups", "schedule", doing=doing)

    def restore_backup(self, cluster: str, backup: str) -> Json | None:
        """Start to restore a backup in place (RestoreFromBackup)."""
        doing = f"Restoring backup {backup} of cluster {cluster}"
        answer = self._call("POST", "clusters", cluster, "backups", backup, "restore", doing=doing)
        # The documentation has an answer 202 without a body where the specification has 200 with one.
        return answer if isinstance(answer, dict) else None

    def get_restore(self, cluster: str, backup: str) -> Json:
        """Read how the restore of a backup goes; raises NotFound if there was none (GetRestore)."""
        doing = f"Reading the restore of backup {backup} of cluster {cluster}"
        return self._object("GET", "clusters", cluster, "backups", backup, "restore", doing=doing)

    def activate_monitoring(self, cluster: str) -> None:
        """Switch the metrics endpoint of a cluster on (ActivateMonitoring)."""
        self._call("POST", "clusters", cluster, "monitoring", doing=f"Activating monitoring of cluster {cluster}")

    def deactivate_monitoring(self, cluster: str) -> None:
        """Switch the metrics endpoint off, with all its credentials (DeactivateMonitoring)."""
        self._call("DELETE", "clusters", cluster, "monitoring", doing=f"Deactivating monitoring of cluster {cluster}")

    def get_monitoring(self, cluster: str) -> Json:
        """Read the metrics endpoint and its clients (GetMonitoringClients)."""
        doing = f"Reading the monitoring of cluster {cluster}"
        return self._object("GET", "clusters", cluster, "monitoring", "clients", doing=doing, needs=["clients"])

    def create_monitoring_client(self, cluster: str, username: str) -> Json:
        """Create a monitoring client; the answer holds its password (CreateMonitoringClient)."""
        doing = f"Creating monitoring client {username!r} of cluster {cluster}"
        path = ("clusters", cluster, "monitoring", "clients")
        return self._object("POST", *path, doing=doing, body={"username": username}, needs=["uuid", "password"])

    def rotate_monitoring_client(self, cluster: str, uuid: str) -> Json:
        """Give a monitoring client a new password, which the answer holds (RotateMonitoringClientPassword)."""
        doing = f"Rotating the password of monitoring client {uuid} of cluster {cluster}"
        path = ("clusters", cluster, "monitoring", "clients", uuid, "rotate")
        return self._object("POST", *path, doing=doing, needs=["password"])

    def delete_monitoring_client(self, cluster: str, uuid: str) -> None:
        """Delete a monitoring client; deleting the last one deactivates monitoring (DeleteMonitoringClient)."""
        doing = f"Deleting monitoring client {uuid} of cluster {cluster}"
        self._call("DELETE", "clusters", cluster, "monitoring", "clients", uuid, doing=doing)

    def get_secure_connectivity(self, cluster: str) -> Json:
        """Read the private connection of a cluster (GetSecureConnectivityStatus)."""
        doing = f"Reading the secure connectivity of cluster {cluster}"
        return self._object("GET", "clusters", cluster, "secure-connectivity", doing=doing)

    def activate_secure_connectivity(self, cluster: str, body: Json) -> None:
        """Switch the private connection on (ActivateSecureConnectivity)."""
        doing = f"Activating secure connectivity of cluster {cluster}"
        self._call("POST", "clusters", cluster, "secure-connectivity", doing=doing, body=body)

    def deactivate_secure_connectivity(self, cluster: str) -> None:
        """Switch the private connection off (DeactivateSecureConnectivity)."""
        doing = f"Deactivating secure connectivity of cluster {cluster}"
        self._call("DELETE", "clusters", cluster, "secure-connectivity", doing=doing)

    def get_members(self) -> list[Json]:
        """List the members of the organization (GetMembers)."""
        return self._list("GET", "members", doing="Listing the members")

    def update_member(self, email: str, roles: list[str]) -> None:
        """Invite a member, or set the roles of one; sets a state, so it may be repeated (UpdateMembers)."""
        self._call("POST", "members", email, doing=f"Setting the roles of {email}", body={"orgRoles": roles})

    def delete_member(self, email: str) -> None:
        """Remove a member from the organization (DeleteMember)."""
        self._call("DELETE", "members", email, doing=f"Removing {email}")

    def get_activity(self) -> list[Json]:
        """Read the activity log (GetJson)."""
        return self._list("GET", "activity", "json", doing="Reading the activity log")

    def get_activity_csv(self) -> str:
        """Read the activity log as CSV (GetCsv)."""
        return self._text("GET", "activity", "csv", doing="Reading the activity log as CSV")

    def get_ip_ranges(self) -> Json:
        """Read the addresses that Camunda calls out from; needs no credentials (GetMeta)."""
        return self._object("GET", "meta", "ip-ranges", doing="Reading the IP ranges")
