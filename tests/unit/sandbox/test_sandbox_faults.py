# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind of fault: what the client sees and what took effect."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import pytest
import requests

from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller, cluster_body, wait_until


def create(caller: Caller) -> requests.Response:
    """Try to create a cluster."""
    return caller.api("POST", "/clusters", json=cluster_body())


def fault(caller: Caller, kind: str, **more: Any) -> None:
    """Activate a fault for the creation of clusters. The token is fetched before, so that it hits nothing else."""
    caller.get("/clusters")
    caller.control("POST", "faults", {"method": "POST", "path": "/clusters", "kind": kind, **more})


def count(caller: Caller) -> int:
    """Return how many clusters there are."""
    return len(caller.get("/clusters"))


def statuses(caller: Caller) -> list[int | None]:
    """Return the logged statuses of the creations."""
    return [
        entry["status"]
        for entry in caller.control("GET", "requests")
        if (entry["method"], entry["path"]) == ("POST", "/clusters")
    ]


@pytest.mark.parametrize(("kind", "clusters"), [("status", 0), ("status_after", 1)])
def test_status(caller: Caller, kind: str, clusters: int) -> None:
    fault(caller, kind, status=503, body='{"a": 1}', content_type="application/json", headers={"Retry-After": "7"})
    answer = create(caller)
    assert (answer.status_code, answer.json()) == (503, {"a": 1})
    assert (answer.headers["content-type"], answer.headers["retry-after"]) == ("application/json", "7")
    assert count(caller) == clusters
    assert create(caller).status_code == 200
    assert statuses(caller) == [503, 200]


@pytest.mark.parametrize(("kind", "clusters"), [("refused", 0), ("lost", 1)])
def test_connection_ends_without_an_answer(caller: Caller, kind: str, clusters: int) -> None:
    fault(caller, kind, times=2)
    assert caller.bytes_of_answer("POST", "/clusters", json.dumps(cluster_body()).encode()) == b""
    with pytest.raises(requests.ConnectionError):
        create(caller)
    assert count(caller) == clusters * 2
    assert create(caller).status_code == 200
    assert statuses(caller) == [None, None, 200]


def test_lost_answer_of_a_delete(caller: Caller) -> None:
    uuid = caller.create_cluster()
    caller.control("POST", "faults", {"method": "DELETE", "path": "/clusters/*", "kind": "lost"})
    with pytest.raises(requests.ConnectionError):
        caller.api("DELETE", f"/clusters/{uuid}")
    assert count(caller) == 0


def test_slow(caller: Caller) -> None:
    fault(caller, "slow", seconds=0.3)
    before = time.monotonic()
    answers: list[requests.Response] = []
    thread = threading.Thread(target=lambda: answers.append(create(caller)))
    thread.start()
    other = Caller(caller.url)
    other.token = caller.token
    wait_until(lambda: count(other) == 1)
    assert not answers, "the change must take effect before the answer"
    thread.join(5)
    assert answers[0].status_code == 200
    assert time.monotonic() - before >= 0.3


def test_malformed(caller: Caller) -> None:
    fault(caller, "malformed")
    answer = create(caller)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        answer.json()
    assert count(caller) == 1


@pytest.mark.parametrize(("kind", "clusters"), [("html", 0), ("html_after", 1)])
def test_html(caller: Caller, kind: str, clusters: int) -> None:
    fault(caller, kind)
    answer = create(caller)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "<form" in answer.text
    assert count(caller) == clusters


def test_skip_and_times(caller: Caller) -> None:
    fault(caller, "status", skip=1, times=2)
    assert [create(caller).status_code for dummy in range(4)] == [200, 500, 500, 200]
    assert caller.control("GET", "faults") == []


def test_until_cleared(caller: Caller) -> None:
    fault(caller, "status", times=0)
    assert [create(caller).status_code for dummy in range(3)] == [500] * 3
    assert [item["kind"] for item in caller.control("GET", "faults")] == ["status"]
    caller.control("DELETE", "faults")
    assert create(caller).status_code == 200


def test_method_and_pattern(caller: Caller) -> None:
    uuid = caller.create_cluster()
    caller.control("POST", "faults", {"path": "/clusters/*/clients", "kind": "status", "status": 418, "times": 0})
    for method, path, status in (
        ("GET", f"/clusters/{uuid}/clients", 418),
        ("POST", f"/clusters/{uuid}/clients", 418),
        ("GET", f"/clusters/{uuid}/clients/x", 404),
        ("GET", f"/clusters/{uuid}", 200),
    ):
        assert caller.api(method, path, json={}).status_code == status, (method, path)


def test_second_fault_comes_after_the_first(caller: Caller) -> None:
    fault(caller, "status", status=502)
    fault(caller, "status", status=504)
    assert [create(caller).status_code for dummy in range(3)] == [502, 504, 200]


def test_token_endpoint_has_faults_too(caller: Caller) -> None:
    caller.control("POST", "faults", {"path": "/oauth/token", "kind": "html"})
    assert caller.ask_token().headers["content-type"].startswith("text/html")
    assert caller.ask_token().status_code == 200


def test_control_endpoints_have_none(caller: Caller) -> None:
    caller.control("POST", "faults", {"kind": "refused", "times": 0})
    assert len(caller.control("GET", "faults")) == 1


def test_status_without_a_body(caller: Caller) -> None:
    fault(caller, "status", status=204, body="ignored")
    assert create(caller).status_code == 204
    assert create(caller).status_code == 200


@pytest.mark.parametrize(
    "body", [{"kind": "explode"}, {}, {"kind": "lost", "extra": 1}, {"kind": "status", "status": 99}]
)
def test_wrong_fault(caller: Caller, body: dict[str, Any]) -> None:
    answer = caller.raw("POST", "/_sandbox/faults", json=body)
    assert answer.status_code == 400
    assert answer.json().keys() == {"error"}


def test_latency(caller: Caller) -> None:
    caller.get("/clusters")
    caller.settings(latency_ms=150)
    before = time.monotonic()
    caller.get("/clusters")
    assert time.monotonic() - before >= 0.15
    before = time.monotonic()
    caller.control("GET", "settings")
    assert time.monotonic() - before < 0.15
