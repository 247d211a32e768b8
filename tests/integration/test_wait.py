# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for clusters, one by one and all together: what ends it, what does not, and what is told meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.play import Task
from ansible_collections.camunda.platform.tests.integration.story import (
    FAST,
    cluster,
    named,
    new_cluster,
    refused,
)
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

READ_LIST, READ_ONE = "GET /clusters", "GET /clusters/*"
SHORT = {"wait_timeout": 0.3, "wait_interval": 0.1}


def wait_for(*clusters: str, **options: Any) -> Task:
    """Return a task that waits for clusters."""
    return {"camunda_cluster_wait": {**FAST, "clusters": list(clusters), **options}}


def script(uuid: str, *statuses: str) -> Task:
    """Return a step that lets the next readings of a cluster show these statuses, the last one for ever."""
    return {"step": {"control": ["PUT", f"clusters/{uuid}/status", {"statuses": list(statuses)}]}}


def scripted(sandbox: Caller, scripts: Mapping[str, Sequence[str]], tasks: Mapping[str, Task]) -> list[Task]:
    """Create a cluster for each script, and return the tasks of the same names, each right after its script was set.

    Listing the clusters is a reading of all of them, which takes a step in every script.
    """
    found: list[Task] = []
    for name, statuses in scripts.items():
        uuid = sandbox.create_cluster(name=name)
        found += [{"name": f"{name}_script", **script(uuid, *statuses)}, {"name": name, **tasks[name]}]
    return found


def test_a_new_cluster_is_waited_for(direct: Direct, sandbox: Caller) -> None:
    """A cluster is done when it is Healthy twice in a row; without wait it is returned as it is."""
    sandbox.settings(creation_seconds=0.4)
    played = direct.play(
        *named(
            created=new_cluster(),
            checked={**new_cluster(name="planned"), "check_mode": True},
            slowly={"step": {"control": ["PATCH", "settings", {"creation_seconds": 600}]}},
            unwaited=new_cluster(name="unwaited", wait=False),
            unwaited_again=new_cluster(name="unwaited", wait=False),
            unwaited_planned={**new_cluster(name="unwaited"), "check_mode": True},
            ready=script("{{ unwaited.cluster.uuid }}", "Creating", "Healthy"),
            waited_later=new_cluster(name="unwaited"),
        ),
        watch=True,
    )
    states = {
        name: result["cluster"].get("status", {}).get("ready")
        for name, result in played.named.items()
        if "cluster" in result
    }
    assert states == {
        "created": "Healthy",
        "checked": None,
        "unwaited": "Creating",
        "unwaited_again": "Creating",
        "unwaited_planned": "Creating",
        "waited_later": "Healthy",
    }
    assert len([line for line in played.asked("created") if line == READ_ONE]) >= 4
    assert played.asked("unwaited")[-2:] == ["POST /clusters", READ_ONE]
    assert played.asked("unwaited_again") == played.asked("unwaited_planned") == [READ_LIST]
    assert played.changes("unwaited_again", "waited_later") == [False, False]
    assert "[localhost] cluster 'orders' to be Healthy: Creating for 0 s (at most 1800 s)" in played.output


# Statuses as they are read: the first by the list, the others one by one; and how many of these readings it takes.
WAITS: dict[str, tuple[list[str], int]] = {
    "premature": (["Creating", "Healthy", "Unhealthy", "Healthy", "Healthy", "Unhealthy"], 4),
    "one_bad_reading": (["Resuming", "Unhealthy", "Creating", "Healthy", "Healthy", "Unhealthy"], 4),
    "not_known_yet": (["Updating", "Hibernating", "Healthy", "Healthy"], 3),
}


def test_what_does_not_end_a_wait(direct: Direct, sandbox: Caller) -> None:
    """A single reading, good or bad, and a status of the future are waited through, though nothing is changed."""
    scripts = {name: statuses for name, (statuses, _readings) in WAITS.items()}
    played = direct.play(*scripted(sandbox, scripts, {name: cluster(name=name) for name in WAITS}), watch=True)
    for name, (_statuses, readings) in WAITS.items():
        assert played.changes(name) == [False]
        assert played[name]["cluster"]["status"]["ready"] == "Healthy"
        assert played.asked(name) == [READ_LIST, *[READ_ONE] * readings], name


def test_what_ends_a_wait_badly(direct: Direct, sandbox: Caller) -> None:
    """A final state that is not Healthy, and the deadline, are errors that hold the cluster as seen last."""
    final = ("Unhealthy", "Suspended", "Maintenance", "WaitingForInput")
    tasks = {status: cluster(name=status) for status in final} | {"Creating": cluster(name="Creating", **SHORT)}
    played = direct.play(*scripted(sandbox, {status: ["Creating", status] for status in tasks}, tasks), watch=True)
    for status in final:
        assert played.asked(status) == [READ_LIST, READ_ONE, READ_ONE], status
        assert "ended after" in played[status]["msg"]
        assert f"in the state {status}." in played[status]["msg"]
    assert "took longer than 0.3 s; last state: Creating." in played["Creating"]["msg"]
    for uuid, status in ((found["uuid"], found["name"]) for found in sandbox.get("/clusters")):
        result = played[status]
        assert (result["failed"], result["cluster"]["uuid"], result["cluster"]["status"]["ready"]) == (
            True,
            uuid,
            status,
        )
        assert f"The cluster exists as {uuid}; the next run continues from there." in result["msg"]


def test_existing_trouble_is_only_told(direct: Direct, sandbox: Caller) -> None:
    """A task that changes nothing does not fail because of a state that somebody else has to mend."""
    tasks = {status: cluster(name=status) for status in ("Unhealthy", "Suspended", "Maintenance", "WaitingForInput")}
    played = direct.play(*scripted(sandbox, {status: [status] for status in tasks}, tasks))
    assert played.messages == []
    for status in tasks:
        assert f"is {status}." in played[status]["warnings"][0]


def test_external_encryption_waits_for_its_key(direct: Direct) -> None:
    """WaitingForInput is as far as such a cluster gets, which is success with a warning."""
    external = new_cluster(encryption_type="External")
    played = direct.play(
        *named(created=external, again=external, together=wait_for("orders"), label=new_cluster(stage_label="dev"))
    )
    assert played.changes() == [True, False, False, True]
    assert played["created"]["cluster"]["status"]["ready"] == "WaitingForInput"
    for name in ("created", "again", "label"):
        assert "waits for its encryption key" in played[name]["warnings"][0]


def test_a_deleted_cluster_is_waited_for(direct: Direct, sandbox: Caller) -> None:
    """Deleting takes until the cluster cannot be read any more, unless nobody wants to wait or the time is over."""
    for name in ("waited", "unwaited", "slow"):
        sandbox.create_cluster(name=name)
    absent = {"state": "absent"}
    played = direct.play(
        {"name": "quick", "step": {"control": ["PATCH", "settings", {"deletion_seconds": 0.3}]}},
        *named(waited=cluster(name="waited", **absent)),
        {"name": "never", "step": {"control": ["PATCH", "settings", {"deletion_seconds": 600}]}},
        *named(unwaited=cluster(name="unwaited", wait=False, **absent), slow=cluster(name="slow", **absent, **SHORT)),
        watch=True,
    )
    waited = played.asked("waited")
    assert waited[:2] == [READ_LIST, "DELETE /clusters/*"]
    assert set(waited[2:]) == {READ_ONE}
    assert len(waited) >= 5
    assert played["waited"]["cluster"] is played["unwaited"]["cluster"] is None
    assert played.asked("unwaited") == [READ_LIST, "DELETE /clusters/*"]
    assert "Waiting for cluster 'slow' to be gone took longer than 0.3 s" in played["slow"]["msg"]
    assert "[localhost] cluster 'waited' to be gone: Healthy for 0 s" in played.output


def test_all_together_with_one_request_a_round(direct: Direct, sandbox: Caller) -> None:
    """camunda_cluster_wait reads one list a round, takes names and UUIDs, and wants all Healthy twice in a row."""
    uuids = {name: sandbox.create_cluster(name=name) for name in ("a", "b")}
    played = direct.play(
        script(uuids["a"], "Creating", "Healthy", "Healthy", "Unhealthy", "Healthy"),
        script(uuids["b"], "Creating", "Creating", "Healthy", "Healthy", "Healthy", "Healthy", "Unhealthy"),
        *named(
            both=wait_for(uuids["b"].upper(), "a"),
            nothing=wait_for(),
            planned={**wait_for("a", "c"), "check_mode": True},
        ),
        watch=True,
    )
    # Readings: the names; a, b Healthy; a Healthy; a Unhealthy; and twice all Healthy.
    assert played.asked("both") == [READ_LIST] * 6, played.output
    assert [found["name"] for found in played["both"]["clusters"]] == ["a", "b"]
    assert "[localhost] 2 clusters to be Healthy: 1 Creating (b), 1 Healthy for 0 s" in played.output
    assert played["nothing"]["clusters"] == []
    assert [found["name"] for found in played["planned"]["clusters"]] == ["a"]
    assert played.asked("planned") == [READ_LIST]
    assert played.changes("both", "nothing", "planned") == [False] * 3


def test_together_until_one_is_in_trouble(direct: Direct, sandbox: Caller) -> None:
    """One cluster in a final state, or gone, ends the wait for all, with all of them in the failure."""
    uuids = {name: sandbox.create_cluster(name=name) for name in ("good", "bad", "slow", "going")}
    sandbox.settings(deletion_seconds=2.5)
    played = direct.play(
        script(uuids["slow"], "Creating"),
        *named(
            leaving=cluster(uuid=uuids["going"], state="absent", wait=False),
            gone=wait_for("good", "going", "slow"),
            script=script(uuids["bad"], "Creating", "Creating", "Suspended"),
            trouble=wait_for("good", "bad"),
            timeout=wait_for("good", "slow", **SHORT),
        ),
    )
    ends = {
        "trouble": "in the state 1 Healthy, 1 Suspended (bad)",
        "gone": f"1 gone ({uuids['going']})",
        "timeout": "1 Creating (slow)",
    }
    for name, end in ends.items():
        assert played[name]["failed"], played.output
        assert end in played[name]["msg"]
        assert len(played[name]["clusters"]) == (3 if name == "gone" else 2)
    assert "took longer than 0.3 s" in played["timeout"]["msg"]


def test_what_cannot_be_waited_for(direct: Direct, sandbox: Caller) -> None:
    """A cluster that is not there, or that is ambiguous, and times that make no sense."""
    uuids = [sandbox.create_cluster(name="twice"), sandbox.create_cluster(name="twice")]
    cases = {
        "ambiguous": (wait_for("twice"), ["Option 'clusters': 2 clusters are named 'twice'", *uuids]),
        "interval": (wait_for("twice", wait_interval=0), ["Option 'wait_interval'"]),
        "timeout": (wait_for("twice", wait_timeout=-1), ["Option 'wait_timeout'"]),
    }
    everything = {"camunda_cluster_wait": {**FAST, "generation_pattern": "Camunda 8*"}}
    later = {"camunda_cluster_wait": {**SHORT, "generation_pattern": "later"}}
    played = refused(direct, cases, *named(unknown=wait_for(uuids[0], "once"), everything=everything, later=later))
    assert "Option 'clusters': there is no cluster 'once'. Valid: 'twice'" in played["unknown"]["msg"]
    assert [found["uuid"] for found in played["everything"]["clusters"]] == sorted(uuids)
    assert "2 clusters to be Healthy and of generation later took longer" in played["later"]["msg"]
