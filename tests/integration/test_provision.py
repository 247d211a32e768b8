# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role and playbook provision: one variable, exact check mode, one wait for all, a summary without secrets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.camunda.platform.tests.integration.play import Played, Player
from ansible_collections.camunda.platform.tests.integration.role import changes, play_role, play_runs
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

REGION = "Belgium, Europe (europe-west1)"
KINDS = (
    "clusters",
    "clients",
    "allowlists",
    "schedules",
    "monitoring",
    "monitoring_clients",
    "connections",
    "secrets",
    "roles",
    "tenants",
    "authorizations",
    "members",
)
EMPTY: dict[str, Any] = {kind: [] for kind in KINDS}


def cluster(name: str, **more: Any) -> dict[str, Any]:
    """Describe a cluster."""
    return {"name": name, "region": REGION, "plan_type": "Basic 1x", **more}


def provision(player: Player, clusters: list[dict[str, Any]], *arguments: str, **variables: Any) -> Played:
    """Run the playbook of the collection; the fact that the role sets becomes the only result."""
    data = {"provision_clusters": clusters, "provision_wait_interval": 0.1, **variables}
    return play_role(player, "provision", data, *arguments)


def secrets_of(player: Player) -> list[str]:
    """Return all secrets in credentials files."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in player.directory.glob("*.cred.json")]
    return [credentials["ZEEBE_CLIENT_SECRET"] for credentials in found]


def kept(player: Player, name: str) -> dict[str, str]:
    """Describe where a client's credentials are kept."""
    return {"dest": str(player.directory / f"{name}.cred.json"), "format": "json"}


def test_plan_apply_and_again(player: Player, sandbox: Caller) -> None:
    """The plan says what the run does, clients of clusters to come included; the second run does nothing."""
    sandbox.settings(creation_seconds=0.5)
    tree = [
        cluster("orders", clients=[{"name": "a", **kept(player, "a")}, {"name": "b", "permissions": ["Zeebe"]}]),
        cluster("invoices", clients=[{"name": "a", **kept(player, "c")}]),
    ]
    everything = EMPTY | {"clusters": ["orders", "invoices"], "clients": ["orders/a", "orders/b", "invoices/a"]}

    plan = provision(player, tree, "--check", "--diff")
    assert plan.results == [
        {"created": everything, "changed": EMPTY, "deleted": EMPTY, "unchanged": EMPTY, "failed": EMPTY, "pending": []}
    ], plan.output
    assert "check mode: nothing was done" in plan.output
    assert sandbox.get("/clusters") == []

    apply = provision(player, tree, "-vvv")
    assert apply.results == plan.results, apply.output
    # The whole organization is one task.
    assert changes(apply) == changes(plan) == 1
    assert len(secrets_of(player)) == 2
    assert not [secret for secret in secrets_of(player) if secret in apply.output]

    again = provision(player, tree)
    assert again.results[0]["unchanged"] == everything, again.output
    assert changes(again) == 0


def test_all_clusters_are_waited_for_together(player: Player, sandbox: Caller) -> None:
    """Six clusters that take a second each are there after little more than one second of readings."""
    sandbox.settings(creation_seconds=1)
    provision(player, [cluster(f"c{number}") for number in range(6)])
    requests = sandbox.control("GET", "requests")
    created = max(entry["at"] for entry in requests if entry["method"] == "POST" and entry["path"] == "/clusters")
    last = max(entry["at"] for entry in requests)
    assert last - created < 3.5
    assert len([entry for entry in requests if entry["method"] == "POST" and entry["path"] == "/clusters"]) == 6


def test_changes_and_deletions(player: Player, sandbox: Caller) -> None:
    """A description, a replaced client, a deleted client and a deleted cluster are told apart, in check mode too."""
    uuid = sandbox.create_cluster(name="orders")
    sandbox.create_cluster(name="old")
    sandbox.create_client(uuid, "worker", permissions=["Zeebe"])
    sandbox.create_client(uuid, "gone")
    tree: list[dict[str, Any]] = [
        {
            "uuid": uuid,
            "name": "orders-eu",
            "allow_rename": True,
            "clients": [
                {"name": "worker", "permissions": ["Operate"], "allow_replace": True},
                {"name": "gone", "state": "absent"},
                {"name": "never", "state": "absent"},
            ],
        },
        {"name": "old", "state": "absent", "clients": [{"name": "x"}]},
    ]
    expected = {
        "created": EMPTY,
        "changed": EMPTY | {"clusters": ["orders-eu"], "clients": ["orders-eu/worker"]},
        "deleted": EMPTY | {"clusters": ["old"], "clients": ["orders-eu/gone"]},
        "unchanged": EMPTY | {"clients": ["orders-eu/never"]},
        "failed": EMPTY,
        "pending": [],
    }
    plan = provision(player, tree, "--check")
    assert plan.results == [expected], plan.output
    assert len(sandbox.get("/clusters")) == 2
    apply = provision(player, tree)
    assert apply.results == [expected], apply.output
    assert [entry["name"] for entry in sandbox.get("/clusters")] == ["orders-eu"]
    assert [(entry["name"], entry["permissions"]) for entry in sandbox.get(f"/clusters/{uuid}/clients")] == [
        ("worker", ["Operate"])
    ]


def test_a_failure_is_summed_up(player: Player, sandbox: Caller) -> None:
    """What was done before and beside a failure is in the summary with the reason, and the run fails."""
    uuids = {name: sandbox.create_cluster(name=name) for name in ("orders", "bad")}
    refuse = {"kind": "status", "status": 403, "body": "this cluster is not yours"}
    sandbox.control("POST", "faults", {"method": "PATCH", "path": f"/clusters/{uuids['bad']}", **refuse})
    described = [{"name": name, "description": "new", "clients": [{"name": "w"}]} for name in uuids]
    played = provision(player, described)
    assert played.returncode != 0
    assert played.results == []
    text = " ".join(played.output.split())
    assert "~ changed cluster orders: description is '', wanted 'new'" in text, played.output
    assert "! failed bad: " in text
    assert "this cluster is not yours" in text
    assert " not begun bad/w" in text
    assert "Done: 1 created, 1 changed, 0 replaced, 0 deleted, 1 failed, 1 not begun" in text
    # Names and reasons, but no arguments and no results of everything else.
    assert "module_args" not in played.output
    assert '"resources"' not in played.output


def test_what_the_organization_has_not_is_found_before_the_first_write(player: Player, sandbox: Caller) -> None:
    """Unknown names of all entries are in the summary, and nothing is created beside them."""
    tree = [cluster("orders"), cluster("bad", region="Atlantis"), cluster("worse", plan_type="Huge")]
    for arguments in ((), ("--check",)):
        played = provision(player, tree, *arguments, provision_secrets={"nowhere": {"A": "x1"}})
        assert played.returncode != 0
        text = " ".join(played.output.split())
        for part in ("('bad'): Option 'region': 'Atlantis' is unknown", "('worse'): Option 'plan_type': 'Huge' is unk"):
            assert f"! clusters[{1 if 'bad' in part else 2}] {part}" in text, played.output
        assert "! secrets.nowhere: Option 'cluster': there is no cluster 'nowhere'" in text
    assert sandbox.get("/clusters") == []


def test_a_wrong_credential_is_the_only_error(player: Player, sandbox: Caller) -> None:
    """It is found first, and nothing else is tried."""
    player.environment["CAMUNDA_CONSOLE_CLIENT_SECRET"] = "wrong-secret"
    played = provision(player, [cluster("orders"), cluster("invoices")])
    assert played.returncode != 0
    assert {entry["path"] for entry in sandbox.control("GET", "requests")} == {"/oauth/token"}
    assert len(sandbox.control("GET", "requests")) == 1


@pytest.mark.parametrize("way", ["tags", "variable"])
def test_parts_can_be_chosen(player: Player, sandbox: Caller, way: str) -> None:
    """Only what is chosen is worked on, by a tag or by a variable."""
    uuid = sandbox.create_cluster(name="orders")
    tree = [{"name": "orders", "description": "new", "clients": [{"name": "w"}], "backup_schedule": "0 2 * * *"}]
    chosen: dict[str, Any] = {"provision_only": ["schedules"]} if way == "variable" else {}
    played = provision(player, tree, *(["--tags", "schedules"] if way == "tags" else []), **chosen)
    assert played.returncode == 0, played.output
    assert sandbox.get(f"/clusters/{uuid}/backups/schedule")["schedule"] == "0 2 * * *"
    assert sandbox.get(f"/clusters/{uuid}/clients") == []
    assert "description" not in sandbox.get(f"/clusters/{uuid}")


CONTRADICTIONS: list[tuple[list[dict[str, Any]], str]] = [
    ([{"name": "a"}, {"name": "a"}], "this name is described several times: a"),
    ([{"name": "a", "clients": [{"name": "x"}, {"name": "x"}]}], "this client is described several times: a/x"),
    (
        [{"name": "a", "clients": [{"name": n, "dest": "/same"} for n in "xy"]}],
        "this dest is described several times: /same",
    ),
    ([{"name": "a", "regoin": "x"}], "regoin"),
    ([{"name": "a", "clients": [{"name": "x", "permissions": ["Zebee"]}]}], "Zebee"),
    ([{"region": "x"}], "name"),
]


def test_a_contradiction_is_refused_before_anything_is_done(player: Player, sandbox: Caller) -> None:
    """Nothing is requested for a description that is wrong."""
    played, runs = play_runs(
        player, "provision", [{"provision_clusters": clusters} for clusters, _message in CONTRADICTIONS]
    )
    for run, (_clusters, message) in zip(runs, CONTRADICTIONS, strict=True):
        assert message in run.failure, played.output
    assert sandbox.control("GET", "requests") == []


def test_nothing_to_do(player: Player) -> None:
    """An empty description is fine."""
    played = provision(player, [])
    assert played.returncode == 0, played.output
    assert played.results[0]["unchanged"] == EMPTY


def everything_inside(player: Player) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Describe all that can be in a cluster, and in the organization."""
    orders = cluster(
        "orders",
        region="Frankfurt, Europe (eu-central-1)",
        ip_allowlist=[{"ip": "203.0.113.0/24", "description": "office"}],
        backup_schedule="0 2 * * *",
        monitoring=True,
        monitoring_clients=[{"username": "prometheus", "dest": str(player.directory / "metrics.env")}],
        secure_connectivity={
            "allowed_principals": ["arn:aws:iam::123456789012:root"],
            "allowed_regions": ["eu-central-1"],
        },
        clients=[{"name": "worker", **kept(player, "worker")}],
    )
    return [orders, cluster("plain")], {
        "provision_secrets": {"orders": {"API_KEY": "hush-hush-1", "DB_PASSWORD": "hush-hush-2"}},
        "provision_members": [{"email": "ann@example.com", "roles": ["admin"]}],
    }


def test_everything_on_a_first_run(player: Player, sandbox: Caller) -> None:
    """Plan, apply and check again all kinds of things at once, in an organization that has none of them."""
    sandbox.settings(creation_seconds=0.5, ipallowlist_visible="new")
    clusters, variables = everything_inside(player)
    made = EMPTY | {
        "clusters": ["orders", "plain"],
        "clients": ["orders/worker"],
        "secrets": ["orders/API_KEY", "orders/DB_PASSWORD"],
        "schedules": ["orders"],
        "monitoring": ["orders"],
        "monitoring_clients": ["orders/prometheus"],
        "connections": ["orders"],
        "members": ["ann@example.com"],
    }

    plan = provision(player, clusters, "--check", "--diff", "-vvv", **variables)
    apply = provision(player, clusters, "--diff", "-vvv", **variables)
    again = provision(player, clusters, **variables)

    assert plan.results[0]["created"] == made, plan.output
    assert plan.results[0]["changed"] == EMPTY | {"allowlists": ["orders"]}
    assert apply.results == plan.results, apply.output
    assert changes(again) == 0, again.output
    assert again.results[0]["unchanged"]["secrets"] == ["orders/API_KEY", "orders/DB_PASSWORD"]
    secrets = [*secrets_of(player), "hush-hush-1", "hush-hush-2"]
    assert not [secret for secret in secrets if secret in plan.output + apply.output + again.output]


def test_prune(player: Player, sandbox: Caller) -> None:
    """Without prune nothing undescribed goes; with it just that, and never a cluster."""
    uuid = sandbox.create_cluster(name="orders")
    for name in ("worker", "st*r", "old", "legacy-1"):
        sandbox.create_client(uuid, name)
    for name in ("KEEP", "OLD"):
        sandbox.api("POST", f"/clusters/{uuid}/secrets", json={"secretName": name, "secretValue": "x1"})
    sandbox.api("POST", "/members/old@example.com", json={"orgRoles": ["analyst"]})
    tree = [{"name": "orders", "clients": [{"name": "worker"}, {"name": "st*r"}]}]
    variables: dict[str, Any] = {
        "provision_secrets": {"orders": {"KEEP": "x1"}},
        "provision_members": [{"email": "ann@example.com", "roles": ["admin"]}],
    }
    assert provision(player, tree, **variables).results[0]["deleted"] == EMPTY

    prune = {f"provision_prune_{kind}": True for kind in ("clients", "secrets", "members")}
    variables |= prune | {"provision_ignore_patterns": ["legacy-*"]}
    gone = EMPTY | {"clients": ["orders/old"], "secrets": ["orders/OLD"], "members": ["old@example.com"]}
    plan = provision(player, tree, "--check", **variables)
    assert plan.results[0]["deleted"] == gone, plan.output
    apply = provision(player, tree, **variables)
    assert apply.results[0]["deleted"] == gone, apply.output
    assert sorted(c["name"] for c in sandbox.get(f"/clusters/{uuid}/clients")) == ["legacy-1", "st*r", "worker"]

    refused = provision(player, tree, provision_prune_clusters=True)
    assert refused.returncode != 0
    assert "clusters are never deleted" in refused.output


def test_deliveries_and_generations(player: Player, sandbox: Caller) -> None:
    """Credentials go to their places, a rotated client counts as the described one, and is not pruned."""
    place = {"backend": "file", "dest": str(player.directory / "{cluster}-{name}.cred.json"), "format": "json"}
    orders = cluster(
        "orders",
        monitoring=True,
        monitoring_clients=[{"username": "prometheus"}],
        clients=[{"name": "a"}, {"name": "b", **kept(player, "b")}],
    )
    variables = {"provision_to": place, "provision_prune_clients": True}
    made = EMPTY | {
        "clusters": ["orders"],
        "clients": ["orders/b", "orders/a"],
        "monitoring": ["orders"],
        "monitoring_clients": ["orders/prometheus"],
    }
    plan = provision(player, [orders], "--check", **variables)
    assert plan.returncode == 0, plan.output
    assert plan.results[0]["created"] == made, plan.output
    apply = provision(player, [orders], "-vvv", **variables)
    assert apply.results == plan.results, apply.output
    assert changes(apply) == changes(plan)
    credentials = json.loads((player.directory / "orders-a.cred.json").read_text(encoding="utf-8"))
    assert credentials["ZEEBE_CLIENT_SECRET"] not in apply.output
    assert (player.directory / "orders-prometheus.cred.json").exists()

    # As the role rotate_clients leaves it.
    (uuid,) = [entry["uuid"] for entry in sandbox.get("/clusters")]
    rotated = sandbox.create_client(uuid, "a-20261122-2")
    sandbox.api("DELETE", f"/clusters/{uuid}/clients/{credentials['ZEEBE_CLIENT_ID']}")
    renewed = credentials | {"ZEEBE_CLIENT_ID": rotated["clientId"], "ZEEBE_CLIENT_SECRET": rotated["clientSecret"]}
    (player.directory / "orders-a.cred.json").write_text(json.dumps(renewed), encoding="utf-8")
    again = provision(player, [orders], **variables)
    assert changes(again) == 0, again.output
    assert again.results[0]["unchanged"] == made
