# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Administration API of Camunda SaaS: one method an operation, nothing else (operation ids in the docstrings)."""

from __future__ import annotations

from collections.abc import Iterable

from ansible_collections.camunda.platform.plugins.module_utils._api import saas_answers as answers
from ansible_collections.camunda.platform.plugins.module_utils._api.client import Client, Json
from ansible_collections.camunda.platform.plugins.module_utils._api.shape import nullable
from ansible_collections.camunda.platform.plugins.module_utils._http.retries import Repeat

READS, SETS_STATE, NEVER = Repeat.READS, Repeat.SETS_STATE, Repeat.NEVER


class SaasApi:
    """Camunda's Administration API; every method raises ApiError, AnswerLost or ConnectFailed."""

    def __init__(self, client: Client) -> None:
        self._call = client.call
        self._list = client.call_list
        self._object = client.call_object
        self._text = client.call_text
        # Names by id, as far as they were read: messages name clusters and clients by their names.
        self._names: dict[str, str] = {}

    def _known(self, kind: str, identifier: str) -> str:
        name = self._names.get(identifier)
        return f"{kind} {name!r} ({identifier})" if name else f"{kind} {identifier}"

    def _of(self, cluster: str) -> str:
        return f"of {self._known('cluster', cluster)}"

    def _learn(self, entries: Iterable[Json], key: str, name: str = "name") -> None:
        self._names.update((entry[key], entry[name]) for entry in entries)

    def get_clusters(self) -> list[Json]:
        """List the clusters of the organization (GetClusters)."""
        found = self._list("GET", "clusters", operation="Listing the clusters", repeat=READS, answer=answers.CLUSTERS)
        self._learn(found, "uuid")
        return found

    def get_parameters(self) -> Json:
        """Read the channels, plan types and regions to choose from (GetParameters)."""
        operation = "Reading the cluster parameters"
        return self._object(
            "GET", "clusters", "parameters", operation=operation, repeat=READS, answer=answers.PARAMETERS
        )

    def create_cluster(self, body: Json) -> str:
        """Create a cluster and return its UUID (CreateCluster)."""
        operation = f"Creating cluster {body['name']!r}"
        created = self._object(
            "POST", "clusters", operation=operation, repeat=NEVER, body=body, answer=answers.CLUSTER_CREATED
        )
        return str(created["clusterId"])

    def get_cluster(self, uuid: str) -> Json:
        """Read a cluster (GetCluster)."""
        operation = f"Reading {self._known('cluster', uuid)}"
        found = self._object("GET", "clusters", uuid, operation=operation, repeat=READS, answer=answers.CLUSTER)
        self._learn([found], "uuid")
        return found

    def update_cluster(self, uuid: str, body: Json) -> None:
        """Change name, description, stage label or hardware packages (UpdateCluster)."""
        operation = f"Updating {self._known('cluster', uuid)}"
        self._call("PATCH", "clusters", uuid, operation=operation, repeat=SETS_STATE, body=body)

    def delete_cluster(self, uuid: str) -> None:
        """Delete a cluster with its data and backups (DeleteCluster)."""
        operation = f"Deleting {self._known('cluster', uuid)}"
        self._call("DELETE", "clusters", uuid, operation=operation, repeat=SETS_STATE)

    def wake_cluster(self, uuid: str) -> None:
        """Resume a suspended cluster (Wake)."""
        operation = f"Waking {self._known('cluster', uuid)}"
        self._call("PUT", "clusters", uuid, "wake", operation=operation, repeat=SETS_STATE)

    def get_clients(self, cluster: str) -> list[Json]:
        """List the API clients of a cluster (GetClients)."""
        operation = f"Listing the clients {self._of(cluster)}"
        found = self._list(
            "GET", "clusters", cluster, "clients", operation=operation, repeat=READS, answer=answers.CLIENTS
        )
        self._learn(found, "clientId")
        return found

    def create_client(self, cluster: str, body: Json) -> Json:
        """Create an API client; the only answer that holds its secret (CreateClient)."""
        operation = f"Creating client {body['clientName']!r} {self._of(cluster)}"
        path = ("clusters", cluster, "clients")
        created = self._object(
            "POST", *path, operation=operation, repeat=NEVER, body=body, answer=answers.CLIENT_CREATED, secret=True
        )
        # The name is unique, so it is known even where the answer lacks it.
        return {"name": body["clientName"], **created}

    def get_client(self, cluster: str, client_id: str) -> Json:
        """Read the connection details of an API client (GetClient)."""
        operation = f"Reading {self._known('client', client_id)} {self._of(cluster)}"
        path = ("clusters", cluster, "clients", client_id)
        return self._object("GET", *path, operation=operation, repeat=READS, answer=answers.CLIENT_CONNECTION)

    def delete_client(self, cluster: str, client_id: str) -> None:
        """Delete an API client (DeleteClient)."""
        operation = f"Deleting {self._known('client', client_id)} {self._of(cluster)}"
        self._call("DELETE", "clusters", cluster, "clients", client_id, operation=operation, repeat=SETS_STATE)

    def upgrade_cluster(self, uuid: str) -> Json:
        """Upgrade a cluster to the latest generation, and return the old and the new one (UpgradeCluster)."""
        operation = f"Upgrading {self._known('cluster', uuid)}"
        # A second one could go on to the next generation.
        return self._object(
            "PUT", "clusters", uuid, "upgrade", operation=operation, repeat=NEVER, answer=answers.UPGRADE
        )

    def update_encryption(self, uuid: str, body: Json) -> Json:
        """Supply or rotate the keys of external encryption (UpdateClusterEncryption)."""
        operation = f"Setting the encryption keys {self._of(uuid)}"
        path = ("clusters", uuid, "encryption")
        return self._object(
            "PUT", *path, operation=operation, repeat=SETS_STATE, body=body, answer=answers.CLUSTER_PART
        )

    def trigger_failover(self, uuid: str, body: Json) -> Json:
        """Fail a multi-region cluster over to a new one; the source stays suspended permanently (TriggerFailover)."""
        operation = f"Failing over {self._known('cluster', uuid)}"
        path = ("clusters", uuid, "failover")
        return self._object("POST", *path, operation=operation, repeat=NEVER, body=body, answer=answers.FAILOVER)

    def get_secrets(self, cluster: str) -> dict[str, str]:
        """Read the connector secrets of a cluster, names with values (GetSecrets)."""
        operation = f"Reading the secrets {self._of(cluster)}"
        path = ("clusters", cluster, "secrets")
        return self._object("GET", *path, operation=operation, repeat=READS, answer=answers.SECRETS, secret=True)

    def create_secret(self, cluster: str, name: str, value: str) -> None:
        """Create a connector secret; its name makes it unique, so it may be repeated (CreateSecret)."""
        body = {"secretName": name, "secretValue": value}
        operation = f"Creating secret {name!r} {self._of(cluster)}"
        self._call(
            "POST", "clusters", cluster, "secrets", operation=operation, repeat=SETS_STATE, body=body, hide=value
        )

    def update_secret(self, cluster: str, name: str, value: str) -> None:
        """Change the value of a connector secret (UpdateSecret)."""
        operation = f"Updating secret {name!r} {self._of(cluster)}"
        path = ("clusters", cluster, "secrets", name)
        self._call("PUT", *path, operation=operation, repeat=SETS_STATE, body={"secretValue": value}, hide=value)

    def delete_secret(self, cluster: str, name: str) -> None:
        """Delete a connector secret; it may be listed for a moment longer (DeleteSecret)."""
        operation = f"Deleting secret {name!r} {self._of(cluster)}"
        self._call("DELETE", "clusters", cluster, "secrets", name, operation=operation, repeat=SETS_STATE)

    def update_ip_allowlist(self, cluster: str, entries: list[dict[str, str]]) -> None:
        """Replace the IP allowlist of a cluster (UpdateIpAllowlist)."""
        operation = f"Setting the IP allowlist {self._of(cluster)}"
        path = ("clusters", cluster, "ipallowlist")
        self._call("PUT", *path, operation=operation, repeat=SETS_STATE, body={"ipallowlist": entries})

    def update_ip_whitelist(self, cluster: str, entries: list[dict[str, str]]) -> None:
        """Replace the IP allowlist of a cluster under its older name (UpdateIpWhitelist)."""
        operation = f"Setting the IP allowlist {self._of(cluster)}"
        path = ("clusters", cluster, "ipwhitelist")
        self._call("PUT", *path, operation=operation, repeat=SETS_STATE, body={"ipwhitelist": entries})

    def get_backups(self, cluster: str) -> list[Json]:
        """List the backups of a cluster (GetBackups)."""
        operation = f"Listing the backups {self._of(cluster)}"
        return self._list(
            "GET", "clusters", cluster, "backups", operation=operation, repeat=READS, answer=answers.BACKUPS
        )

    def create_backup(self, cluster: str) -> Json:
        """Start a backup (CreateBackup)."""
        operation = f"Creating a backup {self._of(cluster)}"
        return self._object(
            "POST", "clusters", cluster, "backups", operation=operation, repeat=NEVER, answer=answers.BACKUP
        )

    def delete_backup(self, cluster: str, backup: str) -> None:
        """Delete a backup (DeleteBackup)."""
        operation = f"Deleting backup {backup} {self._of(cluster)}"
        self._call("DELETE", "clusters", cluster, "backups", backup, operation=operation, repeat=SETS_STATE)

    def get_schedule(self, cluster: str) -> Json:
        """Read the backup schedule; raises NotFound if there is none (GetSchedule)."""
        operation = f"Reading the backup schedule {self._of(cluster)}"
        path = ("clusters", cluster, "backups", "schedule")
        return self._object("GET", *path, operation=operation, repeat=READS, answer=answers.SCHEDULE)

    def update_schedule(self, cluster: str, schedule: str) -> Json:
        """Set the backup schedule, five cron fields in UTC (UpdateSchedule)."""
        operation = f"Setting the backup schedule {self._of(cluster)}"
        path = ("clusters", cluster, "backups", "schedule")
        body = {"schedule": schedule}
        return self._object("PUT", *path, operation=operation, repeat=SETS_STATE, body=body, answer=answers.SCHEDULE)

    def delete_schedule(self, cluster: str) -> None:
        """Delete the backup schedule; none there is fine (DeleteSchedule)."""
        operation = f"Deleting the backup schedule {self._of(cluster)}"
        self._call("DELETE", "clusters", cluster, "backups", "schedule", operation=operation, repeat=SETS_STATE)

    def restore_backup(self, cluster: str, backup: str) -> Json | None:
        """Start to restore a backup in place (RestoreFromBackup)."""
        operation = f"Restoring backup {backup} {self._of(cluster)}"
        path = ("clusters", cluster, "backups", backup, "restore")
        # The documentation has an answer 202 without a body where the specification has 200 with one.
        restore: Json | None = self._call(
            "POST", *path, operation=operation, repeat=NEVER, answer=nullable(answers.RESTORE)
        )
        return restore

    def get_restore(self, cluster: str, backup: str) -> Json:
        """Read how the restore of a backup goes; raises NotFound if there was none (GetRestore)."""
        operation = f"Reading the restore of backup {backup} {self._of(cluster)}"
        path = ("clusters", cluster, "backups", backup, "restore")
        return self._object("GET", *path, operation=operation, repeat=READS, answer=answers.RESTORE)

    def activate_monitoring(self, cluster: str) -> None:
        """Switch the metrics endpoint of a cluster on (ActivateMonitoring)."""
        operation = f"Activating monitoring {self._of(cluster)}"
        self._call("POST", "clusters", cluster, "monitoring", operation=operation, repeat=SETS_STATE)

    def deactivate_monitoring(self, cluster: str) -> None:
        """Switch the metrics endpoint off, with all its credentials (DeactivateMonitoring)."""
        operation = f"Deactivating monitoring {self._of(cluster)}"
        self._call("DELETE", "clusters", cluster, "monitoring", operation=operation, repeat=SETS_STATE)

    def get_monitoring(self, cluster: str) -> Json:
        """Read the metrics endpoint and its clients (GetMonitoringClients)."""
        operation = f"Reading the monitoring {self._of(cluster)}"
        path = ("clusters", cluster, "monitoring", "clients")
        found = self._object("GET", *path, operation=operation, repeat=READS, answer=answers.MONITORING)
        self._learn(found["clients"], "uuid", "username")
        return found

    def create_monitoring_client(self, cluster: str, username: str) -> Json:
        """Create a monitoring client; the answer holds its password (CreateMonitoringClient)."""
        operation = f"Creating monitoring client {username!r} {self._of(cluster)}"
        path = ("clusters", cluster, "monitoring", "clients")
        answer, body = answers.MONITORING_CLIENT_CREATED, {"username": username}
        return self._object("POST", *path, operation=operation, repeat=NEVER, body=body, answer=answer, secret=True)

    def rotate_monitoring_client(self, cluster: str, uuid: str) -> Json:
        """Give a monitoring client a new password, which the answer holds (RotateMonitoringClientPassword)."""
        operation = f"Rotating the password of {self._known('monitoring client', uuid)} {self._of(cluster)}"
        path = ("clusters", cluster, "monitoring", "clients", uuid, "rotate")
        answer = answers.MONITORING_PASSWORD
        return self._object("POST", *path, operation=operation, repeat=NEVER, answer=answer, secret=True)

    def delete_monitoring_client(self, cluster: str, uuid: str) -> None:
        """Delete a monitoring client; deleting the last one deactivates monitoring (DeleteMonitoringClient)."""
        operation = f"Deleting {self._known('monitoring client', uuid)} {self._of(cluster)}"
        path = ("clusters", cluster, "monitoring", "clients", uuid)
        self._call("DELETE", *path, operation=operation, repeat=SETS_STATE)

    def get_secure_connectivity(self, cluster: str) -> Json:
        """Read the private connection of a cluster (GetSecureConnectivityStatus)."""
        operation = f"Reading the secure connectivity {self._of(cluster)}"
        path = ("clusters", cluster, "secure-connectivity")
        return self._object("GET", *path, operation=operation, repeat=READS, answer=answers.CONNECTIVITY)

    def activate_secure_connectivity(self, cluster: str, body: Json) -> None:
        """Switch the private connection on (ActivateSecureConnectivity)."""
        operation = f"Activating secure connectivity {self._of(cluster)}"
        self._call(
            "POST", "clusters", cluster, "secure-connectivity", operation=operation, repeat=SETS_STATE, body=body
        )

    def deactivate_secure_connectivity(self, cluster: str) -> None:
        """Switch the private connection off (DeactivateSecureConnectivity)."""
        operation = f"Deactivating secure connectivity {self._of(cluster)}"
        self._call("DELETE", "clusters", cluster, "secure-connectivity", operation=operation, repeat=SETS_STATE)

    def get_members(self) -> list[Json]:
        """List the members of the organization (GetMembers)."""
        return self._list("GET", "members", operation="Listing the members", repeat=READS, answer=answers.MEMBERS)

    def update_member(self, email: str, roles: list[str]) -> None:
        """Invite a member, or set the roles of one; sets a state, so it may be repeated (UpdateMembers)."""
        operation = f"Setting the roles of {email}"
        self._call("POST", "members", email, operation=operation, repeat=SETS_STATE, body={"orgRoles": roles})

    def delete_member(self, email: str) -> None:
        """Remove a member from the organization (DeleteMember)."""
        self._call("DELETE", "members", email, operation=f"Removing {email}", repeat=SETS_STATE)

    def get_activity(self) -> list[Json]:
        """Read the activity log (GetJson)."""
        operation = "Reading the activity log"
        return self._list("GET", "activity", "json", operation=operation, repeat=READS, answer=answers.ACTIVITY)

    def get_activity_csv(self) -> str:
        """Read the activity log as CSV (GetCsv)."""
        return self._text("GET", "activity", "csv", operation="Reading the activity log as CSV", repeat=READS)

    def get_ip_ranges(self) -> Json:
        """Read the addresses that Camunda calls out from; needs no credentials (GetMeta)."""
        operation = "Reading the IP ranges"
        return self._object("GET", "meta", "ip-ranges", operation=operation, repeat=READS, answer=answers.IP_RANGES)
