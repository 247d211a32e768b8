# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Failovers."""

from __future__ import annotations

from typing import Any

from camunda_sandbox.parameters import PARAMETERS

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import cluster_names, fault, squeezed
from ansible_collections.camunda.platform.tests.integration.fleet import Fleet
from ansible_collections.camunda.platform.tests.integration.play import Player, Task
from ansible_collections.camunda.platform.tests.integration.recovery import (
    LOST,
    QUICK,
    backups,
    checked,
    losing,
    make_backup,
    setting,
)
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

FAILOVER = "POST /clusters/*/failover"
BELGIUM = PARAMETERS.regions[0]


def failover(cluster: str, restore_backup: str, confirm: str = "orders", **more: Any) -> Task:
    """Describe a failover."""
    options = {"cluster": cluster, "confirm": confirm, "restore_backup": restore_backup, **QUICK}
    return {"camunda_cluster_failover": {**options, **more}}


def dual(sandbox: Caller, name: str = "orders") -> tuple[str, str]:
    """Make a cluster with backups in a second region, and one backup."""
    assert BELGIUM.backups
    sandbox.settings(backup_seconds=0)
    cluster = sandbox.create_cluster(name=name, backupRegionId=BELGIUM.backups[0].uuid)
    return cluster, make_backup(sandbox, cluster)


def test_life(direct: Direct, sandbox: Caller) -> None:
    """Fail over, and again: one new cluster, which takes over the backups; the second time it is reported."""
    cluster, backup = dual(sandbox)
    other = make_backup(sandbox, cluster)
    task = failover(cluster, backup.upper(), backups=[other, backup])
    sandbox.settings(creation_seconds=0.5)
    played = direct.play(checked(task), task, task, failover("orders", backup), diff=True, watch=True)
    planned, done, again, by_name = played.results
    assert [result["action"] for result in (planned, done, again)] == ["create", "create", "none"]
    assert [result["changed"] for result in played.results] == [True, True, False, False]
    assert planned["diff"] == done["diff"]
    assert planned["new_cluster_uuid"] is None
    new = done["new_cluster_uuid"]
    assert done["steps"] == {"backupClone": "ok", "restore": "ok"}
    assert (done["cluster"]["uuid"], done["cluster"]["status"]["ready"]) == (new, "Healthy")
    assert done["cluster"]["region"]["name"] != BELGIUM.name
    assert len(backups(sandbox, new)) == 2
    assert sandbox.status(cluster) == "Suspended"
    assert (again["already_failed_over"], again["reason"]) == (True, "Cluster already failed over")
    assert "was failed over before, so nothing was done" in again["warnings"][0]
    # The new cluster has the same name here.
    assert f"2 clusters are named 'orders'. Nothing was done. Use one of the UUIDs: {new}" in by_name["msg"]
    assert [played.written(f"r{index}") for index in range(4)] == [[], [FAILOVER], [FAILOVER], []]
    assert cluster_names(sandbox) == {"orders": 2}
    assert "cluster 'after failover of orders' to be Healthy: Creating for 0 s" in played.output


def test_failures(direct: Direct, sandbox: Caller) -> None:
    """Confirmation, backups, what the server refuses, and steps that fail, each with what to know."""
    cluster, backup = dual(sandbox)
    single = sandbox.create_cluster(name="single")
    single_backup = make_backup(sandbox, single)
    clone, clone_backup = dual(sandbox, "clone")
    resto, resto_backup = dual(sandbox, "resto")
    starting = {"step": {"control": ["PUT", f"clusters/{cluster}/status", {"status": "Creating"}]}}
    disabled = {"kind": "status", "status": 403, "body": "Failover is not enabled", "content_type": "text/plain"}
    played = direct.play(
        failover("orders", backup, confirm="Orders"),
        checked(failover(cluster, backup, confirm=cluster)),
        failover("orders", single_backup),
        failover("orders", backup, backups=[single_backup]),
        failover("single", single_backup, confirm="single"),
        fault("POST", "/clusters/*/failover", **disabled), failover("orders", backup),
        starting, failover("orders", backup),
        setting(failover_outcome="backup_clone_fails"), failover(clone, clone_backup, "clone"),
        setting(failover_outcome="restore_fails"), failover(resto, resto_backup, "resto"),
        failover("oders", backup),
        watch=True,
    )  # fmt: skip
    confirm, uuid, foreign, missing, region, disabled_, early, copying, restoring, unknown = played.messages
    assert "Option 'confirm': it has to be the name of the cluster. It is 'Orders'" in confirm
    assert "cannot be resumed" in confirm
    assert "has the name 'orders'" in uuid
    assert f"Option 'backups': there is no '{single_backup}'. Complete backups of cluster 'orders'" in foreign
    assert f"Option 'restore_backup': '{backup}' is not among the backups to copy." in missing
    assert "HTTP 422: Cluster is not a multi-region cluster." in region
    assert "HTTP 403: Failover is not enabled." in disabled_
    assert "HTTP 409: Cluster not yet ready for failover: it is Creating." in early
    assert [played[i]["reason"] for i in (4, 6, 8)] == ["not_multi_region", "not_enabled", "not_ready"]
    assert "copying the backups failed: " in copying
    assert "restoring the backup failed: " in copying
    assert "copying" not in restoring
    for index, name in ((10, "clone"), (12, "resto")):
        assert played[index]["changed"]
        assert f"was failed over to the new cluster {played[index]['new_cluster_uuid']}, but" in played[index]["msg"]
        assert isinstance(played[index]["steps"]["restore"], dict)
        assert cluster_names(sandbox)[name] == 2
    assert "there is no cluster 'oders'" in unknown
    assert not [line for index in (0, 1, 2, 3, 13) for line in played.written(f"r{index}")]
    assert cluster_names(sandbox)["orders"] == cluster_names(sandbox)["single"] == 1


def test_a_failover_whose_answer_is_lost_is_asked_for_once(direct: Direct, sandbox: Caller) -> None:
    """Lose the answer in several ways: one POST, one new cluster, which is found; the next run reports it."""
    made = {name: dual(sandbox, name) for name in LOST}
    paths = {name: f"/clusters/{cluster}/failover" for name, (cluster, _dummy) in made.items()}
    tasks = {name: failover(cluster, backup, name, timeout=1) for name, (cluster, backup) in made.items()}
    played = direct.play(*losing("POST", paths, tasks), watch=True)
    assert not played.messages, played.output
    for name in LOST:
        assert (played[name]["changed"], played[name]["steps"]) == (True, None), name
        assert played[name]["cluster"]["name"] == name
        assert played.written(name) == [FAILOVER], name
        assert played[f"again_{name}"]["already_failed_over"], name
    assert set(cluster_names(sandbox).values()) == {2}
    warning = "the result of copying and restoring the backups is unknown"
    assert squeezed(played.output).count(warning) == len(LOST), played.output


def test_a_failover_on_many_hosts_is_made_once(player: Player, sandbox: Caller) -> None:
    """Of six hosts at a time without run_once, one fails over; the others fail or find it done."""
    cluster, backup = dual(sandbox)
    sandbox.settings(latency_ms=100)
    task = {f"camunda.platform.{name}": options for name, options in failover(cluster, backup).items()}
    played, results = Fleet(player, 6).play(task)
    assert sum(host[0]["changed"] for host in results.values()) == 1, played.output
    assert cluster_names(sandbox) == {"orders": 2}
