# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole organization in one task: planned as a whole, applied in order, with an exact account of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import cluster_names, fault
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

REGION, ON_AWS = "Belgium, Europe (europe-west1)", "Frankfurt, Europe (eu-central-1)"
QUICK = {"wait_interval": 0.05, "wait_timeout": 20}
PRINCIPALS = {"allowed_principals": ["arn:aws:iam::123456789012:root"], "allowed_regions": ["eu-central-1"]}


def cluster(name: str, **more: Any) -> dict[str, Any]:
    """Describe a cluster."""
    return {"name": name, "region": REGION, "plan_type": "Basic 1x", **more}


def kept(directory: Path, name: str) -> dict[str, str]:
    """Describe where credentials are kept."""
    return {"dest": str(directory / f"{name}.json"), "format": "json"}


def task(*clusters: Mapping[str, Any], **more: Any) -> Task:
    """Return the task about these clusters."""
    return {"camunda_organization": {"clusters": list(clusters), **QUICK, **more}}


def checked(one: Task) -> Task:
    """Return the task in check mode, with its diff."""
    return {**one, "check_mode": True, "diff": True}


def actions(result: Mapping[str, Any]) -> dict[str, str]:
    """Return what was done, or would be, by kind and label."""
    return {f"{row['kind']} {row['label']}": row["action"] for row in result["resources"]}


def everything(directory: Path) -> Task:
    """Describe all that there is."""
    orders = cluster(
        "orders",
        region=ON_AWS,
        description="of all kinds",
        secrets={"API_KEY": "hush-hush-1"},
        ip_allowlist=[{"ip": "203.0.113.0/24", "description": "office"}],
        backup_schedule="0 2 * * *",
        monitoring=True,
        monitoring_clients=[{"username": "prometheus", **kept(directory, "metrics")}],
        secure_connectivity=PRINCIPALS,
        clients=[{"name": "worker", "permissions": ["Zeebe"], **kept(directory, "worker")}],
    )
    members = [{"email": "ann@example.com", "roles": ["admin"]}]
    return task(orders, cluster("plain"), secrets={"plain": {"B": "hush-hush-2"}}, members=members)


def test_plan_apply_and_again(direct: Direct, sandbox: Caller) -> None:
    """Everything at once: the plan is what is done, the second run changes nothing, and no secret is shown."""
    sandbox.settings(ipallowlist_visible="new")
    wanted = everything(direct.directory)
    done = {**wanted, "diff": True}
    played = direct.play(checked(wanted), done, checked(wanted), arguments=("-vvv",))
    plan, applied, again = played.results
    assert not applied["failed"], played.output
    assert plan["changed"]
    assert actions(plan) == actions(applied)
    assert plan["diff"] == applied["diff"]
    assert plan["totals"] == applied["totals"]
    assert plan["summary"][0] == "+ create cluster orders"
    assert applied["summary"][0] == "+ created cluster orders"
    assert plan["summary"][-1] == "Plan: 10 to create, 1 to change, 0 to replace, 0 to delete"
    assert applied["summary"][-1] == "Done: 10 created, 1 changed, 0 replaced, 0 deleted"
    assert {row["state"] for row in plan["resources"]} == {"planned"}
    assert {"client orders/worker", "monitoring of cluster orders"} <= {d["before_header"] for d in plan["diff"]}
    assert not again["changed"], again["summary"]
    assert again["summary"] == ["Plan: 0 to create, 0 to change, 0 to replace, 0 to delete"]
    files = [json.loads((direct.directory / f"{name}.json").read_text()) for name in ("worker", "metrics")]
    secrets = ["hush-hush", files[0]["ZEEBE_CLIENT_SECRET"], files[1]["CAMUNDA_MONITORING_PASSWORD"]]
    assert not [secret for secret in secrets if secret in played.output + json.dumps(played.results)]
    assert "+ created client orders/worker" in played.output


def messages_of(result: dict[str, Any]) -> str:
    """Return the messages of all failures, of which the message of the task may have a part."""
    return " ".join(one["msg"] for one in result["failures"])


def test_everything_wrong_is_named_before_the_first_write(direct: Direct, sandbox: Caller) -> None:
    """What the organization shows to be wrong is found for all entries at once, and nothing is written."""
    uuid = sandbox.create_cluster(name="there")
    sandbox.create_client(uuid, "worker", permissions=["Zeebe"])
    wanted = task(
        cluster("fine"),
        cluster("lost", region="Atlantis"),
        cluster("gcp", secure_connectivity=PRINCIPALS),
        {"name": "other", "uuid": uuid},
        {"name": "there", "clients": [{"name": "worker", "permissions": ["Operate"]}]},
        secrets={"nowhere": {"A": "hush"}},
    )
    played = direct.play(wanted, checked(wanted), watch=True)
    for index, result in enumerate(played.results):
        assert result["failed"]
        for text in (
            "clusters[1] ('lost'): Option 'region': 'Atlantis' is unknown",
            "'clusters[2].secure_connectivity': the region",
            "clusters[3] ('other'): Options 'uuid' and 'name' do not belong together",
            "clusters[4].clients[0] ('worker'): Client 'worker' of cluster 'there'",
            "secrets.nowhere: Option 'cluster': there is no cluster 'nowhere'",
        ):
            assert text in messages_of(result)
        assert result["code"] == "several_failures"
        assert len(result["failures"]) == 5
        assert played.written(f"r{index}") == []


def test_what_needs_no_request_costs_none(direct: Direct, sandbox: Caller) -> None:
    """Options that cannot be meant are named all together before any request."""
    wanted = task(
        {"name": "orders", "description": "x" * 151, "backup_schedule": "never"},
        {"name": "orders", "clients": [{"name": "w", "dest": "missing/w.env"}], "secrets": {"A": "hush"}},
        secrets={"orders": {"A": ""}},
    )
    none: Task = {"camunda_organization": {}}
    null = task({"name": "orders"}, secrets={"orders": {"A": None, "B": 7}})
    played = direct.play(wanted, none, null, watch=True)
    for text in (
        "this name is described several times: orders",
        "clusters[0].description': it has 151",
        "clusters[0].backup_schedule'",
        "clusters[1].clients[0].dest'",
        "'secrets.orders.A' is empty",
        "are for the same cluster",
    ):
        assert text in messages_of(played.results[0])
    assert "Nothing is described" in played.results[1]["msg"]
    assert "Option 'secrets.orders.A' is null" in played.results[2]["msg"]
    assert "Option 'secrets.orders.B' is a number" in played.results[2]["msg"]
    assert [played.asked(f"r{index}") for index in range(3)] == [[], [], []]


def test_each_list_is_read_once(direct: Direct, sandbox: Caller) -> None:
    """Nothing to do: one request for the clusters, and one for each cluster and list that is described."""
    clusters = []
    for name in ("a", "b", "c"):
        uuid = sandbox.create_cluster(name=name)
        for number in range(3):
            sandbox.create_client(uuid, f"client-{number}")
            sandbox.api("POST", f"/clusters/{uuid}/secrets", json={"secretName": f"S{number}", "secretValue": "hush"})
        clients = [{"name": f"client-{number}"} for number in range(3)]
        clusters.append({"name": name, "clients": clients, "secrets": {f"S{number}": "hush" for number in range(3)}})
    wanted = task(*clusters)
    played = direct.play({"camunda_token": {}}, wanted, watch=True)
    assert not played.results[1]["changed"], played.output
    lists = {"GET /clusters": 1, "GET /clusters/*/clients": 3, "GET /clusters/*/secrets": 3}
    assert Counter(played.asked("r1")) == lists


def test_clusters_are_awaited_together_and_none_waits_for_the_slowest(direct: Direct, sandbox: Caller) -> None:
    """One list a round for all; what is in a cluster comes as soon as that cluster is ready."""
    sandbox.settings(creation_seconds=0.5)
    names = [f"c{number}" for number in range(4)]
    clients = [{"name": "w", **kept(direct.directory, "w-{}")}]
    wanted = [cluster(n, clients=[{**clients[0], "dest": str(direct.directory / f"{n}.json")}]) for n in names]
    played = direct.play({**task(*wanted), "name": "made"}, watch=True)
    assert not played["made"]["failed"], played.output
    asked = played.asked("made")
    assert asked.count("POST /clusters") == len(names)
    # Not one cluster was read by itself while it was awaited.
    assert asked.count("GET /clusters/*") == 0
    assert cluster_names(sandbox) == Counter(names)


def test_changes_and_deletions(direct: Direct, sandbox: Caller) -> None:
    """A rename, a replaced client, prune and a deleted cluster; deletions come last."""
    uuid = sandbox.create_cluster(name="orders")
    sandbox.create_cluster(name="old")
    for name in ("worker", "gone", "st*r", "legacy-1", "mine-7"):
        sandbox.create_client(uuid, name, permissions=["Zeebe"])
    orders = {
        "uuid": uuid,
        "name": "orders-eu",
        "allow_rename": True,
        "clients": [
            {"name": "worker", "permissions": ["Operate"], "allow_replace": True},
            {"name": "st*r"},
            {"name": "never", "state": "absent"},
        ],
        "ignore_client_patterns": ["mine-*"],
    }
    wanted = task(orders, {"name": "old", "state": "absent"}, prune_clients=True, ignore_patterns=["legacy-*"])
    plan, done, again = direct.play(checked(wanted), {**wanted, "name": "done"}, wanted, watch=True).results
    assert (
        actions(plan)
        == actions(done)
        == {
            "clusters orders-eu": "update",
            "clients orders-eu/worker": "replace",
            "clients orders-eu/st*r": "none",
            "clients orders-eu/never": "none",
            "clients orders-eu/gone": "delete",
            "clusters old": "delete",
        }
    )
    reasons = {row["label"]: row["reason"] for row in plan["resources"]}
    assert reasons["orders-eu/gone"] == "it is not described"
    assert reasons["old"] == "it is to be absent"
    assert "permissions is ['Zeebe'], wanted ['Operate']" in reasons["orders-eu/worker"]
    assert "client_secret" in next(row for row in done["resources"] if row["name"] == "worker")["result"]
    assert not again["changed"]
    assert cluster_names(sandbox) == {"orders-eu": 1}


def test_only_some_kinds(direct: Direct, sandbox: Caller) -> None:
    """What is not chosen is left alone; without clusters, they have to exist."""
    uuid = sandbox.create_cluster(name="orders")
    wanted = {"name": "orders", "description": "new", "clients": [{"name": "w"}], "secrets": {"A": "hush"}}
    members = [{"email": "ann@example.com", "roles": ["admin"]}]
    played = direct.play(
        task(wanted, members=members, only=["clients"]), task(cluster("new", clients=[{"name": "w"}]), only=["clients"])
    )
    assert actions(played.results[0]) == {"clients orders/w": "create"}
    assert "there is no cluster 'new'" in played.results[1]["msg"]
    assert sandbox.get(f"/clusters/{uuid}/secrets") == {}


@pytest.mark.parametrize("failing", ["cluster", "client"])
def test_a_failure_stops_its_cluster_only(direct: Direct, sandbox: Caller, failing: str) -> None:
    """Done, failed and not begun are told exactly; no cluster is deleted; the next run goes on."""
    uuids = {name: sandbox.create_cluster(name=name) for name in ("a", "b", "old")}
    sandbox.create_client(uuids["a"], "gone")
    one = {"description": "new", "clients": [{"name": "w"}, {"name": "gone", "state": "absent"}]}
    wanted = task({"name": "a", **one}, {"name": "b", **one}, {"name": "old", "state": "absent"})
    path = f"/clusters/{uuids['a']}" + ("" if failing == "cluster" else "/clients")
    method = "PATCH" if failing == "cluster" else "POST"
    refuse = fault(method, path, kind="status", status=403, body="not yours", times=1)
    played = direct.play(refuse, {**wanted, "name": "failed"}, wanted, checked(wanted))
    result, again, third = played["failed"], *played.results[2:]
    assert result["failed"]
    assert result["changed"]
    states = {f"{row['kind']} {row['label']}": row["state"] for row in result["resources"] if row["action"] != "none"}
    first = {"cluster": "failed", "client": "done"}[failing]
    second = {"cluster": "not begun", "client": "failed"}[failing]
    assert states == {
        "clusters a": first,
        "clients a/w": second,
        "clients a/gone": "not begun",
        "clusters b": "done",
        "clients b/w": "done",
        "clusters old": "not begun",
    }
    assert [(one["label"], one["code"]) for one in result["failures"]] == [
        ("a" if failing == "cluster" else "a/w", "forbidden")
    ]
    assert "not yours" in result["msg"]
    assert f"Not begun: {', '.join(map(repr, result['not_begun']))}" in result["msg"]
    assert result["summary"][-1].endswith(f"1 failed, {len(result['not_begun'])} not begun")
    assert not again["failed"], played.output
    assert not third["changed"]
    assert cluster_names(sandbox) == {"a": 1, "b": 1}


def test_one_reading_is_not_enough_and_none_waits_for_ever(direct: Direct, sandbox: Caller) -> None:
    """Healthy counts twice in a row, a wait ends at its time, and nothing is done in a cluster that is not ready."""
    scripts = {
        "good": ["Creating", "Healthy", "Creating", "Healthy"],
        # One premature reading, and then what the cluster really is.
        "early": ["Creating", "Creating", "Healthy", "Unhealthy"],
        # In the end it is Healthy, so that a wait without an end would be seen rather than suffered.
        "slow": ["Creating"] * 100 + ["Healthy"],
    }
    uuids = {name: sandbox.create_cluster(name=name) for name in scripts}
    steps = [
        {"step": {"control": ["PUT", f"clusters/{uuids[name]}/status", {"statuses": statuses}]}}
        for name, statuses in scripts.items()
    ]
    wanted = task(*({"name": name, "clients": [{"name": "w"}]} for name in scripts), wait_timeout=2)
    played = direct.play(*steps, {**wanted, "name": "waited"})
    result = played["waited"]
    assert result["failed"]
    assert {one["label"]: one["code"] for one in result["failures"]} == {"early": "wait_failed", "slow": "wait_timeout"}
    assert "ended after" in result["msg"]
    assert "in the state Unhealthy." in result["msg"]
    assert "took longer than 2 s; last state: Creating." in result["msg"]
    states = {row["label"]: row["state"] for row in result["resources"] if row["kind"] == "clients"}
    assert states == {"good/w": "done", "early/w": "not begun", "slow/w": "not begun"}
    assert [len(sandbox.get(f"/clusters/{uuid}/clients")) for uuid in uuids.values()] == [1, 0, 0]
