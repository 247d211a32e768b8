# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Backups: which one is young enough, which ones are too many, and answers that the sandbox never gives."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.modules import camunda_backup, camunda_backup_info
from ansible_collections.camunda.platform.tests.unit.plugins.rehearsal import (
    CLUSTER,
    LOST,
    Rehearsal,
    refusal,
    rehearsal,
)

__all__ = ["rehearsal"]

Json = dict[str, Any]
NO_SCHEDULE = refusal(404)
OPTIONS = {"cluster": CLUSTER, "wait_interval": 0.01, "wait_timeout": 0.2}


def backup(uuid: str, minutes: float = 60, status: str = "Complete", **more: Any) -> Json:
    """Return a backup that was begun so many minutes ago."""
    created = datetime.now(timezone.utc) - timedelta(minutes=minutes)
    return {
        "uuid": uuid,
        "name": f"manual-{uuid}",
        "created": created.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "status": status,
        **more,
    }


def play(rehearsal: Rehearsal, script: Json, check: bool = False, **options: Any) -> Json:
    """Run camunda_backup."""
    return rehearsal.run(camunda_backup.SPEC, {**OPTIONS, **options}, script, check)


MIXED = [
    backup("old", 500),
    backup("older", 600),
    backup("new", 100),
    backup("oldest", 700),
    backup("incident", 550, incidentLink="https://incident"),
    backup("failed", 560, "Failed"),
    backup("odd", 570, "-"),
    backup("running", 5, "In progress"),
]


def test_keep_deletes_the_oldest_complete_ones_only(rehearsal: Rehearsal) -> None:
    """Incident backups, failed ones and those in progress are neither counted nor deleted, whatever their order."""
    script = {"get_backups": MIXED, "get_schedule": NO_SCHEDULE, "delete_backup": {}}
    planned = play(rehearsal, script, check=True, state="absent", keep=2)
    assert rehearsal.api.named("delete_backup") == []
    done = play(rehearsal, script, state="absent", keep=2, wait=False)
    assert rehearsal.api.named("delete_backup") == [(CLUSTER, "older"), (CLUSTER, "oldest")]
    assert planned["diff"] == done["diff"]
    assert planned["deleted"] == done["deleted"] == ["older", "oldest"]
    assert planned["action"] == done["action"] == "delete"
    assert [shown["uuid"] for shown in done["diff"]["before"]["backups"]] == [
        *("running", "new", "old", "incident", "failed", "odd", "older", "oldest")
    ]
    assert [shown["uuid"] for shown in done["diff"]["after"]["backups"]] == [
        *("running", "new", "old", "incident", "failed", "odd")
    ]


def test_the_new_backup_is_one_of_those_kept_if_it_is_waited_for(rehearsal: Rehearsal) -> None:
    """Only a complete backup counts, so without waiting one more old one stays."""
    made, listed = backup("made", 0, "In progress"), [backup("a", 10), backup("b", 20), backup("c", 30)]
    complete = [{**made, "status": "Complete"}, *listed]
    script = {"get_schedule": NO_SCHEDULE, "create_backup": made, "delete_backup": {}}
    waited = play(rehearsal, {**script, "get_backups": (listed, listed, complete, complete[:2])}, keep=2)
    assert waited["deleted"] == ["b", "c"]
    assert [call[0] for call in rehearsal.api.calls].index("delete_backup") > 3
    assert waited["backup"]["status"] == "Complete"
    not_waited = play(rehearsal, {**script, "get_backups": listed}, keep=2, wait=False)
    assert not_waited["deleted"] == ["c"]


@pytest.mark.parametrize("ends", ["Failed", "gone"])
def test_a_backup_that_fails_costs_no_older_one(rehearsal: Rehearsal, ends: str) -> None:
    """The error shows it, says that it was made, and nothing was deleted."""
    made, listed = backup("made", 0, "In progress"), [backup("a", 10), backup("b", 20)]
    last = [{**made, "status": "Failed"}, *listed] if ends == "Failed" else listed
    readings = (listed, listed, [made, *listed], last)
    script = {"get_backups": readings, "get_schedule": NO_SCHEDULE, "create_backup": made, "delete_backup": {}}
    result = play(rehearsal, script, keep=1)
    assert result["failed"]
    assert result["changed"]
    assert result["backup"]["status"] == ends
    assert result["deleted"] == []
    assert f"in the state {ends}" in result["msg"]
    assert "Backup made was created. 0 of 2 surplus backups were deleted." in result["msg"]
    assert rehearsal.api.named("delete_backup") == []


def test_with_a_schedule_manual_backups_have_to_be_told(rehearsal: Rehearsal) -> None:
    """Nothing is deleted that may be a scheduled backup: fail before anything is done, or go by names."""
    scheduled = [backup(f"s{index}", index * 10, name=f"scheduled-{index}") for index in range(3)]
    manual = [backup(f"m{index}", index * 10 + 5) for index in range(3)]
    script = {
        "get_backups": [*scheduled, *manual],
        "get_schedule": {"name": "nightly", "schedule": "0 2 * * *"},
        "delete_backup": {},
    }
    refused = play(rehearsal, script, keep=1)
    assert refused["failed"]
    assert "has a backup schedule" in refused["msg"]
    assert "manual_patterns" in refused["msg"]
    assert not {call[0] for call in rehearsal.api.calls} & {"create_backup", "delete_backup"}
    named = play(rehearsal, script, state="absent", keep=1, manual_patterns=["manual-*"], wait=False)
    assert named["deleted"] == ["m1", "m2"]
    assert rehearsal.api.named("get_schedule") == []
    none = play(rehearsal, script, state="absent", keep=1, manual_patterns=["MANUAL-*"], wait=False)
    assert not none["changed"]


# Made when the test runs: the ages count from then.
YOUNG: dict[str, tuple[Callable[[], list[Json]], bool]] = {
    "complete": (lambda: [backup("a", 4)], True),
    "too old": (lambda: [backup("a", 6)], False),
    "running": (lambda: [backup("a", 4, "In progress")], True),
    "failed": (lambda: [backup("a", 4, "Failed"), backup("b", 50)], False),
    "incident": (lambda: [backup("a", 4, incidentLink="https://incident"), backup("b", 50)], False),
    "behind a failed one": (lambda: [backup("a", 1, "Failed"), backup("b", 4)], True),
    "clock ahead": (lambda: [backup("a", -3)], True),
    "none": (list, False),
    "epoch": (lambda: [backup("a", created=str(int(1000 * (time.time() - 200))))], True),
}


@pytest.mark.parametrize(("listed", "enough"), YOUNG.values(), ids=YOUNG)
def test_max_age(rehearsal: Rehearsal, listed: Callable[[], list[Json]], enough: bool) -> None:
    """A complete or running backup of at most five minutes makes another one needless."""
    result = play(rehearsal, {"get_backups": listed(), "create_backup": backup("made", 0)}, max_age=300, wait=False)
    assert result["changed"] is not enough
    assert result["action"] == ("none" if enough else "create")
    assert len(rehearsal.api.named("create_backup")) == (not enough)
    if enough:
        assert result["backup"]["uuid"] in ("a", "b")


def test_a_running_backup_that_is_young_is_waited_for(rehearsal: Rehearsal) -> None:
    """It is not the task's own, so its failure is no change."""
    running = backup("a", 1, "In progress")
    readings = ([running], [running], [{**running, "status": "Complete"}])
    result = play(rehearsal, {"get_backups": readings}, max_age=300)
    assert (result["changed"], result["backup"]["status"]) == (False, "Complete")
    assert any("to be complete: In progress" in line for line in rehearsal.progress)
    failed = play(rehearsal, {"get_backups": ([running], [{**running, "status": "Failed"}])}, max_age=300)
    assert (failed["failed"], failed["changed"], failed["backup"]["status"]) == (True, False, "Failed")


def test_an_age_that_cannot_be_told_is_an_error(rehearsal: Rehearsal) -> None:
    """Rather than a backup at each run, or the wrong ones deleted."""
    strange = [backup("a", created="yesterday"), backup("b")]
    ages: list[dict[str, Any]] = [{"max_age": 300}, {"keep": 1}]
    for options in ages:
        result = play(rehearsal, {"get_backups": strange, "get_schedule": NO_SCHEDULE}, **options)
        assert result["failed"]
        assert "The age of backup a cannot be derived from its time 'yesterday'" in result["msg"]
        assert rehearsal.api.named("create_backup") == []
    listed = rehearsal.run(camunda_backup_info.SPEC, {"cluster": CLUSTER}, {"get_backups": strange})
    assert [entry["uuid"] for entry in listed["backups"]] == ["b", "a"]


def test_a_lost_answer_takes_the_newest_new_backup(rehearsal: Rehearsal) -> None:
    """A scheduled one may begin at the same time: either serves, and none is requested again."""
    before = [backup("a", 30)]
    after = [backup("incident", 0, incidentLink="x"), backup("b", 0.1), backup("c", 0.2), *before]
    result = play(rehearsal, {"get_backups": (before, before, after), "create_backup": LOST}, wait=False)
    assert (result["changed"], result["backup"]["uuid"]) == (True, "b")
    assert len(rehearsal.api.named("create_backup")) == 1
    assert "It exists as b; none was created twice." in rehearsal.warnings[0]


def test_a_lost_answer_without_a_new_backup_is_an_error(rehearsal: Rehearsal) -> None:
    """The outcome is told, and nothing is requested again."""
    result = play(rehearsal, {"get_backups": [backup("a")], "create_backup": LOST})
    assert (result["failed"], result["changed"], result["outcome"]) == (True, False, "not found")
    assert "With max_age, the next run creates" in result["msg"]
    assert len(rehearsal.api.named("create_backup")) == 1


def test_another_process_was_faster(rehearsal: Rehearsal) -> None:
    """What another process has made since the list was read counts: on twenty hosts one backup is enough."""

    def listed_before(cluster: str) -> list[Json]:
        rehearsal.others_create("backups", cluster)
        return [backup("a")]

    readings = (listed_before, [backup("theirs", 0), backup("a")])
    result = play(rehearsal, {"get_backups": readings, "create_backup": backup("ours", 0)}, wait=False)
    assert (result["changed"], result["backup"]["uuid"]) == (True, "theirs")
    assert rehearsal.api.named("create_backup") == []
    assert "created by another process in the meantime" in rehearsal.warnings[0]


def test_another_process_has_tried_in_vain(rehearsal: Rehearsal) -> None:
    """If it has made none, the backup is made."""

    def listed_before(cluster: str) -> list[Json]:
        rehearsal.others_create("backups", cluster)
        return []

    result = play(rehearsal, {"get_backups": (listed_before, []), "create_backup": backup("ours", 0)}, wait=False)
    assert result["backup"]["uuid"] == "ours"
    assert len(rehearsal.api.named("create_backup")) == 1


@pytest.mark.parametrize("status", [403, 404])
def test_deleting_what_is_gone(rehearsal: Rehearsal, status: int) -> None:
    """The contract names 403 only; whether the backup is gone tells the list."""
    script = {"get_backups": ([backup("a")], []), "delete_backup": refusal(status)}
    result = play(rehearsal, script, state="absent", uuid="a")
    assert result["changed"]
    assert "failed" not in result
    refused = play(rehearsal, {**script, "get_backups": [backup("a")]}, state="absent", uuid="a")
    assert refused["failed"]
    assert (refused["status"], refused["changed"]) == (status, False)


def test_deleted_but_still_listed(rehearsal: Rehearsal) -> None:
    """Camunda has taken the request, so that is a warning."""
    result = play(rehearsal, {"get_backups": [backup("a")], "delete_backup": {}}, state="absent", uuid="A")
    assert (result["changed"], result["deleted"]) == (True, ["a"])
    assert "last state: a. Camunda has accepted their deletion." in rehearsal.warnings[0]


def test_a_deletion_that_fails_tells_what_was_done(rehearsal: Rehearsal) -> None:
    """Deleted so far, and how many there were to delete."""
    script = {
        "get_backups": [backup("a", 1), backup("b", 2), backup("c", 3)],
        "get_schedule": NO_SCHEDULE,
        "delete_backup": ({}, refusal(500)),
    }
    result = play(rehearsal, script, state="absent", keep=1)
    assert (result["failed"], result["changed"], result["deleted"]) == (True, True, ["b"])
    assert "1 of 2 surplus backups were deleted." in result["msg"]


BAD = {
    "uuid with present": ({"uuid": "a"}, "Option 'uuid'"),
    "max_age with absent": ({"state": "absent", "max_age": 3, "keep": 1}, "Option 'max_age'"),
    "absent what": ({"state": "absent"}, "requires uuid"),
    "keep 0": ({"keep": 0}, "Option 'keep': 0 is less than 1"),
    "max_age 0": ({"max_age": 0}, "Option 'max_age': 0 is less than 1"),
}


@pytest.mark.parametrize(("options", "words"), BAD.values(), ids=BAD)
def test_options_that_make_no_sense(rehearsal: Rehearsal, options: Json, words: str) -> None:
    """They are refused before anything is asked."""
    result = play(rehearsal, {}, **options)
    assert result["failed"]
    assert words in result["msg"]
    assert rehearsal.api.calls == []
