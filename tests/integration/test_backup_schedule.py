# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Backup schedules."""

from __future__ import annotations

from typing import Any

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import fault
from ansible_collections.camunda.platform.tests.integration.play import Task, states
from ansible_collections.camunda.platform.tests.integration.recovery import checked
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

SCHEDULE = "/clusters/*/backups/schedule"


def schedule(cluster: str, text: str | None = "0 2 * * *", **more: Any) -> Task:
    """Describe a schedule; None for none."""
    wanted = {"state": "absent"} if text is None else {"schedule": text}
    return {"camunda_backup_schedule": {"cluster": cluster, **wanted, **more}}


def test_life(direct: Direct, sandbox: Caller) -> None:
    """Create, again, update, delete, again; check mode and diff say the same before each and nothing after."""
    cluster = sandbox.create_cluster(name="orders")
    create, same = schedule("orders"), schedule(cluster, " 0  2\t* * *")
    update, delete = schedule("orders", "*/15 6-20 * * mon-FRI"), schedule("orders", None)
    played = direct.play(
        checked(create), create, checked(same), same, checked(update), update, checked(delete), delete, delete,
        diff=True, watch=True,
    )  # fmt: skip
    assert not played.messages, played.output
    actions = ["create", "create", "none", "none", "update", "update", "delete", "delete", "none"]
    assert [result["action"] for result in played.results] == actions
    assert [result["changed"] for result in played.results] == [action != "none" for action in actions]
    for plan, real in ((0, 1), (4, 5), (6, 7)):
        assert played[plan]["diff"] == played[real]["diff"]
    assert played[0]["schedule"] == {"name": None, "schedule": "0 2 * * *"}
    assert played[1]["schedule"]["schedule"] == "0 2 * * *"
    assert played[1]["schedule"]["name"]
    assert played[4]["schedule"] == played[5]["schedule"]
    assert states(played[5]) == {"before": {"schedule": "0 2 * * *"}, "after": {"schedule": "*/15 6-20 * * mon-FRI"}}
    assert played[7]["schedule"] is None
    written = [played.written(f"r{index}") for index in range(9)]
    assert [lines for lines in written if lines] == [[f"PUT {SCHEDULE}"], [f"PUT {SCHEDULE}"], [f"DELETE {SCHEDULE}"]]


def test_failures(direct: Direct, sandbox: Caller) -> None:
    """A missing cluster is told from a missing schedule; bad schedules are refused before anything is asked."""
    sandbox.create_cluster(name="orders")
    nowhere = "00000000-0000-0000-0000-000000000000"
    refusal = {"kind": "status", "status": 400, "body": "The schedule is not a valid cron expression"}
    forbidden = {"kind": "status", "status": 403, "body": "Cluster is not yours"}
    played = direct.play(
        schedule("oders", None),
        schedule(nowhere, None),
        schedule(nowhere),
        schedule("orders", "0 2 * *"),
        schedule("orders", "*/10 * * * *"),
        schedule("orders", "0 0 30 2 *"),
        {"camunda_backup_schedule": {"cluster": "orders"}},
        fault("PUT", SCHEDULE, **refusal), schedule("orders"),
        fault("GET", SCHEDULE, **forbidden), schedule("orders"),
        watch=True,
    )  # fmt: skip
    name, absent, present, fields, often, never, missing, refused, foreign = played.messages
    assert "there is no cluster 'oders'. Valid: 'orders'." in name
    assert f"there is no cluster '{nowhere}'. Valid: 'orders'." in absent
    assert absent == present
    assert "it has 4 fields instead of five" in fields
    assert "only 10 min apart; Camunda makes at most one every 15 min" in often
    assert "never runs" in never
    assert "schedule" in missing
    assert "HTTP 400: The schedule is not a valid cron expression." in refused
    assert "HTTP 403: Cluster is not yours." in foreign
    assert played.asked("r3") == played.asked("r4") == played.asked("r5") == []


def test_lost_answers_are_repeated(direct: Direct, sandbox: Caller) -> None:
    """Setting and deleting a schedule do the same each time."""
    sandbox.create_cluster(name="orders")
    played = direct.play(
        fault("PUT", SCHEDULE, kind="lost"), schedule("orders"),
        fault("DELETE", SCHEDULE, kind="status_after", status=503), schedule("orders", None),
    )  # fmt: skip
    assert not played.messages, played.output
    assert [result["changed"] for result in played.results if "action" in result] == [True, True]
