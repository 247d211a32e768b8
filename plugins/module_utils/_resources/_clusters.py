# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clusters as all resources need them: found by name or UUID, listed once a task, waited for."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._engine.bulk import refuse_duplicates
from ansible_collections.camunda.platform.plugins.module_utils._engine.locks import CreationLock
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import Verdict
from ansible_collections.camunda.platform.plugins.module_utils._errors import NotFound, OptionError, valid_names
from ansible_collections.camunda.platform.plugins.module_utils._names import is_uuid, snake_case
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Connection

Json = dict[str, t.Any]

# Options of what belongs to a cluster (doc fragment: cluster).
CLUSTER: Arguments = {
    "cluster": {"type": "str", "required": True},
    "allow_missing_cluster": {"type": "bool", "default": False},
}

# Reached after one or several minutes without anybody's doing (facts: ClusterStatus in the contract).
PENDING = frozenset({"Creating", "Updating", "Resuming"})
# These remain until a user, or Camunda, intervenes.
FINAL = frozenset({"Healthy", "Unhealthy", "Suspended", "WaitingForInput", "Maintenance"})
GONE = "gone"
STAGES = ("dev", "test", "stage", "prod")

# What an error calls two entries of a list that select one cluster.
SAME_CLUSTER = "are both the cluster"

_KEY = ("clusters",)


def creation_lock(connection: Connection) -> CreationLock:
    """Return the lock on creating clusters in this organization."""
    return connection.creation_lock("clusters")


def listing(connection: Connection) -> tuple[str, list[Json]]:
    """Return all clusters, listed once a task (GetClusters), with the stamp that the creation lock had before."""
    return connection.memo.get(_KEY, lambda: _read(connection))


def _read(connection: Connection) -> tuple[str, list[Json]]:
    lock = creation_lock(connection)
    stamp = lock.stamp()
    return stamp, lock.complete(connection.api.get_clusters(), "uuid", lambda record: _look_up(connection, record))


def list_again(connection: Connection) -> list[Json]:
    """Return all clusters as they are now."""
    forget_listing(connection)
    return list_clusters(connection)


def _look_up(connection: Connection, record: Json) -> Json | None:
    try:
        return connection.api.get_cluster(str(record.get("uuid")))
    except NotFound:
        return None


def list_clusters(connection: Connection) -> list[Json]:
    """Return all clusters, listed once a task (GetClusters)."""
    return listing(connection)[1]


def forget_listing(connection: Connection) -> None:
    """Let the next look at the list of clusters read it."""
    connection.memo.drop(*_KEY)


def remember(connection: Connection, uuid: str, record: Json | None, stamp: str | None = None) -> None:
    """Update the list of this task with the result of a write (None: the cluster is deleted)."""

    def change(known: tuple[str, list[Json]]) -> tuple[str, list[Json]]:
        others = [cluster for cluster in known[1] if cluster.get("uuid") != uuid]
        return stamp or known[0], others + ([record] if record else [])

    connection.memo.change(_KEY, lambda: _read(connection), change)


def status_of(cluster: Mapping[str, t.Any] | None) -> str:
    """Return the status as the API words it, known or not; ``gone`` for no cluster."""
    if cluster is None:
        return GONE
    return str((cluster.get("status") or {}).get("ready", "unknown"))


def stage_label_of(cluster: Mapping[str, t.Any]) -> str | None:
    """Return the stage, which the API shows as one of the labels; None if there is none, or it is not shown."""
    labels = [str(label).lower() for label in cluster.get("labels") or ()]
    return next((stage for stage in STAGES if stage in labels), None)


def find_cluster(connection: Connection, value: str, option: str = "name") -> Json | None:
    """Return the cluster of that name or UUID, None if there is none; raise OptionError if the name is ambiguous."""
    clusters = list_clusters(connection)
    by_uuid = [cluster for cluster in clusters if is_uuid(value) and cluster.get("uuid") == value.lower()]
    found = by_uuid or [cluster for cluster in clusters if cluster.get("name") == value]
    if len(found) > 1:
        raise ambiguous(option, value, found)
    return found[0] if found else None


def cluster_uuid(connection: Connection, value: str, option: str = "cluster") -> str:
    """Return the UUID of a cluster given by name or UUID; raise OptionError for an unknown or ambiguous name.

    A UUID is taken as it is: the next request with it tells whether it is one of a cluster.
    """
    if is_uuid(value):
        return value.lower()
    cluster = find_cluster(connection, value, option)
    if cluster is None:
        raise unknown_cluster(connection, value, option)
    return str(cluster["uuid"])


def refuse_same_clusters(connection: Connection, clusters: Sequence[str | None], option: str = "clusters") -> None:
    """Raise OptionError if a list has a cluster twice, be it by name and by UUID."""

    def key(value: str) -> str:
        # What is unknown or ambiguous is an error of that cluster alone, later.
        same_name = [cluster for cluster in list_clusters(connection) if cluster.get("name") == value]
        return str(same_name[0].get("uuid")) if len(same_name) == 1 else value.lower() if is_uuid(value) else value

    refuse_duplicates(option, clusters, key, SAME_CLUSTER)


class ClusterRef:
    """The cluster that something belongs to; with allow_missing_cluster it may exist in a plan only."""

    def __init__(self, connection: Connection, params: Mapping[str, t.Any]) -> None:
        self._connection = connection
        self._named = str(params["cluster"])
        self._uuid: str | None = None
        known = is_uuid(self._named) or find_cluster(connection, self._named, "cluster") is not None
        if known or not params.get("allow_missing_cluster"):
            self._uuid = cluster_uuid(connection, self._named)

    def __str__(self) -> str:
        return repr(self._named)

    @property
    def is_missing(self) -> bool:
        """Return whether there is no such cluster yet."""
        return self._uuid is None

    @property
    def uuid(self) -> str:
        """Return the UUID; raise OptionError if there is no such cluster."""
        if self._uuid is None:
            raise self.unknown()
        return self._uuid

    def unknown(self) -> OptionError:
        """Return the error for a cluster that does not exist."""
        return unknown_cluster(self._connection, self._named)


def ambiguous(option: str, value: str, found: Sequence[Mapping[str, t.Any]]) -> OptionError:
    """Return the error for a name that several clusters have; Camunda does not keep names unique."""
    listed = ", ".join(f"{cluster.get('uuid')} (created {cluster.get('created', 'some time')})" for cluster in found)
    return OptionError(
        f"Option '{option}': {len(found)} clusters are named {value!r}. Nothing was done. Use one of the UUIDs:"
        f" {listed}.",
        uuids=[cluster.get("uuid") for cluster in found],
    )


def unknown_cluster(connection: Connection, value: str, option: str = "cluster") -> OptionError:
    """Return the error for a cluster that does not exist, with the names of those that do."""
    names = [str(cluster.get("name")) for cluster in list_clusters(connection)]
    return OptionError(f"Option '{option}': there is no cluster {value!r}. {valid_names(value, names)}")


def judge_health(cluster: Mapping[str, t.Any]) -> Verdict:
    """Judge a cluster that is to become Healthy; a status that is not known yet may still change."""
    status = status_of(cluster)
    if status == "Healthy" or waits_for_key(cluster):
        return Verdict.DONE
    return Verdict.FAILED if status in FINAL else Verdict.PENDING


def waits_for_key(cluster: Mapping[str, t.Any]) -> bool:
    """Return whether a cluster with external encryption is as ready as it gets before its key is supplied."""
    encryption = cluster.get("encryption") or {}
    return encryption.get("type") == "External" and status_of(cluster) == "WaitingForInput"


def cluster_result(cluster: Mapping[str, t.Any]) -> Json:
    """Return a cluster as modules show it: snake_case at the top, the API's own values inside."""
    return snake_case(cluster)
