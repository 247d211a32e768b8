# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clusters to look at, and to wait for all together."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._arguments import CONNECTION, WAIT, Arguments, Wait
from ansible_collections.camunda.platform.plugins.module_utils._connection import Connection, connect
from ansible_collections.camunda.platform.plugins.module_utils._errors import WaitFailed
from ansible_collections.camunda.platform.plugins.module_utils._resources._clusters import (
    GONE,
    cluster_result,
    find_cluster,
    judge_health,
    list_clusters,
    status_of,
    unknown_cluster,
)
from ansible_collections.camunda.platform.plugins.module_utils._run import await_unless_check_mode, unchanged
from ansible_collections.camunda.platform.plugins.module_utils._spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._wait import Verdict, Waiter, counted

Json = dict[str, t.Any]

INFO_ARGUMENTS: Arguments = {
    **CONNECTION,
    "name": {"type": "str"},
    "uuid": {"type": "str"},
    "status": {"type": "list", "elements": "str"},
}
WAIT_ARGUMENTS: Arguments = {
    **CONNECTION,
    **{name: option for name, option in WAIT.items() if name != "wait"},
    "clusters": {"type": "list", "elements": "str", "required": True},
}


def run_info(context: Context) -> Result:
    """Return the clusters that pass all given filters, by name (camunda_cluster_info)."""
    params = context.params
    clusters = list_clusters(connect(context))
    if params["name"] is not None:
        clusters = [cluster for cluster in clusters if cluster.get("name") == params["name"]]
    if params["uuid"] is not None:
        clusters = [cluster for cluster in clusters if cluster.get("uuid") == params["uuid"].lower()]
    if params["status"] is not None:
        wanted = {status.casefold() for status in params["status"]}
        clusters = [cluster for cluster in clusters if status_of(cluster).casefold() in wanted]
    return unchanged(clusters=_results(clusters))


def run_wait(context: Context) -> Result:
    """Wait for all named clusters with one listing each round (camunda_cluster_wait)."""
    connection = connect(context)
    wait = Wait.of(context.params)
    names: Sequence[str] = context.params["clusters"]

    def now() -> list[Json]:
        found = (find_cluster(connection, name, "clusters") for name in names)
        return [cluster for cluster in found if cluster is not None]

    clusters = await_unless_check_mode(context, lambda: _wait_for_all(connection, names, wait, context), now)
    return unchanged(clusters=_results(clusters))


def _wait_for_all(connection: Connection, names: Sequence[str], wait: Wait, context: Context) -> list[Json]:
    uuids: list[str] = []
    for name in names:
        cluster = find_cluster(connection, name, "clusters")
        if cluster is None:
            raise unknown_cluster(connection, name, "clusters")
        uuids.append(cluster["uuid"])

    def read() -> list[Json]:
        by_uuid = {cluster.get("uuid"): cluster for cluster in connection.api.get_clusters()}
        return [by_uuid.get(uuid, {"uuid": uuid, "status": {"ready": GONE}}) for uuid in uuids]

    what = f"{len(uuids)} clusters to be Healthy" if len(uuids) != 1 else f"cluster {names[0]!r} to be Healthy"
    waiter: Waiter[list[Json]] = Waiter(what, wait, _judge_all, _states, context.progress, confirmations=2)
    try:
        return waiter.until_done(read)
    except WaitFailed as exc:
        exc.details["clusters"] = _results(exc.details.pop("last"))
        raise


def _judge_all(clusters: Sequence[Mapping[str, t.Any]]) -> Verdict:
    verdicts = {Verdict.FAILED if status_of(cluster) == GONE else judge_health(cluster) for cluster in clusters}
    for verdict in (Verdict.FAILED, Verdict.PENDING):
        if verdict in verdicts:
            return verdict
    return Verdict.DONE


def _states(clusters: Sequence[Mapping[str, t.Any]]) -> str:
    """Return how many are in which state, with names where it is not Healthy."""
    pairs = ((str(cluster.get("name") or cluster.get("uuid")), status_of(cluster)) for cluster in clusters)
    return counted(pairs, "Healthy")


def _results(clusters: Sequence[Mapping[str, t.Any]]) -> list[Json]:
    ordered = sorted(clusters, key=lambda cluster: (str(cluster.get("name")), str(cluster.get("uuid"))))
    return [cluster_result(cluster) for cluster in ordered]
