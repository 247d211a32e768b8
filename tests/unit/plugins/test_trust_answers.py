# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What modules make of answers that are lost, late, refused for a moment, or hold more than is declared."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster import _same_reference
from ansible_collections.camunda.platform.plugins.module_utils._resources.parameters import choose_backup_region
from ansible_collections.camunda.platform.plugins.modules.camunda_backup_schedule import SPEC as SCHEDULE
from ansible_collections.camunda.platform.plugins.modules.camunda_cluster import SPEC as CLUSTER_SPEC
from ansible_collections.camunda.platform.plugins.modules.camunda_cluster_wait import SPEC as CLUSTER_WAIT
from ansible_collections.camunda.platform.plugins.modules.camunda_monitoring import SPEC as MONITORING
from ansible_collections.camunda.platform.plugins.modules.camunda_secure_connectivity import SPEC as CONNECTIVITY
from ansible_collections.camunda.platform.tests.unit.plugins.rehearsal import (
    CLUSTER,
    LOST,
    Rehearsal,
    refusal,
    rehearsal,
)

__all__ = ["rehearsal"]

HEALTHY = {"uuid": CLUSTER, "name": "orders", "status": {"ready": "Healthy"}}
ACTIVE = {"status": {"conditions": [], "metricsEndpoint": {"target": "t"}}, "clients": []}
PRINCIPALS, REGIONS = ["arn:aws:iam::123456789012:root"], ["eu-central-1"]
CONNECTED = {
    "spec": {"allowedPrincipals": PRINCIPALS, "allowedRegions": REGIONS},
    "status": {"endpoint": {"serviceName": "s"}, "conditions": []},
}


@pytest.mark.parametrize("trouble", [refusal(500), refusal(503), refusal(429), LOST, "no list", [{"name": 1}], {}])
def test_a_wait_survives_readings_that_fail_now_and_then(rehearsal: Rehearsal, trouble: Any) -> None:
    script = {"get_clusters": ([HEALTHY], trouble, [HEALTHY], trouble, [HEALTHY], [HEALTHY])}
    result = rehearsal.run(CLUSTER_WAIT, {"clusters": ["orders"]}, script)
    assert not result.get("failed"), result
    assert len(rehearsal.api.named("get_clusters")) == 6


@pytest.mark.parametrize(("status", "code"), [(401, "unauthorized"), (403, "forbidden"), (404, "not_found")])
def test_a_refusal_ends_a_wait_at_once(rehearsal: Rehearsal, status: int, code: str) -> None:
    script = {"get_clusters": ([HEALTHY], refusal(status))}
    result = rehearsal.run(CLUSTER_WAIT, {"clusters": ["orders"]}, script)
    assert (result["failed"], result["code"]) == (True, code)


def test_a_wait_whose_readings_fail_until_the_end_says_so(rehearsal: Rehearsal) -> None:
    script = {"get_clusters": ([HEALTHY], [{**HEALTHY, "status": {"ready": "Creating"}}], refusal(500, "down"))}
    result = rehearsal.run(CLUSTER_WAIT, {"clusters": ["orders"]}, script)
    assert result["code"] == "wait_timeout"
    assert "The last reading failed: " in result["msg"]
    assert "HTTP 500: down" in result["msg"]


@pytest.mark.parametrize("status", [429, 503])
def test_activation_sets_a_state_and_is_repeated(rehearsal: Rehearsal, status: int) -> None:
    off: dict[str, Any] = {"status": {}, "clients": []}
    script = {"get_monitoring": (off, ACTIVE), "activate_monitoring": (refusal(status), refusal(status), None)}
    result = rehearsal.run(MONITORING, {"cluster": CLUSTER, "retries": 2}, script)
    assert (result.get("failed"), result["changed"]) == (None, True)
    assert len(rehearsal.api.named("activate_monitoring")) == 3

    script = {
        "get_secure_connectivity": ({"status": {}}, {"status": CONNECTED}),
        "activate_secure_connectivity": (refusal(status), None),
    }
    options = {"cluster": CLUSTER, "allowed_principals": PRINCIPALS, "allowed_regions": REGIONS, "retries": 2}
    result = rehearsal.run(CONNECTIVITY, options, script)
    assert (result.get("failed"), result["changed"]) == (None, True)
    assert len(rehearsal.api.named("activate_secure_connectivity")) == 2


@pytest.mark.parametrize("undeclared", [{"phase": "off"}, {"x": None}, {"conditions": None}, {"spec": 5}])
def test_what_is_not_declared_activates_nothing(rehearsal: Rehearsal, undeclared: Any) -> None:
    script = {"get_monitoring": {"status": undeclared, "clients": []}}
    planned = rehearsal.run(MONITORING, {"cluster": CLUSTER, "state": "disabled"}, script, check=True)
    assert planned["changed"] is False
    connected = {"get_secure_connectivity": {"status": undeclared}}
    planned = rehearsal.run(CONNECTIVITY, {"cluster": CLUSTER, "state": "disabled"}, connected, check=True)
    assert planned["changed"] is False


@pytest.mark.parametrize("status", [None, 5, "text", []])
def test_a_status_that_cannot_be_read_is_neither_on_nor_off(rehearsal: Rehearsal, status: Any) -> None:
    script = {"get_monitoring": {"status": status, "clients": []}}
    result = rehearsal.run(MONITORING, {"cluster": CLUSTER}, script, check=True)
    assert result["code"] == "unexpected_answer"


@pytest.mark.parametrize("step", [LOST, refusal(502, "gone"), [1]])
def test_a_change_whose_answer_is_lost_for_good(rehearsal: Rehearsal, step: Any) -> None:
    """It has a code, an unknown outcome and a next step, and the name that the user gave beside the UUID."""
    script = {"get_clusters": [HEALTHY], "get_schedule": refusal(404), "update_schedule": step}
    result = rehearsal.run(SCHEDULE, {"cluster": "orders", "schedule": "0 3 * * *"}, script)
    assert (result["failed"], result["outcome"], result["changed"]) == (True, "unknown", True)
    assert result["code"] in ("answer_lost", "server_error", "unexpected_answer")
    assert f"cluster 'orders' ({CLUSTER})" in result["msg"]
    assert "Run the task again" in result["msg"]


def test_deleting_a_cluster_whose_answer_is_lost(rehearsal: Rehearsal) -> None:
    script = {"get_clusters": [HEALTHY], "get_cluster": HEALTHY, "delete_cluster": LOST}
    result = rehearsal.run(CLUSTER_SPEC, {"name": "orders", "state": "absent"}, script)
    assert (result["failed"], result["outcome"], result["changed"], result["code"]) == (
        True,
        "unknown",
        True,
        "answer_lost",
    )


LOCATION = {"uuid": "u", "regions": [{"id": "eu-west-1", "label": "Ireland"}]}


@pytest.mark.parametrize("value", ["u", "eu-west-1", "Ireland"])
def test_a_backup_region_by_either_id(value: str) -> None:
    region = {"backups": [LOCATION]}
    chosen = choose_backup_region(region, value)
    assert chosen["uuid"] == "u"
    assert all(_same_reference({"uuid": shown}, chosen) for shown in ("u", "eu-west-1"))
    assert not _same_reference({"uuid": "other"}, chosen)
    if value != "u":
        without = {"backups": [{"regions": LOCATION["regions"]}]}
        assert choose_backup_region(without, value)["uuid"] == "eu-west-1"
