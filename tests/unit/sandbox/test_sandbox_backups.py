# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How backups, their schedule and restores behave."""

from __future__ import annotations

import time
from typing import Any

import pytest
from camunda_sandbox import cron
from camunda_sandbox.records import BackupRecord, RestoreRecord

from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller, wait_until

APPS = ("zeebeStatus", "operateStatus", "tasklistStatus", "optimizeStatus")


@pytest.fixture
def path(caller: Caller) -> str:
    """Create a cluster, and return the path of its backups."""
    return f"/clusters/{caller.create_cluster()}/backups"


def make(caller: Caller, path: str) -> Any:
    """Make a backup."""
    answer = caller.api("POST", path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def is_in_order(seen: list[str], expected: list[str]) -> bool:
    """Tell whether nothing else was seen, and nothing again after something later."""
    return list(dict.fromkeys(seen)) == [item for item in expected if item in seen] and set(seen) <= set(expected)


def test_backup_takes_its_time(caller: Caller, path: str) -> None:
    caller.settings(backup_seconds=0.5)
    backup = make(caller, path)
    assert (backup["status"], backup["completed"]) == ("In progress", "")
    assert [backup[app] for app in APPS] == ["-", "-", "-", "In progress"]
    wait_until(lambda: caller.get(path)[0]["status"] == "Complete")
    done = caller.get(path)[0]
    assert [done[app] for app in APPS] == ["Complete"] * 4
    assert done["completed"] > done["created"] == backup["created"]
    cluster = caller.get(path.removesuffix("/backups"))
    assert (done["generationUuid"], done["generationName"]) == tuple(cluster["generation"].values())


@pytest.mark.parametrize(
    ("passed", "statuses"),
    [
        (0, ["In progress", "-", "-", "-"]),
        (30, ["Complete", "In progress", "-", "-"]),
        (60, ["Complete", "Complete", "In progress", "-"]),
        (99, ["Complete", "Complete", "Complete", "In progress"]),
        (101, ["Complete"] * 4),
    ],
)
def test_apps_are_saved_one_after_the_other(passed: int, statuses: list[str]) -> None:
    backup = BackupRecord(uuid="b", name="b", created=time.time() - passed * 10, seconds=1000)
    assert backup.app_statuses() == statuses
    assert backup.status() == ("Complete" if passed > 100 else "In progress")


@pytest.mark.parametrize(
    ("passed", "state"),
    [(0, "PENDING"), (24, "PENDING"), (26, "VALIDATING"), (51, "IN_PROGRESS"), (99, "IN_PROGRESS"), (101, "ABORTED")],
)
def test_states_of_a_restore(passed: int, state: str) -> None:
    started = time.time() - passed * 10
    restore = RestoreRecord(uuid="r", backup_id="b", started=started, seconds=1000, outcome="ABORTED")
    assert restore.state() == state


def test_oldest_successful_backup_is_dropped(caller: Caller, path: str) -> None:
    made = [make(caller, path)["uuid"] for dummy in range(2)]
    caller.settings(failing_backups=1)
    failed = make(caller, path)
    assert (failed["status"], failed["zeebeStatus"], failed["operateStatus"]) == ("Failed", "Failed", "Complete")
    made += [failed["uuid"], *(make(caller, path)["uuid"] for dummy in range(2))]
    assert caller.control("GET", "settings")["failing_backups"] == 0
    assert [backup["uuid"] for backup in caller.get(path)] == made[:0:-1]
    caller.settings(max_backups=1)
    assert [backup["uuid"] for backup in caller.get(path)] == [made[4], made[2]]
    assert caller.api("DELETE", f"{path}/{made[1]}").status_code == 403
    assert caller.api("POST", f"{path}/{made[1]}/restore").status_code == 404


def test_deletion(caller: Caller, path: str) -> None:
    backup = make(caller, path)
    answer = caller.api("DELETE", f"{path}/{backup['uuid']}")
    assert (answer.status_code, answer.json()) == (200, backup)
    assert caller.get(path) == []
    answer = caller.api("DELETE", f"{path}/{backup['uuid']}")
    assert (answer.status_code, answer.text) == (403, "Cluster is not yours")


def test_schedule(caller: Caller, path: str) -> None:
    answer = caller.api("GET", f"{path}/schedule")
    assert (answer.status_code, answer.text) == (404, "No backup schedule configured for this cluster")
    for wanted in ("0 2 * * *", "*/15 * * * mon-fri"):
        answer = caller.api("PUT", f"{path}/schedule", json={"schedule": wanted})
        assert answer.json()["schedule"] == wanted
        assert caller.get(f"{path}/schedule") == answer.json()
    make(caller, path)
    assert [caller.api("DELETE", f"{path}/schedule").status_code for dummy in range(2)] == [204, 204]
    assert caller.api("GET", f"{path}/schedule").status_code == 404
    assert len(caller.get(path)) == 1
    answer = caller.api("GET", "/clusters/none/backups/schedule")
    assert (answer.status_code, answer.text) == (404, "No backup schedule configured for this cluster")


@pytest.mark.parametrize(
    "schedule",
    [
        *("0 2 * * *", "*/15 * * * *", "0,15,30,45 0-23/2 1,15 jan-mar 0-7", "5/20 1 31 12 SUN", "59 23 * * 7"),
        *("0,50 5 * * *", "7 * * * *", "10-40/30 * * * *"),
    ],
)
def test_good_schedules(schedule: str) -> None:
    assert cron.is_valid(schedule)


@pytest.mark.parametrize(
    "schedule",
    [
        *("", "daily", "@daily", "0 2 * *", "0 2 * * * *", "60 * * * *", "0 24 * * *", "0 0 0 * *", "0 0 * 13 *"),
        *("0 0 * * 8", "a * * * *", "1- * * * *", "5-1 * * * *", "0/0 * * * *", ", * * * *", "*-5 * * * *"),
        *("-1 * * * *", "0 0 * jan0 *", "\u0663 * * * *"),
        # More often than every 15 minutes, also over the hour and over midnight.
        *("* * * * *", "*/14 * * * *", "0,10 5 * * *", "0,50 * * * *", "0,50 5,6 * * *", "0,50 0,23 * * *"),
    ],
)
def test_bad_schedules(caller: Caller, path: str, schedule: str) -> None:
    answer = caller.api("PUT", f"{path}/schedule", json={"schedule": schedule})
    assert (answer.status_code, answer.text) == (400, "The schedule is not a valid cron expression")
    assert caller.api("GET", f"{path}/schedule").status_code == 404


@pytest.mark.parametrize(
    ("outcome", "end"), [("COMPLETED", "Healthy"), ("FAILED", "Unhealthy"), ("ABORTED", "Healthy")]
)
def test_restore(caller: Caller, path: str, outcome: str, end: str) -> None:
    backup, cluster = make(caller, path)["uuid"], path.removesuffix("/backups")
    caller.settings(restore_seconds=0.6, restore_outcome=outcome)
    restore = f"{path}/{backup}/restore"
    answer = caller.api("GET", restore)
    assert (answer.status_code, answer.text) == (404, "No restore found for this backup")
    begun = caller.api("POST", restore).json()
    assert begun.pop("state") == "PENDING"
    assert begun.keys() == {"uuid", "backupId"}
    seen: list[tuple[str, str]] = []

    def ended() -> bool:
        seen.append((caller.get(restore)["state"], caller.get(cluster)["status"]["ready"]))
        return seen[-1] == (outcome, end)

    wait_until(ended)
    # A slow machine may see fewer of them.
    assert is_in_order([state for state, dummy in seen], ["PENDING", "VALIDATING", "IN_PROGRESS", outcome])
    assert is_in_order([status for dummy, status in seen], ["Suspended", "Resuming", end])
    latest = caller.get(restore)
    assert latest["completionTimestamp"] > latest["startTimestamp"]
    assert latest["uuid"] == begun["uuid"]
    assert caller.api("POST", restore).json()["uuid"] != begun["uuid"]


@pytest.mark.parametrize("generation", ["unknown", "absent"])
def test_backup_of_a_lost_generation_cannot_be_restored(caller: Caller, path: str, generation: str) -> None:
    caller.settings(backup_generation=generation)
    backup = make(caller, path)
    assert backup.get("generationName") == {"unknown": "Unknown Generation"}.get(generation)
    assert ("generationUuid" in backup) is (generation == "unknown")
    answer = caller.api("POST", f"{path}/{backup['uuid']}/restore")
    assert answer.status_code == 409
    assert answer.text == "Backup cannot be restored (unknown generation or in-flight restore)"


def test_unfinished_and_failed_backups_cannot_be_restored(caller: Caller, path: str) -> None:
    caller.settings(failing_backups=1)
    failed = make(caller, path)["uuid"]
    caller.settings(backup_seconds=60)
    for backup in (failed, make(caller, path)["uuid"]):
        assert caller.api("POST", f"{path}/{backup}/restore").status_code == 409


def test_restore_keeps_some_things_out_only_while_it_lasts(caller: Caller, path: str) -> None:
    backup, cluster = make(caller, path)["uuid"], path.removesuffix("/backups")
    other = make(caller, path)["uuid"]
    caller.settings(restore_seconds=0.5)
    assert caller.api("POST", f"{path}/{backup}/restore").status_code == 200
    answer = caller.api("PATCH", cluster, json={"name": "new"})
    assert (answer.status_code, answer.text) == (409, "A restore of this cluster is in progress")
    assert caller.api("DELETE", cluster).status_code == 409
    assert caller.api("POST", f"{cluster}/secrets", json={"secretName": "a", "secretValue": "b"}).status_code == 204
    assert caller.api("POST", f"{cluster}/clients", json={"clientName": "a"}).status_code == 200
    assert caller.api("DELETE", f"{path}/{other}").status_code == 200
    wait_until(lambda: caller.api("PATCH", cluster, json={"name": "new"}).status_code == 204)
    assert caller.api("DELETE", cluster).status_code == 204
