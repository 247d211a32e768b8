# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing old decides: attempts, items after a wait, lists that lag behind, and other processes at the same work."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.modules import (
    camunda_backup,
    camunda_client,
    camunda_clients,
    camunda_cluster,
    camunda_cluster_info,
    camunda_monitoring_client,
)
from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import CLUSTER, asked
from ansible_collections.camunda.platform.tests.integration.fleet import Fleet
from ansible_collections.camunda.platform.tests.integration.logic import Logic
from ansible_collections.camunda.platform.tests.integration.play import Player, Task
from ansible_collections.camunda.platform.tests.integration.role import changes, play_role
from ansible_collections.camunda.platform.tests.unit.plugins.clocks import StoppedClock
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

WANTED: dict[str, Any] = {**CLUSTER, "wait_interval": 0.05}


@pytest.fixture
def logic(sandbox: Caller, tmp_path: Path) -> Logic:
    """Give what runs a module's logic."""
    return Logic(sandbox.url, tmp_path)


def infos(uuid: str) -> list[Task]:
    """Return a task of each info module that reads the API."""
    of_cluster = ["backup", "client_rotation", "monitoring", "secret", "secure_connectivity"]
    tasks: list[Task] = [{f"camunda_{noun}_info": {"cluster": uuid}} for noun in of_cluster]
    tasks += [{f"camunda_{noun}_info": {}} for noun in ("activity", "cluster", "ip_ranges", "member", "parameters")]
    tasks += [{"camunda_organization_info": {}}, {"camunda_client_info": {"cluster": uuid}}]
    return tasks


def test_every_attempt_reads(player: Player, direct: Direct, sandbox: Caller) -> None:
    """``until`` sees a change, whatever is read; every attempt of every info module asks the API again."""
    uuid = sandbox.create_cluster(name="orders")
    sandbox.control("PUT", f"clusters/{uuid}/status", {"statuses": ["Creating"] * 3 + ["Healthy"]})
    ready: Task = {
        "name": "ready",
        "camunda_cluster_info": {"name": "orders"},
        "until": "ready.clusters[0].status.ready == 'Healthy'",
        "retries": 12,
        "delay": 0,
    }
    tasks = [
        {**task, "name": f"i{index}", "until": False, "retries": 1, "delay": 0}
        for index, task in enumerate(infos(uuid))
    ]
    played = player.play(ready, *tasks, watch=True)
    once = direct.play(*infos(uuid), watch=True)
    assert not played["ready"].get("failed"), played.output
    assert len(played.asked("ready")) == 4
    for index, task in enumerate(infos(uuid)):
        first = once.asked(f"r{index}")
        assert first, task
        assert len(played.asked(f"i{index}")) >= 2 * len(first), task


def test_a_loop_reads_once_and_again_after_a_wait(logic: Logic, sandbox: Caller) -> None:
    """What is made by somebody else while an item waits is seen by the next one; without a wait, one list is enough."""
    sandbox.settings(creation_seconds=0.3)
    others: list[str] = []

    def somebody_else(_line: str) -> None:
        if not others:
            others.append(sandbox.create_cluster(name="second"))

    first = logic(camunda_cluster, task="loop", progress=somebody_else, name="first", **WANTED)
    second = logic(camunda_cluster, task="loop", name="second", **WANTED)
    assert (first["changed"], second["changed"], second["cluster"]["uuid"]) == (True, False, others[0])
    assert len(sandbox.get("/clusters")) == 2
    sandbox.control("DELETE", "requests")
    for _item in range(20):
        logic(camunda_cluster_info, task="quick", name="first")
    assert len(asked(sandbox, "GET", "/clusters")) == 1


def test_an_item_uses_no_list_older_than_five_seconds(logic: Logic, sandbox: Caller) -> None:
    # After all waits of other tests in this process.
    clock = StoppedClock(time.monotonic() + 100)
    for step, readings in ((0.0, 1), (4.9, 1), (0.2, 2), (1.0, 2)):
        clock.sleep(step)
        logic(camunda_cluster_info, task="slow", clock=clock)
        assert len(asked(sandbox, "GET", "/clusters")) == readings


def test_before_a_create_the_list_is_read_again(logic: Logic, sandbox: Caller) -> None:
    """What appears between the plan and the create, made on another machine, is not created again."""
    uuid = sandbox.create_cluster(name="orders")
    logic(camunda_client, task="loop", cluster=uuid, name="a")
    made = sandbox.create_client(uuid, "b")["clientId"]
    assert logic(camunda_client, task="loop", cluster=uuid, name="b")["client"]["client_id"] == made
    logic(camunda_cluster_info, task="loop2")
    other = sandbox.create_cluster(name="second")
    result = logic(camunda_cluster, task="loop2", name="second", **WANTED)
    assert (result["changed"], result["cluster"]["uuid"]) == (False, other)
    assert any("created by another process" in warning for warning in logic.warnings)
    assert any("created by another process in the meantime" in warning for warning in logic.warnings)


@pytest.mark.parametrize("lag", [1, 3])
def test_lists_that_lag_behind(logic: Logic, sandbox: Caller, tmp_path: Path, lag: int) -> None:
    """The next process knows what this one created, though the list does not show it yet."""
    uuid = sandbox.create_cluster(name="orders")
    sandbox.control("PUT", f"clusters/{uuid}/status", {"status": "Healthy"})
    sandbox.api("POST", f"/clusters/{uuid}/monitoring")
    sandbox.settings(list_lag=lag, backup_seconds=0)
    sandbox.control("DELETE", "requests")
    keep = {"dest": str(tmp_path / "client.env")}
    cases: list[tuple[Any, str, dict[str, Any], str]] = [
        (camunda_cluster, "cluster", {"name": "new", "wait": False, **WANTED}, "/clusters"),
        (camunda_client, "client", {"cluster": uuid, "name": "worker", **keep}, f"/clusters/{uuid}/clients"),
        (
            camunda_monitoring_client,
            "client",
            {"cluster": uuid, "username": "prometheus", "dest": str(tmp_path / "monitoring.env")},
            f"/clusters/{uuid}/monitoring/clients",
        ),
        (camunda_backup, "backup", {"cluster": uuid, "max_age": 600, "wait": False}, f"/clusters/{uuid}/backups"),
    ]
    for module, noun, options, path in cases:
        first = logic(module, **options)
        again = logic(module, **options)
        assert (first["changed"], again["changed"]) == (True, False), path
        identity = "client_id" if module is camunda_client else "uuid"
        assert again[noun][identity] == first[noun][identity]
        assert len(asked(sandbox, "POST", path)) == 1
    bulk: dict[str, Any] = {"cluster": uuid, "clients": [{"name": "worker", **keep}]}
    assert logic(camunda_clients, **bulk)["unchanged"] == ["worker"]


def test_what_is_deleted_is_not_taken_for_a_list_that_lags(logic: Logic, sandbox: Caller) -> None:
    """A cluster that is being deleted can be read for a while."""
    sandbox.settings(deletion_seconds=60)
    options: dict[str, Any] = {"name": "orders", "wait": False, **WANTED}
    first = logic(camunda_cluster, **options)["cluster"]["uuid"]
    logic(camunda_cluster, uuid=first, state="absent", wait=False)
    sandbox.settings(deletion_seconds=0, list_lag=0)
    client = logic(camunda_client, cluster=sandbox.create_cluster(name="other"), name="x")
    assert client["changed"]
    sandbox.api("DELETE", f"/clusters/{first}")
    uuid = sandbox.create_cluster(name="more")
    made = logic(camunda_client, cluster=uuid, name="x")["client"]["client_id"]
    sandbox.api("DELETE", f"/clusters/{uuid}/clients/{made}")
    assert logic(camunda_client, cluster=uuid, name="x")["changed"]


def test_a_deleted_cluster_that_no_list_has_shown_is_created_again(logic: Logic, sandbox: Caller) -> None:
    """It was noted for lists that lag, and can be read until its deletion has ended; neither makes it exist."""
    sandbox.settings(deletion_seconds=60, list_lag=50)
    options: dict[str, Any] = {"name": "orders", "wait": False, **WANTED}
    first = logic(camunda_cluster, **options)["cluster"]["uuid"]
    logic(camunda_cluster, uuid=first, state="absent", wait=False)
    again = logic(camunda_cluster, **options)
    assert again["changed"]
    assert again["cluster"]["uuid"] != first


@pytest.mark.parametrize(
    ("keeps", "disabled"),
    [(True, False), (False, False), (True, True)],
    ids=["file", "no file", "file, no token cache"],
)
def test_a_monitoring_client_from_six_hosts(player: Player, sandbox: Caller, keeps: bool, disabled: bool) -> None:
    """One client, whose password one host gets; the others find it as it is, or read the file.

    A token cache that is switched off has no tokens, and its directory the locks all the same.
    """
    uuid = sandbox.create_cluster()
    sandbox.api("POST", f"/clusters/{uuid}/monitoring")
    options: dict[str, Any] = {"cluster": uuid, "username": "prometheus"}
    if keeps:
        options |= {"dest": str(player.directory / "monitoring.env"), "omit_secret": False}
    environment = {"CAMUNDA_TOKEN_DISK_CACHE_DISABLE": str(disabled)}
    task: Task = {"camunda.platform.camunda_monitoring_client": options}
    played, results = Fleet(player, 6).play(task, environment=environment)
    assert bool(list(player.directory.glob("cache/*/*.json"))) is not disabled
    hosts = [host[0] for host in results.values()]
    assert not [host["msg"] for host in hosts if host.get("failed")], played.output
    assert len(asked(sandbox, "POST", f"/clusters/{uuid}/monitoring/clients")) == 1
    assert sum(host["changed"] for host in hosts) == 1
    assert [("password" in host) for host in hosts if host["changed"]] == [True]
    assert len({host["client"]["uuid"] for host in hosts}) == 1


def test_several_monitoring_clients_of_one_name(direct: Direct, sandbox: Caller) -> None:
    uuid = sandbox.create_cluster()
    sandbox.api("POST", f"/clusters/{uuid}/monitoring")
    path = f"/clusters/{uuid}/monitoring/clients"
    made = [sandbox.api("POST", path, json={"username": "prometheus"}).json()["uuid"] for _dummy in range(2)]
    options = {"cluster": uuid, "username": "prometheus"}
    played = direct.play(
        *({"camunda_monitoring_client": {**options, "state": s}} for s in ("present", "absent", "rotated"))
    )
    for result in played.results:
        assert (result["code"], sorted(result["uuids"])) == ("ambiguous_name", sorted(made))
        assert all(client in result["msg"] for client in made)
    assert len(sandbox.get(path)["clients"]) == 2


def test_two_runs_of_provision_at_once(sandbox: Caller, tmp_path: Path) -> None:
    """Both end well, nothing is made twice, and the files keep what lets one in."""
    clusters = [
        {
            "name": name,
            **{key: WANTED[key] for key in ("region", "plan_type")},
            "monitoring": True,
            "clients": [
                {
                    "name": f"c{index}",
                    "dest": str(tmp_path / f"{name}{index}"),
                    "format": "json",
                }
                for index in range(3)
            ],
            "monitoring_clients": [{"username": "prometheus", "dest": str(tmp_path / f"{name}.monitoring")}],
        }
        for name in ("orders", "invoices")
    ]
    players = []
    for number in range(2):
        (tmp_path / str(number)).mkdir()
        player = Player(tmp_path / str(number), sandbox.url)
        player.environment["CAMUNDA_TOKEN_CACHE_DIR"] = str(tmp_path)
        players.append(player)
    sandbox.settings(latency_ms=20, creation_seconds=0.3)
    data = {
        "provision_clusters": clusters,
        "provision_secrets": {"orders": {"KEY": "value"}},
        "provision_wait_interval": 0.1,
    }
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda player: play_role(player, "provision", data), players))
    for run in runs:
        assert run.returncode == 0, run.output
    sandbox.settings(latency_ms=0)
    listed = {entry["name"]: entry["uuid"] for entry in sandbox.get("/clusters")}
    assert sorted(listed) == ["invoices", "orders"]
    assert len(asked(sandbox, "POST", "/clusters")) == 2
    for name, uuid in listed.items():
        ids = {client["name"]: client["clientId"] for client in sandbox.get(f"/clusters/{uuid}/clients")}
        assert sorted(ids) == ["c0", "c1", "c2"]
        for index in range(3):
            kept = json.loads((tmp_path / f"{name}{index}").read_text(encoding="utf-8"))
            assert kept["ZEEBE_CLIENT_ID"] == ids[f"c{index}"]
        assert len(sandbox.get(f"/clusters/{uuid}/monitoring/clients")["clients"]) == 1
    assert changes(play_role(players[0], "provision", data)) == 0
