# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The metrics endpoint and its clients."""

from __future__ import annotations

import json
import stat
from typing import Any

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


def monitoring(cluster: str, state: str = "enabled") -> Task:
    """Describe the endpoint."""
    return {"camunda_monitoring": {"cluster": cluster, "state": state, "wait_interval": 0.1}}


def client(cluster: str, username: str = "prometheus", **more: Any) -> Task:
    """Describe a client of the endpoint."""
    return {"camunda_monitoring_client": {"cluster": cluster, "username": username, **more}}


def checked(task: Task) -> Task:
    """Run a task in check mode."""
    return {**task, "check_mode": True}


def test_endpoint_life(direct: Direct, sandbox: Caller) -> None:
    """Activate, again, deactivate, again; check mode says the same before each and nothing after it."""
    cluster = sandbox.create_cluster(name="orders")
    on, off = monitoring("orders"), monitoring(cluster, "disabled")
    played = direct.play(
        checked(on), on, checked(on), on, client("orders"), checked(off), off, checked(off), off,
        diff=True,
    )  # fmt: skip
    assert not played.messages, played.output
    expected = ["create", "create", "none", "none", "create", "delete", "delete", "none", "none"]
    assert [result["action"] for result in played.results] == expected
    assert [result["changed"] for result in played.results] == [action != "none" for action in expected]
    assert played[0]["diff"] == played[1]["diff"]
    assert played[5]["diff"] == played[6]["diff"]
    assert played[5]["diff"]["before"]["clients"] == ["prometheus"]
    assert played[0]["monitoring"] == {"active": True, "url": None, "status": {}, "clients": []}
    assert played[1]["monitoring"]["url"].startswith("https://")
    assert played[8]["monitoring"]["active"] is False


def test_client_life(direct: Direct, sandbox: Caller) -> None:
    """Create with a file, again, other format, rotate, lose the file, delete twice."""
    cluster = sandbox.create_cluster(name="orders")
    dest = direct.directory / "metrics"
    kept: dict[str, Any] = {"dest": str(dest), "omit_secret": False}
    make, as_json = client("orders", **kept), client(cluster, **kept, format="json")
    rotate = client("orders", **kept, format="json", state="rotated")
    first = direct.play(
        monitoring("orders"), checked(make), make, checked(make), make, checked(as_json), as_json,
        checked(rotate), rotate, diff=True,
    )  # fmt: skip
    assert not first.messages, first.output
    expected = ["create", "create", "create", "none", "none", "update", "update", "replace", "replace"]
    assert [result["action"] for result in first.results] == expected
    for check, real in ((1, 2), (5, 6), (7, 8)):
        assert first[check]["diff"] == first[real]["diff"]
    kept_now = json.loads(dest.read_text(encoding="utf-8"))
    assert kept_now["CAMUNDA_MONITORING_PASSWORD"] == first[8]["password"] != first[2]["password"]
    assert kept_now["CAMUNDA_MONITORING_URL"] == first[8]["url"]
    assert stat.S_IMODE(dest.stat().st_mode) == 0o600
    assert not [result["password"] for result in (first[2], first[8]) if result["password"] in first.output]

    dest.unlink()
    lost = client("orders", **kept)
    heal = client("orders", **kept, allow_rotate=True)
    gone = client("orders", **kept, state="absent")
    second = direct.play(lost, checked(heal), heal, lost, checked(gone), gone, gone)
    assert "allow_rotate" in second[0]["msg"]
    actions = [result["action"] for result in second.results[1:]]
    assert actions == ["replace", "replace", "none", "delete", "delete", "none"]
    assert not dest.exists()
    assert sandbox.get(f"/clusters/{cluster}/monitoring/clients")["clients"] == []


def test_lost_answers(direct: Direct, sandbox: Caller) -> None:
    """A client whose password was lost on the way gets a new one; a state that was reached is fine."""
    cluster = sandbox.create_cluster(name="orders")
    sandbox.control("POST", "faults", {"method": "POST", "path": "/clusters/*/monitoring", "kind": "lost"})
    sandbox.control("POST", "faults", {"method": "POST", "path": "/clusters/*/monitoring/clients", "kind": "lost"})
    dest = direct.directory / "metrics"
    played = direct.play(monitoring("orders"), client("orders", omit_secret=False, dest=str(dest), format="json"))
    assert not played.messages, played.output
    assert "was lost" in played[1]["warnings"][0]
    clients = sandbox.get(f"/clusters/{cluster}/monitoring/clients")["clients"]
    kept = json.loads(dest.read_text(encoding="utf-8"))
    assert [entry["uuid"] for entry in clients] == [kept["CAMUNDA_MONITORING_CLIENT_ID"]]
    assert kept["CAMUNDA_MONITORING_PASSWORD"] == played[1]["password"]


def test_bad_input(direct: Direct, sandbox: Caller) -> None:
    """Each is told in one paragraph, and nothing is created."""
    sandbox.create_cluster(name="orders")
    (direct.directory / "notes").write_text("my notes\n", encoding="utf-8")
    played = direct.play(
        monitoring("ordres"),
        client("orders", username=" "),
        client("orders", dest=str(direct.directory / "missing" / "file")),
        client("orders", dest=str(direct.directory / "notes")),
        client("orders", dest=str(direct.directory / "x"), mode="0999"),
        client("orders", owner="root"),
        {"camunda_monitoring_info": {"cluster": "orders"}},
    )
    for message, part in zip(
        played.messages,
        [
            "Did you mean 'orders'?",
            "'username'",
            "does not exist",
            "no Camunda credentials",
            "'0999'",
            "dest",
        ],
        strict=True,
    ):
        assert part in message
    assert played[6]["monitoring"] == {"active": False, "url": None, "status": {}, "clients": []}
    assert not [
        entry
        for entry in sandbox.control("GET", "requests")
        if entry["path"].endswith("/monitoring/clients") and entry["method"] == "POST"
    ]
