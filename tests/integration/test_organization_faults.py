# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""camunda_organization among faults: an exact account, and the next run brings everything to its end, once.

TESTS_ORGANIZATION_FAULTS=all takes every writing operation with every fault; TESTS_ORGANIZATION_KILLS is how often a
run is killed at a random moment, and TESTS_ORGANIZATION_SEED the seed of that.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Result
from ansible_collections.camunda.platform.tests.integration.faults import client_ids, cluster_names
from ansible_collections.camunda.platform.tests.integration.organization_runs import begin, options_for, run
from ansible_collections.camunda.platform.tests.unit.plugins.clocks import ScaledClock
from ansible_collections.camunda.platform.tests.unit.sandbox.support import FRANKFURT, Caller

ALL = os.environ.get("TESTS_ORGANIZATION_FAULTS") == "all"
KILLS = int(os.environ.get("TESTS_ORGANIZATION_KILLS", "3"))
SEED = int(os.environ.get("TESTS_ORGANIZATION_SEED", "1"))
NEW = {"region": "Frankfurt, Europe (eu-central-1)", "plan_type": "Basic 1x"}
CONNECTION = {"allowed_principals": ["arn:aws:iam::123456789012:root"], "allowed_regions": ["eu-central-1"]}
FAULTS: dict[str, dict[str, Any]] = {
    **{f"{status}": {"kind": "status", "status": status} for status in (429, 500, 503)},
    **{f"{status}_after": {"kind": "status_after", "status": status} for status in (429, 500, 503)},
    "dropped": {"kind": "refused"},
    "lost": {"kind": "lost"},
    "malformed": {"kind": "malformed"},
    "page": {"kind": "html_after"},
    "slow": {"kind": "slow", "seconds": 0.6},
}


@dataclass(frozen=True)
class Operation:
    """A writing operation, what makes the module use it, and what is there before."""

    method: str
    path: str
    described: Mapping[str, Any]
    clients: tuple[str, ...] = ()
    before: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    prepare: Callable[[Caller, str], object] = lambda _sandbox, _uuid: None


def send(method: str, path: str, **body: Any) -> Callable[[Caller, str], object]:
    """Return what changes a cluster past the module."""

    def prepare(sandbox: Caller, uuid: str) -> object:
        answer = sandbox.api(method, f"/clusters/{uuid}{path}", **({"json": body} if body else {}))
        assert answer.ok, answer.text
        return answer

    return prepare


SECRET = send("POST", "/secrets", secretName="OLD", secretValue="before")
MONITORING = send("POST", "/monitoring")
ROLES = [{"email": "ann@example.com", "roles": ["admin"]}]
OPERATIONS: dict[str, Operation] = {
    "create_cluster": Operation("POST", "/clusters", {"name": "fresh", **NEW, "secrets": {"A": "hush-hush"}}),
    "update_cluster": Operation("PATCH", "/clusters/*", {"description": "new", "secrets": {"A": "hush-hush"}}),
    "delete_cluster": Operation("DELETE", "/clusters/*", {"state": "absent"}),
    "create_client": Operation("POST", "/clusters/*/clients", {}, clients=("a", "b", "c")),
    "delete_client": Operation(
        "DELETE",
        "/clusters/*/clients/*",
        {"clients": [{"name": "x", "state": "absent"}]},
        prepare=send("POST", "/clients", clientName="x"),
    ),
    "replace_client": Operation(
        "POST", "/clusters/*/clients", {}, clients=("x",), prepare=send("POST", "/clients", clientName="x")
    ),
    "create_secret": Operation("POST", "/clusters/*/secrets", {"secrets": {"A": "hush-hush", "B": "hush-hush"}}),
    "update_secret": Operation("PUT", "/clusters/*/secrets/*", {"secrets": {"OLD": "after"}}, prepare=SECRET),
    "delete_secret": Operation(
        "DELETE", "/clusters/*/secrets/*", {"secrets": {"A": "hush-hush"}}, more={"prune_secrets": True}, prepare=SECRET
    ),
    "set_allowlist": Operation("PUT", "/clusters/*/ipallowlist", {"ip_allowlist": [{"ip": "203.0.113.0/24"}]}),
    "set_schedule": Operation("PUT", "/clusters/*/backups/schedule", {"backup_schedule": "0 2 * * *"}),
    "delete_schedule": Operation(
        "DELETE",
        "/clusters/*/backups/schedule",
        {"backup_schedule": ""},
        prepare=send("PUT", "/backups/schedule", schedule="0 2 * * *"),
    ),
    "monitoring_on": Operation("POST", "/clusters/*/monitoring", {"monitoring": True}),
    "monitoring_off": Operation("DELETE", "/clusters/*/monitoring", {"monitoring": False}, prepare=MONITORING),
    "create_monitoring_client": Operation(
        "POST", "/clusters/*/monitoring/clients", {"monitoring_clients": [{"username": "m"}]}, prepare=MONITORING
    ),
    "connection_on": Operation("POST", "/clusters/*/secure-connectivity", {"secure_connectivity": CONNECTION}),
    "connection_off": Operation(
        "DELETE",
        "/clusters/*/secure-connectivity",
        {"secure_connectivity": {"state": "disabled"}},
        prepare=send("POST", "/secure-connectivity", allowedPrincipals=["*"], allowedRegions=["eu-central-1"]),
    ),
    "invite_member": Operation("POST", "/members/*", {}, more={"members": ROLES}),
}
CELLS = [(operation, fault, times) for operation in OPERATIONS for fault in FAULTS for times in (1, 0)]
# Each operation with some of the faults, and each fault with some of the operations.
SOME = [cell for number, cell in enumerate(CELLS) if number % 9 == 0 and cell[1] != "slow"]


@pytest.mark.parametrize(
    ("name", "fault", "times"),
    CELLS if ALL else SOME,
    ids=lambda value: {1: "once", 0: "always"}.get(value, str(value)),
)
def test_a_fault(sandbox: Caller, tmp_path: Path, name: str, fault: str, times: int) -> None:
    """What is done, failed and not begun adds up to the plan; the second run goes on; the third changes nothing."""
    sandbox.settings(ipallowlist_visible="new")
    operation = OPERATIONS[name]
    uuid = sandbox.create_cluster(name="orders", regionId=FRANKFURT)
    operation.prepare(sandbox, uuid)
    options = options_for(sandbox.url, str(sandbox.token), tmp_path, described_by(operation, tmp_path))
    clock = ScaledClock(200)
    plan = run(options, check=True, clock=clock)
    details = {"method": operation.method, "path": operation.path, "times": times, **FAULTS[fault]}
    sandbox.control("POST", "faults", details)
    first = run({**options, "timeout": 0.4 if fault == "slow" else 30.0}, clock=clock)
    sandbox.control("DELETE", "faults")
    check_account(plan, first)
    time.sleep(0.7 if fault == "slow" else 0)
    second, third = run(options, clock=clock), run(options, clock=clock)
    assert not second.get("failed"), (first.get("msg"), second.get("msg"))
    assert not third.get("failed"), third
    assert not third["changed"], third["summary"]
    assert not first.get("failed") or (fault, times) != ("lost", 1), first["msg"]
    check_world(sandbox, tmp_path)


def described_by(operation: Operation, directory: Path) -> dict[str, Any]:
    """Return the description for an operation; what is lost may be replaced."""
    kept = [{"name": name, "allow_replace": True, "dest": str(directory / f"{name}.env")} for name in operation.clients]
    monitoring = [
        {**one, "allow_rotate": True, "dest": str(directory / f"{one['username']}.env")}
        for one in operation.described.get("monitoring_clients", ())
    ]
    cluster = {
        "name": "orders",
        **operation.described,
        **({"clients": kept} if kept else {}),
        **({"monitoring_clients": monitoring} if monitoring else {}),
    }
    return {"clusters": [cluster], **operation.more}


def check_account(plan: Result, result: Result) -> None:
    """Compare what was planned with what was done, failed and not begun."""
    planned = {row["label"] + row["kind"] for row in plan["resources"] if row["action"] != "none"}
    assert planned, "the operation has to do something"
    states = {
        row["label"] + row["kind"]: row["state"] for row in result["resources"] if row["label"] + row["kind"] in planned
    }
    assert set(states) == planned
    if not result.get("failed"):
        assert set(states.values()) == {"done"}
        return
    assert "failed" in states.values(), result["msg"]
    assert result["code"] != "failed", result["msg"]
    assert {row["label"] for row in result["failures"]} == {
        row["label"] for row in result["resources"] if row["state"] == "failed"
    }
    assert sorted(result["not_begun"]) == sorted(r["label"] for r in result["resources"] if r["state"] == "not begun")


def check_world(sandbox: Caller, directory: Path) -> None:
    """Make sure that nothing is there twice, and that each kept secret is that of a client that exists."""
    assert not [name for name, count in cluster_names(sandbox).items() if count > 1]
    ids: set[str] = set()
    for cluster in sandbox.get("/clusters"):
        clients = client_ids(sandbox, cluster["uuid"])
        assert not [name for name, found in clients.items() if len(found) > 1]
        ids |= {found[0] for found in clients.values()}
        usernames = Counter(
            c["username"] for c in sandbox.get(f"/clusters/{cluster['uuid']}/monitoring/clients").get("clients") or []
        )
        assert not [name for name, count in usernames.items() if count > 1]
    for path in directory.glob("*.env"):
        text = path.read_text(encoding="utf-8")
        assert "MONITORING" in text or any(client in text for client in ids), path
    # What proves that a file can be written does not stay.
    assert not list(directory.glob(".*.env.*"))


def whole(directory: Path) -> dict[str, Any]:
    """Describe two clusters with clients, secrets and monitoring."""

    def inside(cluster: str) -> dict[str, Any]:
        names = [f"{cluster}-{number}" for number in range(3)]
        return {
            "name": cluster,
            **NEW,
            "secrets": {f"S{number}": "hush-hush" for number in range(3)},
            "monitoring": True,
            "monitoring_clients": [
                {"username": "m", "allow_rotate": True, "dest": str(directory / f"{cluster}-m.env")}
            ],
            "clients": [
                {"name": name, "allow_replace": True, "dest": str(directory / f"{name}.env")} for name in names
            ],
        }

    return {"clusters": [inside("one"), inside("two")], "members": ROLES}


def test_killed_at_any_moment(sandbox: Caller, tmp_path: Path) -> None:
    """Whenever a run is killed: the next one brings everything to its end, without a double or a lost secret."""
    choose = random.Random(SEED)
    sandbox.settings(latency_ms=5, creation_seconds=0.1)
    sandbox.ask_token()
    sandbox.get("/clusters")
    seconds = 1.5
    for number in range(KILLS):
        sandbox.control("POST", "reset")
        sandbox.settings(token_rate=0, latency_ms=5, creation_seconds=0.1)
        directory = tmp_path / str(number)
        directory.mkdir()
        options = options_for(sandbox.url, str(sandbox.token), directory, whole(directory))
        process = begin(options, directory / "killed.json")
        process.join(choose.uniform(0.05, seconds))
        process.kill()
        process.join()
        second, third = run(options), run(options)
        assert not second.get("failed"), (number, second.get("msg"))
        assert not third.get("failed"), (number, third.get("msg"))
        assert not third["changed"], (number, third["summary"])
        assert cluster_names(sandbox) == {"one": 1, "two": 1}
        check_world(sandbox, directory)


def test_two_runs_at_once_make_one_of_everything(sandbox: Caller, tmp_path: Path) -> None:
    """Both come to their end, on the same files; together they make what one would have made."""
    sandbox.settings(latency_ms=5, creation_seconds=0.2)
    sandbox.get("/clusters")
    options = options_for(sandbox.url, str(sandbox.token), tmp_path, whole(tmp_path))
    keep = [tmp_path / "first.json", tmp_path / "second.json"]
    processes = [begin(options, path) for path in keep]
    for process in processes:
        process.join(60)
    results = [json.loads(path.read_text(encoding="utf-8")) for path in keep]
    assert not [result["msg"] for result in results if result.get("failed")]
    assert not run(options)["changed"]
    assert cluster_names(sandbox) == {"one": 1, "two": 1}
    check_world(sandbox, tmp_path)
