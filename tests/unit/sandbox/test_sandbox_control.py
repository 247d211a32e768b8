# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings, reset, and the log of requests."""

from __future__ import annotations

import time
from typing import Any

import pytest
from camunda_sandbox.settings import Settings

from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


def test_requests_are_logged(caller: Caller) -> None:
    before = time.time()
    caller.get("/clusters?a=1")
    caller.api("GET", "/clusters/none%20such")
    caller.control("GET", "settings")
    log = caller.control("GET", "requests")
    assert [(entry["method"], entry["path"], entry["status"]) for entry in log] == [
        ("POST", "/oauth/token", 200),
        ("GET", "/clusters", 200),
        ("GET", "/clusters/none%20such", 404),
    ]
    assert {entry["source"] for entry in log} == {"127.0.0.1"}
    assert all(before <= entry["at"] <= time.time() for entry in log)
    assert all(entry.keys() == {"method", "path", "status", "at", "source"} for entry in log)
    caller.control("DELETE", "requests")
    assert caller.control("GET", "requests") == []


def test_reset(caller: Caller) -> None:
    caller.create_cluster()
    caller.control("POST", "faults", {"kind": "status", "path": "/nothing"})
    caller.control("POST", "reset")
    assert caller.control("GET", "requests") == []
    assert caller.control("GET", "faults") == []
    assert caller.control("GET", "settings") == Settings().model_dump(mode="json")
    # A token from before is still good.
    assert caller.get("/clusters") == []


def test_reset_forgets_the_rate(caller: Caller) -> None:
    caller.settings(token_rate=1)
    assert [caller.ask_token().status_code for dummy in range(2)] == [200, 429]
    caller.control("POST", "reset")
    assert caller.ask_token().status_code == 200


def test_settings_are_changed_one_by_one(caller: Caller) -> None:
    before = caller.control("GET", "settings")
    after = caller.control("PATCH", "settings", {"max_clients": 3})
    assert after == before | {"max_clients": 3} == caller.control("GET", "settings")


@pytest.mark.parametrize("values", [{"speed": 1}, {"token_rate": -1}, {"latency_ms": "fast"}, {"max_clients": None}])
def test_wrong_settings(caller: Caller, values: dict[str, Any]) -> None:
    before = caller.control("GET", "settings")
    answer = caller.raw("PATCH", "/_sandbox/settings", json=values)
    assert answer.status_code == 400
    assert next(iter(values)) in answer.json()["error"]
    assert caller.control("GET", "settings") == before


def test_wrong_control_requests(caller: Caller) -> None:
    uuid = caller.create_cluster()
    for method, path, body, status in (
        ("PUT", f"clusters/{uuid}/status", {}, 400),
        ("PUT", "clusters/none/status", {"status": "Healthy"}, 404),
        ("GET", "nothing", None, 404),
        ("POST", "settings", {}, 405),
    ):
        answer = caller.raw(method, f"/_sandbox/{path}", json=body)
        assert answer.status_code == status, path
        assert answer.json().keys() == {"error"}
