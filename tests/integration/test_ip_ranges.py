# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The addresses that Camunda calls out from."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller


def test_ranges_without_credentials(direct: Direct, sandbox: Caller) -> None:
    """They are shown to anybody: no token is asked for and none is sent."""
    for name in ("CAMUNDA_CONSOLE_CLIENT_ID", "CAMUNDA_CONSOLE_CLIENT_SECRET", "CAMUNDA_OAUTH_URL"):
        del direct.environment[name]
    sandbox.control("DELETE", "requests")
    task: dict[str, Any] = {"camunda_ip_ranges_info": {}}
    played = direct.play(task, {**task, "check_mode": True}, {"camunda_cluster_info": {}})
    assert played[0]["ip_ranges"] == {"web-modeler": ["192.0.2.10/32", "198.51.100.0/28", "203.0.113.77/32"]}
    assert played[0]["addresses"] == ["192.0.2.10/32", "198.51.100.0/28", "203.0.113.77/32"]
    assert not played[0]["changed"]
    assert played[1] == played[0]
    assert "No credentials" in played[2]["msg"]
    asked = sandbox.control("GET", "requests")
    assert [(request["method"], request["path"]) for request in asked] == [("GET", "/meta/ip-ranges")] * 2


def test_other_products_and_a_foreign_answer(direct: Direct, sandbox: Caller) -> None:
    """Further products are shown as they come; what is not the API is told."""
    ranges = {"web-modeler": ["203.0.113.9", "9.9.9.9"], "hub": ["10.0.0.0/8", "9.9.9.9"]}
    fault = {
        "method": "GET",
        "path": "/meta/ip-ranges",
        "kind": "status",
        "status": 200,
        "content_type": "application/json",
    }
    sandbox.control("POST", "faults", {**fault, "body": json.dumps(ranges)})
    sandbox.control("POST", "faults", {"path": "/meta/ip-ranges", "kind": "html"})
    played = direct.play({"camunda_ip_ranges_info": {}}, {"camunda_ip_ranges_info": {}})
    assert played[0]["ip_ranges"] == ranges
    assert played[0]["addresses"] == ["9.9.9.9", "10.0.0.0/8", "203.0.113.9"]
    assert "Does base_url name the API" in played[1]["msg"]
