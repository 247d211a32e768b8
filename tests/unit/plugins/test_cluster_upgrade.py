# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Upgrades: what check mode predicts, what a name of a generation tells, and what the sandbox never answers."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._resources.cluster_upgrade import (
    likely_target,
    version_of,
)
from ansible_collections.camunda.platform.plugins.modules.camunda_cluster_upgrade import SPEC
from ansible_collections.camunda.platform.tests.integration.play import states
from ansible_collections.camunda.platform.tests.unit.plugins.rehearsal import (
    CLUSTER,
    LOST,
    Rehearsal,
    refusal,
    rehearsal,
)

__all__ = ["rehearsal"]

Json = dict[str, Any]
OPTIONS = {"cluster": CLUSTER, "wait_interval": 0.01, "wait_timeout": 0.5}


def generation(name: str, **more: str) -> Json:
    """Return a generation."""
    return {"uuid": f"uuid of {name}", "name": name, **more}


OLD, NEW, MINOR = (generation(f"Camunda 8.{rest}") for rest in ("8+gen14", "8+gen25", "9+gen6"))
CHANNEL = {"uuid": "c", "name": "Stable"}
OFFERED = [
    generation("Camunda 8.9+gen6", classification="channel"),
    generation("Camunda 8.8+gen25", classification="channel"),
    generation("Camunda 8.8+gen30", classification="existingCluster"),
    generation("Camunda 8.7+gen31", classification="orgUnlocked"),
    generation("Camunda 8.8+gen14", classification="channel"),
]
PARAMETERS = {"channels": [{"uuid": "other", "allowedGenerations": [NEW]}, {**CHANNEL, "allowedGenerations": OFFERED}]}


def cluster(now: Json = OLD, status: str = "Healthy", channel: Json | None = None) -> Json:
    """Return the cluster on a generation."""
    return {
        "uuid": CLUSTER,
        "name": "orders",
        "generation": now,
        "channel": channel or CHANNEL,
        "status": {"ready": status},
    }


def answer(new: Json = NEW) -> Json:
    """Return what UpgradeCluster answers."""
    return {"newGeneration": {"id": new["uuid"], "name": new["name"]}}


def play(rehearsal: Rehearsal, script: Json, check: bool = False, **options: Any) -> Json:
    """Run camunda_cluster_upgrade."""
    return rehearsal.run(SPEC, {**OPTIONS, **options}, {"get_parameters": PARAMETERS, **script}, check)


@pytest.mark.parametrize(
    ("current", "offered", "target"),
    [
        ("Camunda 8.8+gen14", ["Camunda 8.9+gen6", "Camunda 8.8+gen25", "Camunda 8.8+gen9"], "Camunda 8.8+gen25"),
        ("Camunda 8.8+gen25", ["Camunda 8.9+gen6", "Camunda 8.9+gen10", "Camunda 8.10+gen1"], "Camunda 8.9+gen10"),
        ("Camunda 8.9+gen10", ["Camunda 8.10+gen1", "Camunda 8.9+gen9"], "Camunda 8.10+gen1"),
        ("Camunda 8.9+gen6", ["Camunda 8.8+gen25", "Camunda 8.9+gen6"], None),
        ("Zeebe 8.0.2", ["Zeebe 8.0.10", "Zeebe 8.2.2"], "Zeebe 8.0.10"),
        ("Camunda 8.8+gen14", [], None),
        ("internal", ["Camunda 8.8+gen14"], "Camunda 8.8+gen14"),
        ("internal", ["external"], None),
    ],
)
def test_likely_target(current: str, offered: list[str], target: str | None) -> None:
    """The newest of the same minor version first, by numbers and not by letters, then the newest of the next one."""
    found = likely_target(generation(current), [generation(name) for name in offered])
    assert (found or {}).get("name") == target


def test_version_of() -> None:
    """All numbers of a name."""
    assert version_of("Camunda 8.10.0-alpha2+gen3 BROKEN DO NOT USE") == (8, 10, 0, 2, 3)
    assert version_of("") == ()


def test_check_mode_predicts(rehearsal: Rehearsal) -> None:
    """Nothing is asked. What is there for existing clusters only is no target; without health: a warning."""
    plan = play(rehearsal, {"get_cluster": cluster()}, check=True)
    assert (plan["changed"], plan["action"], plan["new_generation"]["name"]) == (True, "update", "Camunda 8.8+gen25")
    assert states(plan) == {"before": {"generation": OLD["name"]}, "after": {"generation": NEW["name"]}}
    assert (plan["cluster"]["generation"]["name"], rehearsal.warnings) == (NEW["name"], [])
    play(rehearsal, {"get_cluster": cluster(status="Updating")}, check=True)
    assert "cannot be upgraded now, because it is Updating" in rehearsal.warnings[0]
    for now, channel, reason in (
        (MINOR, CHANNEL, "the channel shows no newer generation"),
        (OLD, {"uuid": "gone", "name": "Gone"}, "the channel shows no newer generation"),
        (OLD, {**CHANNEL, "name": "Alpha"}, "clusters of the channel Alpha are not upgraded"),
    ):
        none = play(rehearsal, {"get_cluster": cluster(now, channel=channel)}, check=True)
        assert (none["changed"], none["reason"]) == (False, reason)


def test_waits_for_the_new_generation(rehearsal: Rehearsal) -> None:
    """Healthy on the old generation is not the end, and one reading on the new one is not enough."""
    readings = (
        *(cluster(), cluster(), cluster(status="Updating"), cluster(), cluster(), cluster(NEW, "Updating")),
        *(cluster(NEW), cluster(NEW, "Updating"), cluster(NEW), cluster(NEW)),
    )
    result = play(rehearsal, {"get_cluster": readings, "upgrade_cluster": answer()})
    assert (result["changed"], result["reason"]) == (True, None)
    assert (result["old_generation"], result["new_generation"]) == (OLD, NEW)
    assert len(rehearsal.api.named("get_cluster")) == len(readings)
    assert any("Updating on Camunda 8.8+gen14" in line for line in rehearsal.progress)


@pytest.mark.parametrize("lost", [LOST, refusal(500), refusal(503), refusal(429)], ids=str)
@pytest.mark.parametrize("shows", [cluster(NEW), cluster(status="Updating")], ids=["generation", "Updating"])
def test_a_lost_answer_is_read_from_the_cluster(rehearsal: Rehearsal, lost: Exception, shows: Json) -> None:
    """Asked once; another generation, or an update that has begun, tells that it was done."""
    readings = (cluster(), cluster(), shows, cluster(NEW))
    result = play(rehearsal, {"get_cluster": readings, "upgrade_cluster": lost})
    assert (result["changed"], result["new_generation"]["name"]) == (True, NEW["name"]), result
    assert len(rehearsal.api.named("upgrade_cluster")) == 1
    assert "no upgrade was asked for twice" in rehearsal.warnings[0]


def test_a_lost_answer_without_an_upgrade_is_an_error(rehearsal: Rehearsal) -> None:
    """It is not asked for again, and the next run is not promised to know better."""
    result = play(rehearsal, {"get_cluster": cluster(), "upgrade_cluster": LOST})
    assert (result["failed"], result["changed"], result["outcome"]) == (True, False, "not found")
    assert "Look at the cluster's generation before the next run" in result["msg"]
    assert len(rehearsal.api.named("upgrade_cluster")) == 1


def test_nothing_available(rehearsal: Rehearsal) -> None:
    """400 is no error; other words than the contract's are shown. An update that is on its way is waited for."""
    result = play(rehearsal, {"get_cluster": cluster(), "upgrade_cluster": refusal(400, "no upgrade available")})
    assert (result["changed"], result["reason"], rehearsal.warnings) == (False, "no upgrade available", [])
    play(rehearsal, {"get_cluster": cluster(), "upgrade_cluster": refusal(400, "the plan has ended")})
    assert "There was no upgrade of cluster 'orders'" in rehearsal.warnings[0]
    assert rehearsal.warnings[0].endswith("the plan has ended")
    readings = (cluster(NEW, "Updating"), cluster(NEW, "Updating"), cluster(NEW))
    waited = play(rehearsal, {"get_cluster": readings, "upgrade_cluster": refusal(400, "no upgrade available")})
    assert (waited["changed"], waited["cluster"]["status"]["ready"]) == (False, "Healthy")


@pytest.mark.parametrize(("status", "reason"), [(409, "gate"), (412, "not_ready")])
def test_refusals_are_told_apart(rehearsal: Rehearsal, status: int, reason: str) -> None:
    """By one word, with the server's own words."""
    result = play(rehearsal, {"get_cluster": cluster(), "upgrade_cluster": refusal(status, "wait until noon")})
    assert (result["failed"], result["changed"], result["reason"]) == (True, False, reason)
    assert "wait until noon" in result["msg"]
    assert result["answer"] == "wait until noon"


def test_the_wanted_generation(rehearsal: Rehearsal) -> None:
    """Reached or passed, it keeps from asking; an unknown one is an error; another one than it, a warning."""
    for now, wanted in ((NEW, NEW["name"]), (NEW, NEW["uuid"]), (MINOR, NEW["name"])):
        result = play(rehearsal, {"get_cluster": cluster(now)}, generation=wanted)
        assert not result["changed"]
        assert "wanted" in result["reason"]
        assert rehearsal.api.named("upgrade_cluster") == []
    unknown = play(rehearsal, {"get_cluster": cluster()}, generation="Camunda 9")
    assert unknown["failed"]
    assert "Option 'generation': 'Camunda 9' is unknown" in unknown["msg"]
    readings = (cluster(), cluster(NEW))
    other = play(rehearsal, {"get_cluster": readings, "upgrade_cluster": answer()}, generation=MINOR["name"])
    assert other["changed"]
    assert f"is {NEW['name']} now, not {MINOR['name']}: the API chooses it." in rehearsal.warnings[0]


def test_unhealthy_after_an_upgrade(rehearsal: Rehearsal) -> None:
    """The error says that the change was made, and has the cluster."""
    readings = (cluster(), cluster(NEW, "Unhealthy"))
    result = play(rehearsal, {"get_cluster": readings, "upgrade_cluster": answer()})
    assert (result["failed"], result["changed"], result["cluster"]["status"]) == (True, True, {"ready": "Unhealthy"})
    assert "in the state Unhealthy on Camunda 8.8+gen25" in result["msg"]


def test_another_process_was_faster(rehearsal: Rehearsal) -> None:
    """What another process has upgraded since is not upgraded further."""

    def read_before(uuid: str) -> Json:
        rehearsal.others_create("upgrade", uuid)
        return cluster()

    result = play(rehearsal, {"get_cluster": (read_before, cluster(NEW)), "upgrade_cluster": answer(MINOR)})
    assert (result["changed"], result["new_generation"]) == (False, NEW)
    assert rehearsal.api.named("upgrade_cluster") == []


def test_an_answer_without_a_generation(rehearsal: Rehearsal) -> None:
    """Then the cluster tells it; without waiting nobody does."""
    readings = (cluster(), cluster(NEW))
    assert play(rehearsal, {"get_cluster": readings, "upgrade_cluster": {}})["new_generation"] == NEW
    unknown = play(rehearsal, {"get_cluster": cluster(), "upgrade_cluster": {}}, wait=False)
    assert (unknown["changed"], unknown["new_generation"]["name"]) == (True, None)
