# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Restores: which one counts, answers without a body, and what the sandbox never answers."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.modules.camunda_backup_restore import SPEC
from ansible_collections.camunda.platform.tests.unit.plugins.rehearsal import (
    CLUSTER,
    LOST,
    Rehearsal,
    refusal,
    rehearsal,
)

__all__ = ["rehearsal"]

Json = dict[str, Any]
BACKUP = "22222222-2222-4222-8222-222222222222"
OPTIONS = {
    "cluster": CLUSTER,
    "backup": BACKUP.upper(),
    "confirm": "orders",
    "wait_interval": 0.01,
    "wait_timeout": 0.5,
}
NEVER = refusal(404)
COMPLETE = [{"uuid": BACKUP, "name": "b", "created": "2026-11-22T08:00:00Z", "status": "Complete"}]


def cluster(status: str) -> Json:
    """Return the cluster in a state."""
    return {"uuid": CLUSTER, "name": "orders", "status": {"ready": status}}


def restore(state: str, uuid: str = "r1") -> Json:
    """Return a restore of the backup."""
    return {"uuid": uuid, "backupId": BACKUP, "state": state}


def play(rehearsal: Rehearsal, script: Json, check: bool = False, **options: Any) -> Json:
    """Run camunda_backup_restore."""
    return rehearsal.run(SPEC, {**OPTIONS, **options}, {"get_backups": COMPLETE, **script}, check)


def test_waits_through_all_states(rehearsal: Rehearsal) -> None:
    """Suspended is normal, COMPLETED is not the end yet, and one Healthy reading is not enough."""
    states = ("PENDING", "VALIDATING", "IN_PROGRESS", "COMPLETED")
    statuses = ("Healthy", "Healthy", "Suspended", "Resuming", "Suspended", "Maintenance", "Resuming", "Healthy")
    script = {
        "get_restore": (NEVER, *map(restore, states)),
        "get_cluster": tuple(map(cluster, statuses)),
        "restore_backup": restore("PENDING"),
    }
    result = play(rehearsal, script)
    assert (result["changed"], result["action"]) == (True, "create")
    assert (result["restore"]["state"], result["cluster"]["status"]["ready"]) == ("COMPLETED", "Healthy")
    assert len(rehearsal.api.named("get_cluster")) == len(statuses) + 1
    assert any("IN_PROGRESS, cluster Resuming" in line for line in rehearsal.progress)


@pytest.mark.parametrize("body", [None, LOST, refusal(503)], ids=["no body", "lost", "503"])
def test_an_answer_without_a_restore_is_looked_up(rehearsal: Rehearsal, body: Any) -> None:
    """The restore is the one that was not there before, though it may be visible only later; it is begun once."""
    script = {
        "get_restore": (
            *(restore("ABORTED", "r0"), restore("ABORTED", "r0"), restore("PENDING", "r1"), restore("COMPLETED", "r1")),
        ),
        "get_cluster": cluster("Healthy"),
        "restore_backup": body,
    }
    result = play(rehearsal, script)
    assert result["changed"], result
    assert result["restore"]["uuid"] == "r1"
    assert len(rehearsal.api.named("restore_backup")) == 1
    assert bool(rehearsal.warnings) is (body is not None)


def test_a_lost_answer_without_a_restore_is_an_error(rehearsal: Rehearsal) -> None:
    """An older restore is not taken for the new one."""
    result = play(
        rehearsal,
        {
            "get_restore": restore("FAILED", "r0"),
            "get_cluster": cluster("Healthy"),
            "restore_backup": LOST,
        },
    )
    assert (result["failed"], result["outcome"]) == (True, "not found")
    assert len(rehearsal.api.named("restore_backup")) == 1


def test_what_counts_as_restored(rehearsal: Rehearsal) -> None:
    """COMPLETED counts unless it is to be restored again; what is on its way is waited for, and never begun again."""
    script = {"get_restore": restore("COMPLETED"), "get_cluster": cluster("Suspended"), "restore_backup": None}
    done = play(rehearsal, script)
    assert (done["changed"], done["restore"]["state"]) == (False, "COMPLETED")
    assert rehearsal.api.named("restore_backup") == []
    again = play(rehearsal, {**script, "restore_backup": restore("PENDING", "r2")}, allow_repeat=True, wait=False)
    assert (again["changed"], again["restore"]["uuid"]) == (True, "r2")
    running = {
        **script,
        "get_restore": (restore("VALIDATING"), restore("COMPLETED")),
        "get_cluster": cluster("Healthy"),
    }
    for options in ({}, {"allow_repeat": True}):
        waited = play(rehearsal, running, **options)
        assert (waited["changed"], waited["restore"]["state"]) == (False, "COMPLETED")
        assert rehearsal.api.named("restore_backup") == []


@pytest.mark.parametrize("state", ["FAILED", "ABORTED"])
def test_a_restore_that_ends_badly(rehearsal: Rehearsal, state: str) -> None:
    """The error has the restore and the cluster; the change was made. The next run begins another one."""
    script = {
        "get_restore": (NEVER, restore("PENDING"), restore(state)),
        "get_cluster": cluster("Healthy"),
        "restore_backup": restore("PENDING"),
    }
    result = play(rehearsal, script)
    assert (result["failed"], result["changed"]) == (True, True)
    assert (result["restore"]["state"], result["cluster"]["name"]) == (state, "orders")
    next_run = play(rehearsal, {**script, "get_restore": restore(state)}, check=True)
    assert (next_run["changed"], next_run["restore"]["state"]) == (True, "COMPLETED")
    assert rehearsal.api.named("restore_backup") == []


def test_unhealthy_after_a_restore_is_an_error(rehearsal: Rehearsal) -> None:
    """Waiting ends there."""
    result = play(
        rehearsal,
        {
            "get_restore": (NEVER, restore("COMPLETED")),
            "get_cluster": (cluster("Healthy"), cluster("Unhealthy")),
            "restore_backup": restore("PENDING"),
        },
    )
    assert result["failed"]
    assert "in the state COMPLETED, cluster Unhealthy" in result["msg"]


def test_a_conflict_names_the_other_restore(rehearsal: Rehearsal) -> None:
    """409 is both, so what runs is looked up."""
    other = {**COMPLETE[0], "uuid": "other"}

    def latest(cluster: str, backup: str) -> Json:
        if backup != "other":
            raise NEVER
        return restore("IN_PROGRESS")

    script = {
        "get_backups": [*COMPLETE, other],
        "get_restore": latest,
        "get_cluster": cluster("Suspended"),
        "restore_backup": refusal(409, "in-flight restore"),
    }
    result = play(rehearsal, script)
    assert (result["failed"], result["changed"], result["reason"]) == (True, False, "conflict")
    assert "Being restored: other (IN_PROGRESS)." in result["msg"]
    unknown = play(rehearsal, {**script, "get_backups": COMPLETE})
    assert unknown["msg"].endswith("The API shows no other restore.")


def test_another_process_was_faster(rehearsal: Rehearsal) -> None:
    """On twenty hosts the backup is restored once."""

    def latest(cluster: str, backup: str) -> Json:
        rehearsal.others_create("restore", cluster)
        raise NEVER

    result = play(
        rehearsal,
        {
            "get_restore": (latest, restore("PENDING")),
            "get_cluster": cluster("Healthy"),
            "restore_backup": None,
        },
        wait=False,
    )
    assert (result["changed"], result["restore"]["uuid"]) == (True, "r1")
    assert rehearsal.api.named("restore_backup") == []
    assert "started by another process in the meantime" in rehearsal.warnings[0]


REFUSED: dict[str, tuple[Json, Json, str]] = {
    "confirmation": ({"confirm": "Orders"}, {}, "It is 'Orders', and the cluster"),
    "no such backup": ({"backup": "nope"}, {}, f"there is no 'nope'. Complete backups of cluster 'orders' ({CLUSTER})"),
    "not complete": (
        {},
        {"get_backups": [{**COMPLETE[0], "status": "In progress"}]},
        "2026-11-22T08:00:00Z, In progress) is not complete.",
    ),
}


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize(("options", "script", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_before(rehearsal: Rehearsal, options: Json, script: Json, words: str, check: bool) -> None:
    """In check mode too."""
    result = play(rehearsal, {"get_restore": NEVER, "get_cluster": cluster("Healthy"), **script}, check, **options)
    assert result["failed"]
    assert words in result["msg"]
    assert rehearsal.api.named("restore_backup") == []
