# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One connector secret."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import asked, fault
from ansible_collections.camunda.platform.tests.integration.play import Player, Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

SECRETS = "/clusters/*/secrets"
# No part of a value may be a word that Ansible prints anyway.
OLD, NEW, FOREIGN = "Vq7-old-value", "Vq8-new-value", "Vq9-foreign-value"


def secret(cluster: str, value: str | None = OLD, name: str = "SMTP_PASSWORD", **more: Any) -> Task:
    """Describe a secret; None for one that shall not be there."""
    state = {"state": "absent"} if value is None else {"value": value}
    return {"camunda_secret": {"cluster": cluster, "name": name, **state}, **more}


def checked(task: Task) -> Task:
    """Run a task in check mode."""
    return {**task, "check_mode": True}


def store(sandbox: Caller, cluster: str, **values: str) -> None:
    """Put secrets into a cluster by hand."""
    for name, value in values.items():
        body = {"secretName": name, "secretValue": value}
        assert sandbox.api("POST", f"/clusters/{cluster}/secrets", json=body).status_code == 204


def stored(sandbox: Caller, cluster: str) -> dict[str, str]:
    """Return what a cluster has."""
    return dict(sandbox.get(f"/clusters/{cluster}/secrets"))


def test_life(direct: Direct, sandbox: Caller) -> None:
    """Create, again, update, delete, again; check mode and diff say the same before each, and no value is shown."""
    cluster = sandbox.create_cluster(name="orders")
    create, update, delete = secret("orders"), secret(cluster, NEW), secret("orders", None)
    played = direct.play(
        checked(create), create, checked(create), create, checked(update), update, update,
        checked(delete), delete, checked(delete), delete,
        diff=True, watch=True, arguments=["-vvv"],
    )  # fmt: skip
    assert not played.messages, played.output
    actions = ["create", "create", "none", "none", "update", "update", "none", "delete", "delete", "none", "none"]
    assert [result["action"] for result in played.results] == actions
    assert [result["changed"] for result in played.results] == [action != "none" for action in actions]
    for check, real in ((0, 1), (4, 5), (7, 8)):
        assert played[check]["diff"] == played[real]["diff"]
        assert played[check]["secret"] == played[real]["secret"]
        assert not played.written(f"r{check}")
    assert played[5]["diff"]["before"] != played[5]["diff"]["after"]
    assert played[5]["diff"]["after"] == {"name": "SMTP_PASSWORD", "value": "the new value, hidden"}
    assert played[5]["secret"] == {"name": "SMTP_PASSWORD"}
    assert played[8]["secret"] is None
    assert played.written("r1") == ["POST /clusters/*/secrets"]
    assert played.written("r5") == ["PUT /clusters/*/secrets/SMTP_PASSWORD"]
    assert played.written("r8") == ["DELETE /clusters/*/secrets/SMTP_PASSWORD"]
    assert not played.written("r3") + played.written("r6") + played.written("r10")
    assert not [value for value in (OLD, NEW) if value in played.output + str(played.results)]


def test_a_loop_reads_the_secrets_once(player: Player, sandbox: Caller) -> None:
    """Twenty items of a loop cost one list and one request for each change."""
    cluster = sandbox.create_cluster()
    store(sandbox, cluster, **{f"S{index}": OLD for index in range(10)})
    sandbox.control("DELETE", "requests")
    loop = secret(cluster, OLD, "S{{ item }}", loop="{{ range(20) | list }}")
    played = player.play(loop)
    assert not played.messages, played.output
    assert [item["changed"] for item in played[0]["results"]] == [False] * 10 + [True] * 10
    assert len(asked(sandbox, "GET")) == 1
    assert len(asked(sandbox, "POST")) == 1 + 10


def test_conflicts(direct: Direct, sandbox: Caller) -> None:
    """Wait for a change in progress and for a deletion, update a taken name, make sure of what was lost."""
    cluster = sandbox.create_cluster()
    store(sandbox, cluster, TAKEN=FOREIGN, GONE=FOREIGN)
    busy = {"kind": "status", "status": 409, "body": "Another change to the secrets of this cluster is in progress."}
    # A list that does not show what is there, as it may for a moment after somebody else has changed it.
    blind = {"kind": "status_after", "status": 200, "body": "{}", "content_type": "application/json"}
    missing = {"kind": "status", "status": 200, "body": f'{{"GONE2": "{FOREIGN}"}}', "content_type": "application/json"}
    played = direct.play(
        fault("POST", SECRETS, **busy, times=2), secret(cluster, name="BUSY"),
        fault("PUT", f"{SECRETS}/*", **busy), secret(cluster, NEW, "BUSY"),
        fault("DELETE", f"{SECRETS}/*", **busy), secret(cluster, None, "BUSY"),
        fault("GET", SECRETS, **blind), secret(cluster, name="TAKEN"),
        fault("POST", SECRETS, kind="lost"), secret(cluster, name="LOST"),
        fault("POST", SECRETS, kind="status_after", status=500), secret(cluster, name="FAILED"),
        fault("POST", SECRETS, kind="status", status=429, headers={"Retry-After": "0"}), secret(cluster, name="OFTEN"),
        fault("GET", SECRETS, **missing), secret(cluster, name="GONE2"),
        {"step": {"control": ["PATCH", "settings", {"secret_deletion_seconds": 0.8}]}},
        secret(cluster, None, "GONE"), checked(secret(cluster, None, "GONE")),
        watch=True,
    )  # fmt: skip
    assert not played.messages, played.output
    modules = [result for result in played.results if "action" in result]
    # The list did not show TAKEN, so that it was planned as a creation.
    assert [result["action"] for result in modules] == [
        "create", "update", "delete", "create", "create", "create", "create", "update", "delete", "none",
    ]  # fmt: skip
    assert all(result["changed"] for result in modules[:-1])
    assert stored(sandbox, cluster) == dict.fromkeys(["TAKEN", "LOST", "FAILED", "OFTEN", "GONE2"], OLD)
    # A conflict over a taken name is found by listing, and not waited for.
    assert played.asked("r7") == [f"{m} /clusters/*/secrets" for m in ("GET", "POST", "GET")] + [
        "PUT /clusters/*/secrets/TAKEN"
    ]
    assert not [value for value in (OLD, NEW, FOREIGN) if value in played.output]


def test_failures(direct: Direct, sandbox: Caller) -> None:
    """Say what was wrong, and show no value even where the server repeats it."""
    sandbox.create_cluster(name="orders")
    lines = 'Vq1-first line\nVq2-second "line"\n' + "Vq3-long " * 100
    repeated = {"kind": "status", "status": 400, "content_type": "application/json"}
    repeated["body"] = json.dumps({"error": f"not possible: {lines}"})
    sandbox.settings(max_secrets=0)
    played = direct.play(
        secret("orders", name="x" * 50),
        secret("orders", name=""),
        {"camunda_secret": {"cluster": "orders", "name": "SMTP"}},
        secret("orders"),
        {"step": {"control": ["PATCH", "settings", {"max_secrets": 1000}]}},
        secret("oders"),
        secret("00000000-0000-0000-0000-000000000000"),
        {**fault("POST", SECRETS, **repeated), "no_log": True},
        secret("orders", lines),
        secret("orders", name="a.b"),
        fault("GET", SECRETS, kind="malformed"),
        {"camunda_secret_info": {"cluster": "orders"}},
        arguments=["-vvv"],
    )  # fmt: skip
    long, empty, valueless, full, unknown, no_cluster, refused, broken = played.messages
    assert "Option 'name'" in long
    assert "50 characters" in long
    assert "Option 'name'" in empty
    assert "value" in valueless
    assert "HTTP 403: Maximum number of secret" in full
    assert "there is no cluster 'oders'. Valid: 'orders'. Did you mean 'orders'?" in unknown
    assert "there is no cluster '00000000-0000-0000-0000-000000000000'. Valid: 'orders'." in no_cluster
    assert "HTTP 400: not possible: ********" in refused
    assert "is not JSON" in broken
    assert "Connectors cannot refer to the secret 'a.b'" in played.results[9]["warnings"][0]
    assert not [mark for mark in ("Vq1", "Vq2", "Vq3", "long long") if mark in played.output]


def test_info(direct: Direct, sandbox: Caller) -> None:
    """Names in order; values only when asked for, and then only for later tasks."""
    cluster = sandbox.create_cluster(name="orders")
    store(sandbox, cluster, B=FOREIGN, A=OLD)
    info = {"cluster": "orders"}
    played = direct.play(
        {"camunda_secret_info": info},
        {"camunda_secret_info": {**info, "name": "B"}},
        {"camunda_secret_info": {**info, "name": "C"}},
        {"camunda_secret_info": {**info, "values": True}},
        {"camunda_secret_info": {"cluster": "oders"}},
        check=True, arguments=["-vvv"],
    )  # fmt: skip
    assert [result.get("secrets") for result in played.results[:4]] == [
        [{"name": "A"}, {"name": "B"}],
        [{"name": "B"}],
        [],
        [{"name": "A", "value": OLD}, {"name": "B", "value": FOREIGN}],
    ]
    assert not any(result["changed"] for result in played.results[:4])
    assert "Did you mean 'orders'?" in played.messages[0]
    assert not [value for value in (OLD, FOREIGN) if value in played.output]
