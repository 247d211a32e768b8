# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for all given clusters together, of SaaS or of a Self-Managed installation."""

from __future__ import annotations

import dataclasses
import fnmatch
import typing as t
from collections.abc import Mapping, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._api.cluster_options import cluster_address
from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION
from ansible_collections.camunda.platform.plugins.module_utils._api.platform import Platform, platform_of
from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import unchanged, unless_check_mode
from ansible_collections.camunda.platform.plugins.module_utils._engine.poll import wait_until
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import (
    WAIT,
    Verdict,
    Wait,
    counted,
    may_pass,
)
from ansible_collections.camunda.platform.plugins.module_utils._errors import ApiError, CamundaError, WaitFailed
from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import connection_details, links_in
from ansible_collections.camunda.platform.plugins.module_utils._names import in_order
from ansible_collections.camunda.platform.plugins.module_utils._options import Arguments
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    GONE,
    find_cluster,
    judge_health,
    list_clusters,
    refuse_same_clusters,
    status_of,
    unknown_cluster,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import (
    Connection,
    connect,
    connect_cluster_anonymously,
)
from ansible_collections.camunda.platform.plugins.module_utils._resources._installation_wait import InstallationWait
from ansible_collections.camunda.platform.plugins.module_utils._resources._self_managed import API
from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster_info import saas_result

Json = dict[str, t.Any]

# The state of a cluster that is Healthy, and whose API is not there yet.
NOT_ANSWERING = "Healthy, without an answer of its API"
WAIT_ARGUMENTS: Arguments = {
    **CONNECTION,
    **API,
    **{name: option for name, option in WAIT.items() if name != "wait"},
    "clusters": {"type": "list", "elements": "str"},
    "generation_pattern": {"type": "str"},
    "ignore_apps": {"type": "list", "elements": "str", "default": []},
    "wait_unreachable": {"type": "bool", "default": False},
    "wait_for_api": {"type": "bool", "default": False},
}


class Waiting(t.Protocol):
    """What there is to wait for, on either platform."""

    def now(self) -> list[Json]:
        """Return the clusters as they are, without those that are not there."""

    def wait(self) -> list[Json]:
        """Return the clusters once all are ready; raises WaitFailed, with them as last seen."""


def run_wait(context: Context) -> Result:
    """Wait for all named clusters with one listing each round (camunda_cluster_wait)."""
    wait = Wait.of(context.params)
    waiting: Waiting
    if platform_of(context.params) is Platform.SELF_MANAGED:
        waiting = InstallationWait(context, wait)
    else:
        waiting = SaasWait(context, wait)
    clusters = unless_check_mode(context, waiting.wait, waiting.now)
    return unchanged(clusters=in_order(clusters))


class SaasWait:
    """Clusters of SaaS, which are ready when they are Healthy."""

    def __init__(self, context: Context, wait: Wait) -> None:
        self._connection: Connection = connect(context)
        self._context = context
        self._wait = wait
        self._names: Sequence[str] | None = context.params["clusters"]
        self._generation: str | None = context.params["generation_pattern"]
        refuse_same_clusters(self._connection, self._names or ())
        self._apis = ClusterApis(context) if context.params["wait_for_api"] else None

    def now(self) -> list[Json]:
        """Return the clusters as they are."""
        if self._names is None:
            return _results(list_clusters(self._connection))
        found = (find_cluster(self._connection, name, "clusters") for name in self._names)
        return _results([cluster for cluster in found if cluster is not None])

    def wait(self) -> list[Json]:
        """Wait; raises WaitFailed."""
        uuids = self._uuids()

        def read() -> list[Json]:
            by_uuid = {cluster.get("uuid"): cluster for cluster in self._connection.api.get_clusters()}
            found = [by_uuid.get(uuid, {"uuid": uuid, "status": {"ready": GONE}}) for uuid in uuids]
            return self._apis.observed(found) if self._apis else found

        one = f"cluster {self._names[0]!r}" if self._names and len(uuids) == 1 else f"{len(uuids)} clusters"
        what = f"{one} to be Healthy" + (f" and of generation {self._generation}" if self._generation else "")
        what += " and to answer" if self._apis else ""
        try:
            clusters = wait_until(
                what,
                self._wait,
                read,
                lambda clusters: _judge_all(clusters, self._generation),
                _states,
                self._context.progress,
                confirmations=2,
            )
            return _results(clusters)
        except WaitFailed as exc:
            raise exc.replace(clusters=in_order(_results(exc.last))) from exc

    def _uuids(self) -> list[str]:
        if self._names is None:
            return [str(cluster["uuid"]) for cluster in list_clusters(self._connection)]
        uuids: list[str] = []
        for name in self._names:
            cluster = find_cluster(self._connection, name, "clusters")
            if cluster is None:
                raise unknown_cluster(self._connection, name, "clusters")
            uuids.append(cluster["uuid"])
        return uuids


class ClusterApis:
    """The own APIs of clusters, which may take longer than the clusters to be ready."""

    def __init__(self, context: Context) -> None:
        # A reading that fails is repeated by the wait itself.
        self._context = dataclasses.replace(context, params={**context.params, "retries": 0})

    def observed(self, clusters: Sequence[Json]) -> list[Json]:
        """Return clusters with the state of their APIs in the place of Healthy, where they do not answer."""
        return [self._observed(cluster) if status_of(cluster) == "Healthy" else cluster for cluster in clusters]

    def _observed(self, cluster: Json) -> Json:
        uuid = str(cluster["uuid"])
        address = connection_details(uuid, links_in(cluster), None, "")["rest_address"]
        if address is None:
            raise CamundaError(
                f"The links of cluster {cluster.get('name')!r} do not lead to its own API, so the task cannot wait for"
                " it. Remove wait_for_api.",
                code="cluster_address_unknown",
            )
        try:
            connect_cluster_anonymously(
                self._context, cluster_address("links", address, self._context.params)
            ).api.get_status()
        except CamundaError as exc:
            if may_pass(exc):
                return {**cluster, "status": {**cluster["status"], "ready": NOT_ANSWERING}}
            # An API that refuses answers, too.
            if not isinstance(exc, ApiError):
                raise
        return cluster


def _judge_all(clusters: Sequence[Mapping[str, t.Any]], generation: str | None = None) -> Verdict:
    verdicts = {_judge_one(cluster, generation) for cluster in clusters}
    for verdict in (Verdict.FAILED, Verdict.PENDING):
        if verdict in verdicts:
            return verdict
    return Verdict.DONE


def _judge_one(cluster: Mapping[str, t.Any], generation: str | None) -> Verdict:
    if status_of(cluster) == NOT_ANSWERING:
        return Verdict.PENDING
    if status_of(cluster) == GONE:
        return Verdict.FAILED
    verdict = judge_health(cluster)
    name = str((cluster.get("generation") or {}).get("name"))
    if verdict is Verdict.DONE and generation and not fnmatch.fnmatchcase(name, generation):
        return Verdict.PENDING
    return verdict


def _results(clusters: Sequence[Mapping[str, t.Any]]) -> list[Json]:
    return [saas_result(cluster) for cluster in clusters]


def _states(clusters: Sequence[Mapping[str, t.Any]]) -> str:
    """Return how many are in which state, with names where it is not Healthy."""
    pairs = ((str(cluster.get("name") or cluster.get("uuid")), status_of(cluster)) for cluster in clusters)
    return counted(pairs, "Healthy")
